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
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
} from '@betang/platform';
import { Delete, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { findAccount, lockAccount, type Account } from './account-store.js';
import { withSecret } from './accounts.controller.js';
import { issueCode } from './one-time-link.js';
import { SecondFactor } from './second-factor.js';
import { endSessions } from './session-store.js';
import { forgetFailures } from './sign-in-guard.js';
import { PasswordResetView } from './account-secrets.dto.js';

/** What an operator does for a person who is locked out, or whose account is in wrong hands. */
@ServiceController('identity', 'accounts')
export class AccountRescueController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly factor: SecondFactor,
  ) {}

  @Delete(':accountId/sessions')
  @HttpCode(204)
  @Requires('accounts:manage')
  async endAll(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const account = await this.managed(principal, accountId);
    await this.database.unitOfWork.run(async (tx) => {
      const sessions = await endSessions(tx, account.accountId);
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'end-sessions',
        object: { type: 'account', id: accountId },
        after: { sessions },
      });
    });
  }

  /** Lets a person who is locked out after failed attempts try again at once, with the password as it is. */
  @Delete(':accountId/lock')
  @HttpCode(204)
  @Requires('accounts:manage')
  async unlock(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const account = await this.managed(principal, accountId);
    await this.database.unitOfWork.run(async (tx) => {
      await forgetFailures(tx, account.loginName);
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'unlock-account',
        object: { type: 'account', id: accountId },
      });
    });
  }

  /** The code is told in the answer to the first sending only; the person types it on the page at `url`. */
  @Post(':accountId/password-resets')
  @Requires('accounts:manage')
  @ApiCreatedResponse({ type: PasswordResetView })
  async reset(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PasswordResetView>> {
    this.assertManager(principal);
    let secret: { code?: string; expiresAt?: string } = {};
    const answer = await this.idempotency.run(request, async (tx) => {
      const account = await lockAccount(tx, accountId);
      if (!account) throw new AppError('account-not-found', { status: 404 });
      if (account.state !== 'ACTIVE') throw new AppError('account-disabled', { status: 409 });
      secret = await issueCode(tx, 'PasswordReset', account);
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'issue-password-reset',
        object: { type: 'account', id: accountId },
      });
      return { accountId, url: `${this.config.issuerUrl}/password-reset` };
    });
    return withSecret(answer, secret);
  }

  /** For who lost authenticator and recovery codes; nobody does it for oneself, who would need a code. */
  @Delete(':accountId/one-time-codes')
  @HttpCode(204)
  @Requires('accounts:manage')
  async stopSecondFactor(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    const account = await this.managed(principal, accountId);
    if (principal.subject === accountId) throw new AppError('second-factor-of-oneself', { status: 403 });
    await this.database.unitOfWork.run(async (tx) => {
      await this.factor.stop(tx, account.accountId, principal.subject);
      await endSessions(tx, account.accountId);
    });
  }

  private async managed(principal: Principal, accountId: string): Promise<Account> {
    this.assertManager(principal);
    const account = await findAccount(this.database, accountId);
    if (!account) throw new AppError('account-not-found', { status: 404 });
    return account;
  }

  private assertManager(principal: Principal): void {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
  }
}
