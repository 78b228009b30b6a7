import { agreementWarningCodes } from '@betang/asn';
import type { SqlClient } from '@betang/platform';
import { improbableDateCodes } from '../employees/person-dates.js';

/** Something about an employee that records disagree on. */
export interface NewCorrection {
  readonly kind: string;
  readonly employeeId: string;
  readonly importId: string | null;
  readonly rowNumber: number | null;
  /** What an officer needs to resolve it, such as the name of a unit that is not on record. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Kind of the entry whose answer "one person" lets a later import change the name. */
export const NUMBER_OF_ANOTHER = 'roster.number-of-another';

/**
 * Brings the queue in line with what a source says now: opens what disagrees, closes what agrees again. What an officer has dismissed (the source is wrong
 * and known to be) is not opened a second time, unless it says something else now.
 */
export async function restateCorrections(
  tx: SqlClient,
  employeeIds: readonly string[],
  checkedKinds: readonly string[],
  found: readonly NewCorrection[],
): Promise<void> {
  await tx.query(
    `UPDATE correction c SET state = 'SETTLED', settled_at = now(), settled_by = 'roster'
      WHERE c.state = 'OPEN' AND c.employee_id = ANY($1::uuid[]) AND c.kind = ANY($2)
        AND NOT EXISTS (SELECT 1 FROM unnest($3::text[], $4::uuid[]) AS f(kind, id) WHERE f.kind = c.kind AND f.id = c.employee_id)`,
    [employeeIds, checkedKinds, found.map((f) => f.kind), found.map((f) => f.employeeId)],
  );
  if (found.length === 0) return;
  await tx.query(
    `INSERT INTO correction (correction_id, kind, employee_id, import_id, row_number, detail)
     SELECT DISTINCT ON (f.kind, f.id) uuidv7(), f.kind, f.id, f.import_id, f.row, f.detail
       FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::int[], $5::jsonb[]) AS f(kind, id, import_id, row, detail)
      WHERE NOT EXISTS (SELECT 1 FROM correction d WHERE d.kind = f.kind AND d.employee_id = f.id AND d.state = 'DISMISSED'
                           AND d.detail->>'unitName' IS NOT DISTINCT FROM f.detail->>'unitName'
                           AND (d.detail->>'stated' IS NULL OR f.detail->>'stated' IS NULL OR d.detail->>'stated' = f.detail->>'stated'))
     ON CONFLICT (kind, employee_id) WHERE state = 'OPEN' DO NOTHING`,
    [
      found.map((f) => f.kind),
      found.map((f) => f.employeeId),
      found.map((f) => f.importId),
      found.map((f) => f.rowNumber),
      found.map((f) => JSON.stringify(f.detail ?? {})),
    ],
  );
}

/** Brings the queue in line with what an employee's own record says after an edit: its number against birth date, sex and status, and its dates. */
export async function restateOwn(tx: SqlClient, employeeId: string, kinds: readonly string[]): Promise<void> {
  const found = kinds.map((kind) => ({ kind, employeeId, importId: null, rowNumber: null }));
  await restateCorrections(tx, [employeeId], [...agreementWarningCodes, ...improbableDateCodes], found);
}

/**
 * Queues the rows of an import that claim a number which somebody of another name holds, but for names of which an officer has said already that they are
 * somebody else's; closes what the import no longer says.
 */
export async function queueSharedNumbers(tx: SqlClient, importId: string): Promise<void> {
  await tx.query(
    `INSERT INTO correction (correction_id, kind, employee_id, import_id, row_number, detail, row_entry)
     SELECT DISTINCT ON (p->>'code', e.employee_id) uuidv7(), p->>'code', e.employee_id, $1, r.row_number,
            jsonb_strip_nulls(jsonb_build_object('otherName', r.name, 'otherNameKey', r.name_key, 'firstRow', p->'params'->>'row')), r.entry
       FROM roster_row r CROSS JOIN jsonb_array_elements(r.problems) p
       JOIN employee_identifier i ON i.value = r.employee_number AND i.valid_to IS NULL
       JOIN employee e ON e.employee_id = i.employee_id AND e.name_key <> r.name_key
      WHERE r.import_id = $1 AND NOT r.good AND p->>'code' IN ('roster.number-of-another', 'roster.duplicate-number')
        AND NOT EXISTS (SELECT 1 FROM correction d WHERE d.kind = p->>'code' AND d.employee_id = e.employee_id AND d.state <> 'OPEN'
                           AND d.detail->>'otherNameKey' = r.name_key AND d.detail->>'answer' IN ('OTHER_PERSON', 'REPLACE_NUMBER', 'SOURCE_WRONG'))
     ON CONFLICT (kind, employee_id) WHERE state = 'OPEN' DO UPDATE SET detail = excluded.detail, import_id = excluded.import_id, row_number = excluded.row_number, row_entry = excluded.row_entry`,
    [importId],
  );
  await tx.query(
    `UPDATE correction c SET state = 'SETTLED', settled_at = now(), settled_by = 'roster', row_entry = NULL
      WHERE c.state = 'OPEN' AND c.kind IN ('roster.number-of-another', 'roster.duplicate-number') AND c.import_id <> $1
        AND EXISTS (SELECT 1 FROM roster_row r WHERE r.import_id = $1 AND r.good AND r.employee_id = c.employee_id)`,
    [importId],
  );
}

/** `employee|name key` of names that an officer has confirmed to be of the employee who holds the number. */
export async function findConfirmedNames(tx: SqlClient, employeeIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(
    `SELECT employee_id || '|' || (detail->>'otherNameKey') AS key FROM correction
      WHERE employee_id = ANY($1::uuid[]) AND kind = $2 AND state = 'SETTLED' AND detail->>'answer' = 'SAME_PERSON'`,
    [employeeIds, NUMBER_OF_ANOTHER],
  );
  return new Set(rows.map(({ key }) => key));
}
