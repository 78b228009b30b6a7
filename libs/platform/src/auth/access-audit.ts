import { Injectable, RequestMethod } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';

import { AppError } from '../errors/app-error.js';
import { ACCESS } from './access.decorators.js';
import type { Access } from './access.decorators.js';

const METHOD = 'method';

/** Fails the boot (`access-undeclared`) when any endpoint declares neither `@Requires` nor `@Public`. */
@Injectable()
export class AccessAudit implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => this.isUndeclared(metatype, prototype[name]))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (undeclared.length > 0)
      throw new AppError('access-undeclared', { params: { endpoints: undeclared.join(', ') } });
  }

  private isUndeclared(controller: object, handler: unknown): boolean {
    if (typeof handler !== 'function') return false;
    const isEndpoint = (Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined) !== undefined;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, controller as never]);
    return isEndpoint && access === undefined;
  }
}
