import { SeatsReturned, newId, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { SeatOffer } from './seat-offers.js';

const OFFER = `SELECT region, offer_version AS "offerVersion", told FROM shared_seat_offer WHERE session_id = $1 AND region <> $2`;
/** One return of a session at a time: two would count the same seats. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('seat return ' || $1, 0))`;
const ASKED = `SELECT count(*)::integer AS n FROM outgoing_enrolment WHERE session_id = $1
   AND state NOT IN ('REFUSED', 'CANCELLED', 'WITHDRAWN')`;
const ON_THEIR_WAY = `SELECT coalesce(sum(seats), 0)::integer AS n FROM seat_return WHERE session_id = $1 AND offer_version >= $2`;
const INSERT = `INSERT INTO seat_return (return_id, session_id, host_region, seats, reason, offer_version, returned_by, returned_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export interface SeatReturn {
  readonly returnId: string;
  readonly sessionId: string;
  readonly hostRegion: string;
  readonly seats: number;
  readonly reason: string;
  readonly returnedAt: Date;
}

/** Home of learners: seats elsewhere that were held for the region and that it does not need. */
@Injectable()
export class SeatReturns {
  constructor(
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /**
   * The host is told at once, or when the link is back. Throws `seat-offer-not-found` (404), `seat-offer-closed` (409), `seats-not-left` (409)
   * for more than are neither filled, asked for nor given back already, `sharing-kept-at-home`, `receiver-key-unknown` (409).
   */
  async giveBack(
    tx: Transaction,
    sessionId: string,
    { seats, reason }: { seats: number; reason: string },
    actor: string,
  ): Promise<SeatReturn> {
    await tx.query(LOCK, [sessionId]);
    type Row = { region: string; offerVersion: number; told: SeatOffer };
    const [offer] = await tx.query<Row>(OFFER, [sessionId, this.config.region]);
    if (!offer) throw new AppError('seat-offer-not-found', { status: 404 });
    if (offer.told.state !== 'OPEN') throw new AppError('seat-offer-closed', { status: 409 });
    const quota = offer.told.quotas.find(({ region }) => region === this.config.region)?.seats ?? 0;
    const [asked] = await tx.query<{ n: number }>(ASKED, [sessionId]);
    const [returning] = await tx.query<{ n: number }>(ON_THEIR_WAY, [sessionId, offer.offerVersion]);
    const left = Math.max(0, quota - asked!.n - returning!.n);
    if (seats > left) throw new AppError('seats-not-left', { status: 409, field: 'seats', params: { left } });
    const returnId = newId();
    const returnedAt = this.clock.now();
    const { region: hostRegion, offerVersion } = offer;
    await tx.execute(INSERT, [returnId, sessionId, hostRegion, seats, reason, offerVersion, actor, returnedAt]);
    await this.tell(tx, hostRegion, { returnId, sessionId, seats, reason });
    const object = { type: 'seat-return', id: returnId };
    await this.audit.record(tx, { actor, action: 'return-seats', object, reason, after: { sessionId, seats } });
    return { returnId, sessionId, hostRegion, seats, reason, returnedAt };
  }

  private async tell(tx: Transaction, hostRegion: string, data: SeatsReturned): Promise<void> {
    const event = seatsReturned(hostRegion, data);
    if (!this.outbox.shares(event)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [event]);
  }
}

export function seatsReturned(hostRegion: string, data: SeatsReturned): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  return SeatsReturned.create({ subject: data.sessionId, data, to }) as unknown as NewEvent;
}
