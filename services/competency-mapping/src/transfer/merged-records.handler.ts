import { EmployeeRecordsMerged } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { ProfileMarks } from '../profiles/profile-marks.js';

const EVIDENCE = `UPDATE evidence AS e SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE e.employee_id = u.merged`;
/** Where both records have a plan of one year or a score, that of the record that stays holds. */
const PLANS = `UPDATE individual_plan AS i SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE i.employee_id = u.merged AND NOT EXISTS (SELECT 1 FROM individual_plan AS k WHERE k.employee_id = u.kept AND k.year = i.year)`;
const SCORES = `UPDATE talent_score AS t SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE t.employee_id = u.merged AND NOT EXISTS (SELECT 1 FROM talent_score AS k WHERE k.employee_id = u.kept AND k.year = t.year AND k.axis = t.axis)`;

/** Two records turned out to be one person: what is kept here goes over to the one that stays. */
@Controller()
export class MergedRecordsHandler {
  constructor(private readonly marks: ProfileMarks) {}

  @EventPattern(EmployeeRecordsMerged, 'process')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const values = [events.map(({ data }) => data.employeeId), events.map(({ data }) => data.mergedEmployeeId)];
    for (const statement of [EVIDENCE, PLANS, SCORES]) await transaction.execute(statement, values);
    await this.marks.mark(transaction, values.flat(), 'TRANSFER');
  }
}
