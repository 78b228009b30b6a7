import { AppError, type SqlClient } from '@betang/platform';
import type { NewIdentifier } from './employee-store.js';

/** A number that an employee gets, perhaps instead of one that was never right. */
export interface NumberChange extends NewIdentifier {
  readonly insteadOf?: string | undefined;
}

/**
 * Gives an employee a number. The present one of the same kind ends the day before, `today` where nobody knows the day, or is gone where it was never right.
 * Breaks a UNIQUE index where somebody else holds the number. @throws AppError `employee-number-unknown`
 */
export async function addNumber(tx: SqlClient, change: NumberChange, today: string): Promise<void> {
  const { employeeId, kind, value, validFrom, insteadOf } = change;
  if (insteadOf !== undefined) {
    const gone = await tx.execute(
      'DELETE FROM employee_identifier WHERE employee_id = $1 AND kind = $2 AND value = $3',
      [employeeId, kind, insteadOf],
    );
    if (gone === 0) throw new AppError('employee-number-unknown', { status: 404, field: 'insteadOf' });
  }
  await tx.query(
    `UPDATE employee_identifier SET valid_to = greatest(valid_from, $4::date - 1)
      WHERE employee_id = $1 AND kind = $2 AND value <> $3 AND valid_to IS NULL`,
    [employeeId, kind, value, validFrom ?? today],
  );
  await tx.query(
    `INSERT INTO employee_identifier (employee_id, kind, value, valid_from) VALUES ($1, $2, $3, $4)
     ON CONFLICT (employee_id, kind, value) DO UPDATE SET valid_from = excluded.valid_from, valid_to = NULL`,
    [employeeId, kind, value, validFrom],
  );
}
