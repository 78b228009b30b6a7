import { Injectable, RequestMethod } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

import { AppError } from '../errors/app-error.js';
import { controllerMethodsOf } from '../openapi/controller-methods.js';
import { findCommand, undeclaredDuty } from './command-declarations.js';

/** Fails the boot (`command-undeclared`) when a changing endpoint neither takes what makes its repetition harmless nor says why not. */
@Injectable()
export class CommandCheck implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const wanting = controllerMethodsOf(this.discovery).flatMap(({ controller, name, handler }) => {
      const problem = problemOf(handler);
      return problem === undefined ? [] : [`${controller.name}.${name} ${problem}`];
    });
    if (wanting.length > 0) throw new AppError('command-undeclared', { params: { endpoints: wanting.join(', ') } });
  }
}

function problemOf(handler: object): string | undefined {
  const command = findCommand(handler);
  const method = Reflect.getMetadata('method', handler) as RequestMethod;
  return command === undefined ? undefined : undeclaredDuty(RequestMethod[method], command);
}
