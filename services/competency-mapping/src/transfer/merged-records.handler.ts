import { EmployeeRecordsMerged } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { carryReads } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { noteJoined } from '../people/joined-records.js';
import { ProfileComputation } from '../profiles/profile-computation.js';

const EVIDENCE = `UPDATE evidence AS e SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE e.employee_id = u.merged`;
/** Where both records have a plan of one year or a score, that of the record that stays holds. */
const PLANS = `UPDATE individual_plan AS i SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE i.employee_id = u.merged AND NOT EXISTS (SELECT 1 FROM individual_plan AS k WHERE k.employee_id = u.kept AND k.year = i.year)`;
const SCORES = `UPDATE talent_score AS t SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE t.employee_id = u.merged AND NOT EXISTS (SELECT 1 FROM talent_score AS k WHERE k.employee_id = u.kept AND k.year = t.year AND k.axis = t.axis)`;
/** What a former region still tells of the one, or is still told of the one, is of the other from now on. */
const ARRIVALS = `UPDATE transfer_in AS t SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE t.employee_id = u.merged`;
const DEPARTURES = `UPDATE record_handed_over AS r SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE r.employee_id = u.merged`;
/** One open request about a person; of two answers of one person that of the record that stays holds. */
const REQUESTS_TWICE = `UPDATE peer_request AS r SET state = 'WITHDRAWN', ended_at = now(), ended_reason = 'RECORDS_MERGED' FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE r.employee_id = u.merged AND r.state = 'OPEN' AND EXISTS (SELECT 1 FROM peer_request AS k WHERE k.employee_id = u.kept AND k.state = 'OPEN')`;
const REQUESTS = `UPDATE peer_request AS r SET employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE r.employee_id = u.merged`;
const ASKERS = `UPDATE peer_request AS r SET asked_employee_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE r.asked_employee_id = u.merged`;
const ANSWERS_TWICE = `DELETE FROM peer_answer AS a USING unnest($1::uuid[], $2::uuid[]) AS u(kept, merged)
  WHERE a.peer_id = u.merged AND EXISTS (SELECT 1 FROM peer_answer AS k WHERE k.request_id = a.request_id AND k.peer_id = u.kept)`;
const ANSWERS = `UPDATE peer_answer AS a SET peer_id = u.kept FROM unnest($1::uuid[], $2::uuid[]) AS u(kept, merged) WHERE a.peer_id = u.merged`;
const PEERS = [REQUESTS_TWICE, REQUESTS, ASKERS, ANSWERS_TWICE, ANSWERS];

/** Two records turned out to be one person: what is kept here goes over to the one that stays. */
@Controller()
export class MergedRecordsHandler {
  constructor(private readonly computation: ProfileComputation) {}

  @EventPattern(EmployeeRecordsMerged, 'process')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    // One after the other: whoever was merged twice arrives at the last.
    for (const { data } of events) {
      for (const statement of [EVIDENCE, PLANS, SCORES, ARRIVALS, DEPARTURES, ...PEERS])
        await transaction.execute(statement, [[data.employeeId], [data.mergedEmployeeId]]);
      await noteJoined(transaction, data.employeeId, data.mergedEmployeeId);
      await carryReads(transaction, { type: 'employee', id: data.mergedEmployeeId }, data.employeeId);
    }
    const causes = new Map(
      events.flatMap(({ id, data }) => [[data.employeeId, id] as const, [data.mergedEmployeeId, id] as const]),
    );
    await this.computation.compute(
      transaction,
      [...causes].map(([employeeId, causationId]) => ({ employeeId, cause: 'TRANSFER' as const, causationId })),
    );
  }
}
