import type { SqlClient } from '@betang/platform';

/**
 * Takes the next people whom the file does not name. `leaves` is asked anew: who left meanwhile, came to another agency or was found to be somebody of the
 * file after all, as by a number put right, is taken too, and needs nothing.
 */
export function takeNextLeavers(
  tx: SqlClient,
  importId: string,
  limit: number,
): Promise<{ employeeId: string; leaves: boolean }[]> {
  return tx.query(
    `UPDATE roster_leaver l SET applied_at = now() FROM employee e
      WHERE l.import_id = $1 AND e.employee_id = l.employee_id
        AND l.employee_id IN (SELECT employee_id FROM roster_leaver WHERE import_id = $1 AND applied_at IS NULL ORDER BY employee_id LIMIT $2)
      RETURNING l.employee_id AS "employeeId", e.left_on IS NULL AND e.agency_id = coalesce(l.agency_id, e.agency_id)
        AND e.employee_id NOT IN (SELECT r.employee_id FROM roster_row r WHERE r.import_id = $1 AND r.good AND r.employee_id IS NOT NULL) AS leaves`,
    [importId, limit],
  );
}

/** A leaver whose leaving can still be taken back. */
export interface AppliedLeaver {
  readonly employeeId: string;
  readonly afterVersion: number;
}

export function nextLeaversToUndo(tx: SqlClient, importId: string, limit: number): Promise<AppliedLeaver[]> {
  return tx.query(
    `SELECT employee_id AS "employeeId", after_version AS "afterVersion" FROM roster_leaver
      WHERE import_id = $1 AND after_version IS NOT NULL AND undone_at IS NULL AND kept_because IS NULL ORDER BY employee_id LIMIT $2`,
    [importId, limit],
  );
}

export async function markLeavers(
  tx: SqlClient,
  importId: string,
  leavers: readonly { readonly employeeId: string; readonly kept: string | null }[],
): Promise<void> {
  await tx.query(
    `UPDATE roster_leaver l SET undone_at = CASE WHEN v.k IS NULL THEN now() END, kept_because = v.k
       FROM unnest($2::uuid[], $3::text[]) AS v(e, k) WHERE l.import_id = $1 AND l.employee_id = v.e`,
    [importId, leavers.map(({ employeeId }) => employeeId), leavers.map(({ kept }) => kept)],
  );
}
