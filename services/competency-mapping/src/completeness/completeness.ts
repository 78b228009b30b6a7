import { COMPLETENESS_DATASETS, type CompletenessDataset } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';

export interface DatasetFigures {
  readonly dataset: CompletenessDataset;
  readonly expected: number;
  readonly filled: number;
  readonly lastFilledAt: string | null;
}

/** How complete the data of an agency are (kelengkapan data). */
export interface AgencyCompleteness {
  readonly agencyId: string | null;
  readonly name: string | null;
  readonly people: number;
  readonly datasets: readonly DatasetFigures[];
}

interface Row {
  readonly agencyId: string;
  readonly name: string | null;
  readonly people: number;
  readonly filled: Readonly<Record<CompletenessDataset, number>>;
  readonly last: Readonly<Record<CompletenessDataset, Date | null>>;
}

/** $1 this year, $2 today. Appraisals of last year count until this year's come; the inventory is that of the next year's plan. */
const BY_AGENCY = `SELECT p.agency_id AS "agencyId", max(u.name) AS name, count(*)::integer AS people,
    json_build_object('JOB_STANDARD', count(s.standard_id), 'ASSESSMENT', count(*) FILTER (WHERE s.assessed > 0), 'PERFORMANCE', count(k.employee_id),
      'INDIVIDUAL_PLAN', count(i.employee_id), 'NEEDS_INVENTORY', CASE WHEN bool_or(n.agency_id IS NOT NULL) THEN count(*) ELSE 0 END) AS filled,
    json_build_object('JOB_STANDARD', max(s.computed_at), 'ASSESSMENT', max(e.at), 'PERFORMANCE', max(k.at), 'INDIVIDUAL_PLAN', max(i.at),
      'NEEDS_INVENTORY', max(n.at)) AS last
  FROM person AS p
  LEFT JOIN unit AS u ON u.unit_id = p.agency_id
  LEFT JOIN profile_summary AS s ON s.employee_id = p.employee_id
  LEFT JOIN (SELECT employee_id, max(recorded_at) AS at FROM evidence WHERE revoked_at IS NULL GROUP BY 1) AS e ON e.employee_id = p.employee_id
  LEFT JOIN (SELECT employee_id, max(recorded_at) AS at FROM talent_score WHERE axis = 'PERFORMANCE' AND year >= $1 - 1 GROUP BY 1) AS k
    ON k.employee_id = p.employee_id
  LEFT JOIN (SELECT employee_id, changed_at AS at FROM individual_plan WHERE year = $1 AND state IN ('SUBMITTED', 'APPROVED')) AS i
    ON i.employee_id = p.employee_id
  LEFT JOIN (SELECT agency_id, max(changed_at) AS at FROM plan WHERE kind = 'ANNUAL' AND first_year = $1 + 1 AND state <> 'DRAFT' GROUP BY 1) AS n
    ON n.agency_id = p.agency_id
 WHERE p.left_on IS NULL AND p.state_order > 0 GROUP BY 1`;

/** Completeness of every agency, the most complete first: the ranking. */
export async function loadCompleteness(db: SqlClient, year: number): Promise<AgencyCompleteness[]> {
  const rows = await db.query<Row>(BY_AGENCY, [year]);
  return rows
    .map(({ agencyId, name, people, filled, last }): AgencyCompleteness => ({
      agencyId,
      name,
      people,
      datasets: COMPLETENESS_DATASETS.map((dataset) => ({
        dataset,
        expected: people,
        filled: filled[dataset],
        lastFilledAt: last[dataset] === null ? null : new Date(last[dataset]).toISOString(),
      })),
    }))
    .sort((a, b) => percentOf(b) - percentOf(a) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

/** Filled to expected over all data sets, percent rounded down; a whole for an agency without people. */
export function percentOf({ datasets }: Pick<AgencyCompleteness, 'datasets'>): number {
  const expected = datasets.reduce((sum, row) => sum + row.expected, 0);
  const filled = datasets.reduce((sum, row) => sum + row.filled, 0);
  return expected === 0 ? 100 : Math.floor((filled * 100) / expected);
}

/** Place in the ranking, from 1; agencies that are as complete share one. */
export function placeAmong(
  all: readonly Pick<AgencyCompleteness, 'datasets'>[],
  one: Pick<AgencyCompleteness, 'datasets'>,
): number {
  const percent = percentOf(one);
  return 1 + all.filter((other) => percentOf(other) > percent).length;
}
