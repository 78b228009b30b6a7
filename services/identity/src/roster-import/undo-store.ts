import type { SqlClient } from '@betang/platform';
import type { AppliedChange } from './undo-row.js';

export function nextRowsToUndo(tx: SqlClient, importId: string, limit: number): Promise<AppliedChange[]> {
  return tx.query(
    `SELECT employee_id AS "employeeId", before, after_version AS "afterVersion" FROM roster_row
      WHERE import_id = $1 AND after_version IS NOT NULL AND undone_at IS NULL AND kept_because IS NULL ORDER BY row_number LIMIT $2`,
    [importId, limit],
  );
}

export async function markRows(
  tx: SqlClient,
  importId: string,
  rows: readonly { readonly employeeId: string; readonly kept: string | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE roster_row r SET undone_at = CASE WHEN v.k IS NULL THEN now() END, kept_because = v.k
       FROM unnest($2::uuid[], $3::text[]) AS v(e, k) WHERE r.import_id = $1 AND r.employee_id = v.e AND r.after_version IS NOT NULL`,
    [importId, rows.map(({ employeeId }) => employeeId), rows.map(({ kept }) => kept)],
  );
}

/**
 * People whom an undo brought back to what an earlier import had left: that import can be undone in its turn. `versions` are those of before and of now.
 */
export async function passOnVersions(
  tx: SqlClient,
  importId: string,
  versions: readonly { readonly employeeId: string; readonly before: number }[],
): Promise<void> {
  const values = [importId, versions.map(({ employeeId }) => employeeId), versions.map(({ before }) => before)];
  for (const table of ['roster_row', 'roster_leaver'])
    await tx.query(
      `UPDATE ${table} r SET after_version = e.version FROM unnest($2::uuid[], $3::int[]) AS v(id, n) JOIN employee e ON e.employee_id = v.id
        WHERE r.employee_id = v.id AND r.after_version = v.n AND r.import_id <> $1 AND r.undone_at IS NULL AND r.kept_because IS NULL`,
      values,
    );
}

/** Who is on the way to another region: that goes before an undo. */
export async function findInTransfer(tx: SqlClient, employeeIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT employee_id AS id FROM transfer_out WHERE employee_id = ANY($1::uuid[]) AND state IN ('REQUESTED', 'AGREED')`,
    [employeeIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Disagreements that the import brought up are gone with it. */
export async function settleOpened(tx: SqlClient, importId: string, employeeIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE correction SET state = 'SETTLED', settled_at = now(), settled_by = 'undo', row_entry = NULL
      WHERE import_id = $1 AND employee_id = ANY($2::uuid[]) AND state = 'OPEN'`,
    [importId, employeeIds],
  );
}

/**
 * Takes away former numbers and SIASN ids that this import alone named; whoever stays as they are keeps them. The number that put somebody on record stays: the
 * record does, as one made in error, and the next file with the number means the same person.
 */
export async function dropIdentifiers(tx: SqlClient, importId: string): Promise<void> {
  await tx.query(
    `DELETE FROM employee_identifier AS i WHERE i.import_id = $1 AND i.kind IN ('NIP_LAMA', 'SIASN_PNS_ID')
        AND NOT EXISTS (SELECT 1 FROM roster_row r WHERE r.import_id = $1 AND r.employee_id = i.employee_id AND r.kept_because IS NOT NULL)`,
    [importId],
  );
}

/** Closes the units that the import made and that nobody uses or changed since, those at the bottom first. Answers their ids. */
export async function closeMadeUnits(tx: SqlClient, importId: string, on: string): Promise<string[]> {
  const closed: string[] = [];
  for (;;) {
    const rows = await tx.query<{ id: string }>(
      `UPDATE org_unit u SET closed_on = $2, version = version + 1
        WHERE u.import_id = $1 AND u.closed_on IS NULL AND u.version = 1
          AND NOT EXISTS (SELECT 1 FROM employee e WHERE e.left_on IS NULL AND e.unit_id = u.unit_id)
          AND NOT EXISTS (SELECT 1 FROM org_unit c WHERE c.parent_unit_id = u.unit_id AND c.closed_on IS NULL)
          AND NOT EXISTS (SELECT 1 FROM unit_head h WHERE h.unit_id = u.unit_id AND h.valid_to IS NULL)
        RETURNING u.unit_id AS id`,
      [importId, on],
    );
    if (rows.length === 0) break;
    closed.push(...rows.map(({ id }) => id));
  }
  await tx.query(
    `UPDATE org_unit_period SET valid_to = $2 WHERE unit_id = ANY($1::uuid[]) AND valid_to IS NULL AND valid_from < $2`,
    [closed, on],
  );
  return closed;
}

/** How far an import could be undone now. */
export interface UndoPreview {
  /** People who would go back to what they were, leave the record, or come back. */
  readonly undoable: number;
  /** People who were changed since: they would stay as they are. */
  readonly changedSince: number;
}

const APPLIED_CHANGES = `SELECT r.employee_id, r.after_version, r.row_number FROM roster_row r
    WHERE r.import_id = $1 AND r.after_version IS NOT NULL AND r.undone_at IS NULL AND r.kept_because IS NULL
  UNION ALL SELECT l.employee_id, l.after_version, NULL FROM roster_leaver l
    WHERE l.import_id = $1 AND l.after_version IS NOT NULL AND l.undone_at IS NULL AND l.kept_because IS NULL`;
const BLOCKED = `(e.version <> c.after_version OR EXISTS (SELECT 1 FROM transfer_out t WHERE t.employee_id = e.employee_id AND t.state IN ('REQUESTED', 'AGREED')))`;

export async function previewUndo(db: SqlClient, importId: string): Promise<UndoPreview> {
  const [row] = await db.query<UndoPreview>(
    `SELECT count(*) FILTER (WHERE NOT ${BLOCKED})::int AS undoable, count(*) FILTER (WHERE ${BLOCKED})::int AS "changedSince"
       FROM (${APPLIED_CHANGES}) c JOIN employee e USING (employee_id)`,
    [importId],
  );
  return row!;
}

/** Somebody whom an undo leaves as they are. */
export interface KeptPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly rowNumber: number | null;
  readonly because: string;
}

/** Who was changed since an import, before it is undone and afterwards. */
export function listKept(
  db: SqlClient,
  importId: string,
  after: string | undefined,
  limit: number,
): Promise<KeptPerson[]> {
  return db.query<KeptPerson>(
    `SELECT * FROM (
       SELECT e.employee_id AS "employeeId", e.name, c.row_number % 2000000 AS "rowNumber", CASE WHEN e.version <> c.after_version THEN 'changed-since' ELSE 'in-transfer' END AS because
         FROM (${APPLIED_CHANGES}) c JOIN employee e USING (employee_id) WHERE ${BLOCKED}
       UNION ALL SELECT e.employee_id, e.name, r.row_number % 2000000, r.kept_because FROM roster_row r JOIN employee e USING (employee_id)
        WHERE r.import_id = $1 AND r.kept_because IS NOT NULL
       UNION ALL SELECT e.employee_id, e.name, NULL, l.kept_because FROM roster_leaver l JOIN employee e USING (employee_id)
        WHERE l.import_id = $1 AND l.kept_because IS NOT NULL) k
      WHERE $2::uuid IS NULL OR k."employeeId" > $2 ORDER BY k."employeeId" LIMIT $3`,
    [importId, after ?? null, limit],
  );
}
