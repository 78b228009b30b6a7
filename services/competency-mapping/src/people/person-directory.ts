import { forgetNotices, type SqlClient, type Transaction } from '@betang/platform';

/** A state of an employee (pegawai) as identity tells it. */
export interface PersonState {
  readonly employeeId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: string;
  readonly agencyId: string;
  readonly unitId: string;
  readonly positionType: string | null;
  readonly positionName: string | null;
  readonly positionKey: string | null;
  readonly supervisorId: string | null;
  readonly order: number;
}

export interface PersonLeft {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly order: number;
}

/**
 * Answers whose row changed: only their profiles and totals can differ now. A state of before an erasing says where somebody was, and no longer who: whatever
 * the order in which the two come, the row is the same.
 */
const UPSERT = `INSERT INTO person AS p (employee_id, name, employment_status, agency_id, unit_id, position_type, position_name, position_key, supervisor_id, state_order)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET name = CASE WHEN excluded.state_order > p.erased_order THEN excluded.name END, employment_status = excluded.employment_status,
    agency_id = excluded.agency_id, unit_id = excluded.unit_id, position_type = excluded.position_type,
    position_name = excluded.position_name, position_key = excluded.position_key, supervisor_id = CASE WHEN excluded.state_order > p.erased_order THEN excluded.supervisor_id END,
    state_order = excluded.state_order, left_on = CASE WHEN excluded.state_order > p.left_order THEN NULL ELSE p.left_on END
  WHERE excluded.state_order > p.state_order
  RETURNING employee_id AS "employeeId"`;

const UPSERT_NUMBERS = `INSERT INTO person_number AS n (number, employee_id, number_order)
  SELECT DISTINCT ON (m) m, e, o FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS u(m, e, o)
   WHERE NOT EXISTS (SELECT 1 FROM person AS p WHERE p.employee_id = e AND p.erased_order > o) ORDER BY m, o DESC
  ON CONFLICT (number) DO UPDATE SET employee_id = excluded.employee_id, number_order = excluded.number_order
  WHERE excluded.number_order > n.number_order`;

const UPSERT_LEFT = `INSERT INTO person AS p (employee_id, left_on, left_order)
  SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET left_order = excluded.left_order,
    left_on = CASE WHEN excluded.left_order > p.state_order THEN excluded.left_on ELSE p.left_on END
  WHERE excluded.left_order > p.left_order
  RETURNING employee_id AS "employeeId"`;

/** Answers whose identity went: nobody of whom there is a newer state. Evidence and figures stay, under the id, with status, unit and position. */
const ERASE = `INSERT INTO person AS p (employee_id, erased_order) SELECT * FROM unnest($1::uuid[], $2::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET name = NULL, supervisor_id = NULL, erased_order = excluded.erased_order
  WHERE excluded.erased_order > p.state_order AND excluded.erased_order > p.erased_order
  RETURNING employee_id AS "employeeId"`;
/** A number of a newer state stays: it is of somebody who is back. */
const ERASE_NUMBERS = `DELETE FROM person_number AS n USING unnest($1::uuid[], $2::bigint[]) AS u(i, o) WHERE n.employee_id = u.i AND n.number_order < u.o`;

/** A number of a record that was joined with another is the other's. */
const BY_NUMBER = `SELECT n.number, coalesce(j.stays_id, n.employee_id) AS "employeeId" FROM person_number AS n LEFT JOIN joined_record AS j USING (employee_id)
  WHERE n.number = ANY($1::text[])`;

export async function writeStates(tx: Transaction, states: readonly PersonState[]): Promise<string[]> {
  const newest = newestOf(states);
  const cells: ((state: PersonState) => unknown)[] = [
    (state) => state.employeeId,
    (state) => state.name,
    (state) => state.employmentStatus,
    (state) => state.agencyId,
    (state) => state.unitId,
    (state) => state.positionType,
    (state) => state.positionName,
    (state) => state.positionKey,
    (state) => state.supervisorId,
    (state) => state.order,
  ];
  const rows = await tx.prepared<{ employeeId: string }>(
    'person-upsert',
    UPSERT,
    cells.map((cell) => newest.map(cell)),
  );
  await tx.prepared('person-numbers', UPSERT_NUMBERS, [
    states.map(({ employeeNumber }) => employeeNumber),
    states.map(({ employeeId }) => employeeId),
    states.map(({ order }) => order),
  ]);
  return rows.map(({ employeeId }) => employeeId);
}

export async function writeLeavings(tx: Transaction, leavings: readonly PersonLeft[]): Promise<string[]> {
  const newest = newestOf(leavings);
  const rows = await tx.prepared<{ employeeId: string }>('person-left', UPSERT_LEFT, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ leftOn }) => leftOn),
    newest.map(({ order }) => order),
  ]);
  return rows.map(({ employeeId }) => employeeId);
}

/** Forgets name and all numbers of people whose identity is kept no longer; answers of whom. */
export async function eraseNames(
  tx: Transaction,
  erased: readonly Pick<PersonLeft, 'employeeId' | 'order'>[],
): Promise<string[]> {
  const newest = newestOf(erased);
  const values = [newest.map(({ employeeId }) => employeeId), newest.map(({ order }) => order)];
  const rows = await tx.prepared<{ employeeId: string }>('person-erase', ERASE, values);
  await tx.prepared('person-erase-numbers', ERASE_NUMBERS, values);
  return rows.map(({ employeeId }) => employeeId);
}

/** Notices to these people, and where they went by mail. */
export async function eraseNotices(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  if (employeeIds.length === 0) return;
  await forgetNotices(tx, employeeIds);
}

/** People by any number they have or had. */
export async function findByNumbers(db: SqlClient, numbers: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ number: string; employeeId: string }>(BY_NUMBER, [[...new Set(numbers)]]);
  return new Map(rows.map(({ number, employeeId }) => [number, employeeId]));
}

function newestOf<T extends { readonly employeeId: string; readonly order: number }>(changes: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const change of changes) {
    const known = newest.get(change.employeeId);
    if (!known || known.order < change.order) newest.set(change.employeeId, change);
  }
  return [...newest.values()];
}
