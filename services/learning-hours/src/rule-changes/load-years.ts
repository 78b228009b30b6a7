import type { Transaction } from '@betang/platform';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { ENTRY_COLUMNS } from '../ledger/ledger-rows.js';
import type { KnownYear } from './year-effect.decision.js';

const NEXT = `SELECT employee_id AS id FROM person_year
 WHERE year = $1 AND (entries > 0 OR in_service) AND ($2::uuid IS NULL OR employee_id > $2) ORDER BY employee_id LIMIT $3`;

const YEARS = `SELECT employee_id AS "employeeId", employment_status AS "employmentStatus", in_service AS "inService",
    by_month::float8[] AS "byMonth" FROM person_year WHERE year = $1 AND employee_id = ANY($2::uuid[])`;

/** A completion keeps the place of its first recording, however often it was counted anew. */
const ENTRIES = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry AS entry
 WHERE entry.employee_id = ANY($1::uuid[]) AND ($2::text IS NULL OR entry.path_code = $2) AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY CASE WHEN entry.ordinal = 1 THEN entry.seq ELSE (
   SELECT first.seq FROM ledger_entry AS first WHERE first.completion_id = entry.completion_id AND first.ordinal = 1) END`;

/** The next people of a year, by id. */
export async function nextPeople(
  tx: Transaction,
  year: number,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(NEXT, [year, after, limit]);
  return rows.map(({ id }) => id);
}

export function loadYears(tx: Transaction, year: number, people: readonly string[]): Promise<KnownYear[]> {
  return tx.query<KnownYear>(YEARS, [year, people]);
}

/** Entries in force of the people, of one path or of all, of all years: room under caps may reach over the end of a year. */
export function loadYearEntries(
  tx: Transaction,
  people: readonly string[],
  path: string | null,
): Promise<LedgerEntry[]> {
  return tx.query<LedgerEntry>(ENTRIES, [people, path]);
}
