import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
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
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { findAccount, insertAccount, listAccounts, listGrants } from './account-store.js';
import {
  AccountPage,
  AccountQuery,
  AccountStateDto,
  AccountView,
  NewAccountDto,
  NewGrantDto,
  PasswordDto,
} from './account.dto.js';
import { endLinks, endSessions } from './session-store.js';
import { assertStrongPassword, hashPassword, randomPassword } from './password.js';

const UNIQUE_VIOLATION = '23505';
const MISSING_REFERENCE = '23503';

/** Accounts of people and their roles, for whoever runs the region's sign-in. */
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
  async list(@Query() query: AccountQuery, @CurrentPrincipal() principal: Principal): Promise<Page<AccountView>> {
    this.assertManager(principal);
    return listAccounts(this.database, query);
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
    return { ...account, roles: await listGrants(this.database, accountId) };
  }

  /** The password is told in the answer to the first sending only: a stored answer must not hold it. */
  @Post()
  @Requires('accounts:manage')
  async create(
    @Body() input: NewAccountDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ accountId: string; loginName: string; initialPassword?: string }>> {
    this.assertManager(principal);
    if (input.password !== undefined) await assertStrongPassword(input.password, input.loginName);
    const initialPassword = input.password === undefined ? randomPassword() : undefined;
    const passwordHash = await hashPassword(input.password ?? initialPassword!);
    const accountId = uuidv4();
    const { loginName, displayName, employeeId = null } = input;
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
          }),
        );
        await this.note(tx, principal, 'create-account', accountId);
        return { accountId, loginName };
      },
    );
    return withSecret(answer, initialPassword === undefined ? {} : { initialPassword });
  }

  @Post(':accountId/password')
  @Requires('accounts:manage')
  async setPassword(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() input: PasswordDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ accountId: string; initialPassword?: string }>> {
    this.assertManager(principal);
    const account = await findAccount(this.database, accountId);
    if (!account) throw new AppError('account-not-found', { status: 404 });
    if (input.password !== undefined) await assertStrongPassword(input.password, account.loginName);
    const initialPassword = input.password === undefined ? randomPassword() : undefined;
    const passwordHash = await hashPassword(input.password ?? initialPassword!);
    const change = async (tx: Transaction) => {
      await tx.execute(
        'UPDATE account SET password_hash = $2, password_changed_at = now(), version = version + 1 WHERE account_id = $1',
        [accountId, passwordHash],
      );
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
      const changed = await tx.execute('UPDATE account SET state = $2, version = version + 1 WHERE account_id = $1', [
        accountId,
        state,
      ]);
      if (changed === 0) throw new AppError('account-not-found', { status: 404 });
      if (state === 'DISABLED') {
        await endSessions(tx, accountId);
        await endLinks(tx, accountId);
      }
      await this.note(tx, principal, state === 'DISABLED' ? 'disable-account' : 'enable-account', accountId);
    });
  }

  @Post(':accountId/roles')
  @Requires('accounts:manage')
  grant(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { role, unitId }: NewGrantDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ grantId: string }>> {
    this.assertManager(principal);
    if (principal.subject === accountId) throw new AppError('role-to-oneself', { status: 403 });
    return this.idempotency.run(request, async (tx) => {
      const [row] = await named(() =>
        tx.query<{ id: string }>(
          `INSERT INTO role_grant AS g (grant_id, account_id, role, region, unit_id, granted_by) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (account_id, role, region, unit_id) DO UPDATE SET role = g.role RETURNING grant_id AS id`,
          [uuidv7(), accountId, role, this.config.region, unitId ?? null, principal.subject],
        ),
      );
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'grant-role',
        object: { type: 'account', id: accountId },
        after: { role, unitId },
      });
      return { grantId: row!.id };
    });
  }

  @Delete(':accountId/roles/:grantId')
  @HttpCode(204)
  @Requires('accounts:manage')
  async revoke(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Param('grantId', ParseUUIDPipe) grantId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    this.assertManager(principal);
    await this.database.unitOfWork.run(async (tx) => {
      const gone = await tx.execute('DELETE FROM role_grant WHERE grant_id = $1 AND account_id = $2', [
        grantId,
        accountId,
      ]);
      if (gone === 0) throw new AppError('grant-not-found', { status: 404 });
      // Tokens that tell the role go with the sessions they came from.
      await endSessions(tx, accountId);
      await this.note(tx, principal, 'revoke-role', accountId);
    });
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
function withoutPassword({ key, actor, methodPath }: IdempotentRequest, body: object): IdempotentRequest {
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
