import { maskEmployeeNumbersIn } from '@betang/asn';
import { decodeCursor, pageOf, type Page, type SqlClient } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import type { VisibleUnits } from '../organisation/unit-access.js';
import { CURRENT_NUMBER, EMPLOYEE_COLUMNS } from './employee-store.js';
import type {
  EmployeeListItem,
  EmployeeQuery,
  EmployeeSearchDto,
  EmployeeView,
  IdentifierView,
} from './employee.dto.js';
import type { Employee } from './employee.js';

const SELECT = `SELECT ${EMPLOYEE_COLUMNS}, a.name AS "agencyName", u.name AS "unitName", e.version, array_to_string(u.path, '/') AS "unitPath",
  e.merged_into AS "mergedInto",
  (SELECT json_build_object('employeeId', s.employee_id, 'name', s.name, 'saidByOfficer', s.employee_id IS NOT DISTINCT FROM e.supervisor_said)
     FROM employee s WHERE s.employee_id = e.supervisor_id) AS supervisor
  FROM employee e JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id, ${CURRENT_NUMBER}`;

type EmployeeRow = Employee &
  Pick<EmployeeView, 'supervisor' | 'leaveReason' | 'transferredTo' | 'mergedInto'> & {
    readonly agencyName: string;
    readonly unitName: string;
    readonly version: number;
    readonly unitPath: string;
  };

/**
 * Employees by name, as far as the caller may see them. The cursor holds a person's id only, never the name: it stands in an address.
 */
export async function listEmployees(
  db: SqlClient,
  query: EmployeeQuery,
  visible: VisibleUnits,
): Promise<Page<EmployeeListItem>> {
  const after = decodeCursor(query.cursor, 1);
  const [order, beyond] = query.sort?.startsWith('-') ? ['DESC', '<'] : ['ASC', '>'];
  const key = query.sort?.endsWith('retiresOn')
    ? (of: string) => `coalesce(${of}.retires_on, 'infinity')`
    : (of: string) => `${of}.name_key`;
  const rows = await db.query<EmployeeRow>(
    `${SELECT} WHERE ($1::uuid[] IS NULL OR u.path && $1) AND ($2::uuid IS NULL OR u.path @> ARRAY[$2]) AND ($3::text IS NULL OR e.employment_status = $3)
        AND ($4 = 'all' OR (e.left_on IS NULL) = ($4 = 'in-service'))
        AND ($5::uuid IS NULL OR (${key('e')}, e.employee_id) ${beyond} (SELECT ${key('c')}, c.employee_id FROM employee c WHERE c.employee_id = $5))
        AND ($7::text IS NULL OR e.position_type = $7 OR e.position_type LIKE $7 || ':%') AND ($8::text IS NULL OR e.grade = $8)
        AND ($9::uuid IS NULL OR e.supervisor_id = $9) AND ($10::date IS NULL OR e.retires_on < $10) AND NOT e.recorded_in_error
      ORDER BY ${key('e')} ${order}, e.employee_id ${order} LIMIT $6`,
    [
      visible,
      query.under ?? null,
      query.employmentStatus ?? null,
      query.service,
      after?.[0] ?? null,
      query.limit + 1,
      query.positionType ?? null,
      query.grade ?? null,
      query.supervisorId ?? null,
      query.retiresBefore ?? null,
    ],
  );
  const page = pageOf(rows, query.limit, (row) => [row.employeeId]);
  return { ...page, items: page.items.map(listItem) };
}

/** People by number (present or former) or by a part of the name. */
export async function searchEmployees(
  db: SqlClient,
  search: EmployeeSearchDto,
  visible: VisibleUnits,
): Promise<EmployeeListItem[]> {
  const number = search.employeeNumber?.replace(/ /g, '') ?? null;
  const rows = await db.query<EmployeeRow>(
    `${SELECT} WHERE ($1::uuid[] IS NULL OR u.path && $1)
        AND ($2::text IS NULL OR e.employee_id IN (SELECT employee_id FROM employee_identifier WHERE value = $2))
        AND ($3::text IS NULL OR strpos(e.name_key, $3) > 0) AND NOT e.recorded_in_error
      ORDER BY e.left_on IS NOT NULL, e.name_key, e.employee_id LIMIT $4`,
    [visible, number, search.name === undefined ? null : nameKey(search.name), search.limit],
  );
  return rows.map(listItem);
}

/** One employee with all numbers in full, and the path of the unit; undefined for one that the caller may not see. */
export async function findEmployee(
  db: SqlClient,
  employeeId: string,
  visible: VisibleUnits,
): Promise<{ view: EmployeeView; version: number; unitPath: string } | undefined> {
  const [row] = await db.query<EmployeeRow>(
    `${SELECT} WHERE e.employee_id = $1 AND ($2::uuid[] IS NULL OR u.path && $2)`,
    [employeeId, visible],
  );
  if (!row) return undefined;
  const identifiers = await db.query<IdentifierView>(
    `SELECT kind, value, valid_from::text AS "validFrom", valid_to::text AS "validTo" FROM employee_identifier WHERE employee_id = $1 ORDER BY valid_from NULLS FIRST`,
    [employeeId],
  );
  const { employeeNumber, birthDate, sex, version, supervisor, leaveReason, transferredTo, mergedInto } = row;
  const more = { supervisor, leaveReason, transferredTo, mergedInto };
  return {
    view: { ...listItem(row), employeeNumber, birthDate, sex, identifiers, ...more },
    version,
    unitPath: row.unitPath,
  };
}

/** The record for whoever reads it and does not keep it: no number in full, and no date of birth, which a number begins with. */
export function withMaskedNumbers(view: EmployeeView): EmployeeView {
  const identifiers = view.identifiers.map((identifier) => ({ ...identifier, value: maskedValue(identifier.value) }));
  return { ...view, employeeNumber: maskedValue(view.employeeNumber), birthDate: null, identifiers };
}

/** Of an old or foreign number too little is left to show a part of it. */
function maskedValue(value: string): string {
  const masked = maskEmployeeNumbersIn(value);
  return masked === value ? '*'.repeat(value.length) : masked;
}

function listItem(row: EmployeeRow): EmployeeListItem {
  const {
    employeeId,
    employeeNumber,
    name,
    employmentStatus,
    agencyId,
    agencyName,
    unitId,
    unitName,
    grade,
    positionType,
    positionName,
    leftOn,
    retiresOn = null,
  } = row;
  const maskedNumber = maskEmployeeNumbersIn(employeeNumber);
  return {
    employeeId,
    maskedNumber,
    name,
    employmentStatus,
    agencyId,
    agencyName,
    unitId,
    unitName,
    grade,
    positionType,
    positionName,
    leftOn,
    retiresOn,
  };
}
