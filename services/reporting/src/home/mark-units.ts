import type { Transaction } from '@betang/platform';

/** An update, not nothing: its row lock keeps a sum from being made between mark and commit. */
const MARK = `INSERT INTO home_mark AS t (unit_id, year)
  SELECT DISTINCT u, 0 FROM (SELECT unit_id AS u FROM employee_state WHERE employee_id = ANY($1::uuid[]) UNION SELECT unnest($2::uuid[])) AS units
  ON CONFLICT (unit_id, year) DO UPDATE SET marked_at = t.marked_at`;

/** Has the sums of all years made anew in every unit where these people were in some year, and in further units where they are now. */
export async function markUnitsOf(
  transaction: Transaction,
  employeeIds: readonly string[],
  unitIds: readonly string[] = [],
): Promise<void> {
  await transaction.prepared('reporting-home-mark', MARK, [employeeIds, unitIds]);
}
