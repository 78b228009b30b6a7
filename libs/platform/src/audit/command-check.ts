import { Injectable, RequestMethod } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

import { AppError } from '../errors/app-error.js';
import { findCommand, undeclaredDuty } from './command-declarations.js';

/** Fails the boot (`command-undeclared`) when a changing endpoint neither takes what makes its repetition harmless nor says why not. */
@Injectable()
export class CommandCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const wanting = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const problem = problemOf(prototype[name]);
        return problem === undefined ? [] : [`${metatype.name}.${name} ${problem}`];
      });
    });
    if (wanting.length > 0) throw new AppError('command-undeclared', { params: { endpoints: wanting.join(', ') } });
  }
}

function problemOf(handler: unknown): string | undefined {
  if (typeof handler !== 'function') return undefined;
  const command = findCommand(handler);
  const method = Reflect.getMetadata('method', handler) as RequestMethod;
  return command === undefined ? undefined : undeclaredDuty(RequestMethod[method], command);
}
