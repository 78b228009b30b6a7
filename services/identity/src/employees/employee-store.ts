import { EmployeeNumber } from '@betang/asn';
import type { SqlClient } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import type { Employee, LeaveReason, RecordedEmployee } from './employee.js';

/** Columns of an {@link Employee} for a query over `employee e` and its current number `i`. */
export const EMPLOYEE_COLUMNS = `e.employee_id AS "employeeId", i.value AS "employeeNumber", e.name, e.employment_status AS "employmentStatus", e.agency_id AS "agencyId",
  e.unit_id AS "unitId", e.grade, e.position_type AS "positionType", e.position_name AS "positionName", e.birth_date::text AS "birthDate", e.sex, e.left_on::text AS "leftOn",
  e.leave_reason AS "leaveReason", e.transferred_to AS "transferredTo", e.supervisor_id AS "supervisorId", e.retires_on::text AS "retiresOn"`;

/** The number an employee has now: the one that holds, else the last one that did. */
export const CURRENT_NUMBER = `LATERAL (SELECT value FROM employee_identifier n WHERE n.employee_id = e.employee_id AND n.kind IN ('NIP', 'NI_PPPK')
  ORDER BY n.valid_to DESC NULLS FIRST, n.valid_from DESC NULLS LAST LIMIT 1) i`;

/** The holders of numbers, by number; whoever holds it now goes before whoever once did. The rows are locked. */
export async function findHolders(tx: SqlClient, numbers: readonly string[]): Promise<Map<string, RecordedEmployee>> {
  const rows = await tx.query<RecordedEmployee & { asked: string }>(
    `SELECT a.value AS asked, ${EMPLOYEE_COLUMNS}, e.version
       FROM employee_identifier a JOIN employee e USING (employee_id), ${CURRENT_NUMBER}
      WHERE a.value = ANY($1) AND a.kind IN ('NIP', 'NI_PPPK') AND e.merged_into IS NULL
      ORDER BY a.valid_to ASC NULLS LAST FOR UPDATE OF e`,
    [numbers],
  );
  return new Map(rows.map(({ asked, ...employee }) => [asked, employee]));
}

/** Which of the people are on record, in service, under another number: `name|birth date` keys. */
export async function findNamesakes(
  tx: SqlClient,
  people: readonly { name: string; birthDate: string; employeeNumber: string }[],
): Promise<Set<string>> {
  const rows = await tx.query<{ number: string }>(
    `SELECT p.number FROM unnest($1::text[], $2::date[], $3::text[]) AS p(name_key, birth_date, number)
      WHERE EXISTS (SELECT 1 FROM employee e WHERE e.name_key = p.name_key AND e.birth_date = p.birth_date AND e.left_on IS NULL
                       AND NOT EXISTS (SELECT 1 FROM employee_identifier i WHERE i.employee_id = e.employee_id AND i.value = p.number))`,
    [
      people.map((person) => nameKey(person.name)),
      people.map((person) => person.birthDate),
      people.map((person) => person.employeeNumber),
    ],
  );
  return new Set(rows.map(({ number }) => number));
}

/** Employees by id with their versions. The rows are locked until the transaction ends. */
export async function lockEmployees(
  tx: SqlClient,
  employeeIds: readonly string[],
): Promise<Map<string, RecordedEmployee>> {
  const rows = await tx.query<RecordedEmployee>(
    `SELECT ${EMPLOYEE_COLUMNS}, e.version FROM employee e, ${CURRENT_NUMBER}
      WHERE e.employee_id = ANY($1::uuid[]) FOR UPDATE OF e`,
    [employeeIds],
  );
  return new Map(rows.map((row) => [row.employeeId, row]));
}

/** Records were changed otherwise than in their own rows: whoever saw one before, or would undo an import, is told so. */
export async function countChanges(tx: SqlClient, employeeIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE employee SET version = version + 1, changed_at = now() WHERE employee_id = ANY($1::uuid[])', [
    employeeIds,
  ]);
}

/** Ends the service of employees. `inError`: they never were in service here. */
export async function endService(
  tx: SqlClient,
  leavings: readonly { readonly employeeId: string; readonly leftOn: string; readonly reason: LeaveReason }[],
  more: { readonly inError?: boolean; readonly toRegion?: string } = {},
): Promise<void> {
  await tx.query(
    `UPDATE employee e SET left_on = v.d, leave_reason = v.r, recorded_in_error = $4, transferred_to = $5, version = version + 1, changed_at = now()
       FROM unnest($1::uuid[], $2::date[], $3::text[]) AS v(id, d, r) WHERE e.employee_id = v.id`,
    [
      leavings.map((one) => one.employeeId),
      leavings.map((one) => one.leftOn),
      leavings.map((one) => one.reason),
      more.inError ?? false,
      more.toRegion ?? null,
    ],
  );
}

export async function insertEmployees(tx: SqlClient, employees: readonly Employee[]): Promise<void> {
  if (employees.length === 0) return;
  await tx.query(
    `INSERT INTO employee (employee_id, name, name_key, employment_status, agency_id, unit_id, grade, position_type, position_name, birth_date, sex, retires_on)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::date[], $11::text[], $12::date[])`,
    columnsOf(employees),
  );
}

export async function updateEmployees(tx: SqlClient, employees: readonly Employee[]): Promise<void> {
  if (employees.length === 0) return;
  await tx.query(
    `UPDATE employee e SET name = n, name_key = k, employment_status = s, agency_id = a, unit_id = u, grade = g, position_type = t, position_name = p,
            birth_date = b, sex = x, retires_on = r, left_on = NULL, leave_reason = NULL, recorded_in_error = false, transferred_to = NULL, version = version + 1, changed_at = now()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::date[], $11::text[], $12::date[])
         AS v(id, n, k, s, a, u, g, t, p, b, x, r)
      WHERE e.employee_id = v.id`,
    columnsOf(employees),
  );
}

export const IDENTIFIER_KINDS = ['NIP', 'NI_PPPK', 'NIP_LAMA', 'SIASN_PNS_ID'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** A number of an employee, current from its first day. */
export interface NewIdentifier {
  readonly employeeId: string;
  readonly kind: IdentifierKind;
  readonly value: string;
  /** `YYYY-MM-DD`; null where nobody knows. */
  readonly validFrom: string | null;
}

/** Adds numbers that an import names and that are not on record; what is there stays as it is. What two imports name outlives the undo of either. */
export async function insertIdentifiers(
  tx: SqlClient,
  identifiers: readonly NewIdentifier[],
  importId: string,
): Promise<void> {
  if (identifiers.length === 0) return;
  const named = [identifiers.map((i) => i.employeeId), identifiers.map((i) => i.kind), identifiers.map((i) => i.value)];
  await tx.query(
    `UPDATE employee_identifier AS i SET import_id = NULL FROM unnest($1::uuid[], $2::text[], $3::text[]) AS v(e, k, n)
      WHERE i.employee_id = v.e AND i.kind = v.k AND i.value = v.n AND i.import_id <> $4`,
    [...named, importId],
  );
  await tx.query(
    `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, import_id)
     SELECT v.*, $5 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[]) AS v ON CONFLICT DO NOTHING`,
    [...named, identifiers.map((i) => i.validFrom), importId],
  );
}

/** The number with the day it holds from: a NIP tells year and month of the appointment, a NI PPPK the year. */
export function identifierOf(employeeId: string, employeeNumber: string, kind: 'NIP' | 'NI_PPPK'): NewIdentifier {
  const { appointment } = EmployeeNumber.parse(employeeNumber, { status: kind === 'NIP' ? 'PNS' : 'PPPK' });
  const month = appointment.kind === 'NIP' ? String(appointment.month).padStart(2, '0') : '01';
  return {
    employeeId,
    kind,
    value: employeeNumber,
    validFrom: `${String(appointment.year).padStart(4, '0')}-${month}-01`,
  };
}

function columnsOf(employees: readonly Employee[]): unknown[][] {
  return [
    employees.map((e) => e.employeeId),
    employees.map((e) => e.name),
    employees.map((e) => nameKey(e.name)),
    employees.map((e) => e.employmentStatus),
    employees.map((e) => e.agencyId),
    employees.map((e) => e.unitId),
    employees.map((e) => e.grade),
    employees.map((e) => e.positionType),
    employees.map((e) => e.positionName),
    employees.map((e) => e.birthDate),
    employees.map((e) => e.sex),
    employees.map((e) => e.retiresOn ?? null),
  ];
}
