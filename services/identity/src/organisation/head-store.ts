import type { SqlClient } from '@betang/platform';

/** Ends the headships of who left, and of a head who works elsewhere now; acting heads (Plt., Plh.) may. Answers the units without a head. */
export async function endHeadships(tx: SqlClient, employeeIds: readonly string[], on: string): Promise<string[]> {
  if (employeeIds.length === 0) return [];
  const rows = await tx.query<{ unitId: string }>(
    `UPDATE unit_head h SET valid_to = greatest(h.valid_from, $2::date) FROM employee e JOIN org_unit u USING (unit_id)
      WHERE h.employee_id = ANY($1::uuid[]) AND h.valid_to IS NULL AND e.employee_id = h.employee_id
        AND (e.left_on IS NOT NULL OR (h.acting IS NULL AND NOT u.path @> ARRAY[h.unit_id])) RETURNING h.unit_id AS "unitId"`,
    [employeeIds, on],
  );
  return rows.map(({ unitId }) => unitId);
}

/** Ends the present headship of units. */
export async function endHeadsOf(tx: SqlClient, unitIds: readonly string[], on: string): Promise<number> {
  return tx.execute(
    'UPDATE unit_head SET valid_to = greatest(valid_from, $2::date) WHERE unit_id = ANY($1::uuid[]) AND valid_to IS NULL',
    [unitIds, on],
  );
}

export interface NewHead {
  readonly unitId: string;
  readonly employeeId: string;
  /** Acting: Plt. (pelaksana tugas) or Plh. (pelaksana harian). */
  readonly acting: 'PLT' | 'PLH' | null;
  readonly from: string;
  readonly by: string;
}

/** Puts heads in the place of whoever heads the units now. */
export async function writeHeads(tx: SqlClient, heads: readonly NewHead[]): Promise<void> {
  if (heads.length === 0) return;
  await tx.query(
    `UPDATE unit_head h SET valid_to = greatest(h.valid_from, v.d) FROM unnest($1::uuid[], $2::date[]) AS v(u, d) WHERE h.unit_id = v.u AND h.valid_to IS NULL`,
    [heads.map((head) => head.unitId), heads.map((head) => head.from)],
  );
  await tx.query(
    `INSERT INTO unit_head (unit_id, employee_id, acting, valid_from, recorded_by)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::text[])`,
    [
      heads.map((head) => head.unitId),
      heads.map((head) => head.employeeId),
      heads.map((head) => head.acting),
      heads.map((head) => head.from),
      heads.map((head) => head.by),
    ],
  );
}
