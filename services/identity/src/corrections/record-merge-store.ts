import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import type { VisibleUnits } from '../organisation/unit-access.js';
import type { BeforeMerge, KeptIdentifier, MergeHindrance, MergePair, RecordMerge } from './record-merge.js';
import type { RecordMergeQuery, RecordMergeView } from './record-merge.dto.js';

/** A transfer of one of the two that is under way, or a merge that one of them is part of and that may still be undone. */
export async function findMergeHindrance(tx: SqlClient, { stays, goes }: MergePair): Promise<MergeHindrance> {
  const [row] = await tx.query<{ transfer: boolean; merge: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM transfer_out WHERE employee_id = ANY($1::uuid[]) AND state IN ('REQUESTED', 'AGREED')) AS transfer,
            EXISTS (SELECT 1 FROM employee WHERE employee_id = ANY($1::uuid[]) AND merged_into IS NOT NULL)
              OR EXISTS (SELECT 1 FROM record_merge WHERE state = 'OPEN' AND stays = $2) AS merge`,
    [[stays, goes], goes],
  );
  if (row!.merge) return 'merge';
  return row!.transfer ? 'transfer' : undefined;
}

/** Whether a merge into this record may still be undone. */
export async function hasOpenMerge(tx: SqlClient, employeeId: string): Promise<boolean> {
  const rows = await tx.query(`SELECT 1 FROM record_merge WHERE state = 'OPEN' AND $1 IN (stays, goes)`, [employeeId]);
  return rows.length > 0;
}

export function loadIdentifiers(tx: SqlClient, employeeId: string): Promise<KeptIdentifier[]> {
  return tx.query<KeptIdentifier>(
    `SELECT kind, value, valid_from::text AS "validFrom", valid_to::text AS "validTo" FROM employee_identifier WHERE employee_id = $1 ORDER BY kind, value`,
    [employeeId],
  );
}

export async function insertMerge(
  tx: SqlClient,
  merge: MergePair & {
    readonly mergeId: string;
    readonly before: BeforeMerge;
    readonly by: string;
    readonly undoDays: number;
    readonly note: string | null;
  },
): Promise<void> {
  await tx.execute(
    `INSERT INTO record_merge (merge_id, stays, goes, before, merged_by, undo_until, note) VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6), $7)`,
    [merge.mergeId, merge.stays, merge.goes, JSON.stringify(merge.before), merge.by, merge.undoDays, merge.note],
  );
}

export async function lockMerge(tx: SqlClient, mergeId: string): Promise<RecordMerge | undefined> {
  const [row] = await tx.query<RecordMerge>(
    `SELECT merge_id AS "mergeId", stays, goes, state, before, undo_until AS "undoUntil" FROM record_merge WHERE merge_id = $1 FOR UPDATE`,
    [mergeId],
  );
  return row;
}

export async function endMerge(tx: SqlClient, mergeId: string, state: 'FINAL' | 'UNDONE', by: string): Promise<void> {
  await tx.execute(
    'UPDATE record_merge SET state = $2, before = NULL, ended_by = $3, ended_at = now() WHERE merge_id = $1',
    [mergeId, state, by],
  );
}

/** Merges whose time for undoing is over. */
export async function findDueMerges(db: SqlClient): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT merge_id AS id FROM record_merge WHERE state = 'OPEN' AND undo_until <= now() ORDER BY undo_until LIMIT 500`,
  );
  return rows.map(({ id }) => id);
}

const SELECT = `SELECT m.merge_id AS "mergeId", m.state, json_build_object('employeeId', s.employee_id, 'name', s.name) AS stays,
  json_build_object('employeeId', g.employee_id, 'name', g.name) AS goes, m.merged_by AS "mergedBy", m.merged_at AS "mergedAt", m.undo_until AS "undoUntil",
  m.note, m.ended_at AS "endedAt"
  FROM record_merge m JOIN employee s ON s.employee_id = m.stays JOIN employee g ON g.employee_id = m.goes JOIN org_unit u ON u.unit_id = s.unit_id`;

/** Merges, the newest first, as far as the caller's units reach. */
export async function listMerges(
  db: SqlClient,
  query: RecordMergeQuery,
  visible: VisibleUnits,
): Promise<Page<RecordMergeView>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [];
  const [order, beyond] = query.sort === 'mergedAt' ? ['ASC', '>'] : ['DESC', '<'];
  const rows = await db.query<RecordMergeView>(
    `${SELECT} WHERE ($1::uuid[] IS NULL OR u.path && $1) AND ($2::text IS NULL OR m.state = $2) AND ($3::uuid IS NULL OR m.merge_id ${beyond} $3)
        AND ($4::uuid IS NULL OR $4 IN (m.stays, m.goes)) ORDER BY m.merge_id ${order} LIMIT $5`,
    [visible, query.state ?? null, after ?? null, query.employeeId ?? null, query.limit + 1],
  );
  return pageOf(rows, query.limit, ({ mergeId }) => [mergeId]);
}

export async function findMerge(
  db: SqlClient,
  mergeId: string,
  visible: VisibleUnits,
): Promise<RecordMergeView | undefined> {
  const [row] = await db.query<RecordMergeView>(
    `${SELECT} WHERE m.merge_id = $1 AND ($2::uuid[] IS NULL OR u.path && $2)`,
    [mergeId, visible],
  );
  return row;
}
