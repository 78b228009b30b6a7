import { peopleOfYear } from '../people/people-of-year.js';
import type { StatusDuty } from './duties-in-force.decision.js';

/**
 * Parts of a WITH clause that put the people who served when a year ended to the duty of a year: `duty`, `month`, `cut` (hours of a person by month, at most what
 * counts) and `placed` (a row a person). Of the parameters $1 is free, $2 is the year, $3 to $5 are {@link dutyParameters}. `people` narrows
 * these people `e`, `months` their months `m`.
 */
export function personsByDuty(people: string, months = 'true'): string {
  return `duty AS (SELECT * FROM unnest($3::text[], $4::bigint[], $5::bigint[]) AS d(status, least, most)),
  month AS (
    SELECT e.employee_id, e.agency_id, e.employment_status, m.month, m.counted
      FROM ${peopleOfYear('$2::int')} e LEFT JOIN employee_month m ON m.employee_id = e.employee_id AND m.year = $2 AND ${months}
     WHERE ${people}),
  -- The most that counts a year cuts month by month, in the order of the calendar.
  cut AS (
    SELECT m.employee_id, m.agency_id, m.employment_status, m.month, coalesce(d.least, 0) AS least,
           coalesce(least(m.upto, d.most) - least(m.upto - m.counted, d.most), 0) AS counts
      FROM (SELECT *, sum(counted) OVER (PARTITION BY employee_id ORDER BY month) AS upto FROM month) AS m
      LEFT JOIN duty d ON d.status = m.employment_status),
  placed AS (
    SELECT agency_id, employment_status, least, sum(counts) AS counted FROM cut GROUP BY employee_id, agency_id, employment_status, least)`;
}

/** People, their bands and hours over rows of `placed`; the bands are those of learning-hours. */
export const BAND_SUMS = `count(*)::int AS people,
  count(*) FILTER (WHERE counted <= 0)::int AS none,
  count(*) FILTER (WHERE counted > 0 AND counted * 2 < least)::int AS started,
  count(*) FILTER (WHERE counted > 0 AND counted * 2 >= least AND counted < least)::int AS halfway,
  count(*) FILTER (WHERE counted > 0 AND counted >= least)::int AS fulfilled, sum(counted) AS counted`;

export function dutyParameters(duties: readonly StatusDuty[]): readonly unknown[] {
  return [duties.map(({ status }) => status), duties.map(({ least }) => least), duties.map(({ most }) => most)];
}
