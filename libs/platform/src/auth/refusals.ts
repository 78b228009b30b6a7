import { AppError } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/app-error.js';
import type { Principal } from './principal.js';
import { ROLE_SCOPES } from './role-scopes.js';
import type { Scope } from './role-scopes.js';

/** Why a token opens nothing; the texts stand under `field.<reason>`. */
export type TokenFault =
  'token-missing' | 'token-malformed' | 'token-expired' | 'token-ended' | 'token-of-another-issuer' | 'token-refused';

/** The header at fault, for whoever reads the answer. */
const HEADER = 'Authorization';

/** `unauthenticated` (401), with why and the way out. */
export function unauthenticated(
  fault: TokenFault,
  details: { readonly cause?: unknown; readonly issuer?: string } = {},
): AppError {
  const { cause, issuer } = details;
  const problem = { field: HEADER, code: fault, ...(issuer === undefined ? {} : { params: { issuer } }) };
  return new AppError('unauthenticated', { status: 401, errors: [problem], ...(cause === undefined ? {} : { cause }) });
}

/** `forbidden` (403): the right that is missing, or the other regions in which the caller has it. Says nothing but what the caller's own token says. */
export function notGranted({ kind, roles }: Principal, scope: Scope, region: string): AppError {
  const elsewhere = roles.filter((grant) => grant.region !== region && ROLE_SCOPES[grant.role].includes(scope));
  const held = [...new Set(elsewhere.map((grant) => grant.region))].sort().join(', ');
  const problem: FieldProblem =
    kind === 'person' && held !== ''
      ? { field: HEADER, code: 'role-elsewhere', params: { held, region } }
      : { field: HEADER, code: 'scope-missing', params: { scope } };
  return new AppError('forbidden', { status: 403, errors: [problem] });
}
