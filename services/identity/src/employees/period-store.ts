import type { SqlClient } from '@betang/platform';
import type { Facet, FacetDays, NewPeriod, PeriodSource } from './employee-period.js';

/** What somebody does to the register at once: an import, an edit, a transfer. All it writes can be told apart by its id. */
export interface Act {
  readonly actId: string;
  readonly source: PeriodSource;
  readonly by: string;
}

const VALUES = `unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[]) AS v(employee_id, facet, value, detail, valid_from)`;
/** Periods that reach beyond the day from which something else is said. */
const OVERLAPPING = `p.employee_id = v.employee_id AND p.facet = v.facet AND p.retracted_at IS NULL AND (p.valid_to IS NULL OR p.valid_to > coalesce(v.valid_from, '-infinity'))`;

/** Writes the first periods of people who had none. */
export async function writeFirstPeriods(tx: SqlClient, periods: readonly NewPeriod[], act: Act): Promise<void> {
  if (periods.length === 0) return;
  await tx.query(
    `INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, source, act_id, recorded_by)
     SELECT v.employee_id, v.facet, v.value, v.detail, coalesce(v.valid_from, '-infinity'), $6, $7, $8 FROM ${VALUES}`,
    [...valuesOf(periods), act.source, act.actId, act.by],
  );
}

/**
 * Writes periods: what reached beyond their first day is cut there, by a retraction and a shorter copy, so that the act can be undone whole. One period an
 * employee and facet.
 */
export async function writePeriods(tx: SqlClient, periods: readonly NewPeriod[], act: Act): Promise<void> {
  if (periods.length === 0) return;
  await tx.query(
    `WITH v AS (SELECT * FROM ${VALUES}),
      cut AS (INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, valid_to, source, act_id, recorded_by)
        SELECT p.employee_id, p.facet, p.value, p.detail, p.valid_from, v.valid_from, p.source, $6, $7
          FROM v JOIN employee_period p ON ${OVERLAPPING} WHERE p.valid_from < v.valid_from)
     UPDATE employee_period p SET retracted_at = now(), retracted_act = $6 FROM v WHERE ${OVERLAPPING}`,
    [...valuesOf(periods), act.actId, act.by],
  );
  await writeFirstPeriods(tx, periods, act);
}

/** First day of what holds now; null: since when nobody knows; undefined: nothing holds. */
export async function findPresentSince(
  tx: SqlClient,
  employeeId: string,
  facet: Facet,
): Promise<string | null | undefined> {
  const [row] = await tx.query<{ day: string | null }>(
    `SELECT nullif(valid_from, '-infinity')::text AS day FROM employee_period
      WHERE employee_id = $1 AND facet = $2 AND valid_to IS NULL AND retracted_at IS NULL`,
    [employeeId, facet],
  );
  return row && row.day;
}

/** Puts a stretch of the past in: what was said of these days is retracted, and what stood before and after them stays, cut there. */
export async function insertPastPeriod(
  tx: SqlClient,
  past: Omit<NewPeriod, 'validFrom'> & { readonly validFrom: string; readonly validTo: string },
  act: Act,
): Promise<void> {
  const { employeeId, facet, value, detail, validFrom, validTo } = past;
  await tx.query(
    `UPDATE employee_period SET retracted_at = now(), retracted_act = $5
      WHERE employee_id = $1 AND facet = $2 AND retracted_at IS NULL AND valid_from < $4 AND (valid_to IS NULL OR valid_to > $3)`,
    [employeeId, facet, validFrom, validTo, act.actId],
  );
  await tx.query(
    `INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, valid_to, source, act_id, recorded_by)
     SELECT employee_id, facet, value, detail, valid_from, $1, source, $3, $4 FROM employee_period WHERE retracted_act = $3 AND valid_from < $1
     UNION ALL
     SELECT employee_id, facet, value, detail, $2, valid_to, source, $3, $4 FROM employee_period WHERE retracted_act = $3 AND (valid_to IS NULL OR valid_to > $2)`,
    [validFrom, validTo, act.actId, act.by],
  );
  await tx.query(
    `INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, valid_to, source, act_id, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [employeeId, facet, value, detail, validFrom, validTo, act.source, act.actId, act.by],
  );
}

function valuesOf(periods: readonly NewPeriod[]): unknown[][] {
  return [
    periods.map((p) => p.employeeId),
    periods.map((p) => p.facet),
    periods.map((p) => p.value),
    periods.map((p) => p.detail),
    periods.map((p) => p.validFrom),
  ];
}

/**
 * Takes back what an act said of these employees, and gives back what it retracted. Only for who was not changed since. Answers the first days of what it had
 * said, as far as there were any.
 */
export async function undoPeriods(
  tx: SqlClient,
  actId: string,
  employeeIds: readonly string[],
  undoing: string,
): Promise<Map<string, FacetDays>> {
  const said = await tx.query<{ employeeId: string; facet: Facet; day: string }>(
    `WITH said AS (UPDATE employee_period SET retracted_at = now(), retracted_act = $3
       WHERE act_id = $1 AND employee_id = ANY($2::uuid[]) AND retracted_at IS NULL RETURNING employee_id, facet, valid_from, valid_to)
     SELECT employee_id AS "employeeId", facet, valid_from::text AS day FROM said WHERE valid_to IS NULL AND valid_from > '-infinity'`,
    [actId, employeeIds, undoing],
  );
  await tx.query(
    `UPDATE employee_period SET retracted_at = NULL, retracted_act = NULL WHERE retracted_act = $1 AND employee_id = ANY($2::uuid[]) AND act_id <> $1`,
    [actId, employeeIds],
  );
  const days = new Map<string, FacetDays>();
  for (const { employeeId, facet, day } of said) days.set(employeeId, { ...days.get(employeeId), [facet]: day });
  return days;
}

/** One stretch of an employee's history. */
export interface PeriodRow {
  readonly facet: string;
  readonly value: string | null;
  readonly detail: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string;
  readonly recordedAt: Date;
  /** The record that it was said of, where that was joined with this one. */
  readonly ofRecord: string | null;
}

/** What is said of an employee now, oldest first, in this record and in those that were joined with it: there up to the day of the joining. */
export function loadPeriods(db: SqlClient, employeeId: string): Promise<PeriodRow[]> {
  return db.query(
    `SELECT p.facet, CASE WHEN p.facet = 'UNIT' THEN u.name ELSE p.value END AS value,
            CASE WHEN p.facet = 'UNIT' THEN p.value ELSE p.detail END AS detail, nullif(p.valid_from, '-infinity')::text AS "validFrom",
            CASE WHEN e.merged_into IS NULL THEN p.valid_to ELSE coalesce(p.valid_to, e.left_on) END::text AS "validTo", p.source, p.recorded_at AS "recordedAt",
            CASE WHEN e.merged_into IS NULL OR e.employee_id = $1 THEN NULL ELSE e.employee_id END AS "ofRecord"
       FROM employee e JOIN employee_period p USING (employee_id) LEFT JOIN org_unit u ON p.facet = 'UNIT' AND u.unit_id::text = p.value
      WHERE (e.employee_id = $1 OR e.merged_into = $1) AND p.retracted_at IS NULL ORDER BY p.facet, p.valid_from, p.period_id`,
    [employeeId],
  );
}
