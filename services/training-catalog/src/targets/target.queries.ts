import { AppError, decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { DevelopmentTarget } from './development-target.js';
import type { TargetQuery, TargetView } from './target.dto.js';

const SELECT = `SELECT target_id AS "targetId", region, parent_id AS "parentId", kind, code, title, unit, target_values AS "values",
    valid_from AS "validFrom", valid_to AS "validTo", withdrawn,
    (SELECT count(*)::integer FROM programme AS p WHERE p.development_target_id = t.target_id AND p.state = 'PUBLISHED') AS programmes
  FROM development_target AS t`;

const LIST = `${SELECT} WHERE ($1::text IS NULL OR region = $1) AND ($2::text IS NULL OR kind = $2)
   AND ($3::text IS NULL OR (region, code, target_id) > ($3, $4, $5::uuid))
 ORDER BY region, code, target_id LIMIT $6`;

export async function listTargets(db: SqlClient, query: TargetQuery): Promise<Page<TargetView>> {
  const after = decodeCursor(query.cursor, 3) ?? [null, null, null];
  const values = [query.region ?? null, query.kind ?? null, ...after, query.limit + 1];
  const rows = await db.query<TargetView>(LIST, values);
  return pageOf(rows, query.limit, ({ region, code, targetId }) => [region, code, targetId]);
}

/** Throws `development-target-not-found` (404). */
export async function getTarget(db: SqlClient, targetId: string): Promise<TargetView> {
  const [row] = await db.query<TargetView>(`${SELECT} WHERE target_id = $1`, [targetId]);
  if (!row) throw new AppError('development-target-not-found', { status: 404 });
  return row;
}

export async function findTarget(db: SqlClient, targetId: string): Promise<DevelopmentTarget | undefined> {
  const [row] = await db.query<DevelopmentTarget>(`${SELECT} WHERE target_id = $1`, [targetId]);
  return row;
}

/** Targets by their ids; those that the register has. */
export async function findTargets(
  db: SqlClient,
  targetIds: readonly string[],
): Promise<Map<string, DevelopmentTarget>> {
  if (targetIds.length === 0) return new Map();
  const rows = await db.query<DevelopmentTarget>(`${SELECT} WHERE target_id = ANY($1::uuid[])`, [targetIds]);
  return new Map(rows.map((row) => [row.targetId, row]));
}

/** Whether the region has a register: any target of its own plan or its province's. */
export async function hasRegister(db: SqlClient, region: string): Promise<boolean> {
  const [row] = await db.query<{ any: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM development_target WHERE region IN ($1, $2)) AS any',
    [region, region.slice(0, 2)],
  );
  return row!.any;
}
