import { DrillParticipationWithdrawn, EmployeeRecordsMerged, type NewEvent } from '@betang/contracts';
import { Outbox, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { Audit, carryReads, findMessage, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import type { Participation } from '../drills/drill-rows.js';
import { Drills } from '../drills/drills.js';
import { EventPattern } from '../events.js';
import { ReadinessMarks } from '../marks/readiness-marks.js';
import { mergeLevels, mergeRecords } from './merge-records.js';

/** Two records turned out to be one person: places in plans, drills, actions and levels go to the one that stays; readiness follows. */
@Controller()
export class RecordsMergedHandler {
  constructor(
    private readonly marks: ReadinessMarks,
    private readonly drills: Drills,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** A projection for the levels; while they are rebuilt the rest stands: it went over when these very events came, and finds nothing to move again. */
  @EventPattern(EmployeeRecordsMerged, 'projection')
  async merged(
    events: readonly ReceivedEvent<typeof EmployeeRecordsMerged>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    // One after the other: whoever was merged twice arrives at the last.
    for (const event of events)
      if (rebuilding) await mergeLevels(transaction, event.data);
      else await this.merge(transaction, event);
  }

  private async merge(tx: Transaction, { id, data }: ReceivedEvent<typeof EmployeeRecordsMerged>): Promise<void> {
    await carryReads(tx, { type: 'employee', id: data.mergedEmployeeId }, data.employeeId);
    const reason = findMessage('id', 'drill.records-merged') ?? 'drill.records-merged';
    const { doubles, ...moved } = await mergeRecords(tx, data, reason);
    if (Object.values(moved).every((count) => count === 0) && doubles.length === 0) return;
    await this.outbox.append(tx, doubles.flatMap(withdrawal));
    await this.drills.state(tx, ...new Set(doubles.map(({ drillId }) => drillId)));
    await this.marks.markPeople(tx, new Map([[data.employeeId, id]]), 'PERSON_CHANGED');
    await this.audit.record(tx, {
      actor: 'identity',
      action: 'join-records',
      object: { type: 'employee', id: data.employeeId },
      after: { mergedEmployeeId: data.mergedEmployeeId, ...moved, doubles: doubles.length },
    });
  }
}

/** Hours that were booked for the double are taken back; an invitation, or less than one JP, booked none. */
function withdrawal({ participationId, drillId, employeeId, quantityHundredths, withdrawnReason }: Participation) {
  if ((quantityHundredths ?? 0) === 0) return [];
  const data = { participationId, drillId, employeeId, reason: withdrawnReason ?? '' };
  return [DrillParticipationWithdrawn.create({ subject: employeeId, data }) as unknown as NewEvent];
}
