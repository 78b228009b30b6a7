import type { Transaction } from '@betang/platform';
import { plainArray } from './ledger-rows.js';

const LOCK = `SELECT count(pg_advisory_xact_lock(hashtextextended('learning-hours.person.' || e, 0)))
  FROM (SELECT DISTINCT e FROM unnest($1::text[]) AS u(e) ORDER BY e) AS people`;

/**
 * Makes this transaction the only one that books for these persons until its end: caps look at a person's other entries. Always the first
 * statement, since a statement sees only what was committed when it began; persons in one order, so that two batches never wait for each other.
 */
export async function lockPersons(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  await tx.prepared('ledger-lock-persons', LOCK, [plainArray(employeeIds)]);
}
