import { SeatsReturned } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { SeatOffers } from '../federation/seat-offers.js';
import { GuestSeats } from './guest-seats.js';

const TAKE = `INSERT INTO seat_return_taken (return_id, session_id, home_region, seats, freed, reason, taken_at) VALUES ($1, $2, $3, $4, 0, $5, now())
  ON CONFLICT DO NOTHING`;
const FREED = `UPDATE seat_return_taken SET freed = $2 WHERE return_id = $1`;
const KNOWN = `SELECT 1 FROM training_session WHERE session_id = $1`;

/** Host: seats that other regions give back fall to the common pool, and the waiting list moves up. */
@Controller()
export class HeldSeatsHandlers {
  constructor(
    private readonly offers: SeatOffers,
    private readonly guests: GuestSeats,
  ) {}

  @EventPattern(SeatsReturned, 'process')
  async returned(events: readonly ReceivedEvent<typeof SeatsReturned>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data, id } of events) await this.take(transaction, region, data, id);
  }

  private async take(tx: Transaction, region: string, data: SeatsReturned, eventId: string): Promise<void> {
    const { returnId, sessionId, seats, reason } = data;
    if ((await tx.execute(TAKE, [returnId, sessionId, region, seats, reason])) === 0) return;
    if ((await tx.query(KNOWN, [sessionId])).length === 0) return;
    const freed = await this.offers.takeBack(tx, { sessionId, region, seats, reason, eventId });
    if (freed === 0) return;
    await tx.execute(FREED, [returnId, freed]);
    await this.guests.advance(tx, sessionId);
  }
}
