import type { Transaction } from '@betang/platform';
import { bucketKey, type Attribution, type EmploymentStatus, type LedgerEntry } from './ledger-entry.js';
import { ENTRY_COLUMNS } from './ledger-rows.js';

const BOOKED = `SELECT completion_id AS id, NULL AS "eventId" FROM ledger_entry WHERE completion_id = ANY($1::uuid[]) AND ordinal = 1
  UNION ALL SELECT completion_id, event_id FROM completion_revocation WHERE completion_id = ANY($1::uuid[])`;

const PEOPLE = `SELECT employee_id AS "employeeId", agency_id AS "agencyId", employment_status AS "employmentStatus"
  FROM person WHERE employee_id = ANY($1::uuid[])`;

const CAPPED = `SELECT ${ENTRY_COLUMNS}
  FROM (SELECT DISTINCT e, p FROM unnest($1::uuid[], $2::text[]) AS u(e, p)) AS bucket
  JOIN ledger_entry AS entry ON entry.employee_id = bucket.e AND entry.path_code = bucket.p
 WHERE entry.cap IS NOT NULL AND entry.reverses_entry_id IS NULL AND entry.completed_on >= $3::date AND entry.started_on <= $4::date
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

const IN_FORCE = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry AS entry
 WHERE entry.completion_id = ANY($1::uuid[]) AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)`;

/** Which completions are booked, and which are revoked (by which event). */
export async function loadBooked(
  tx: Transaction,
  completionIds: readonly string[],
): Promise<{ booked: Set<string>; revoked: Map<string, string> }> {
  const rows = await tx.prepared<{ id: string; eventId: string | null }>('ledger-booked', BOOKED, [completionIds]);
  const booked = new Set<string>();
  const revoked = new Map<string, string>();
  for (const { id, eventId } of rows) {
    if (eventId === null) booked.add(id);
    else revoked.set(id, eventId);
  }
  return { booked, revoked };
}

export async function loadPeople(tx: Transaction, employeeIds: readonly string[]): Promise<Map<string, Attribution>> {
  const rows = await tx.prepared<{ employeeId: string; agencyId: string | null; employmentStatus: EmploymentStatus | null }>(
    'ledger-people',
    PEOPLE,
    [[...new Set(employeeIds)]],
  );
  return new Map(rows.map(({ employeeId, ...attribution }) => [employeeId, attribution]));
}

/** A person and a path, and the time in which entries could share room with those to be booked. */
export interface BucketQuery {
  readonly employeeId: string;
  readonly pathCode: string;
  readonly startedOn: string;
  readonly completedOn: string;
}

/** Entries in force under a cap that may share a period with the given trainings, by bucket, in the order of their recording. */
export async function loadCapped(tx: Transaction, wanted: readonly BucketQuery[]): Promise<Map<string, LedgerEntry[]>> {
  const found = new Map<string, LedgerEntry[]>();
  if (wanted.length === 0) return found;
  const rows = await tx.prepared<LedgerEntry>('ledger-capped', CAPPED, [
    wanted.map(({ employeeId }) => employeeId),
    wanted.map(({ pathCode }) => pathCode),
    // Caps are by day, month or year: whole years around the trainings hold every period that they touch.
    `${wanted.map(({ startedOn }) => startedOn).reduce((a, b) => (a < b ? a : b)).slice(0, 4)}-01-01`,
    `${wanted.map(({ completedOn }) => completedOn).reduce((a, b) => (a > b ? a : b)).slice(0, 4)}-12-31`,
  ]);
  for (const row of rows) {
    const entries = found.get(bucketKey(row));
    if (entries) entries.push(row);
    else found.set(bucketKey(row), [row]);
  }
  return found;
}

/** The entry in force of each completion that has one. */
export async function loadInForce(tx: Transaction, completionIds: readonly string[]): Promise<Map<string, LedgerEntry>> {
  const rows = await tx.prepared<LedgerEntry>('ledger-in-force', IN_FORCE, [completionIds]);
  return new Map(rows.map((entry) => [entry.completionId, entry]));
}
