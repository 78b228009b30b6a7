import {
  AppError,
  Audit,
  Notices,
  RegionConfig,
  sqlState,
  type Principal,
  type Scope,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { findAccount } from '../accounts/account-store.js';
import { takeTurnOfRights } from '../accounts/approvers.js';
import { findPersonnelOfficers } from '../accounts/personnel-officers.js';
import { loadSecondOfficer, type SecondOfficer } from '../accounts/second-officer.js';
import { addScopes, lockClient, type OauthClient } from './client-store.js';
import { assertMayDecide, type ScopeRequest, type ScopeVerdict } from './scope-request.js';
import { endScopeRequest, findScopeRequest, insertScopeRequest } from './scope-request-store.js';

const UNIQUE_VIOLATION = '23505';
const LINK = '/client-scope-requests';
const ACTIONS: Readonly<Record<ScopeVerdict, string>> = {
  APPROVED: 'approve-client-scopes',
  REFUSED: 'refuse-client-scopes',
  WITHDRAWN: 'withdraw-client-scopes',
};

/** Scopes for programs that take two: an operator asks, a personnel officer of the whole region decides. */
@Injectable()
export class ScopeRequests {
  constructor(
    private readonly config: RegionConfig,
    private readonly audit: Audit,
    private readonly notices: Notices,
  ) {}

  /**
   * Asks for scopes of a program; the personnel officers are told. The caller holds the program's lock.
   * @throws AppError `client-purpose-missing` (400), `client-scopes-asked` (409) while another request of the program is open
   */
  async ask(
    tx: Transaction,
    client: Pick<OauthClient, 'clientId' | 'name'>,
    scopes: readonly Scope[],
    purpose: string | undefined,
    by: string,
  ): Promise<ScopeRequest> {
    const { clientId, name: clientName } = client;
    if (purpose === undefined)
      throw new AppError('client-purpose-missing', {
        status: 400,
        field: 'purpose',
        params: { scopes: scopes.join(', ') },
      });
    const requestId = uuidv7();
    try {
      await insertScopeRequest(tx, { requestId, clientId, clientName, scopes, purpose, requestedBy: by });
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION)
        throw new AppError('client-scopes-asked', { status: 409, field: 'scopes', cause });
      throw cause;
    }
    await this.record(tx, 'ask-client-scopes', requestId, by, { clientId, scopes: scopes.join(' ') });
    const own = (await findAccount(tx, by))?.employeeId;
    const officers = (await findPersonnelOfficers(tx)).filter((id) => id !== own);
    await this.tell(tx, 'client-scopes-asked', officers, { requestId, clientId });
    return getScopeRequest(tx, requestId);
  }

  /**
   * Decides a request; an approved one gives the program its scopes with the next token.
   * @throws AppError `client-scope-request-not-found` (404), `client-scopes-decided` (409), `second-officer-needed`, `approver-after-request`,
   * `approver-not-independent` (403)
   */
  async decide(
    tx: Transaction,
    requestId: string,
    verdict: ScopeVerdict,
    by: Principal,
    note: string | null,
  ): Promise<ScopeRequest> {
    await takeTurnOfRights(tx);
    const { clientId, scopes } = await getScopeRequest(tx, requestId);
    // The program first, as whoever deletes it does: two who lock the other way round would wait for each other.
    await lockClient(tx, clientId);
    const request = await getScopeRequest(tx, requestId, true);
    assertMayDecide(request, verdict, by, await this.findOfficer(tx, request, by));
    await endScopeRequest(tx, requestId, { verdict, by: by.subject, note });
    if (verdict === 'APPROVED') await addScopes(tx, clientId, scopes);
    await this.record(tx, ACTIONS[verdict], requestId, by.subject, { clientId, scopes: scopes.join(' ') });
    if (verdict !== 'WITHDRAWN') await this.tellAsker(tx, request, verdict);
    return getScopeRequest(tx, requestId);
  }

  private async findOfficer(
    tx: Transaction,
    { requestedBy }: ScopeRequest,
    { subject }: Principal,
  ): Promise<SecondOfficer | undefined> {
    if ((await findAccount(tx, subject)) === undefined) return undefined;
    return loadSecondOfficer(tx, { region: this.config.region, scope: 'clients:approve', requestedBy }, subject);
  }

  private async tellAsker(
    tx: Transaction,
    { requestId, clientId, requestedBy }: ScopeRequest,
    verdict: 'APPROVED' | 'REFUSED',
  ): Promise<void> {
    const employeeId = (await findAccount(tx, requestedBy))?.employeeId;
    const code = verdict === 'APPROVED' ? 'client-scopes-approved' : 'client-scopes-refused';
    await this.tell(tx, code, employeeId ? [employeeId] : [], { requestId, clientId });
  }

  private async tell(
    tx: Transaction,
    code: 'client-scopes-asked' | 'client-scopes-approved' | 'client-scopes-refused',
    recipients: readonly string[],
    { requestId, clientId: client }: Pick<ScopeRequest, 'requestId' | 'clientId'>,
  ): Promise<void> {
    const notice = { code, key: `${code}:${requestId}`, params: { client }, link: `${LINK}/${requestId}` };
    await this.notices.tell(
      tx,
      recipients.map((recipientId) => ({ recipientId, ...notice })),
    );
  }

  private record(
    tx: Transaction,
    action: string,
    requestId: string,
    actor: string,
    after: Readonly<Record<string, string>>,
  ): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'client-scope-request', id: requestId }, after });
  }
}

/** @throws AppError `client-scope-request-not-found` (404) */
export async function getScopeRequest(db: SqlClient, requestId: string, lock = false): Promise<ScopeRequest> {
  const request = await findScopeRequest(db, requestId, lock);
  if (!request) throw new AppError('client-scope-request-not-found', { status: 404 });
  return request;
}
