import {
  AppError,
  Audit,
  RegionConfig,
  sqlState,
  type Principal,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { findAccount } from '../accounts/account-store.js';
import { findHolder, listHolders, takeTurnOfRights } from '../accounts/approvers.js';
import { loadSecondOfficer } from '../accounts/second-officer.js';
import { insertGrant } from './role-grant-store.js';
import { RoleNotices } from './role-notices.js';
import { assertMayDecideRole, type RoleRequest, type RoleVerdict, type RolesAtDecision } from './role-request.js';
import { endRoleRequest, findRoleRequest, insertRoleRequest, programMayAsk } from './role-request-store.js';
import type { RoleAt } from './role-weight.js';

const UNIQUE_VIOLATION = '23505';
const MISSING_REFERENCE = '23503';
const ACTIONS: Readonly<Record<RoleVerdict, string>> = {
  APPROVED: 'approve-role',
  REFUSED: 'refuse-role',
  WITHDRAWN: 'withdraw-role-request',
};

/** A role that somebody is to get, and why. */
export interface AskedRole extends RoleAt {
  readonly accountId: string;
  readonly reason: string | null;
}

/** Roles of people that take two: an operator asks, another who holds the right in the whole region decides. */
@Injectable()
export class RoleRequests {
  constructor(
    private readonly config: RegionConfig,
    private readonly audit: Audit,
    private readonly notices: RoleNotices,
  ) {}

  /**
   * Asks for a role of an account; those who may decide are told. The caller has the turn of rights.
   * @throws AppError `role-reason-missing` (400), `role-asked` (409) while the same is asked for already, `unit-not-found` (404)
   */
  async ask(tx: Transaction, asked: AskedRole, by: string): Promise<RoleRequest> {
    const { accountId, role, unitId, reason } = asked;
    if (reason === null) throw new AppError('role-reason-missing', { status: 400, field: 'reason', params: { role } });
    const requestId = uuidv7();
    try {
      await insertRoleRequest(tx, { requestId, accountId, role, unitId, reason, requestedBy: by });
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('role-asked', { status: 409, field: 'role', cause });
      if (sqlState(cause) === MISSING_REFERENCE)
        throw new AppError('unit-not-found', { status: 404, field: 'unitId', cause });
      throw cause;
    }
    await this.record(tx, 'ask-role', requestId, by, { accountId, role, unitId });
    const others = (await listHolders(tx, this.config.region, 'roles:approve')).filter(
      (holder) => holder.accountId !== by && holder.accountId !== accountId,
    );
    await this.notices.tell(
      tx,
      'role-asked',
      { id: requestId, role, requestId },
      others.map(({ employeeId }) => employeeId),
    );
    return getRoleRequest(tx, requestId);
  }

  /**
   * Decides a request; an approved one gives the role, with the next token.
   * @throws AppError `role-request-not-found` (404), and what `assertMayDecideRole` throws
   */
  async decide(
    tx: Transaction,
    requestId: string,
    verdict: RoleVerdict,
    by: Principal,
    note: string | null,
  ): Promise<RoleRequest> {
    await takeTurnOfRights(tx);
    const request = await getRoleRequest(tx, requestId, true);
    assertMayDecideRole(request, verdict, by, await this.find(tx, request, by));
    await endRoleRequest(tx, requestId, { verdict, by: by.subject, note });
    const { accountId, role, unitId } = request;
    if (verdict === 'APPROVED') await this.give(tx, request, by.subject);
    await this.record(tx, ACTIONS[verdict], requestId, by.subject, { accountId, role, unitId });
    if (verdict !== 'WITHDRAWN') await this.tellBoth(tx, request, verdict);
    return getRoleRequest(tx, requestId);
  }

  private async give(tx: Transaction, { accountId, role, unitId, requestId }: RoleRequest, by: string): Promise<void> {
    await insertGrant(tx, {
      ...{ grantId: uuidv7(), accountId, role, unitId },
      ...{ region: this.config.region, grantedBy: by },
    });
    await this.audit.record(tx, {
      ...{ actor: by, action: 'grant-role', object: { type: 'account', id: accountId } },
      after: { role, unitId, requestId },
    });
  }

  private async find(tx: Transaction, request: RoleRequest, by: Principal): Promise<RolesAtDecision> {
    const { region } = this.config;
    const { requestedBy, accountId } = request;
    const asked = { region, scope: 'roles:approve' as const, requestedBy };
    const asker = await findHolder(tx, region, 'accounts:manage', requestedBy);
    return {
      officer: await loadSecondOfficer(tx, asked, by.subject),
      askerMayAsk: asker !== undefined || (await programMayAsk(tx, requestedBy)),
      accountActive: (await findAccount(tx, accountId))?.state === 'ACTIVE',
    };
  }

  private async tellBoth(tx: Transaction, request: RoleRequest, verdict: 'APPROVED' | 'REFUSED'): Promise<void> {
    const { requestId, role, requestedBy, employeeId } = request;
    const notice = verdict === 'APPROVED' ? 'role-approved' : 'role-refused';
    const asker = await this.notices.employeeOf(tx, requestedBy);
    await this.notices.tell(tx, notice, { id: requestId, role, requestId }, [asker, employeeId]);
  }

  private record(
    tx: Transaction,
    action: string,
    requestId: string,
    actor: string,
    after: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'role-request', id: requestId }, after });
  }
}

/** @throws AppError `role-request-not-found` (404) */
export async function getRoleRequest(db: SqlClient, requestId: string, lock = false): Promise<RoleRequest> {
  const request = await findRoleRequest(db, requestId, lock);
  if (!request) throw new AppError('role-request-not-found', { status: 404 });
  return request;
}
