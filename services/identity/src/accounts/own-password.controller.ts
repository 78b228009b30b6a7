import {
  ApiOkResponse,
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
} from '@betang/platform';
import { Body, HttpCode, Post } from '@nestjs/common';
import { OwnPasswordDto, PasswordChangedView } from './account.dto.js';
import { findSecrets, setPassword } from './account-store.js';
import { withoutPassword } from './accounts.controller.js';
import { assertStrongPassword, hashPassword, passwordMatches } from './password.js';
import { endLinks, endSessions } from './session-store.js';
import { beginAttempt, forgetFailures, takeBackAttempt } from './sign-in-guard.js';

/** A signed-in person's own password. */
@ServiceController('identity', 'me')
export class OwnPasswordController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /**
   * Asks for the present password: a token that was stolen is not enough. Ends all sessions, this one too. A wrong one counts as a failure of the name, as
   * at sign-in (`password-wrong`, `password-locked`).
   */
  @Post('password')
  @HttpCode(200)
  @Requires('sign-in:own')
  @ApiOkResponse({ type: PasswordChangedView })
  async change(
    @Body() { currentPassword, password }: OwnPasswordDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PasswordChangedView>> {
    const account =
      principal.kind === 'person' ? await findSecrets(this.database, { accountId: principal.subject }) : undefined;
    if (!account) throw new AppError('account-not-found', { status: 404 });
    const { accountId, loginName } = account;
    const change = async () => {
      await this.assertCurrent(account, currentPassword);
      if (currentPassword === password) throw new AppError('password-unchanged', { status: 400, field: 'password' });
      await assertStrongPassword(password, loginName);
      return hashPassword(password);
    };
    return this.idempotency.run(
      withoutPassword(request, {}),
      async (tx) => {
        await setPassword(tx, accountId, await change());
        await endSessions(tx, accountId);
        await endLinks(tx, accountId);
        await forgetFailures(tx, loginName);
        const object = { type: 'account', id: accountId };
        await this.audit.record(tx, { actor: accountId, action: 'change-own-password', object });
        return { changed: true };
      },
      200,
    );
  }

  private async assertCurrent(account: { loginName: string; passwordHash: string }, password: string): Promise<void> {
    const attempt = await beginAttempt(this.database, account.loginName);
    if (!attempt) throw new AppError('password-locked', { status: 429 });
    if (await passwordMatches(password, account.passwordHash))
      return takeBackAttempt(this.database, account.loginName, attempt);
    throw new AppError('password-wrong', { status: 400, field: 'currentPassword' });
  }
}
