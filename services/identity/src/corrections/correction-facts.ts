import { maskEmployeeNumbersIn } from '@betang/asn';
import type { SqlClient } from '@betang/platform';
import { CURRENT_NUMBER } from '../employees/employee-store.js';
import { firstDayOfNumber, numberOnRecord } from '../employees/person-dates.js';
import { nameKey } from '../organisation/name-key.js';
import type { VisibleUnits } from '../organisation/unit-access.js';
import type { CandidateUnitView, CandidateView, ComparedFieldView, CorrectionView } from './correction.dto.js';

/** What an officer needs to see to decide: the values that disagree, the other records, the units of that name. */
export type CorrectionFacts = Pick<CorrectionView, 'compared' | 'candidates' | 'candidateUnits'>;

type Entry = Pick<CorrectionView, 'correctionId' | 'kind' | 'employeeId' | 'unitName'>;

interface Profile {
  readonly employeeId: string;
  readonly number: string;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly status: string;
}

/** Facts of a page of entries. The values are for those who keep the record (`keeps`); others see the rest as far as `visible` reaches. Numbers are masked. */
export async function loadFacts(
  db: SqlClient,
  entries: readonly Entry[],
  visible: VisibleUnits,
  keeps: VisibleUnits,
): Promise<(entry: Entry) => CorrectionFacts> {
  const profiles = await loadProfiles(db, idsOf(entries, 'employee-number.', 'employee-dates.'), keeps);
  const candidates = await loadNamesakes(db, idsOf(entries, 'roster.same-person-suspected'), visible);
  const units = await loadUnitsBeside(db, idsOf(entries, 'roster.unit-ambiguous'));
  return ({ kind, employeeId, unitName }) => ({
    compared:
      employeeId === null
        ? null
        : compare(
            kind,
            profiles.find((one) => one.employeeId === employeeId),
          ),
    candidates: candidates.filter(({ of }) => of === employeeId).map(({ of: _, ...one }) => one),
    candidateUnits:
      unitName === null
        ? []
        : units
            .filter(({ of, name }) => of === employeeId && nameKey(name) === nameKey(unitName))
            .map(({ of: _, ...one }) => one),
  });
}

/** What the record says of a field, beside what the number says of it. Pure. */
export function compare(kind: string, profile: Profile | undefined): ComparedFieldView | null {
  if (!profile) return null;
  const number = numberOnRecord(profile.number);
  switch (kind) {
    case 'employee-number.birth-date-disagrees':
    case 'employee-dates.old-in-service':
      return { field: 'birthDate', recorded: profile.birthDate, byNumber: number.birthDate.iso };
    case 'employee-number.sex-disagrees':
      return { field: 'sex', recorded: profile.sex, byNumber: number.sex };
    case 'employee-number.status-disagrees':
      return { field: 'employmentStatus', recorded: profile.status, byNumber: number.kind === 'NIP' ? 'PNS' : 'PPPK' };
    case 'employee-number.appointment-before-birth':
      return { field: 'employeeNumber', recorded: number.masked, byNumber: number.birthDate.iso };
    case 'employee-dates.appointed-far-ahead':
      return { field: 'employeeNumber', recorded: number.masked, byNumber: firstDayOfNumber(number) };
    default:
      return null;
  }
}

function idsOf(entries: readonly Entry[], ...prefixes: string[]): string[] {
  return entries.flatMap(({ kind, employeeId }) =>
    employeeId !== null && prefixes.some((prefix) => kind.startsWith(prefix)) ? [employeeId] : [],
  );
}

function loadProfiles(db: SqlClient, ids: readonly string[], keeps: VisibleUnits): Promise<Profile[]> {
  return load(
    db,
    ids,
    `SELECT e.employee_id AS "employeeId", i.value AS number, e.birth_date::text AS "birthDate", e.sex, e.employment_status AS status
       FROM employee e JOIN org_unit u USING (unit_id), ${CURRENT_NUMBER}
      WHERE e.employee_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR u.path && $2)`,
    keeps,
  );
}

async function loadNamesakes(
  db: SqlClient,
  ids: readonly string[],
  visible: VisibleUnits,
): Promise<(CandidateView & { readonly of: string })[]> {
  const rows = await load<CandidateView & { readonly of: string }>(
    db,
    ids,
    `SELECT c.employee_id AS of, e.employee_id AS "employeeId", e.name, i.value AS "maskedNumber", a.name AS "agencyName"
       FROM employee c JOIN employee e ON e.name_key = c.name_key AND e.birth_date = c.birth_date AND e.employee_id <> c.employee_id
       JOIN org_unit u ON u.unit_id = e.unit_id JOIN org_unit a ON a.unit_id = e.agency_id, ${CURRENT_NUMBER}
      WHERE c.employee_id = ANY($1::uuid[]) AND e.left_on IS NULL AND e.merged_into IS NULL AND ($2::uuid[] IS NULL OR u.path && $2)
      ORDER BY e.employee_id`,
    visible,
  );
  return rows.map((row) => ({ ...row, maskedNumber: maskEmployeeNumbersIn(row.maskedNumber) }));
}

function loadUnitsBeside(
  db: SqlClient,
  ids: readonly string[],
): Promise<(CandidateUnitView & { readonly of: string })[]> {
  return load(
    db,
    ids,
    `SELECT c.employee_id AS of, u.unit_id AS "unitId", u.name, p.name AS "parentName"
       FROM employee c JOIN org_unit u ON u.agency_id = c.agency_id AND u.closed_on IS NULL LEFT JOIN org_unit p ON p.unit_id = u.parent_unit_id
      WHERE c.employee_id = ANY($1::uuid[]) ORDER BY p.name, u.unit_id`,
    null,
  );
}

function load<T>(db: SqlClient, ids: readonly string[], sql: string, units: VisibleUnits): Promise<T[]> {
  return ids.length === 0 ? Promise.resolve([]) : db.query<T>(sql, sql.includes('$2') ? [ids, units] : [ids]);
}
