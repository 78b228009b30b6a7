import { createHash } from 'node:crypto';
import { AppError, type Audit, type ServiceDatabase, type Transaction } from '@betang/platform';
import { findSecrets, lockAccount, setPassword } from './account-store.js';
import { assertStrongPassword, hashPassword, randomPassword } from './password.js';
import { endSessions } from './session-store.js';
import { beginAttempt, forgetFailures, takeBackAttempt } from './sign-in-guard.js';

/**
 * What a code is for: the first password (an invitation, also by `betang operator create`), or another one instead of a forgotten one (an operator made the code). Its record: `id` is
 * the hash of the code, `account_id` the account; it ends with its use, a new password, or its time.
 */
export type LinkPurpose = 'Invitation' | 'PasswordReset';

export type LinkOutcome = 'accepted' | 'wrong' | 'locked' | 'weak';

const ACTIONS = { Invitation: 'accept-invitation', PasswordReset: 'reset-password' } as const;
const VALID = { Invitation: '72 hours', PasswordReset: '4 hours' } as const;

/** A code for a new password, told once; the ones before it end, and the name is unlocked so that it can be used. */
export async function issueCode(
  tx: Transaction,
  purpose: LinkPurpose,
  account: { accountId: string; loginName: string },
): Promise<{ code: string; expiresAt: string }> {
  const code = randomPassword();
  await tx.execute('DELETE FROM openid_record WHERE model = $1 AND account_id = $2', [purpose, account.accountId]);
  const [row] = await tx.query<{ expiresAt: Date }>(
    `INSERT INTO openid_record (model, id, payload, account_id, expires_at)
     VALUES ($1, $2, '{}', $3, now() + $4::interval) RETURNING expires_at AS "expiresAt"`,
    [purpose, hashOf(code), account.accountId, VALID[purpose]],
  );
  await forgetFailures(tx, account.loginName);
  return { code, expiresAt: row!.expiresAt.toISOString() };
}

/** Lets a person choose a password by a code, once. */
export class OneTimeLinks {
  constructor(
    private readonly purpose: LinkPurpose,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  /** A wrong name and a wrong code look the same, and both count as failures of that name. */
  async accept(loginName: string, code: string, password: string): Promise<LinkOutcome> {
    const attempt = await beginAttempt(this.database, loginName);
    if (!attempt) return 'locked';
    const account = await findSecrets(this.database, { loginName });
    const id = hashOf(code);
    const [open] = await this.database.query(
      'SELECT 1 FROM openid_record WHERE model = $1 AND id = $2 AND account_id = $3 AND expires_at > now()',
      [this.purpose, id, account?.accountId ?? ''],
    );
    if (!open || account?.state !== 'ACTIVE') return attempt.locksUntil === null ? 'wrong' : 'locked';
    if (await isWeak(password, account.loginName)) {
      await takeBackAttempt(this.database, loginName, attempt);
      return 'weak';
    }
    const taken = await this.take(id, account.accountId, await hashPassword(password));
    if (taken) await forgetFailures(this.database, loginName);
    return taken ? 'accepted' : 'wrong';
  }

  /** Of two who send the code at once one gets in. */
  private async take(id: string, accountId: string, passwordHash: string): Promise<boolean> {
    return this.database.unitOfWork.run(async (tx) => {
      // Who disables the account, or makes another code for it, holds it before any code.
      if ((await lockAccount(tx, accountId))?.state !== 'ACTIVE') return false;
      const used = await tx.execute('DELETE FROM openid_record WHERE model = $1 AND id = $2 AND expires_at > now()', [
        this.purpose,
        id,
      ]);
      if (used === 0) return false;
      await setPassword(tx, accountId, passwordHash);
      // Whoever knew the old password is out.
      await endSessions(tx, accountId);
      await this.audit.record(tx, {
        actor: accountId,
        action: ACTIONS[this.purpose],
        object: { type: 'account', id: accountId },
      });
      return true;
    });
  }
}

function hashOf(code: string): string {
  return createHash('sha256').update(code.trim().toLowerCase()).digest('base64url');
}

async function isWeak(password: string, loginName: string): Promise<boolean> {
  try {
    await assertStrongPassword(password, loginName);
    return false;
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}
