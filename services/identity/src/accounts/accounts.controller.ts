import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  idempotentRequest,
  sqlState,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiOkResponse,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { findAccount, insertAccount, listAccounts, listGrants, lockAccount, setPassword } from './account-store.js';
import {
  AccountPage,
  AccountQuery,
  AccountSearchDto,
  AccountStateDto,
  AccountView,
  NewAccountDto,
  PasswordDto,
} from './account.dto.js';
import { findHolder, noteApproverRemoved, takeTurnOfRights } from './approvers.js';
import { issueCode } from './one-time-link.js';
import { endLinks, endSessions } from './session-store.js';
import { findLock } from './sign-in-guard.js';
import { assertStrongPassword, hashPassword, randomPassword } from './password.js';

import { AccountInvitedView, AccountMadeView, type InvitationView, PasswordSetView } from './account-secrets.dto.js';

const UNIQUE_VIOLATION = '23505';
const MISSING_REFERENCE = '23503';

/** Accounts of people, for whoever runs the region's sign-in. */
@ServiceController('identity', 'accounts')
export class AccountsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('accounts:manage')
  @ApiOkResponse({ type: AccountPage })
  list(@Query() query: AccountQuery, @CurrentPrincipal() principal: Principal): Promise<Page<AccountView>> {
    return this.page(query, principal);
  }

  @Search('search')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: AccountPage })
  search(@Body() search: AccountSearchDto, @CurrentPrincipal() principal: Principal): Promise<Page<AccountView>> {
    return this.page(search, principal);
  }

  @Get(':accountId')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: AccountView })
  async get(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AccountView> {
    this.assertManager(principal);
    const account = await findAccount(this.database, accountId);
    if (!account) throw new AppError('account-not-found', { status: 404 });
    await this.noteRead(principal, [account]);
    const lockedUntil = await findLock(this.database, account.loginName);
    return { ...account, lockedUntil, roles: await listGrants(this.database, accountId) };
  }

  /** The password, or the code of the invitation, is told in the answer to the first sending only: a stored answer must not hold it. */
  @Post()
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: AccountMadeView })
  async create(
    @Body() input: NewAccountDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AccountMadeView>> {
    this.assertManager(principal);
    const invited = input.invite === true;
    if (invited && input.password !== undefined)
      throw new AppError('invitation-with-password', { status: 400, field: 'password' });
    if (input.password !== undefined) await assertStrongPassword(input.password, input.loginName);
    const initialPassword = input.password === undefined ? randomPassword() : undefined;
    const passwordHash = await hashPassword(input.password ?? initialPassword!);
    const accountId = uuidv4();
    const { loginName, displayName, employeeId = null } = input;
    let invitation: InvitationView | undefined;
    const answer = await this.idempotency.run(
      withoutPassword(request, { loginName, displayName, employeeId }),
      async (tx) => {
        await named(() =>
          insertAccount(tx, {
            accountId,
            loginName,
            displayName,
            employeeId,
            passwordHash,
            createdBy: principal.subject,
            invited,
          }),
        );
        await this.note(tx, principal, 'create-account', accountId);
        if (invited) invitation = await this.invite(tx, { accountId, loginName });
        return { accountId, loginName };
      },
    );
    if (invited) return withSecret(answer, { invitation });
    return withSecret(answer, initialPassword === undefined ? {} : { initialPassword });
  }

  /** Another code for who did not accept in time; the one before ends. @throws AppError `invitation-accepted` once there is a password */
  @Post(':accountId/invitations')
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: AccountInvitedView })
  async inviteAgain(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AccountInvitedView>> {
    this.assertManager(principal);
    let invitation: InvitationView | undefined;
    const answer = await this.idempotency.run(request, async (tx) => {
      const account = await lockAccount(tx, accountId);
      if (!account) throw new AppError('account-not-found', { status: 404 });
      if (account.state !== 'ACTIVE') throw new AppError('account-disabled', { status: 409 });
      if (account.invitedAt === null) throw new AppError('invitation-accepted', { status: 409 });
      invitation = await this.invite(tx, account);
      await this.note(tx, principal, 'invite-again', accountId);
      return { accountId };
    });
    return withSecret(answer, { invitation });
  }

  @Post(':accountId/password')
  @Requires('accounts:manage')
  @ApiOkResponse({ type: PasswordSetView })
  async setPassword(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() input: PasswordDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PasswordSetView>> {
    this.assertManager(principal);
    const account = await findAccount(this.database, accountId);
    if (!account) throw new AppError('account-not-found', { status: 404 });
    if (input.password !== undefined) await assertStrongPassword(input.password, account.loginName);
    const initialPassword = input.password === undefined ? randomPassword() : undefined;
    const passwordHash = await hashPassword(input.password ?? initialPassword!);
    const change = async (tx: Transaction) => {
      await setPassword(tx, accountId, passwordHash);
      await endSessions(tx, accountId);
      await endLinks(tx, accountId);
      await this.note(tx, principal, 'set-password', accountId);
      return { accountId };
    };
    return withSecret(
      await this.idempotency.run(withoutPassword(request, {}), change, 200),
      initialPassword === undefined ? {} : { initialPassword },
    );
  }

  @Put(':accountId/state')
  @HttpCode(204)
  @Requires('accounts:manage')
  async setState(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { state }: AccountStateDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    this.assertManager(principal);
    await this.database.unitOfWork.run(async (tx) => {
      await takeTurnOfRights(tx);
      const approver = await findHolder(tx, this.config.region, 'roles:approve', accountId);
      const changed = await tx.execute('UPDATE account SET state = $2, version = version + 1 WHERE account_id = $1', [
        accountId,
        state,
      ]);
      if (changed === 0) throw new AppError('account-not-found', { status: 404 });
      if (state === 'DISABLED') {
        await endSessions(tx, accountId);
        await endLinks(tx, accountId);
        if (approver !== undefined) await noteApproverRemoved(tx, accountId, principal.subject);
      }
      await this.note(tx, principal, state === 'DISABLED' ? 'disable-account' : 'enable-account', accountId);
    });
  }

  private async invite(tx: Transaction, account: { accountId: string; loginName: string }): Promise<InvitationView> {
    return { url: `${this.config.issuerUrl}/invitation`, ...(await issueCode(tx, 'Invitation', account)) };
  }

  /** Whose accounts were looked at: an account tells who somebody is. */
  private async page(query: AccountQuery | AccountSearchDto, principal: Principal): Promise<Page<AccountView>> {
    this.assertManager(principal);
    const page = await listAccounts(this.database, query);
    await this.noteRead(principal, page.items);
    return page;
  }

  private noteRead(principal: Principal, accounts: readonly { readonly employeeId: string | null }[]): Promise<void> {
    const subjects = accounts.flatMap(({ employeeId }) => (employeeId === null ? [] : [employeeId]));
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'accounts' });
  }

  private assertManager(principal: Principal): void {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
  }

  private note(tx: Transaction, principal: Principal, action: string, accountId: string): Promise<void> {
    return this.audit.record(tx, { actor: principal.subject, action, object: { type: 'account', id: accountId } });
  }
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const state = sqlState(cause);
    if (state === UNIQUE_VIOLATION) throw new AppError('account-name-taken', { status: 409, cause });
    if (state === MISSING_REFERENCE) throw new AppError('account-not-found', { status: 404, cause });
    throw cause;
  }
}

/** The request's digest is kept: it must not be one that a password could be guessed from. */
export function withoutPassword({ key, actor, methodPath }: IdempotentRequest, body: object): IdempotentRequest {
  return idempotentRequest({ key, actor, methodPath, body });
}

/** A secret joins an answer after the answer has been stored without it. */
export function withSecret<T extends object, S extends object>(
  answer: OnceAnswer<T>,
  secret: S,
): OnceAnswer<T & Partial<S>> {
  if (!answer.replayed) Object.assign(answer.body, secret);
  return answer as OnceAnswer<T & Partial<S>>;
}
