import type { SqlClient } from '@betang/platform';
import type { Employee } from './employee.js';

/** Fields of which a source may say the wrong thing again and again. */
export const OVERRULED_FIELDS = ['employeeNumber', 'birthDate', 'sex', 'employmentStatus'] as const;
export type OverruledField = (typeof OVERRULED_FIELDS)[number];

/** What sources say of one person and an officer found wrong. */
export interface OverruledValue {
  readonly employeeId: string;
  readonly field: OverruledField;
  readonly value: string;
}

/** The values that an officer replaced, between two states of a record. Pure. */
export function replacedValues(before: Employee, after: Employee): OverruledValue[] {
  return OVERRULED_FIELDS.flatMap((field) => {
    const value = before[field];
    return value === null || value === after[field] ? [] : [{ employeeId: before.employeeId, field, value }];
  });
}

/** Keeps that these values are wrong, whoever says them again. */
export async function overrule(tx: SqlClient, values: readonly OverruledValue[], by: string): Promise<void> {
  if (values.length === 0) return;
  await tx.query(
    `INSERT INTO overruled_value (employee_id, field, value, said_by) SELECT *, $4 FROM unnest($1::uuid[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING`,
    [values.map((one) => one.employeeId), values.map((one) => one.field), values.map((one) => one.value), by],
  );
}

/** What an officer now says of somebody is not wrong any more. */
export async function accept(tx: SqlClient, employee: Employee): Promise<void> {
  await tx.query(
    `DELETE FROM overruled_value USING unnest($2::text[], $3::text[]) AS v(f, x) WHERE employee_id = $1 AND field = f AND value = x`,
    [employee.employeeId, OVERRULED_FIELDS, OVERRULED_FIELDS.map((field) => employee[field])],
  );
}

/** All that was overruled of these people. */
export function loadOverruled(tx: SqlClient, employeeIds: readonly string[]): Promise<OverruledValue[]> {
  return tx.query<OverruledValue>(
    'SELECT employee_id AS "employeeId", field, value FROM overruled_value WHERE employee_id = ANY($1::uuid[])',
    [employeeIds],
  );
}

/** Whom sources mean by a number that was never theirs: several people, where a number was wrong for each of them. */
export function findMeantBy(
  tx: SqlClient,
  numbers: readonly string[],
): Promise<{ readonly number: string; readonly employeeId: string }[]> {
  return tx.query(
    `SELECT o.value AS number, o.employee_id AS "employeeId" FROM overruled_value o JOIN employee e USING (employee_id)
      WHERE o.field = 'employeeNumber' AND o.value = ANY($1) AND e.merged_into IS NULL`,
    [numbers],
  );
}

/** Numbers that were wrong for the record that goes mean the one that stays. */
export async function followWrongNumbers(
  tx: SqlClient,
  { stays, goes }: { readonly stays: string; readonly goes: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO overruled_value (employee_id, field, value, said_by)
     SELECT $1, field, value, said_by FROM overruled_value o WHERE employee_id = $2 AND field = 'employeeNumber'
        AND NOT EXISTS (SELECT 1 FROM employee_identifier i WHERE i.employee_id = $1 AND i.value = o.value) ON CONFLICT DO NOTHING`,
    [stays, goes],
  );
}
