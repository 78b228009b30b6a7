import { Clock, ServiceDatabase, Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SeatOffers } from '../federation/seat-offers.js';
import { GuestSeats } from './guest-seats.js';

const DUE = `SELECT o.session_id AS "sessionId" FROM seat_offer AS o JOIN training_session AS s USING (session_id)
  WHERE o.told ? 'reservedUntil' AND (o.told->>'reservedUntil')::timestamptz <= $1 AND o.told->>'state' = 'OPEN' AND s.state = 'OPEN'
 ORDER BY o.session_id LIMIT 500`;

/**
 * Lets held seats go when their time is over. Who asks from that instant on finds them free already; the sweep moves up who waits, and tells
 * the other regions. It reads outside any transaction: on most turns there is nothing to write.
 */
@Injectable()
export class HeldSeatsSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly offers: SeatOffers,
    private readonly guests: GuestSeats,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('release-seats', { everyMinutes: 5 }, () => this.release());
  }

  /** Answers of how many sessions seats were let go; one short transaction each. */
  async release(): Promise<number> {
    const due = await this.database.query<{ sessionId: string }>(DUE, [this.clock.now()]);
    let released = 0;
    for (const { sessionId } of due)
      released += await this.unitOfWork.run(async (tx) => {
        if (!(await this.offers.release(tx, sessionId))) return 0;
        await this.guests.advance(tx, sessionId);
        return 1;
      });
    return released;
  }
}
