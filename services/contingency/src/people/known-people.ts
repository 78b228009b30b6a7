import { AppError, type SqlClient } from '@betang/platform';

/** Throws `contingency-employees-unknown` (422) where identity told nothing of some of them: hours of nobody would never find their owner. */
export async function assertKnownPeople(db: SqlClient, employeeIds: readonly string[]): Promise<void> {
  const [row] = await db.query<{ known: number }>(
    'SELECT count(*)::integer AS known FROM person WHERE employee_id = ANY($1::uuid[]) AND state_order > 0',
    [employeeIds],
  );
  const missing = new Set(employeeIds).size - row!.known;
  if (missing > 0) throw new AppError('contingency-employees-unknown', { status: 422, params: { count: missing } });
}
