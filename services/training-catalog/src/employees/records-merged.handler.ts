import { EmployeeRecordsMerged } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { carryReads } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const MERGED = `unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)`;
/** What a person may have any number of. */
const ALL = [
  'completion',
  'training_outcome',
  'certificate',
  'behaviour_review',
  'transfer_arrival',
  'certificate_hand_over',
].map((table) => `UPDATE ${table} AS t SET employee_id = u.kept FROM ${MERGED} WHERE t.employee_id = u.merged`);
/** What somebody sees to goes along. */
const KEPT = `UPDATE programme AS t SET keeper_id = u.kept FROM ${MERGED} WHERE t.keeper_id = u.merged`;
/** One live seat a person and session: where both records have one, the merged record's stays as it is. */
const ONCE = [
  { table: 'enrolment', ended: `'REFUSED', 'WITHDRAWN'` },
  { table: 'outgoing_enrolment', ended: `'REFUSED', 'WITHDRAWN', 'CANCELLED', 'NOT_PASSED'` },
].map(
  ({ table, ended }) => `UPDATE ${table} AS t SET employee_id = u.kept FROM ${MERGED}
    WHERE t.employee_id = u.merged AND (t.state IN (${ended}) OR NOT EXISTS (
      SELECT 1 FROM ${table} AS k WHERE k.employee_id = u.kept AND k.session_id = t.session_id AND k.state NOT IN (${ended})))`,
);

/** One row a person and certificate; that it ended holds, whichever record was told. */
const FOREIGN = [
  `UPDATE foreign_certificate AS k SET standing = m.standing, ended_on = m.ended_on, ended_reason = m.ended_reason, changed_at = now()
     FROM foreign_certificate AS m, ${MERGED} WHERE k.employee_id = u.kept AND m.employee_id = u.merged AND m.certificate_id = k.certificate_id
      AND k.standing = 'VALID' AND m.standing <> 'VALID'`,
  `DELETE FROM foreign_certificate AS t USING ${MERGED} WHERE t.employee_id = u.merged 
      AND EXISTS (SELECT 1 FROM foreign_certificate AS k WHERE k.employee_id = u.kept AND k.certificate_id = t.certificate_id)`,
  `UPDATE foreign_certificate AS t SET employee_id = u.kept FROM ${MERGED} WHERE t.employee_id = u.merged`,
  // What came as another region's is this person's own now.
  `DELETE FROM foreign_certificate AS t USING ${MERGED} WHERE t.employee_id = u.kept
      AND EXISTS (SELECT 1 FROM certificate AS c WHERE c.employee_id = u.kept AND c.certificate_id = t.certificate_id)`,
];

/** Whoever was joined twice is the last one's. */
const JOINED = [
  `UPDATE joined_record AS t SET stays_id = u.kept FROM ${MERGED} WHERE t.stays_id = u.merged`,
  `INSERT INTO joined_record (employee_id, stays_id) SELECT u.merged, u.kept FROM ${MERGED} ON CONFLICT (employee_id) DO NOTHING`,
];

/** Two records turned out to be one person: trainings, certificates and seats go over to the one that stays. */
@Controller()
export class RecordsMergedHandler {
  @EventPattern(EmployeeRecordsMerged, 'process')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    // One after the other: whoever was merged twice arrives at the last.
    for (const { data } of events) {
      for (const statement of [...ALL, KEPT, ...FOREIGN, ...ONCE, ...JOINED])
        await transaction.execute(statement, [[data.employeeId], [data.mergedEmployeeId]]);
      await carryReads(transaction, { type: 'employee', id: data.mergedEmployeeId }, data.employeeId);
    }
  }
}
