import type { RegionConfig, ServiceDatabase } from '@betang/platform';
import { findSecrets, roleClaims } from '../accounts/account-store.js';
import { passwordMatches } from '../accounts/password.js';
import type { SecondFactor } from '../accounts/second-factor.js';
import { listSecondFactorRules, needsSecondFactor } from '../accounts/second-factor-rule.js';
import { beginAttempt, forgetFailures, takeBackAttempt } from '../accounts/sign-in-guard.js';
import { todayIn } from '../organisation/effective-day.js';

export type PasswordOutcome =
  | { readonly kind: 'signed-in'; readonly accountId: string }
  | { readonly kind: 'code-needed'; readonly accountId: string }
  | { readonly kind: 'enrolment-needed'; readonly accountId: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked' };
export type CodeOutcome = { readonly kind: 'signed-in' } | { readonly kind: 'code-wrong' | 'locked' };
export type EnrolmentOutcome =
  | { readonly kind: 'signed-in'; readonly recoveryCodes: readonly string[] }
  | { readonly kind: 'code-wrong' | 'locked' };

/** Checks passwords and one-time codes. A wrong name, a wrong password and a disabled account look and take the same. */
export class SignIn {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly factor: SecondFactor,
    private readonly config: Pick<RegionConfig, 'region' | 'mode'>,
  ) {}

  async byPassword(loginName: string, password: string): Promise<PasswordOutcome> {
    const attempt = await beginAttempt(this.database, loginName);
    if (!attempt) return { kind: 'locked' };
    const account = await findSecrets(this.database, { loginName });
    const matches = await passwordMatches(password, account?.passwordHash);
    if (!matches || account?.state !== 'ACTIVE') return { kind: attempt.locksUntil === null ? 'wrong' : 'locked' };
    if (account.totpConfirmed) {
      // The password alone forgives no wrong codes.
      await takeBackAttempt(this.database, loginName, attempt);
      return { kind: 'code-needed', accountId: account.accountId };
    }
    await forgetFailures(this.database, loginName);
    const { accountId } = account;
    if (!(await this.mustEnrol(accountId))) return { kind: 'signed-in', accountId };
    await this.database.unitOfWork.run((tx) => this.factor.begin(tx, account));
    return { kind: 'enrolment-needed', accountId };
  }

  /** The second step, for an account whose password has been checked in the same interaction. */
  async byCode(accountId: string, code: string): Promise<CodeOutcome> {
    const account = await findSecrets(this.database, { accountId });
    if (account?.state !== 'ACTIVE' || !account.totpConfirmed) return { kind: 'code-wrong' };
    const attempt = await beginAttempt(this.database, account.loginName);
    if (!attempt) return { kind: 'locked' };
    if (!(await this.factor.take(account, code)))
      return { kind: attempt.locksUntil === null ? 'code-wrong' : 'locked' };
    await forgetFailures(this.database, account.loginName);
    return { kind: 'signed-in' };
  }

  /** What the authenticator app reads, for an account that has to set it up in order to sign in. */
  async enrolmentAddress(accountId: string): Promise<string | undefined> {
    const account = await findSecrets(this.database, { accountId });
    return account && this.factor.begunAddress(account);
  }

  /** The second step of an account that had no second factor: its first code confirms the set-up. */
  async byFirstCode(accountId: string, code: string): Promise<EnrolmentOutcome> {
    const account = await findSecrets(this.database, { accountId });
    if (account?.state !== 'ACTIVE' || account.totpConfirmed) return { kind: 'code-wrong' };
    const attempt = await beginAttempt(this.database, account.loginName);
    if (!attempt) return { kind: 'locked' };
    const recoveryCodes = await this.database.unitOfWork.run((tx) => this.factor.confirm(tx, accountId, code));
    if (!recoveryCodes) return { kind: attempt.locksUntil === null ? 'code-wrong' : 'locked' };
    await takeBackAttempt(this.database, account.loginName, attempt);
    return { kind: 'signed-in', recoveryCodes };
  }

  private async mustEnrol(accountId: string): Promise<boolean> {
    const roles = await roleClaims(this.database, accountId, this.config.region);
    const rules = await listSecondFactorRules(this.database);
    const names = roles.map(({ role }) => role);
    return needsSecondFactor(names, rules, todayIn(this.config.region), this.config.mode);
  }
}
