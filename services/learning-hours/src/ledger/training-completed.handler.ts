import { TrainingCompleted } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { causesOf } from './event-causes.js';
import { LedgerBooking } from './ledger-booking.js';

/** Completions of the region's own training catalogue become entries of the ledger. */
@Controller()
export class TrainingCompletedHandler {
  constructor(private readonly booking: LedgerBooking) {}

  @EventPattern(TrainingCompleted, 'process')
  async handle(events: readonly ReceivedEvent<typeof TrainingCompleted>[], { transaction }: EventBatch): Promise<void> {
    const facts = events.map(({ id, data }) => ({ eventId: id, completion: data }));
    await this.booking.record(transaction, facts, causesOf(events));
  }
}
