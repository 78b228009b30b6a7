import {
  AppError,
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
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { findEmployee } from '../employees/employee.queries.js';
import { findAccount, listGrants } from './account-store.js';
import { SecondFactorDto, TotpCodeDto } from './account.dto.js';
import { withSecret } from './accounts.controller.js';
import { countRecoveryCodes } from './recovery-code.js';
import { SecondFactor } from './second-factor.js';
import { RecoveryCodesView, TotpConfirmedView, TotpStartedView } from './account-secrets.dto.js';
import { MeView } from './me.dto.js';

/** What a signed-in caller may know and change of itself. */
@ServiceController('identity', 'me')
export class MeController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly factor: SecondFactor,
  ) {}

  /** Who is signed in, and what the token gives; the employee's record is for those who may read their own. */
  @Get()
  @Requires('sign-in:own')
  @ApiOkResponse({ type: MeView })
  async me(@CurrentPrincipal() principal: Principal): Promise<MeView> {
    const { subject, kind, scopes } = principal;
    const common = { subject, kind, region: this.config.region, scopes: [...scopes].sort() };
    const account = kind === 'person' ? await findAccount(this.database, subject) : undefined;
    if (!account) return common;
    const ownId = scopes.has('self:read') ? account.employeeId : null;
    const employee = ownId === null ? undefined : (await findEmployee(this.database, ownId, null))?.view;
    const recoveryCodesLeft = await countRecoveryCodes(this.database, subject);
    return {
      ...common,
      account,
      recoveryCodesLeft,
      roles: await listGrants(this.database, subject),
      employee: employee ?? null,
    };
  }

  /** Begins the set-up of one-time codes: the address is told once, and counts only after a code of it was confirmed. */
  @Post('one-time-codes')
  @Requires('sign-in:own')
  @ApiCreatedResponse({ type: TotpStartedView })
  async startTotp(
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TotpStartedView>> {
    const account = await this.ownAccount(principal);
    let address = '';
    const answer = await this.idempotency.run(request, async (tx) => {
      address = await this.factor.begin(tx, account);
      return { started: true };
    });
    return withSecret(answer, { address });
  }

  /** The recovery codes are told in the answer to the first sending only. */
  @Post('one-time-codes/confirm')
  @Requires('sign-in:own')
  @ApiOkResponse({ type: TotpConfirmedView })
  async confirmTotp(
    @Body() { code }: TotpCodeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TotpConfirmedView>> {
    const account = await this.ownAccount(principal);
    let recoveryCodes: readonly string[] = [];
    const confirm = async (tx: Transaction) => {
      const codes = await this.factor.confirm(tx, account.accountId, code);
      if (codes === undefined) throw new AppError('totp-code-wrong', { status: 400, field: 'code' });
      recoveryCodes = codes;
      return { confirmed: true };
    };
    return withSecret(await this.idempotency.run(request, confirm, 200), { recoveryCodes });
  }

  /** Ten new recovery codes; those before end. Needs a present code. */
  @Post('one-time-codes/recovery-codes')
  @Requires('sign-in:own')
  @ApiCreatedResponse({ type: RecoveryCodesView })
  async renewRecoveryCodes(
    @Body() { code }: SecondFactorDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecoveryCodesView>> {
    const account = await this.ownAccount(principal);
    let recoveryCodes: readonly string[] = [];
    const answer = await this.idempotency.run(request, async (tx) => {
      await this.factor.assertCode(account.accountId, code);
      recoveryCodes = await this.factor.renew(tx, account.accountId);
      return { renewed: true };
    });
    return withSecret(answer, { recoveryCodes });
  }

  @Delete('one-time-codes')
  @HttpCode(204)
  @Requires('sign-in:own')
  async stopTotp(@Body() { code }: SecondFactorDto, @CurrentPrincipal() principal: Principal): Promise<void> {
    const account = await this.ownAccount(principal);
    await this.factor.assertCode(account.accountId, code);
    await this.database.unitOfWork.run((tx) => this.factor.stop(tx, account.accountId));
  }

  private async ownAccount(principal: Principal) {
    const account = principal.kind === 'person' ? await findAccount(this.database, principal.subject) : undefined;
    if (!account) throw new AppError('account-not-found', { status: 404 });
    return account;
  }
}
