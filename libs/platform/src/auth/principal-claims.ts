import type { JWTPayload } from 'jose';

import type { Principal, RoleGrant } from './principal.js';
import { ROLE_SCOPES, isRole, isScope } from './role-scopes.js';
import type { Scope } from './role-scopes.js';

/**
 * The principal that a verified token speaks for; undefined when its claims are not of our form. Claims: `sub`; `kind`
 * (`person` or `service`); `employee`, the employee's id where the account is one's; `sid`, the session; `roles`, a list of `{role, region, unit?}`; and for service clients `scope` (RFC 9068). Roles
 * and scopes that this version does not know give nothing.
 */
export function principalOf(claims: JWTPayload): Principal | undefined {
  const kind = claims['kind'];
  if (typeof claims.sub !== 'string' || claims.sub === '') return undefined;
  if (kind !== 'person' && kind !== 'service') return undefined;
  const roles = grantsOf(claims['roles']);
  if (roles === undefined) return undefined;
  const scopes = kind === 'service' ? tokenScopes(claims['scope']) : roles.flatMap(({ role }) => ROLE_SCOPES[role]);
  const employee = claims['employee'];
  const session = claims['sid'];
  const own = {
    ...(kind === 'person' && typeof employee === 'string' ? { employeeId: employee } : {}),
    ...(typeof session === 'string' ? { session } : {}),
  };
  return { subject: claims.sub, kind, ...own, roles, scopes: new Set(scopes) };
}

function grantsOf(claim: unknown): RoleGrant[] | undefined {
  if (claim === undefined) return [];
  if (!Array.isArray(claim)) return undefined;
  const grants: RoleGrant[] = [];
  for (const item of claim as unknown[]) {
    const { role, region, unit } = (item ?? {}) as Record<string, unknown>;
    if (typeof role !== 'string' || typeof region !== 'string') return undefined;
    // An unreadable unit must not widen the grant to the whole region.
    if (unit !== undefined && (typeof unit !== 'string' || unit === '')) return undefined;
    if (isRole(role)) grants.push(unit === undefined ? { role, region } : { role, region, unit });
  }
  return grants;
}

function tokenScopes(claim: unknown): Scope[] {
  return typeof claim === 'string' ? claim.split(' ').filter(isScope) : [];
}
