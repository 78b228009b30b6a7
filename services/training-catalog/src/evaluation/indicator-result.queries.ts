import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { SqlClient } from '@betang/platform';
import { indicatorResult, type IndicatorResult, type MeasuredIndicator } from './indicator-result.decision.js';

/** What the sessions of the year served, else what the programme serves; below it all indicators, and itself where it is counted. */
const INDICATORS = `WITH RECURSIVE held AS (SELECT DISTINCT development_target_id AS id FROM training_session
    WHERE programme_id = $1 AND state = 'HELD' AND development_target_id IS NOT NULL AND ends_on >= make_date($2, 1, 1) AND ends_on < make_date($2 + 1, 1, 1)),
  root AS (SELECT id FROM held UNION SELECT p.id FROM (
      SELECT coalesce((SELECT development_target_id FROM programme WHERE programme_id = $1),
                      (SELECT development_target_id FROM shared_programme WHERE programme_id = $1)) AS id) AS p
     WHERE p.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM held)),
  served AS (SELECT id FROM root UNION SELECT c.target_id FROM development_target AS c JOIN served AS s ON c.parent_id = s.id)
SELECT t.target_id AS "targetId", t.region, t.code, t.title, t.unit, t.revision, t.target_values AS "values", t.told_event AS "eventId",
    t.told_at AS "toldAt"
  FROM development_target AS t JOIN served AS s ON s.id = t.target_id
 WHERE NOT t.withdrawn AND jsonb_array_length(t.target_values) > 0 AND (t.kind = 'INDICATOR' OR t.target_id IN (SELECT id FROM root))
 ORDER BY t.region, t.code, t.target_id LIMIT 20`;

/** Results of the trainings of a programme that ended in a year, as the register of development targets has them. */
export async function indicatorResults(db: SqlClient, programmeId: string, year: number): Promise<IndicatorResult[]> {
  const rows = await db.query<Omit<MeasuredIndicator, 'toldOn'> & { readonly toldAt: Date | null }>(INDICATORS, [
    programmeId,
    year,
  ]);
  return rows.flatMap(
    ({ toldAt, ...row }) => indicatorResult({ ...row, toldOn: dayIn(row.region, toldAt) }, year) ?? [],
  );
}

/** The day on the calendar of the region that keeps the target. */
function dayIn(region: string, at: Date | null): string | null {
  return at === null ? null : calendarDateAt(at, timeZoneOf(RegionCode.parse(region))).iso;
}
