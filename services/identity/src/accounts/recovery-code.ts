import { createHmac } from 'node:crypto';
import type { SqlClient } from '@betang/platform';
import { randomPassword } from './password.js';

const HOW_MANY = 10;
const GROUPS = 2;

/** A keyed hash: a copy of the database alone lets nobody try codes. Signs and spaces between the groups do not count. */
function hashOf(code: string, key: Buffer, accountId: string): Buffer {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHmac('sha256', key).update(`recovery-code:${accountId}:${plain}`).digest();
}

/** Ten new codes, told once; the ones before end. Ten letters and digits each, 49 bits. */
export async function renewRecoveryCodes(tx: SqlClient, key: Buffer, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, () => randomPassword().split('-').slice(0, GROUPS).join('-'));
  await forgetRecoveryCodes(tx, accountId);
  await tx.execute('INSERT INTO recovery_code (account_id, code_hash) SELECT $1, unnest($2::bytea[])', [
    accountId,
    codes.map((code) => hashOf(code, key, accountId)),
  ]);
  return codes;
}

/** Takes a code, which is gone then: of two who send it at once one gets in. */
export async function takeRecoveryCode(tx: SqlClient, key: Buffer, accountId: string, code: string): Promise<boolean> {
  const gone = await tx.execute('DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2', [
    accountId,
    hashOf(code, key, accountId),
  ]);
  return gone === 1;
}

export async function forgetRecoveryCodes(tx: SqlClient, accountId: string): Promise<void> {
  await tx.execute('DELETE FROM recovery_code WHERE account_id = $1', [accountId]);
}

export async function countRecoveryCodes(db: SqlClient, accountId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM recovery_code WHERE account_id = $1', [
    accountId,
  ]);
  return row!.n;
}
