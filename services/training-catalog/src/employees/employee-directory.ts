import { forgetNotices, type SqlClient, type Transaction } from '@betang/platform';

/** A state of an employee (pegawai) as identity tells it. */
export interface EmployeeEntry {
  readonly employeeId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: string;
  readonly agencyId: string;
  readonly unitId: string;
  /** Direct supervisor (atasan langsung); null where identity names none. */
  readonly supervisorId: string | null;
  readonly order: number;
}

export interface EmployeeLeaving {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly order: number;
}

/** A state of before an erasing says where somebody was, and no longer who: whatever the order in which the two come, the row is the same. */
const UPSERT = `INSERT INTO employee AS p (employee_id, name, employment_status, agency_id, unit_id, state_order, supervisor_id)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[], $7::uuid[])
  ON CONFLICT (employee_id) DO UPDATE SET
    name = CASE WHEN excluded.state_order > p.erased_order THEN excluded.name END,
    employment_status = CASE WHEN excluded.state_order > p.erased_order THEN excluded.employment_status END,
    supervisor_id = CASE WHEN excluded.state_order > p.erased_order THEN excluded.supervisor_id END,
    agency_id = excluded.agency_id, unit_id = excluded.unit_id, state_order = excluded.state_order,
    left_on = CASE WHEN excluded.state_order > p.left_order THEN NULL ELSE p.left_on END
  WHERE excluded.state_order > p.state_order`;

const UPSERT_NUMBERS = `INSERT INTO employee_number AS n (number, employee_id, number_order)
  SELECT DISTINCT ON (m) m, e, o FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS u(m, e, o)
   WHERE NOT EXISTS (SELECT 1 FROM employee AS p WHERE p.employee_id = e AND p.erased_order > o) ORDER BY m, o DESC
  ON CONFLICT (number) DO UPDATE SET employee_id = excluded.employee_id, number_order = excluded.number_order
  WHERE excluded.number_order > n.number_order`;

const UPSERT_LEFT = `INSERT INTO employee AS p (employee_id, left_on, left_order)
  SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET left_order = excluded.left_order,
    left_on = CASE WHEN excluded.left_order > p.state_order THEN excluded.left_on ELSE p.left_on END
  WHERE excluded.left_order > p.left_order`;

/** Answers whose identity went: nobody of whom there is a newer state. Left alone are the id, the unit, and that and when somebody left. */
const ERASE = `INSERT INTO employee AS p (employee_id, erased_order) SELECT * FROM unnest($1::uuid[], $2::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET name = NULL, employment_status = NULL, supervisor_id = NULL, erased_order = excluded.erased_order
  WHERE excluded.erased_order > p.state_order AND excluded.erased_order > p.erased_order
  RETURNING employee_id AS "employeeId"`;
const ERASE_NUMBERS = `DELETE FROM employee_number WHERE employee_id = ANY($1::uuid[])`;
/** A certificate stays with its number, programme, days and hours: whoever holds the paper may still have it verified. */
const ERASE_HOLDER = 'UPDATE certificate SET holder_name = NULL WHERE employee_id = ANY($1::uuid[])';

/** A number of a record that was joined with another is the other's. */
const BY_NUMBER = `SELECT n.number, coalesce(j.stays_id, n.employee_id) AS "employeeId" FROM employee_number AS n LEFT JOIN joined_record AS j USING (employee_id)
  WHERE n.number = ANY($1::text[])`;

export async function writeEmployees(tx: Transaction, entries: readonly EmployeeEntry[]): Promise<void> {
  const newest = newestOf(entries);
  await tx.prepared('employee-upsert', UPSERT, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ name }) => name),
    newest.map(({ employmentStatus }) => employmentStatus),
    newest.map(({ agencyId }) => agencyId),
    newest.map(({ unitId }) => unitId),
    newest.map(({ order }) => order),
    newest.map(({ supervisorId }) => supervisorId),
  ]);
  await tx.prepared('employee-numbers', UPSERT_NUMBERS, [
    entries.map(({ employeeNumber }) => employeeNumber),
    entries.map(({ employeeId }) => employeeId),
    entries.map(({ order }) => order),
  ]);
}

export async function writeLeavings(tx: Transaction, leavings: readonly EmployeeLeaving[]): Promise<void> {
  const newest = newestOf(leavings);
  await tx.prepared('employee-left', UPSERT_LEFT, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ leftOn }) => leftOn),
    newest.map(({ order }) => order),
  ]);
}

/** Forgets who people were whose identity is kept no longer: name and all numbers; answers of whom. */
export async function eraseIdentities(
  tx: Transaction,
  erased: readonly Pick<EmployeeLeaving, 'employeeId' | 'order'>[],
): Promise<string[]> {
  const newest = newestOf(erased);
  const rows = await tx.prepared<{ employeeId: string }>('employee-erase', ERASE, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ order }) => order),
  ]);
  const ids = rows.map(({ employeeId }) => employeeId);
  await tx.prepared('employee-erase-numbers', ERASE_NUMBERS, [ids]);
  return ids;
}

/** Forgets the names on these people's certificates, notices to them, and where they went by mail. */
export async function eraseBeside(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  if (employeeIds.length === 0) return;
  await tx.execute(ERASE_HOLDER, [employeeIds]);
  await forgetNotices(tx, employeeIds);
}

/** Employees by any number they have or had. */
export async function findByNumbers(db: SqlClient, numbers: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ number: string; employeeId: string }>(BY_NUMBER, [numbers]);
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
