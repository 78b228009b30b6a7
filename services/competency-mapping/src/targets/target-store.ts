import type { SqlClient } from '@betang/platform';
import type { DevelopmentTarget } from './development-target.js';

export const TARGET_COLUMNS = `target_id AS "targetId", revision, parent_id AS "parentId", kind, code, title, unit, yearly AS "values",
  valid_from::text AS "validFrom", valid_to::text AS "validTo", withdrawn_reason AS "withdrawnReason"`;

const UPSERT = `INSERT INTO development_target (target_id, revision, parent_id, kind, code, title, unit, yearly, valid_from, valid_to, withdrawn_reason, changed_by)
  SELECT i, r, p, k, c, t, u, y, f, l, w, $12 FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::jsonb[], $9::date[], $10::date[], $11::text[]) AS x(i, r, p, k, c, t, u, y, f, l, w)
  ON CONFLICT (target_id) DO UPDATE SET revision = excluded.revision, parent_id = excluded.parent_id, kind = excluded.kind,
    code = excluded.code, title = excluded.title, unit = excluded.unit, yearly = excluded.yearly, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, withdrawn_reason = excluded.withdrawn_reason, changed_by = excluded.changed_by, changed_at = now()`;

export async function writeTargets(tx: SqlClient, targets: readonly DevelopmentTarget[], actor: string): Promise<void> {
  if (targets.length === 0) return;
  await tx.execute(UPSERT, [
    targets.map(({ targetId }) => targetId),
    targets.map(({ revision }) => revision),
    targets.map(({ parentId }) => parentId),
    targets.map(({ kind }) => kind),
    targets.map(({ code }) => code),
    targets.map(({ title }) => title),
    targets.map(({ unit }) => unit),
    targets.map(({ values }) => JSON.stringify(values)),
    targets.map(({ validFrom }) => validFrom),
    targets.map(({ validTo }) => validTo),
    targets.map(({ withdrawnReason }) => withdrawnReason),
    actor,
  ]);
}

export async function findTarget(
  db: SqlClient,
  targetId: string,
  lock?: 'UPDATE' | 'SHARE',
): Promise<DevelopmentTarget | undefined> {
  const [row] = await db.query<DevelopmentTarget>(
    `SELECT ${TARGET_COLUMNS} FROM development_target WHERE target_id = $1${lock === undefined ? '' : ` FOR ${lock}`}`,
    [targetId],
  );
  return row;
}

/** Live nodes of a document, by number; the document is told by the first day of its period. */
export async function findByCodes(
  db: SqlClient,
  validFrom: string,
  codes: readonly string[],
): Promise<Map<string, DevelopmentTarget>> {
  const rows = await db.query<DevelopmentTarget>(
    `SELECT ${TARGET_COLUMNS} FROM development_target
      WHERE valid_from = $1 AND code = ANY($2::text[]) AND withdrawn_reason IS NULL FOR UPDATE`,
    [validFrom, codes],
  );
  return new Map(rows.map((row) => [row.code, row]));
}

export async function hasLiveChildren(db: SqlClient, targetId: string): Promise<boolean> {
  const rows = await db.query(
    'SELECT 1 FROM development_target WHERE parent_id = $1 AND withdrawn_reason IS NULL LIMIT 1',
    [targetId],
  );
  return rows.length > 0;
}
