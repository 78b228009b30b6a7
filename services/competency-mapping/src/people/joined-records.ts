import { arrayParameter, type Transaction } from '@betang/platform';

const FOLLOW = 'UPDATE joined_record SET stays_id = $1 WHERE stays_id = $2';
const KEEP = 'INSERT INTO joined_record (employee_id, stays_id) VALUES ($2, $1) ON CONFLICT (employee_id) DO NOTHING';
const STAYING = 'SELECT employee_id AS id, stays_id AS stays FROM joined_record WHERE employee_id = ANY($1::uuid[])';

/** Remembers that a record was joined with another one: whoever was joined twice is the last one's. */
export async function noteJoined(tx: Transaction, staysId: string, employeeId: string): Promise<void> {
  await tx.execute(FOLLOW, [staysId, employeeId]);
  await tx.execute(KEEP, [staysId, employeeId]);
}

/** What is told of people, under the records that stay: a service that had not heard of a joining yet tells of the one that is no more. */
export async function underStaying<T extends { readonly data: { readonly employeeId: string } }>(
  tx: Transaction,
  events: readonly T[],
): Promise<T[]> {
  const rows = await tx.prepared<{ id: string; stays: string }>('records-joined', STAYING, [
    arrayParameter(events.map(({ data }) => data.employeeId)),
  ]);
  const staying = new Map(rows.map(({ id, stays }) => [id, stays]));
  return events.map((event) => {
    const employeeId = staying.get(event.data.employeeId);
    return employeeId === undefined ? event : { ...event, data: { ...event.data, employeeId } };
  });
}
