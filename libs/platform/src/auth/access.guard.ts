import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { RegionConfig } from '../config/region-config.js';
import { AppError } from '../errors/app-error.js';
import { ACCESS } from './access.decorators.js';
import type { Access, AuthenticatedRequest } from './access.decorators.js';
import { holdsIn } from './principal.js';
import { notGranted, unauthenticated } from './refusals.js';

/** Lets a request through to what its endpoint declares, and to nothing that declares nothing. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: RegionConfig,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    // Events and messages are no requests of a person; their transport checks its own sender.
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === undefined) throw new AppError('forbidden', { status: 403 });
    if ('public' in access) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (request.principal === undefined) throw request.authenticationError ?? unauthenticated('token-missing');
    // Each region is sovereign: a role that another region gave opens nothing here.
    if (!holdsIn(request.principal, access.scope, this.config.region))
      throw notGranted(request.principal, access.scope, this.config.region);
    return true;
  }
}
