import type { Principal, Scope } from '@betang/platform';

/**
 * What one operator gives a program (klien layanan) alone: it reaches nobody's record but one's own, and changes neither a record of the region nor a right.
 * Whatever is not named here waits for a second officer, a scope that is added later too. UU 27/2022 makes the region answer for who gets at personal data;
 * that it takes two, and for which scopes, is an assumption of ours.
 */
const GIVEN_ALONE: ReadonlySet<Scope> = new Set<Scope>([
  'sign-in:own',
  'self:read',
  'self:write',
  // Names of those who head units, which are public.
  'units:read',
  'targets:read',
  'training:read',
  'contingency:read',
  'contingency:conditions',
  'operations:read',
  'events:trace',
]);

/** Scopes that are given now, and those that wait for a second officer. */
export interface WeighedScopes {
  readonly given: readonly Scope[];
  readonly waiting: readonly Scope[];
}

/**
 * What somebody who gives scopes to a program may give without a second officer. On a machine in local mode the administrator's token lies in a file beside
 * the data and has every right: it gives what it has, for its owner could do all of it already.
 */
export function weighScopes(
  asked: readonly Scope[],
  by: Pick<Principal, 'kind' | 'scopes'>,
  mode: 'local' | 'production',
): WeighedScopes {
  const passesOn = mode === 'local' && by.kind === 'service' ? by.scopes : new Set<Scope>();
  const alone = (scope: Scope) => GIVEN_ALONE.has(scope) || passesOn.has(scope);
  const scopes = [...new Set(asked)];
  return { given: scopes.filter(alone), waiting: scopes.filter((scope) => !alone(scope)) };
}
