import { EmployeeRecordsMerged, type NewEvent } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import { AppError, type Transaction } from '@betang/platform';
import { lockEmployees } from '../employees/employee-store.js';
import { Register, type RegisterAct } from '../employees/register.js';

/**
 * Makes one of two records of one person: numbers go to the record that stays, where they are former ones, and the other one ends as never having been.
 * Other services join what they keep by the event. @throws AppError `employee-not-found`, `employee-merge-itself`
 */
export async function mergeRecords(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  pair: { readonly stays: string; readonly goes: string },
  act: RegisterAct,
): Promise<void> {
  const { stays, goes } = pair;
  if (stays === goes) throw new AppError('employee-merge-itself', { status: 409, field: 'employeeId' });
  const people = await lockEmployees(tx, [stays, goes]);
  const [staying, going] = [people.get(stays), people.get(goes)];
  if (!staying || !going || going.leftOn !== null)
    throw new AppError('employee-not-found', { status: 404, field: 'employeeId' });
  await tx.query(
    `WITH gone AS (DELETE FROM employee_identifier WHERE employee_id = $2 RETURNING kind, value, valid_from, valid_to)
     INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
     SELECT $1, kind, value, valid_from, CASE WHEN valid_to IS NULL AND kind IN ('NIP', 'NI_PPPK') THEN greatest(valid_from, $3::date) ELSE valid_to END
       FROM gone ON CONFLICT (employee_id, kind, value) DO NOTHING`,
    [stays, goes, act.on],
  );
  // Somebody without a number cannot be told of: the record that goes keeps its own, as a former one.
  await tx.query(
    `INSERT INTO employee_identifier (employee_id, kind, value, valid_from, valid_to)
     SELECT $2, kind, value, valid_from, greatest(valid_from, $3::date) FROM employee_identifier WHERE employee_id = $1 AND value = $4`,
    [stays, goes, act.on, going.employeeNumber],
  );
  const register = new Register(tx, outbox, act);
  if (staying.leftOn !== null) {
    const { agencyId, unitId } = going;
    await register.change([{ before: staying, after: { ...staying, leftOn: null, agencyId, unitId } }]);
  }
  await register.leave([{ employeeId: goes, leftOn: act.on, reason: 'OTHER' }], { inError: true });
  await tx.query('UPDATE employee SET merged_into = $2 WHERE employee_id = $1', [goes, stays]);
  await tx.query(
    `UPDATE correction SET state = 'SETTLED', settled_at = now(), settled_by = $2, row_entry = NULL WHERE employee_id = $1 AND state = 'OPEN'`,
    [goes, act.by],
  );
  const merged = EmployeeRecordsMerged.create({
    subject: stays,
    data: { employeeId: stays, mergedEmployeeId: goes },
    cause: act.cause,
  });
  await outbox.append(tx, [merged] as unknown as NewEvent[]);
}
