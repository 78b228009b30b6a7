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
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { findEmployee } from '../employees/employee.queries.js';
import { IdentityKeys } from '../sign-in/identity-keys.js';
import { findAccount, findSecrets, listGrants } from './account-store.js';
import { TotpCodeDto } from './account.dto.js';
import { withSecret } from './accounts.controller.js';
import { findStep, newTotpSecret, openSecret, sealSecret, totpAddress } from './one-time-code.js';

/** What a signed-in caller may know and change of itself. */
@ServiceController('identity', 'me')
export class MeController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly keys: IdentityKeys,
  ) {}

  @Get()
  @Requires('self:read')
  async me(@CurrentPrincipal() principal: Principal): Promise<Record<string, unknown>> {
    const { subject, kind, scopes } = principal;
    const common = { subject, kind, region: this.config.region, scopes: [...scopes].sort() };
    const account = kind === 'person' ? await findAccount(this.database, subject) : undefined;
    if (!account) return common;
    const employee =
      account.employeeId === null ? undefined : (await findEmployee(this.database, account.employeeId, null))?.view;
    return { ...common, account, roles: await listGrants(this.database, subject), employee: employee ?? null };
  }

  /** Begins the set-up of one-time codes: the address is told once, and counts only after a code of it was confirmed. */
  @Post('one-time-codes')
  @Requires('self:write')
  async startTotp(
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ started: boolean; address?: string }>> {
    const account = await this.ownAccount(principal);
    const secret = newTotpSecret();
    const answer = await this.idempotency.run(request, async (tx) => {
      await tx.execute(
        'UPDATE account SET totp_secret = $2, totp_confirmed_at = NULL, totp_last_step = 0, version = version + 1 WHERE account_id = $1',
        [account.accountId, sealSecret(secret, this.keys.secretsKey, account.accountId)],
      );
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'start-one-time-codes',
        object: { type: 'account', id: account.accountId },
      });
      return { started: true };
    });
    return withSecret(answer, { address: totpAddress(secret, account.loginName) });
  }

  @Post('one-time-codes/confirm')
  @Requires('self:write')
  async confirmTotp(
    @Body() { code }: TotpCodeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ confirmed: boolean }>> {
    const account = await this.ownAccount(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const secrets = await findSecrets(tx, { accountId: account.accountId });
        if (!secrets?.totpSecret) throw new AppError('totp-not-started', { status: 409 });
        const step = findStep(
          openSecret(secrets.totpSecret, this.keys.secretsKey, account.accountId),
          code,
          secrets.totpLastStep,
          Date.now(),
        );
        if (step === undefined) throw new AppError('totp-code-wrong', { status: 400, field: 'code' });
        await tx.execute(
          'UPDATE account SET totp_confirmed_at = now(), totp_last_step = $2, version = version + 1 WHERE account_id = $1',
          [account.accountId, step],
        );
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'confirm-one-time-codes',
          object: { type: 'account', id: account.accountId },
        });
        return { confirmed: true };
      },
      200,
    );
  }

  @Delete('one-time-codes')
  @HttpCode(204)
  @Requires('self:write')
  async stopTotp(@CurrentPrincipal() principal: Principal): Promise<void> {
    const account = await this.ownAccount(principal);
    await this.database.unitOfWork.run(async (tx) => {
      await tx.execute(
        'UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, version = version + 1 WHERE account_id = $1',
        [account.accountId],
      );
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'stop-one-time-codes',
        object: { type: 'account', id: account.accountId },
      });
    });
  }

  private async ownAccount(principal: Principal) {
    const account = principal.kind === 'person' ? await findAccount(this.database, principal.subject) : undefined;
    if (!account) throw new AppError('account-not-found', { status: 404 });
    return account;
  }
}
