import type { EmployeeChanged } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { FacetDays } from './employee-period.js';

/** What an employee was on 31 December of a year that is over. */
export type StateOfYear = NonNullable<EmployeeChanged['earlierYears']>[number];

/** An employee with the first day of which something else is said. */
export interface Reach {
  readonly employeeId: string;
  /** `YYYY-MM-DD` */
  readonly since: string;
  readonly away?: Away;
}

/** Of somebody who comes back readers hold for the years away what was told before the leaving; units may have come elsewhere since. */
export interface Away {
  /** First day out of service, `YYYY-MM-DD`. */
  readonly since: string;
  readonly knownAs: Omit<StateOfYear, 'year'>;
}

/** A {@link Reach} in calendar years, the first to the last that is over. */
export interface YearsReached {
  readonly employeeId: string;
  readonly first: number;
  readonly last: number;
  readonly away?: Away;
}

/** The first year, and how many of them, that an event can name. */
const FIRST_YEAR = 1950;
const MOST_YEARS = 100;

/** The first day of which a change says something else of status or unit: the day named, else that of the act. */
export function firstDayOf({ STATUS, UNIT }: FacetDays, fallback: string): string {
  const [status, unit] = [STATUS ?? fallback, UNIT ?? fallback];
  return status < unit ? status : unit;
}

/** Who of them is reached in a year that is over on the day `today` of the office's calendar: usually nobody. */
export function yearsReached(reaches: readonly Reach[], today: string): YearsReached[] {
  const last = yearOf(today) - 1;
  const earliest = Math.max(FIRST_YEAR, last - MOST_YEARS + 1);
  return reaches
    .map(({ since, ...reach }) => ({ ...reach, first: Math.max(yearOf(since), earliest), last }))
    .filter(({ first }) => first <= last);
}

/** The years that count: those that ended before the first day out of service. */
export function servedYears(years: readonly StateOfYear[], leftOn: string): StateOfYear[] {
  return years.filter(({ year }) => year < yearOf(leftOn));
}

/** How far back it is to be looked for somebody who comes back: to the leaving, or to the day of which the change says something else. */
export function reachOfReturn(employeeId: string, since: string, away: Away): Reach {
  return { employeeId, since: since < away.since ? since : away.since, away };
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/**
 * What is said of a facet on the day `e.day`; of a day of which nothing is said, what was recorded first of all: readers take the oldest that they were told for all
 * that was before. Where two rows say it, an import was undone after a stretch of the past was put in: the later one knows better.
 */
const saidOf = (facet: 'STATUS' | 'UNIT', rows: string, order: string) =>
  `coalesce((SELECT p.value FROM employee_period p WHERE p.employee_id = e.employee_id AND p.facet = '${facet}' AND p.valid_from <= e.day
      AND (p.valid_to IS NULL OR p.valid_to > e.day) AND ${rows} ORDER BY ${order} p.period_id DESC LIMIT 1),
    (SELECT p.value FROM employee_period p WHERE p.employee_id = e.employee_id AND p.facet = '${facet}' ORDER BY p.period_id LIMIT 1))`;
const saidNow = (facet: 'STATUS' | 'UNIT') => saidOf(facet, 'p.retracted_at IS NULL', '');
/** Rows that an undone import had retracted stand again without a trace, so what the undo retracted goes before them. */
const saidBefore = (facet: 'STATUS' | 'UNIT') =>
  saidOf(
    facet,
    'p.act_id <> $4 AND (p.retracted_at IS NULL OR p.retracted_act = $4)',
    'p.retracted_act IS NOT NULL DESC,',
  );
const ON_DAY = `p.valid_from <= w.day AND (p.valid_to IS NULL OR p.valid_to > w.day)`;

/** The agency of a unit on a day: up the tree of that day; from where nothing is known of the day, as it is now. */
const STATES = `WITH RECURSIVE year_end AS (
    SELECT a.employee_id, y AS year, make_date(y, 12, 31) AS day
      FROM unnest($1::uuid[], $2::int[], $3::int[]) AS a(employee_id, first, last), generate_series(a.first, a.last) AS y),
  said AS MATERIALIZED (
    SELECT e.*, ${saidNow('STATUS')} AS status, ${saidBefore('STATUS')} AS status_before, ${saidNow('UNIT')}::uuid AS unit_id, ${saidBefore('UNIT')}::uuid AS unit_before
      FROM year_end e),
  told AS (
    SELECT *, coalesce(status <> status_before OR unit_id <> unit_before, false) OR unit_id = ANY($5::uuid[]) AS otherwise
      FROM said WHERE status IS NOT NULL AND unit_id IS NOT NULL),
  other AS (SELECT * FROM told WHERE otherwise OR employee_id = ANY($6::uuid[])),
  way AS (
    SELECT DISTINCT unit_id, day, unit_id AS at, 0 AS steps FROM other
    UNION ALL
    SELECT w.unit_id, w.day, p.parent_unit_id, w.steps + 1 FROM way w JOIN org_unit_period p ON p.unit_id = w.at AND ${ON_DAY}
     WHERE p.parent_unit_id IS NOT NULL AND w.steps < 50),
  top AS (SELECT DISTINCT ON (unit_id, day) * FROM way ORDER BY unit_id, day, steps DESC)
  SELECT o.employee_id AS "employeeId", o.year, o.status AS "employmentStatus", o.unit_id AS "unitId", o.otherwise,
         CASE WHEN EXISTS (SELECT 1 FROM org_unit_period p WHERE p.unit_id = w.at AND ${ON_DAY}) THEN w.at ELSE u.agency_id END AS "agencyId"
    FROM other o JOIN top w USING (unit_id, day) JOIN org_unit u ON u.unit_id = w.at ORDER BY o.employee_id, o.year`;

/**
 * What employees were when years ended that are over, of each year of which an act says something else than was said before it: of status or unit by the
 * history before and after it, of the agency where the unit is one of `unitsElsewhere`; of who comes back also of each year since the leaving that ended otherwise
 * than readers hold it. To be asked once the act has written its periods; without anybody reached it asks nothing.
 */
export async function findEarlierYears(
  tx: SqlClient,
  reached: readonly YearsReached[],
  actId: string,
  unitsElsewhere: readonly string[] = [],
): Promise<Map<string, StateOfYear[]>> {
  const found = new Map<string, StateOfYear[]>();
  if (reached.length === 0) return found;
  const away = new Map(reached.flatMap((one) => (one.away ? [[one.employeeId, one.away] as const] : [])));
  const rows = await tx.query<StateOfYear & { employeeId: string; otherwise: boolean }>(STATES, [
    reached.map(({ employeeId }) => employeeId),
    reached.map(({ first }) => first),
    reached.map(({ last }) => last),
    actId,
    unitsElsewhere,
    [...away.keys()],
  ]);
  for (const { employeeId, otherwise, ...state } of rows) {
    if (!otherwise && !endedOtherwise(state, away.get(employeeId)!)) continue;
    const years = found.get(employeeId);
    if (years) years.push(state);
    else found.set(employeeId, [state]);
  }
  return found;
}

function endedOtherwise(state: StateOfYear, { since, knownAs }: Away): boolean {
  const { employmentStatus, agencyId, unitId } = knownAs;
  const known = state.employmentStatus === employmentStatus && state.agencyId === agencyId && state.unitId === unitId;
  return !known && state.year >= yearOf(since);
}
