import { AppError, type SqlClient } from '@betang/platform';

/**
 * Throws `contingency-unit-unknown` (422) naming the field for a unit that identity told nothing of, `contingency-unit-closed` (422) for one that is no more
 * on the day.
 */
export async function assertUnitStands(db: SqlClient, unitId: string, field: string, day: string): Promise<void> {
  const [unit] = await db.query<{ closed: boolean }>(
    'SELECT closed_on <= $2 IS TRUE AS closed FROM unit WHERE unit_id = $1',
    [unitId, day],
  );
  if (!unit) throw new AppError('contingency-unit-unknown', { status: 422, field });
  if (unit.closed) throw new AppError('contingency-unit-closed', { status: 422, field });
}

/** Names of units, by id; a unit that is not known is left out. */
export async function unitNames(db: SqlClient, unitIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>(
    'SELECT unit_id AS id, name FROM unit WHERE unit_id = ANY($1::uuid[])',
    [unitIds.filter((id) => id !== null)],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
