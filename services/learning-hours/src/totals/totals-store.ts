import type { SqlClient, Transaction } from '@betang/platform';
import { inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import type { StatedTotals } from './state-totals.decision.js';
import type { HoursGroup } from './unit-totals.decision.js';

/** A status and year whose totals are stated together: small units make sense only beside all others. */
export interface TotalsKey {
  readonly employmentStatus: string;
  readonly year: number;
}

const MARKS = `SELECT employment_status AS "employmentStatus", year, array_agg(mark)::text[] AS marks FROM totals_mark GROUP BY 1, 2`;
const END_MARKS = 'DELETE FROM totals_mark WHERE mark = ANY($1::bigint[])';

const GROUPS = `SELECT agency_id AS "agencyId", by_month::float8[] AS "byMonth", count(*)::integer AS people
  FROM person_year WHERE in_service AND employment_status = $1 AND year = $2 GROUP BY agency_id, by_month`;

const STATED_COLUMNS = `agency_id AS "agencyId", statement, people, withheld, counted::float8 AS counted, by_month::float8[] AS "byMonth",
    jsonb_build_object('none', bands[1], 'started', bands[2], 'halfway', bands[3], 'fulfilled', bands[4]) AS bands`;

const STATED = `SELECT ${STATED_COLUMNS} FROM totals_statement WHERE employment_status = $1 AND year = $2`;

const ALL_STATED = `SELECT ${STATED_COLUMNS}, employment_status AS "employmentStatus", year, stated_at AS at
  FROM totals_statement ORDER BY year, employment_status, agency_id`;

const WRITE = `INSERT INTO totals_statement (agency_id, employment_status, year, statement, stated_at, people, bands, counted, by_month, withheld)
  SELECT a, $1, $2, s, $3, p, b::integer[], c, m::bigint[], w
    FROM unnest($4::uuid[], $5::integer[], $6::integer[], $7::text[], $8::bigint[], $9::text[], $10::boolean[]) AS u(a, s, p, b, c, m, w)
  ON CONFLICT (agency_id, employment_status, year) DO UPDATE SET statement = excluded.statement, stated_at = excluded.stated_at,
    people = excluded.people, bands = excluded.bands, counted = excluded.counted, by_month = excluded.by_month, withheld = excluded.withheld`;

const VISIBLE_GROUPS = `SELECT y.employment_status AS "employmentStatus", y.agency_id AS "agencyId", y.by_month::float8[] AS "byMonth",
    count(*)::integer AS people
  FROM person_year AS y JOIN person AS p USING (employee_id)
 WHERE y.in_service AND y.year = $1 AND ${inVisibleUnits('p.unit_id', 2)}
 GROUP BY 1, 2, 3 ORDER BY 1, 2`;

/** Who is on the list now, and counts in no agency and status of the year: nobody of the list is missing without being told. */
const NOT_COUNTED = `SELECT count(*)::integer AS people, count(*) FILTER (WHERE p.in_service_since > $1)::integer AS "appointedLater"
  FROM person AS p LEFT JOIN person_year AS y ON y.employee_id = p.employee_id AND y.year = $1
 WHERE p.state_order > 0 AND p.left_on IS NULL AND y.in_service IS NOT TRUE AND ${inVisibleUnits('p.unit_id', 2)}
   AND ($3::text IS NULL OR p.employment_status = $3) AND ($4::uuid IS NULL OR p.agency_id = $4)`;

/** A key with its marks: whatever these stand for is committed, and is seen by the statements after this one. */
export interface MarkedTotals extends TotalsKey {
  readonly marks: readonly string[];
}

export async function loadMarked(tx: Transaction): Promise<MarkedTotals[]> {
  return tx.query<MarkedTotals>(MARKS);
}

export async function endMarks(tx: Transaction, marked: readonly MarkedTotals[]): Promise<void> {
  await tx.execute(END_MARKS, [marked.flatMap(({ marks }) => marks)]);
}

/** People in service by agency and hours: as many rows as there are different years, not people. */
export async function loadGroups(tx: Transaction, { employmentStatus, year }: TotalsKey): Promise<HoursGroup[]> {
  return tx.query<HoursGroup>(GROUPS, [employmentStatus, year]);
}

export async function loadStated(tx: Transaction, { employmentStatus, year }: TotalsKey): Promise<StatedTotals[]> {
  return tx.query<StatedTotals>(STATED, [employmentStatus, year]);
}

export async function writeStated(
  tx: Transaction,
  key: TotalsKey,
  stated: readonly StatedTotals[],
  at: Date,
): Promise<void> {
  await tx.execute(WRITE, [
    key.employmentStatus,
    key.year,
    at,
    stated.map(({ agencyId }) => agencyId),
    stated.map(({ statement }) => statement),
    stated.map(({ people }) => people),
    stated.map(({ bands }) => `{${[bands.none, bands.started, bands.halfway, bands.fulfilled].join(',')}}`),
    stated.map(({ counted }) => counted),
    stated.map(({ byMonth }) => `{${byMonth.join(',')}}`),
    stated.map(({ withheld }) => withheld === true),
  ]);
}

/** Groups of a year by status, of the people whom the caller may see. */
export async function loadVisibleGroups(
  db: SqlClient,
  year: number,
  visible: VisibleUnits,
): Promise<Map<string, HoursGroup[]>> {
  const rows = await db.query<HoursGroup & { employmentStatus: string }>(VISIBLE_GROUPS, [year, visible]);
  const groups = new Map<string, HoursGroup[]>();
  for (const { employmentStatus, ...group } of rows) {
    const known = groups.get(employmentStatus);
    if (known) known.push(group);
    else groups.set(employmentStatus, [group]);
  }
  return groups;
}

/** Whom a count is about. */
export interface CountedPeople {
  readonly year: number;
  readonly visible: VisibleUnits;
  readonly employmentStatus: string | undefined;
  readonly agencyId: string | undefined;
}

/** How many people of the list count in no total of a year, and how many of them because they were appointed after it. */
export async function countNotCounted(
  db: SqlClient,
  { year, visible, employmentStatus, agencyId }: CountedPeople,
): Promise<{ people: number; appointedLater: number }> {
  const [row] = await db.query<{ people: number; appointedLater: number }>(NOT_COUNTED, [
    year,
    visible,
    employmentStatus ?? null,
    agencyId ?? null,
  ]);
  return row!;
}

export async function agencyNames(db: SqlClient): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(
    `SELECT unit_id AS id, name FROM unit WHERE kind = 'AGENCY'`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The newest statement of everything that was ever stated. */
export async function loadAllStated(db: SqlClient): Promise<{ key: TotalsKey; totals: StatedTotals; at: Date }[]> {
  const rows = await db.query<StatedTotals & TotalsKey & { readonly at: Date }>(ALL_STATED);
  return rows.map(({ employmentStatus, year, at, ...totals }) => ({ key: { employmentStatus, year }, totals, at }));
}
