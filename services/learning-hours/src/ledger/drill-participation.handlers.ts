import { DrillParticipationRecorded, DrillParticipationWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { writeOrigins } from './entry-origin.js';
import { causesOf } from './event-causes.js';
import { LedgerBooking } from './ledger-booking.js';

/** Who took part in a drill (gladi) of a contingency plan has learned: booked by the rules in force, like any other training. */
@Controller()
export class DrillParticipationHandlers {
  constructor(private readonly booking: LedgerBooking) {}

  @EventPattern(DrillParticipationRecorded, 'process')
  async recorded(
    events: readonly ReceivedEvent<typeof DrillParticipationRecorded>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const facts = events.map(({ id, data }) => ({
      eventId: id,
      completion: { ...data, completionId: data.participationId, certificateNumber: null },
      source: 'DRILL' as const,
    }));
    const lines = await this.booking.record(transaction, facts, causesOf(events));
    const booked = new Map(lines.map(({ completionId, employeeId }) => [completionId, employeeId]));
    const origins = events
      .filter(({ data }) => booked.has(data.participationId))
      .map(({ data }) => ({
        completionId: data.participationId,
        employeeId: booked.get(data.participationId)!,
        kind: 'DRILL' as const,
        reference: data.drillId,
        formerRegion: null,
        originCompletionId: null,
        verifiedBy: null,
        verifiedByEmployee: null,
        verifiedAt: null,
        evidence: [],
      }));
    await writeOrigins(transaction, origins);
  }

  @EventPattern(DrillParticipationWithdrawn, 'process')
  async withdrawn(
    events: readonly ReceivedEvent<typeof DrillParticipationWithdrawn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const facts = events.map(({ id, data }) => ({
      eventId: id,
      completionId: data.participationId,
      employeeId: data.employeeId,
      reason: data.reason,
    }));
    await this.booking.revoke(transaction, facts, causesOf(events));
  }
}
