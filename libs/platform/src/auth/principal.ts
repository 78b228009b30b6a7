import { AppError } from '../errors/app-error.js';
import { ROLE_SCOPES } from './role-scopes.js';
import type { Role, Scope } from './role-scopes.js';

/** A role and where it holds: in a region, in the subtree of one of its units, or in all of it. */
export interface RoleGrant {
  readonly role: Role;
  /** Code of the region (62.03). A province's role gives no right in its regencies: each region is sovereign. */
  readonly region: string;
  /** Path of the organisational unit (unit kerja), ids from the top joined by `/`; without it the whole region. */
  readonly unit?: string;
}

/** Who sent a request. */
export interface Principal {
  /** Opaque id of the person's account or of the service client. */
  readonly subject: string;
  readonly kind: 'person' | 'service';
  /** The employee whose account it is; undefined for accounts of others and for services. */
  readonly employeeId?: string;
  /** Where the person signed in: the session (sesi) that the token came from, if its issuer tells. */
  readonly session?: string;
  readonly roles: readonly RoleGrant[];
  /** All scopes that the roles give somewhere, and for a service client those of its token. */
  readonly scopes: ReadonlySet<Scope>;
}

/** Where an act takes place. */
export interface ActPlace {
  readonly region: string;
  /** Path of the unit that the record belongs to; without it the act concerns the whole region. */
  readonly unitPath?: string;
}

/** True when one of the principal's roles gives the scope at that very place. */
export function mayActOn(principal: Principal, scope: Scope, place: ActPlace): boolean {
  if (principal.kind === 'service') return principal.scopes.has(scope) && principal.roles.length === 0;
  return principal.roles.some(
    (grant) =>
      ROLE_SCOPES[grant.role].includes(scope) && grant.region === place.region && covers(grant.unit, place.unitPath),
  );
}

/** True when the principal holds the scope somewhere in the region, be it in one unit of it. */
export function holdsIn(principal: Principal, scope: Scope, region: string): boolean {
  if (principal.kind === 'service') return principal.scopes.has(scope);
  return principal.roles.some((grant) => grant.region === region && ROLE_SCOPES[grant.role].includes(scope));
}

/** Throws `forbidden` (403) unless the principal may. The endpoint's `@Requires` asks whether, this asks where. */
export function assertMayActOn(principal: Principal, scope: Scope, place: ActPlace): void {
  if (!mayActOn(principal, scope, place)) throw new AppError('forbidden', { status: 403 });
}

/** The subtrees in which a principal holds a scope, to filter lists by; `all` when it holds in the whole region. */
export function unitsOf(principal: Principal, scope: Scope, region: string): 'all' | readonly string[] {
  if (mayActOn(principal, scope, { region })) return 'all';
  return principal.roles.flatMap(({ role, region: at, unit }) =>
    at === region && unit !== undefined && ROLE_SCOPES[role].includes(scope) ? [unit] : [],
  );
}

function covers(unit: string | undefined, path: string | undefined): boolean {
  if (unit === undefined) return true;
  return path === unit || path?.startsWith(`${unit}/`) === true;
}
