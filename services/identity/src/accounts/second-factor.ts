import { AppError, Audit, ServiceDatabase, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { IdentityKeys } from '../keys/identity-keys.js';
import { findSecrets, type AccountSecrets } from './account-store.js';
import { findStep, newTotpSecret, openSecret, sealSecret, totpAddress } from './one-time-code.js';
import { forgetRecoveryCodes, renewRecoveryCodes, takeRecoveryCode } from './recovery-code.js';
import { beginAttempt, takeBackAttempt } from './sign-in-guard.js';

/** Of a request that is refused after all, too. */
const USED_UP = { beside: 'a recovery code that was taken is used up, and that is on record by itself' };

/** One-time codes of an authenticator app, and recovery codes for who lost it. Each code counts once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly keys: IdentityKeys,
    private readonly audit: Audit,
  ) {}

  /** Takes a one-time code or a recovery code of an account whose set-up is confirmed. */
  async take(account: AccountSecrets, code: string): Promise<boolean> {
    if (!account.totpSecret || !account.totpConfirmed) return false;
    if (/^[\d\s]+$/.test(code)) return this.takeStep(this.database, account, account.totpSecret, code);
    return this.database.unitOfWork.run(async (tx) => {
      const taken = await takeRecoveryCode(tx, this.keys.secretsKey, account.accountId, code);
      if (taken) await this.note(tx, account.accountId, 'use-recovery-code');
      return taken;
    }, USED_UP);
  }

  /**
   * Takes a code before the second factor itself is changed: a token that was stolen is not enough.
   * @throws AppError `totp-not-started`, `totp-code-wrong`, `totp-locked` after repeated failures
   */
  async assertCode(accountId: string, code: string): Promise<void> {
    const account = await findSecrets(this.database, { accountId });
    if (!account?.totpConfirmed) throw new AppError('totp-not-started', { status: 409 });
    const attempt = await beginAttempt(this.database, account.loginName);
    if (!attempt) throw new AppError('totp-locked', { status: 429 });
    if (await this.take(account, code)) return takeBackAttempt(this.database, account.loginName, attempt);
    throw new AppError('totp-code-wrong', { status: 400, field: 'code' });
  }

  /** Begins a set-up, which counts only after a code of it was confirmed; answers what the app reads. Never touches a confirmed one. */
  async begin(tx: Transaction, account: { accountId: string; loginName: string }): Promise<string> {
    const secret = newTotpSecret();
    const begun = await tx.execute(
      'UPDATE account SET totp_secret = $2, totp_last_step = 0, version = version + 1 WHERE account_id = $1 AND totp_confirmed_at IS NULL',
      [account.accountId, sealSecret(secret, this.keys.secretsKey, account.accountId)],
    );
    // Another secret in place of a confirmed one would end the second factor without a code of it.
    if (begun === 0) throw new AppError('totp-active', { status: 409 });
    await this.note(tx, account.accountId, 'start-one-time-codes');
    return totpAddress(secret, account.loginName);
  }

  /** What the app reads, of a set-up that was begun and not confirmed. */
  begunAddress(account: AccountSecrets): string | undefined {
    if (!account.totpSecret || account.totpConfirmed) return undefined;
    const secret = openSecret(account.totpSecret, this.keys.secretsKey, account.accountId);
    return totpAddress(secret, account.loginName);
  }

  /** Confirms a set-up by a code of it; answers the recovery codes, or undefined for a wrong code. @throws AppError `totp-not-started`, `totp-active` */
  async confirm(tx: Transaction, accountId: string, code: string): Promise<string[] | undefined> {
    const account = await findSecrets(tx, { accountId });
    if (!account?.totpSecret) throw new AppError('totp-not-started', { status: 409 });
    if (account.totpConfirmed) throw new AppError('totp-active', { status: 409 });
    if (!(await this.takeStep(tx, account, account.totpSecret, code))) return undefined;
    await tx.execute('UPDATE account SET totp_confirmed_at = now(), version = version + 1 WHERE account_id = $1', [
      accountId,
    ]);
    await this.note(tx, accountId, 'confirm-one-time-codes');
    return renewRecoveryCodes(tx, this.keys.secretsKey, accountId);
  }

  async renew(tx: Transaction, accountId: string): Promise<string[]> {
    await this.note(tx, accountId, 'renew-recovery-codes');
    return renewRecoveryCodes(tx, this.keys.secretsKey, accountId);
  }

  async stop(tx: Transaction, accountId: string, actor = accountId): Promise<void> {
    await tx.execute(
      'UPDATE account SET totp_secret = NULL, totp_confirmed_at = NULL, version = version + 1 WHERE account_id = $1',
      [accountId],
    );
    await forgetRecoveryCodes(tx, accountId);
    await this.note(tx, accountId, 'stop-one-time-codes', actor);
  }

  /** Marks the code's time step as used in the statement that checks it: of two who send it at once one gets in. */
  private async takeStep(
    db: Pick<ServiceDatabase, 'execute'> | Transaction,
    account: AccountSecrets,
    sealed: Buffer,
    code: string,
  ): Promise<boolean> {
    const secret = openSecret(sealed, this.keys.secretsKey, account.accountId);
    const step = findStep(secret, code, account.totpLastStep, Date.now());
    if (step === undefined) return false;
    const taken = await db.execute(
      'UPDATE account SET totp_last_step = $2 WHERE account_id = $1 AND totp_last_step < $2',
      [account.accountId, step],
    );
    return taken === 1;
  }

  private note(tx: Transaction, accountId: string, action: string, actor = accountId): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'account', id: accountId } });
  }
}
