import { AppError, type Principal, type Role } from '@betang/platform';
import { assertSecondOfficer, type SecondOfficer } from '../accounts/second-officer.js';

export const ROLE_REQUEST_STATES = ['REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'GIVEN_ALONE'] as const;
export type RoleRequestState = (typeof ROLE_REQUEST_STATES)[number];
/** What becomes of a request. */
export type RoleVerdict = Exclude<RoleRequestState, 'REQUESTED' | 'GIVEN_ALONE'>;

/** A request for a role of a person (permintaan peran): what an operator asks for, and a second officer decides; or a role that was given alone. */
export interface RoleRequest {
  readonly requestId: string;
  readonly accountId: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly employeeId: string | null;
  readonly role: Role;
  readonly unitId: string | null;
  readonly unitName: string | null;
  /** Why this person: the letter of appointment, for one. Null only where the role was given alone. */
  readonly reason: string | null;
  readonly state: RoleRequestState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** Always there where it was refused. */
  readonly note: string | null;
}

/** How those stand whom a decision is about, at the moment of it. */
export interface RolesAtDecision {
  readonly officer: SecondOfficer;
  /** Whether who asked may still give roles. */
  readonly askerMayAsk: boolean;
  /** Whether the account that gets the role may be used. */
  readonly accountActive: boolean;
}

/**
 * Whether somebody may decide a request so. Nobody approves for himself, neither who asked nor who gets the role, nor does a program.
 * @throws AppError `role-request-decided` (409), `second-officer-needed`, `role-to-oneself` (403), those of {@link assertSecondOfficer},
 * `role-asker-gone`, `account-disabled` (409)
 */
export function assertMayDecideRole(
  request: Pick<RoleRequest, 'state' | 'requestedBy' | 'requestedAt' | 'accountId'>,
  verdict: RoleVerdict,
  by: Pick<Principal, 'kind' | 'subject'>,
  found: RolesAtDecision,
): void {
  if (request.state !== 'REQUESTED')
    throw new AppError('role-request-decided', { status: 409, params: { state: request.state } });
  if (verdict !== 'APPROVED') return;
  if (by.kind === 'service' || by.subject === request.requestedBy)
    throw new AppError('second-officer-needed', { status: 403 });
  if (by.subject === request.accountId) throw new AppError('role-to-oneself', { status: 403 });
  assertSecondOfficer(found.officer, request.requestedAt);
  if (!found.askerMayAsk) throw new AppError('role-asker-gone', { status: 409 });
  if (!found.accountActive) throw new AppError('account-disabled', { status: 409 });
}
