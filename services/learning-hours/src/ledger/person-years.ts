import type { Transaction } from '@betang/platform';
import { servedAtEndOf } from '../people/served-year.js';
import { agencyAtEndOf, statusAtEndOf } from '../people/state-of-year.js';
import type { LedgerEntry } from './ledger-entry.js';
import { plainArray } from './ledger-rows.js';

const OPEN_YEARS = `INSERT INTO counted_year (year) SELECT DISTINCT y FROM unnest($1::smallint[]) AS u(y) ON CONFLICT DO NOTHING RETURNING year`;

/** Everyone in service gets a row in the new years; whoever is booked but unknown gets one without attribution when the hours are written. */
const FILL_YEARS = `INSERT INTO person_year (employee_id, year, agency_id, employment_status, in_service)
  SELECT p.employee_id, u.y, ${agencyAtEndOf('u.y')}, ${statusAtEndOf('u.y')}, true
    FROM unnest($1::smallint[]) AS u(y) JOIN person AS p
      ON ${servedAtEndOf('u.y')}
  ON CONFLICT (employee_id, year) DO NOTHING`;

const MARK_YEARS = `INSERT INTO totals_mark (employment_status, year)
  SELECT DISTINCT employment_status, year FROM person_year WHERE in_service AND year = ANY($1::smallint[])`;

const MONTHS = Array.from(
  { length: 12 },
  (_, index) => `y.by_month[${index + 1}] + excluded.by_month[${index + 1}]`,
).join(', ');

// The planner sees no array it could count in (SELECT $1): knowing that there are three lines, it would plan this anew for each three.
const WRITE = `WITH written AS (
  INSERT INTO person_year AS y (employee_id, year, earned, counted, by_month, entries, agency_id, employment_status, in_service)
  SELECT g.e, g.y, g.earned, g.counted, g.m::bigint[], g.n, ${agencyAtEndOf('g.y')}, ${statusAtEndOf('g.y')},
         coalesce(${servedAtEndOf('g.y')}, false)
    FROM unnest((SELECT $1::uuid[]), $2::smallint[], $3::bigint[], $4::bigint[], $5::text[], $6::integer[]) AS g(e, y, earned, counted, m, n)
    LEFT JOIN person AS p ON p.employee_id = g.e
  ON CONFLICT (employee_id, year) DO UPDATE SET earned = y.earned + excluded.earned, counted = y.counted + excluded.counted,
    by_month = ARRAY[${MONTHS}], entries = y.entries + excluded.entries
  RETURNING y.employment_status, y.year, y.in_service)
INSERT INTO totals_mark (employment_status, year) SELECT DISTINCT employment_status, year FROM written WHERE in_service`;

/** What one batch of lines adds to a person's year. */
interface YearDelta {
  readonly employeeId: string;
  readonly year: number;
  earned: number;
  counted: number;
  entries: number;
  readonly byMonth: number[];
}

/** Adds lines of the ledger to the persons' years and marks the totals that they change; no read before, so no lock is needed for it. */
export async function addToPersonYears(tx: Transaction, lines: readonly LedgerEntry[]): Promise<void> {
  const deltas = deltasOf(lines);
  await tx.prepared('ledger-person-years', WRITE, [
    plainArray(deltas.map(({ employeeId }) => employeeId)),
    plainArray(deltas.map(({ year }) => year)),
    plainArray(deltas.map(({ earned }) => earned)),
    plainArray(deltas.map(({ counted }) => counted)),
    deltas.map(({ byMonth }) => `{${byMonth.join(',')}}`),
    plainArray(deltas.map(({ entries }) => entries)),
  ]);
}

/** Begins to count years that have not been counted yet: everyone in service has a row from then on. Safe beside other openers and joiners. */
export async function openYears(tx: Transaction, years: readonly number[]): Promise<readonly number[]> {
  const opened = (await tx.query<{ year: number }>(OPEN_YEARS, [years])).map(({ year }) => year);
  if (opened.length === 0) return opened;
  // Joiners hold this lock shared: whoever they do not see as counted yet is seen here as a person, or the other way round.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.years', 0))`);
  await tx.execute(FILL_YEARS, [opened]);
  await tx.execute(MARK_YEARS, [opened]);
  return opened;
}

function deltasOf(lines: readonly LedgerEntry[]): YearDelta[] {
  const deltas = new Map<string, YearDelta>();
  for (const { employeeId, year, month, earned, counted, ordinal } of lines) {
    const key = `${employeeId}/${year}`;
    let delta = deltas.get(key);
    if (!delta)
      deltas.set(
        key,
        (delta = { employeeId, year, earned: 0, counted: 0, entries: 0, byMonth: Array<number>(12).fill(0) }),
      );
    delta.earned += earned;
    delta.counted += counted;
    delta.entries += ordinal % 2 === 1 ? 1 : -1;
    delta.byMonth[month - 1]! += counted;
  }
  return [...deltas.values()];
}
