import { EmployeeIdentityErased, type NewEvent } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import { forgetNotices, type Transaction } from '@betang/platform';

/** Stands where a name was. */
export const ERASED_NAME = '(dihapus)';

/**
 * Whose identity is still kept and can go: nobody works on the record any more, and there is no account left. What the law makes the region keep (employment
 * history, headships, the trail of transfers) stays under the id.
 */
export const KEPT_IDENTITIES = `SELECT e.employee_id::text AS id, e.left_on AS since, e.employee_id FROM employee e
  WHERE e.left_on IS NOT NULL AND e.identity_erased_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.employee_id = e.employee_id AND c.state = 'OPEN')
    AND NOT EXISTS (SELECT 1 FROM transfer_out t WHERE t.employee_id = e.employee_id AND t.state IN ('REQUESTED', 'AGREED'))
    AND NOT EXISTS (SELECT 1 FROM account a WHERE a.employee_id = e.employee_id)
    AND NOT EXISTS (SELECT 1 FROM record_merge m WHERE m.state = 'OPEN' AND e.employee_id IN (m.stays, m.goes))`;

/** Erases who these people were: name, numbers, day of birth (the year stays, for figures by age). The caller holds the registry's lock. */
export async function eraseIdentities(
  tx: Transaction,
  outbox: Pick<Outbox, 'append'>,
  employeeIds: readonly string[],
  on: string,
): Promise<void> {
  await tx.execute('DELETE FROM employee_identifier WHERE employee_id = ANY($1::uuid[])', [employeeIds]);
  await tx.execute('DELETE FROM overruled_value WHERE employee_id = ANY($1::uuid[])', [employeeIds]);
  await tx.execute(
    `UPDATE employee SET name = $2, name_key = 'dihapus', birth_date = date_trunc('year', birth_date), retires_on = NULL, supervisor_id = NULL,
            supervisor_said = NULL, identity_erased_on = $3, version = version + 1, changed_at = now() WHERE employee_id = ANY($1::uuid[])`,
    [employeeIds, ERASED_NAME, on],
  );
  await tx.execute(
    `UPDATE correction SET detail = '{}', row_entry = NULL, note = NULL, erased_at = now() WHERE employee_id = ANY($1::uuid[]) AND erased_at IS NULL`,
    [employeeIds],
  );
  await tx.execute('UPDATE transfer_in SET request = NULL WHERE employee_id = ANY($1::uuid[])', [employeeIds]);
  await tx.execute('UPDATE record_merge SET before = NULL WHERE goes = ANY($1::uuid[]) OR stays = ANY($1::uuid[])', [
    employeeIds,
  ]);
  await forgetNotices(tx, employeeIds);
  const events = employeeIds.map((employeeId) =>
    EmployeeIdentityErased.create({ subject: employeeId, data: { employeeId, erasedOn: on } }),
  );
  await outbox.append(tx, events as unknown as NewEvent[]);
}
