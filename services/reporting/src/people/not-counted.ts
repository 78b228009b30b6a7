import type { SqlClient } from '@betang/platform';
import { servedAtEndOf } from './people-of-year.js';

/** People on the list now who are in no figure of a year. */
export interface NotCounted {
  readonly people: number;
  /** Of these, who was appointed after the year, by the number. The others came from another region (mutasi), and count there. */
  readonly appointedLater: number;
}

/** Of whom it is asked, as they stand now. */
export interface ListedPeople {
  readonly year: number;
  readonly agencyId?: string;
  readonly status?: string;
}

const LISTED = `p.in_service AND ($2::uuid IS NULL OR p.agency_id = $2) AND ($3::text IS NULL OR p.employment_status = $3)`;

/** Who is appointed later is found by an index, and who came from elsewhere by the moves: it costs those who are left out, and not everyone. */
const NOT_COUNTED = `WITH left_out AS (
    SELECT true AS later FROM employee AS p WHERE p.since_year > $1::int AND ${LISTED}
    UNION ALL SELECT false FROM employee AS p WHERE p.since_year <= $1::int AND ${LISTED}
      AND p.employee_id IN (SELECT employee_id FROM employee_move WHERE kind = 'IN') AND NOT (${servedAtEndOf('$1::int')}))
  SELECT count(*)::int AS people, count(*) FILTER (WHERE later)::int AS "appointedLater" FROM left_out`;

/** How many people of the list count in no figure of a year, by the same rule as in the totals of learning-hours: nobody of it is missing without being told. */
export async function countNotCounted(db: SqlClient, { year, agencyId, status }: ListedPeople): Promise<NotCounted> {
  const [row] = await db.query<NotCounted>(NOT_COUNTED, [year, agencyId ?? null, status ?? null]);
  return row!;
}
