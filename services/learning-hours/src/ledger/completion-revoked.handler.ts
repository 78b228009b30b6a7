import { CompletionRevoked } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { causesOf } from './event-causes.js';
import { LedgerBooking } from './ledger-booking.js';

/** Revoked completions are taken back by reversals; nothing is ever edited. */
@Controller()
export class CompletionRevokedHandler {
  constructor(private readonly booking: LedgerBooking) {}

  @EventPattern(CompletionRevoked, 'process')
  async handle(events: readonly ReceivedEvent<typeof CompletionRevoked>[], { transaction }: EventBatch): Promise<void> {
    const facts = events.map(({ id, data }) => ({
      eventId: id,
      completionId: data.completionId,
      employeeId: data.employeeId,
      reason: data.reason,
    }));
    await this.booking.revoke(transaction, facts, causesOf(events));
  }
}
