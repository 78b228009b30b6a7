import { Injectable } from '@nestjs/common';
import type { OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';

import { AppError } from '../errors/app-error.js';
import { controllerMethodsOf } from '../openapi/controller-methods.js';
import type { ControllerMethod } from '../openapi/controller-methods.js';
import { ACCESS } from './access.decorators.js';
import type { Access } from './access.decorators.js';

const METHOD = 'method';

/** Fails the boot (`access-undeclared`) when any endpoint declares neither `@Requires` nor `@Public`. */
@Injectable()
export class AccessAudit implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = controllerMethodsOf(this.discovery)
      .filter((method) => this.isUndeclared(method))
      .map(({ controller, name }) => `${controller.name}.${name}`);
    if (undeclared.length > 0)
      throw new AppError('access-undeclared', { params: { endpoints: undeclared.join(', ') } });
  }

  private isUndeclared({ controller, handler }: ControllerMethod): boolean {
    const isEndpoint = (Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined) !== undefined;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler as never, controller]);
    return isEndpoint && access === undefined;
  }
}
