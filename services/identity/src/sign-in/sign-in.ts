import type { ServiceDatabase } from '@betang/platform';
import { findSecrets, type AccountSecrets } from '../accounts/account-store.js';
import { findStep, openSecret } from '../accounts/one-time-code.js';
import { passwordMatches } from '../accounts/password.js';
import { forgetFailures, lockedFor, noteFailure } from '../accounts/sign-in-guard.js';
import type { IdentityKeys } from './identity-keys.js';

export type PasswordOutcome =
  | { readonly kind: 'signed-in'; readonly accountId: string }
  | { readonly kind: 'code-needed'; readonly accountId: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked' };
export type CodeOutcome = { readonly kind: 'signed-in' } | { readonly kind: 'code-wrong' | 'locked' };

/** Checks passwords and one-time codes. A wrong name, a wrong password and a disabled account look and take the same. */
export class SignIn {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly keys: IdentityKeys,
  ) {}

  async byPassword(loginName: string, password: string): Promise<PasswordOutcome> {
    if ((await lockedFor(this.database, loginName)) > 0) return { kind: 'locked' };
    const account = await findSecrets(this.database, { loginName });
    const matches = await passwordMatches(password, account?.passwordHash);
    if (!matches || account?.state !== 'ACTIVE')
      return (await this.countFailure(loginName)) ? { kind: 'locked' } : { kind: 'wrong' };
    if (account.totpConfirmed) return { kind: 'code-needed', accountId: account.accountId };
    await forgetFailures(this.database, loginName);
    return { kind: 'signed-in', accountId: account.accountId };
  }

  /** The second step, for an account whose password has been checked in the same interaction. */
  async byCode(accountId: string, code: string): Promise<CodeOutcome> {
    const account = await findSecrets(this.database, { accountId });
    if (account?.state !== 'ACTIVE' || !account.totpSecret) return { kind: 'code-wrong' };
    if ((await lockedFor(this.database, account.loginName)) > 0) return { kind: 'locked' };
    if (!(await this.takeCode(account, account.totpSecret, code)))
      return { kind: (await this.countFailure(account.loginName)) ? 'locked' : 'code-wrong' };
    await forgetFailures(this.database, account.loginName);
    return { kind: 'signed-in' };
  }

  /** Marks the code's time step as used in the statement that checks it: of two who send it at once one gets in. */
  private async takeCode(account: AccountSecrets, sealed: Buffer, code: string): Promise<boolean> {
    const secret = openSecret(sealed, this.keys.secretsKey, account.accountId);
    const step = findStep(secret, code, account.totpLastStep, Date.now());
    if (step === undefined) return false;
    const taken = await this.database.execute(
      'UPDATE account SET totp_last_step = $2 WHERE account_id = $1 AND totp_last_step < $2',
      [account.accountId, step],
    );
    return taken === 1;
  }

  /** True when the name is locked now. */
  private async countFailure(loginName: string): Promise<boolean> {
    return (await noteFailure(this.database, loginName)) > 0;
  }
}
