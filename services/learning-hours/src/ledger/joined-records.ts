import type { Transaction } from '@betang/platform';
import { plainArray } from './ledger-rows.js';

const FOLLOW = 'UPDATE joined_record SET stays_id = $1 WHERE stays_id = $2';
const KEEP = 'INSERT INTO joined_record (employee_id, stays_id) VALUES ($2, $1) ON CONFLICT (employee_id) DO NOTHING';
const STAYING =
  'SELECT employee_id AS id, stays_id AS stays FROM joined_record WHERE employee_id = ANY($1::uuid[]) AND stays_id <> employee_id';

/** Remembers that a record was joined with another one: whoever was joined twice is the last one's. */
export async function noteJoined(tx: Transaction, staysId: string, employeeId: string): Promise<void> {
  await tx.execute(FOLLOW, [staysId, employeeId]);
  await tx.execute(KEEP, [staysId, employeeId]);
}

/** The records that stay, by those of the ids that are no more. */
export async function findStaying(tx: Transaction, employeeIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.prepared<{ id: string; stays: string }>('ledger-joined', STAYING, [plainArray(employeeIds)]);
  return new Map(rows.map(({ id, stays }) => [id, stays]));
}
