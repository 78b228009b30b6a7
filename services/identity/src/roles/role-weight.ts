import { ROLE_SCOPES, type Principal, type Role, type Scope } from '@betang/platform';

/** Rights over rights: whoever has one of them gives, or decides on, what others may do. */
const OVER_RIGHTS: readonly Scope[] = ['accounts:manage', 'clients:approve', 'roles:approve'];
/** What opens records of people. In one unit that is everyday work of supervisors and planners, in the whole region it reaches everybody. */
const OVER_RECORDS: readonly Scope[] = ['employees:read', 'employees:write', 'contingency:people', 'audit:read'];

/** So many have to hold the right to approve before a role of weight takes two. */
export const ENOUGH_APPROVERS = 2;

/** A role for somebody, in one unit and all below it, or in the whole region. */
export interface RoleAt {
  readonly role: Role;
  readonly unitId: string | null;
}

/**
 * How a role is given. `EVERYDAY`: alone, as nothing rests on it. `ASKED`: by a second officer. `LOCAL`, `FIRST`: alone though it has weight, by the token of
 * a machine in local mode, or because there are not two yet who could decide; on record as such.
 */
export type WayOfGiving = 'EVERYDAY' | 'LOCAL' | 'FIRST' | 'ASKED';

/**
 * Whether a role takes two: one that rules over rights (peran pengelola hak), wherever it holds, or over records of people in the whole region. UU 27/2022
 * makes the region answer for who gets at personal data; that it takes two, and for which roles, is an assumption of ours.
 */
export function takesTwo({ role, unitId }: RoleAt): boolean {
  const gives = (scopes: readonly Scope[]) => scopes.some((scope) => ROLE_SCOPES[role].includes(scope));
  return gives(OVER_RIGHTS) || (unitId === null && gives(OVER_RECORDS));
}

/**
 * The way in which somebody may give a role. `approvers`: how many hold the right to approve in the whole region, those among them whose right the giver has
 * just ended. The token of a machine in local mode passes on what it has, for its owner could do all of it already.
 */
export function wayOfGiving(
  given: RoleAt,
  by: Pick<Principal, 'kind' | 'scopes'>,
  { mode, approvers }: { readonly mode: 'local' | 'production'; readonly approvers: number },
): WayOfGiving {
  if (!takesTwo(given)) return 'EVERYDAY';
  const hasIt = by.kind === 'service' && ROLE_SCOPES[given.role].every((scope) => by.scopes.has(scope));
  if (mode === 'local' && hasIt) return 'LOCAL';
  return approvers < ENOUGH_APPROVERS ? 'FIRST' : 'ASKED';
}
