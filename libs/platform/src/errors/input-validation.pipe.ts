import { ValidationPipe } from '@nestjs/common';

import { validationFailed } from './validation-problems.js';

/** Validates every DTO of an application: unknown fields are refused, nested ones too, and all problems are listed. */
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
  }
}
