import { CalendarDate } from '@betang/asn';
import type { CapPeriod } from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import type { CapUse } from '../conversion/apply-cap.decision.js';
import { bucketKey, type Attribution, type EmploymentStatus, type LedgerEntry } from './ledger-entry.js';
import { ENTRY_COLUMNS, plainArray } from './ledger-rows.js';

const BOOKED = `SELECT completion_id AS id, NULL AS "eventId" FROM ledger_entry WHERE completion_id = ANY($1::uuid[]) AND ordinal = 1
  UNION ALL SELECT completion_id, event_id FROM completion_revocation WHERE completion_id = ANY($1::uuid[])
  UNION ALL SELECT NULL, version::text FROM rules_version`;

const PEOPLE = `SELECT employee_id AS "employeeId", agency_id AS "agencyId", employment_status AS "employmentStatus"
  FROM person WHERE employee_id = ANY($1::uuid[])`;

const IN_FORCE_UNDER_CAP = `entry.cap IS NOT NULL AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)`;

/**
 * Whole months around a training hold every day and month that it touches; a cap by year looks at whole years. Bucket by bucket (`OFFSET 0` keeps
 * the planner from joining): a plan made while the ledger is short, and kept, would read every entry under a cap for the one that is asked for.
 */
const TAKEN = `SELECT bucket.e AS "employeeId", bucket.p AS "pathCode", taken.uses
  FROM (SELECT e, p, min(f) AS f, max(t) AS t FROM unnest($1::uuid[], $2::text[], $3::date[], $4::date[]) AS u(e, p, f, t) GROUP BY e, p) AS bucket
  CROSS JOIN LATERAL (
    SELECT entry.cap -> 'uses' AS uses FROM ledger_entry AS entry
     WHERE entry.employee_id = bucket.e AND entry.path_code = bucket.p
       AND entry.completed_on >= bucket.f AND entry.started_on <= bucket.t AND ${IN_FORCE_UNDER_CAP} OFFSET 0) AS taken`;

const CAPPED = `SELECT ${ENTRY_COLUMNS}
  FROM (SELECT DISTINCT e, p FROM unnest($1::uuid[], $2::text[]) AS u(e, p)) AS bucket
  CROSS JOIN LATERAL (
    SELECT * FROM ledger_entry AS entry
     WHERE entry.employee_id = bucket.e AND entry.path_code = bucket.p AND ${IN_FORCE_UNDER_CAP} OFFSET 0) AS entry
 ORDER BY entry.seq`;

const IN_FORCE = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry AS entry
 WHERE entry.completion_id = ANY($1::uuid[]) AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)`;

/** Which completions are booked, which are revoked (by which event), and the version of the rules to book by. */
export async function loadBooked(
  tx: Transaction,
  completionIds: readonly string[],
): Promise<{ booked: Set<string>; revoked: Map<string, string>; rulesVersion: number }> {
  const rows = await tx.prepared<{ id: string | null; eventId: string | null }>('ledger-booked', BOOKED, [
    plainArray(completionIds),
  ]);
  const booked = new Set<string>();
  const revoked = new Map<string, string>();
  let rulesVersion = 0;
  for (const { id, eventId } of rows) {
    if (id === null) rulesVersion = Number(eventId);
    else if (eventId === null) booked.add(id);
    else revoked.set(id, eventId);
  }
  return { booked, revoked, rulesVersion };
}

export async function loadPeople(tx: Transaction, employeeIds: readonly string[]): Promise<Map<string, Attribution>> {
  const rows = await tx.prepared<{
    employeeId: string;
    agencyId: string | null;
    employmentStatus: EmploymentStatus | null;
  }>('ledger-people', PEOPLE, [plainArray([...new Set(employeeIds)])]);
  return new Map(rows.map(({ employeeId, ...attribution }) => [employeeId, attribution]));
}

/** A training that will need room under a cap. */
export interface RoomQuery {
  readonly employeeId: string;
  readonly pathCode: string;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly period: CapPeriod;
}

/** Room that entries in force have taken in the periods that the given trainings touch, by bucket. */
export async function loadTaken(
  tx: Transaction,
  wanted: readonly RoomQuery[],
): Promise<Map<string, (readonly CapUse[])[]>> {
  const found = new Map<string, (readonly CapUse[])[]>();
  if (wanted.length === 0) return found;
  const rows = await tx.prepared<{ employeeId: string; pathCode: string; uses: CapUse[] }>('ledger-taken', TAKEN, [
    wanted.map(({ employeeId }) => employeeId),
    wanted.map(({ pathCode }) => pathCode),
    wanted.map(({ startedOn, period }) =>
      period === 'YEAR' ? `${startedOn.slice(0, 4)}-01-01` : `${startedOn.slice(0, 7)}-01`,
    ),
    wanted.map(({ completedOn, period }) =>
      period === 'YEAR' ? `${completedOn.slice(0, 4)}-12-31` : lastDayOfMonth(completedOn),
    ),
  ]);
  for (const row of rows) group(found, bucketKey(row), row.uses);
  return found;
}

/** All entries in force of the given persons and paths that are under a cap, by bucket, in the order of their recording. */
export async function loadCapped(
  tx: Transaction,
  buckets: readonly Pick<LedgerEntry, 'employeeId' | 'pathCode'>[],
): Promise<Map<string, LedgerEntry[]>> {
  const found = new Map<string, LedgerEntry[]>();
  if (buckets.length === 0) return found;
  const rows = await tx.query<LedgerEntry>(CAPPED, [
    buckets.map(({ employeeId }) => employeeId),
    buckets.map(({ pathCode }) => pathCode),
  ]);
  for (const row of rows) group(found, bucketKey(row), row);
  return found;
}

function group<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const items = groups.get(key);
  if (items) items.push(item);
  else groups.set(key, [item]);
}

function lastDayOfMonth(day: string): string {
  return CalendarDate.parse(`${day.slice(0, 7)}-01`)
    .plusMonths(1)
    .plusDays(-1).iso;
}

/** The entry in force of each completion that has one. */
export async function loadInForce(
  tx: Transaction,
  completionIds: readonly string[],
): Promise<Map<string, LedgerEntry>> {
  const rows = await tx.query<LedgerEntry>(IN_FORCE, [completionIds]);
  return new Map(rows.map((entry) => [entry.completionId, entry]));
}
