import type { SqlClient } from '../database/transaction.js';

/** Said once, however often the event comes. */
const CARRY = `INSERT INTO audit_entry (recorded_at, actor, action, object_type, object_id, reason, request_id)
  SELECT e.recorded_at, e.actor, e.action, 'employee', $3, e.reason, e.request_id FROM audit_entry AS e
   WHERE e.object_id = $2 AND e.object_type = $1 AND e.action = 'read-personal-data'
     AND NOT EXISTS (SELECT 1 FROM audit_entry AS k WHERE k.object_id = $3 AND k.object_type = 'employee' AND k.action = e.action
                        AND k.recorded_at = e.recorded_at AND k.actor = e.actor AND k.request_id IS NOT DISTINCT FROM e.request_id)
   ORDER BY e.id`;

/**
 * What was noted as read under another id counts as read of the employee, who finds it under "who read my data" (UU 27/2022): a record that was
 * joined with this one, a transfer before its end. The trail itself is never changed; entries are added with the time of the look.
 */
export async function carryReads(
  tx: SqlClient,
  from: { readonly type: string; readonly id: string },
  employeeId: string,
): Promise<void> {
  await tx.execute(CARRY, [from.type, from.id, employeeId]);
}
