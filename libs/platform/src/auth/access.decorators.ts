import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';

import { AppError } from '../errors/app-error.js';
import type { Principal } from './principal.js';
import type { Scope } from './role-scopes.js';

export const ACCESS = 'betang:access';

/** What an endpoint declares: open to everyone, or a scope. */
export type Access = { readonly public: true } | { readonly scope: Scope };

/** The scope that an endpoint needs. Where it must hold is for `assertMayActOn` to say, once the record is known. */
export const Requires = (scope: Scope) => SetMetadata<string, Access>(ACCESS, { scope });

/** Open to everyone, signed in or not. */
export const Public = () => SetMetadata<string, Access>(ACCESS, { public: true });

/** A request that may carry the principal of its verified token, or why there is none. */
export interface AuthenticatedRequest {
  principal?: Principal;
  authenticationError?: AppError;
}

/** The principal of an endpoint with `@Requires`; throws `unauthenticated` on a public one without a token. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (principal === undefined) throw new AppError('unauthenticated', { status: 401 });
  return principal;
});
