import { AppError, Audit, RegionConfig, sqlState, type Principal, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { findAccount } from '../accounts/account-store.js';
import {
  findHolder,
  listHolders,
  listRemovedBy,
  noteApproverRemoved,
  takeTurnOfRights,
} from '../accounts/approvers.js';
import { endSessions } from '../accounts/session-store.js';
import { deleteGrant, findGrant, insertGrant } from './role-grant-store.js';
import { RoleNotices } from './role-notices.js';
import type { RoleRequest } from './role-request.js';
import { insertGivenAlone } from './role-request-store.js';
import { RoleRequests, getRoleRequest, type AskedRole } from './role-requests.js';
import { takesTwo, wayOfGiving, type WayOfGiving } from './role-weight.js';

const MISSING_REFERENCE = '23503';

/** A role that is there, or that a second officer decides on. */
export interface GivenRole {
  /** Null while it waits. */
  readonly grantId: string | null;
  /** Null for a role of everyday work, which leaves no request. */
  readonly request: RoleRequest | null;
}

/** Giving people their roles, and taking them away. */
@Injectable()
export class RoleGrants {
  constructor(
    private readonly config: RegionConfig,
    private readonly audit: Audit,
    private readonly requests: RoleRequests,
    private readonly notices: RoleNotices,
  ) {}

  /**
   * Gives a role, or asks for one that takes two. Alone, and on record as such, as long as there are not two who could decide.
   * @throws AppError `role-to-oneself` (403), `account-not-found`, `unit-not-found` (404), and those of asking
   */
  async give(tx: Transaction, asked: AskedRole, by: Principal): Promise<GivenRole> {
    const { accountId } = asked;
    if (by.subject === accountId) throw new AppError('role-to-oneself', { status: 403 });
    if (takesTwo(asked)) await takeTurnOfRights(tx);
    if ((await findAccount(tx, accountId)) === undefined) throw new AppError('account-not-found', { status: 404 });
    const known = await findGrant(tx, { ...asked, region: this.config.region });
    if (known !== undefined) {
      this.audit.nothingChanged(tx);
      return { grantId: known, request: null };
    }
    const way = await this.wayFor(tx, asked, by);
    if (way === 'ASKED') return { grantId: null, request: await this.requests.ask(tx, asked, by.subject) };
    const grantId = await this.insert(tx, asked, by.subject);
    const request = way === 'EVERYDAY' ? null : await this.noteAlone(tx, asked, by.subject, way);
    await this.record(tx, request === null ? 'grant-role' : 'grant-role-alone', asked, by.subject, way);
    return { grantId, request };
  }

  /**
   * Takes a role away: at once, and by one alone. Who held the right to approve is told, and so are those who still do.
   * @throws AppError `grant-not-found` (404)
   */
  async take(tx: Transaction, accountId: string, grantId: string, by: string): Promise<void> {
    const { region } = this.config;
    await takeTurnOfRights(tx);
    const approver = await findHolder(tx, region, 'roles:approve', accountId);
    const taken = await deleteGrant(tx, accountId, grantId);
    if (taken === undefined) throw new AppError('grant-not-found', { status: 404 });
    // Tokens that tell the role go with the sessions they came from.
    await endSessions(tx, accountId);
    await this.record(tx, 'revoke-role', { ...taken, accountId, reason: null }, by);
    const left = await listHolders(tx, region, 'roles:approve');
    if (approver === undefined || left.some((holder) => holder.accountId === accountId)) return;
    await noteApproverRemoved(tx, accountId, by);
    const told = [approver.employeeId, ...left.filter((one) => one.accountId !== by).map((one) => one.employeeId)];
    await this.notices.tell(tx, 'role-taken', { id: grantId, role: taken.role }, told);
  }

  private async wayFor(tx: Transaction, asked: AskedRole, by: Principal): Promise<WayOfGiving> {
    const holders = await listHolders(tx, this.config.region, 'roles:approve');
    const counted = new Set([...holders.map((holder) => holder.accountId), ...(await listRemovedBy(tx, by.subject))]);
    return wayOfGiving(asked, by, { mode: this.config.mode, approvers: counted.size });
  }

  private async insert(tx: Transaction, { accountId, role, unitId }: AskedRole, grantedBy: string): Promise<string> {
    const { region } = this.config;
    try {
      return await insertGrant(tx, { grantId: uuidv7(), accountId, role, region, unitId, grantedBy });
    } catch (cause) {
      if (sqlState(cause) === MISSING_REFERENCE)
        throw new AppError('unit-not-found', { status: 404, field: 'unitId', cause });
      throw cause;
    }
  }

  /** A list of its own for those who come to the right later, and a notice to everyone who has it now, the new one among them. */
  private async noteAlone(tx: Transaction, asked: AskedRole, by: string, way: WayOfGiving): Promise<RoleRequest> {
    const requestId = uuidv7();
    const { accountId, role, unitId, reason } = asked;
    await insertGivenAlone(tx, { requestId, accountId, role, unitId, reason, requestedBy: by });
    const request = await getRoleRequest(tx, requestId);
    if (way === 'FIRST') {
      const holders = await listHolders(tx, this.config.region, 'roles:approve');
      const told = [request.employeeId, ...holders.map(({ employeeId }) => employeeId)];
      await this.notices.tell(tx, 'role-given-alone', { id: requestId, role, requestId }, told);
    }
    return request;
  }

  private record(
    tx: Transaction,
    action: string,
    { accountId, role, unitId }: AskedRole,
    actor: string,
    way?: WayOfGiving,
  ): Promise<void> {
    return this.audit.record(tx, {
      ...{ actor, action, object: { type: 'account', id: accountId } },
      ...(way === 'FIRST' || way === 'LOCAL' ? { reason: way } : {}),
      ...(action === 'revoke-role' ? { before: { role, unitId } } : { after: { role, unitId } }),
    });
  }
}
