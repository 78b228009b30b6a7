import { EmployeeRecordsMerged } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { carryReads } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

/** The record that stays may itself have been merged since: each row names the last one. */
const KEEP = `INSERT INTO merged_employee (merged_employee_id, employee_id)
  SELECT $2, coalesce((SELECT m.employee_id FROM merged_employee AS m WHERE m.merged_employee_id = $1), $1)
  ON CONFLICT (merged_employee_id) DO NOTHING`;
const FOLLOW = `UPDATE merged_employee AS f SET employee_id = m.employee_id FROM merged_employee AS m
  WHERE m.merged_employee_id = $1 AND f.employee_id = $1`;

/** Which records are one person's. Hours need it not: the ledger itself takes them back from the one and books them for the other. */
@Controller()
export class RecordsMergedHandler {
  @EventPattern(EmployeeRecordsMerged, 'projection')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    // One after the other: whoever was merged twice arrives at the last.
    for (const { data } of events) {
      await transaction.prepared('reporting-merged', KEEP, [data.employeeId, data.mergedEmployeeId]);
      await transaction.prepared('reporting-merged-follow', FOLLOW, [data.mergedEmployeeId]);
      // The trail is no projection: it is there already when one is rebuilt.
      if (rebuilding) continue;
      await carryReads(transaction, { type: 'employee', id: data.mergedEmployeeId }, data.employeeId);
    }
  }
}
