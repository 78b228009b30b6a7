import { AppError, ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import type { DevelopmentTarget } from './development-target.js';
import type { TargetQuery, TargetView } from './target.dto.js';

const SELECT = `SELECT target_id AS "targetId", region, parent_id AS "parentId", kind, code, title, unit, target_values AS "values",
    valid_from AS "validFrom", valid_to AS "validTo", withdrawn,
    (SELECT count(*)::integer FROM programme AS p WHERE p.development_target_id = t.target_id AND p.state = 'PUBLISHED') AS programmes
  FROM development_target AS t`;

const LIST: ListDefinition = {
  select: SELECT,
  sorts: {
    code: { sql: "(t.region || ' ' || t.code)", type: 'text' },
    title: { sql: 't.title', type: 'text' },
    validTo: { sql: 't.valid_to', type: 'date' },
  },
  defaultSort: 'code',
  key: { sql: 't.target_id', type: 'uuid' },
};
const IN_FORCE = '(NOT t.withdrawn AND ?::date BETWEEN t.valid_from AND t.valid_to) = ?';

export async function pageTargets(db: SqlClient, query: TargetQuery, today: string): Promise<Page<TargetView>> {
  const inForce = query.inForce === undefined ? undefined : query.inForce === 'true';
  const list = new ListQuery(LIST, query)
    .where('t.region = ?', query.region)
    .where('t.kind = ?', query.kind)
    .where('t.parent_id = ?', query.parentId)
    .where(IN_FORCE, today, inForce)
    .search(['t.code', 't.title'], query.search)
    .build();
  return list.page(await db.query<TargetView & ListRow>(list.text, list.values));
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
