import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';

import { rememberValidationRules } from './remembered-validation.js';
import { assertSound } from './sound-input.js';
import { validationFailed } from './validation-problems.js';

/** Validates every DTO of an application: unknown fields are refused, nested ones too, texts that no database takes, and all problems are listed. */
export class InputValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      // Target and value serve to name limits and missing values; neither leaves validationFailed.
      validationError: { target: true, value: true },
      exceptionFactory: validationFailed,
    });
    rememberValidationRules();
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // Uploaded files and what decorators of ours make of a request are no input of these kinds.
    if (metadata.type !== 'custom') assertSound(value, metadata.data);
    return super.transform(value, metadata);
  }
}
