import type { SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import { gapLines, type CoveredNeed, type GapLine } from './gap.decision.js';

const COVERED = `SELECT n.need_id, n.field, n.place, n.category, n.item, n.unit, n.quantity::float8 AS quantity,
    coalesce(sum(s.counted) FILTER (WHERE t.stock_id IS NOT NULL AND coalesce(t.usable_until, 'infinity') >= $2), 0)::float8 AS from_stock,
    coalesce(sum(s.counted) FILTER (WHERE NOT c.ended AND NOT l.removed AND $2 BETWEEN l.available_from AND least(c.valid_until, l.available_until)), 0)::float8
      AS from_partners,
    coalesce(sum(s.elsewhere) FILTER (WHERE t.stock_id IS NOT NULL AND coalesce(t.usable_until, 'infinity') >= $2), 0)::float8 AS promised_elsewhere
  FROM resource_need AS n LEFT JOIN supply AS s ON s.need_id = n.need_id AND NOT s.ended
  LEFT JOIN stock AS t USING (stock_id) LEFT JOIN commitment AS c USING (commitment_id) LEFT JOIN commitment_line AS l USING (line_id)
 WHERE n.plan_id = $1 AND NOT n.removed GROUP BY n.need_id ORDER BY n.field, n.place, n.item, n.need_id`;

/** A plan's needs and what covers them on a day. */
export async function loadCoverage(db: SqlClient, planId: string, day: string): Promise<CoveredNeed[]> {
  return (await db.query(COVERED, [planId, day])).map(toRow<CoveredNeed>);
}

export async function loadGap(db: SqlClient, planId: string, day: string): Promise<GapLine[]> {
  return gapLines(await loadCoverage(db, planId, day));
}
