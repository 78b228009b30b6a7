import type { SqlClient } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import type { UnitDirectory } from '../organisation/unit-directory.js';
import type { RowPerson, RowProblem } from '../roster-file/roster-entry.js';

const ROWS_AT_ONCE = 500;

/** Whom a row without a readable number may be about. */
export function subjectKey(name: string, agency: string): string {
  return `${nameKey(name)}|${nameKey(agency)}`;
}

/**
 * Queues the rows of an import whose number cannot be read: damaged by a spreadsheet, too short, of no calendar. An officer gives the right number and the
 * row is taken. Somebody on record with the same name and the digits that are left needs nothing: the record stands; nor does who got a number so before.
 */
export async function queueUnreadableNumbers(tx: SqlClient, importId: string, units: UnitDirectory): Promise<void> {
  for (let after = 0; ;) {
    const rows = await tx.query<{ rowNumber: number; problems: RowProblem[]; entry: RowPerson }>(
      `SELECT r.row_number AS "rowNumber", r.problems, r.entry FROM roster_row r
        WHERE r.import_id = $1 AND NOT r.good AND r.entry IS NOT NULL AND r.employee_number IS NULL AND r.row_number > $2
          AND NOT EXISTS (SELECT 1 FROM employee e JOIN employee_identifier i USING (employee_id)
                           WHERE e.name_key = r.name_key AND e.left_on IS NULL AND left(i.value, 15) = r.intact_digits)
        ORDER BY r.row_number LIMIT $3`,
      [importId, after, ROWS_AT_ONCE],
    );
    await insertRowCorrections(tx, importId, rows, units);
    if (rows.length < ROWS_AT_ONCE) return;
    after = rows.at(-1)!.rowNumber;
  }
}

async function insertRowCorrections(
  tx: SqlClient,
  importId: string,
  rows: readonly { rowNumber: number; problems: RowProblem[]; entry: RowPerson }[],
  units: UnitDirectory,
): Promise<void> {
  const found = rows.flatMap((row) => {
    const problem = row.problems.find(({ field }) => field === 'employeeNumber');
    return problem ? [{ ...row, kind: problem.code }] : [];
  });
  if (found.length === 0) return;
  await tx.query(
    `INSERT INTO correction (correction_id, kind, subject_key, agency_id, import_id, row_number, row_entry, detail)
     SELECT DISTINCT ON (k, s) uuidv7(), k, s, a, $1, r, e, jsonb_build_object('otherName', e->>'name')
       FROM unnest($2::text[], $3::text[], $4::uuid[], $5::int[], $6::jsonb[]) AS f(k, s, a, r, e)
      WHERE NOT EXISTS (SELECT 1 FROM correction d WHERE d.kind = f.k AND d.subject_key = f.s AND d.state = 'DISMISSED')
        AND NOT EXISTS (SELECT 1 FROM correction d JOIN employee p ON p.employee_id = (d.resolution->>'employeeId')::uuid
                         WHERE d.subject_key = f.s AND d.employee_id IS NULL AND d.state = 'SETTLED' AND p.left_on IS NULL)
     ON CONFLICT (kind, subject_key) WHERE state = 'OPEN' AND employee_id IS NULL
       DO UPDATE SET import_id = excluded.import_id, row_number = excluded.row_number, row_entry = excluded.row_entry, agency_id = excluded.agency_id`,
    [
      importId,
      found.map(({ kind }) => kind),
      found.map(({ entry }) => subjectKey(entry.name, entry.agency)),
      found.map(({ entry }) => units.findAgency(entry.agency)?.unitId ?? null),
      found.map(({ rowNumber }) => rowNumber),
      found.map(({ entry }) => JSON.stringify(entry)),
    ],
  );
}

/** A later file that names the same people with numbers that can be read settles what was queued about them. */
export async function settleRowCorrections(
  tx: SqlClient,
  people: readonly { readonly name: string; readonly agency: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE correction SET state = 'SETTLED', settled_at = now(), settled_by = 'roster', row_entry = NULL
      WHERE state = 'OPEN' AND employee_id IS NULL AND subject_key = ANY($1)`,
    [people.map(({ name, agency }) => subjectKey(name, agency))],
  );
}
