import { createHash } from 'node:crypto';
import { AppError, type Audit, type ServiceDatabase } from '@betang/platform';
import { findSecrets } from './account-store.js';
import { assertStrongPassword, hashPassword } from './password.js';
import { forgetFailures, lockedFor, noteFailure } from './sign-in-guard.js';

/** Its record: `id` is the hash of the code, `account_id` the account; it ends with its use, a new password, or its time. */
const MODEL = 'Invitation';

export type InvitationOutcome = 'accepted' | 'wrong' | 'locked' | 'weak';

/** Lets a person whose account was made by `betang operator create` choose the first password, once. */
export class Invitations {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  /** A wrong name and a wrong code look the same, and both count as failures of that name. */
  async accept(loginName: string, code: string, password: string): Promise<InvitationOutcome> {
    if ((await lockedFor(this.database, loginName)) > 0) return 'locked';
    const account = await findSecrets(this.database, { loginName });
    const id = hashOf(code);
    const [open] = await this.database.query(
      'SELECT 1 FROM openid_record WHERE model = $1 AND id = $2 AND account_id = $3 AND expires_at > now()',
      [MODEL, id, account?.accountId ?? ''],
    );
    if (!open || account?.state !== 'ACTIVE')
      return (await noteFailure(this.database, loginName)) > 0 ? 'locked' : 'wrong';
    if (await isWeak(password, account.loginName)) return 'weak';
    const taken = await this.take(id, account.accountId, await hashPassword(password));
    if (taken) await forgetFailures(this.database, loginName);
    return taken ? 'accepted' : 'wrong';
  }

  /** Of two who send the code at once one gets in. */
  private async take(id: string, accountId: string, passwordHash: string): Promise<boolean> {
    return this.database.unitOfWork.run(async (tx) => {
      const used = await tx.execute('DELETE FROM openid_record WHERE model = $1 AND id = $2 AND expires_at > now()', [
        MODEL,
        id,
      ]);
      if (used === 0) return false;
      await tx.execute(
        'UPDATE account SET password_hash = $2, password_changed_at = now(), version = version + 1 WHERE account_id = $1',
        [accountId, passwordHash],
      );
      await this.audit.record(tx, {
        actor: accountId,
        action: 'accept-invitation',
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
