import { SeatsOffered, type EventData, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { Sessions } from '../sessions/sessions.js';
import { checkOffer, type SeatOfferTerms } from './offer-seats.decision.js';

export type SeatOffer = EventData<typeof SeatsOffered>;

const FIND = `SELECT told FROM seat_offer WHERE session_id = $1`;
const OWN_TAKEN = `SELECT count(*)::integer AS taken FROM enrolment WHERE session_id = $1 AND origin <> 'ACROSS' AND state = 'ENROLLED'`;
const SAVE = `INSERT INTO seat_offer (session_id, offer_version, told, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (session_id) DO UPDATE SET offer_version = excluded.offer_version, told = excluded.told, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at`;

/** Seats of the region's sessions that it opens to others, with a quota for each (row R11: resources are shared). */
@Injectable()
export class SeatOffers {
  constructor(
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `session-not-found` (404), `session-closed` (409), `seat-offer-refused` (422) with the fields. */
  async offer(tx: Transaction, sessionId: string, terms: SeatOfferTerms, actor: string): Promise<SeatOffer> {
    const session = await this.sessions.lock(tx, sessionId);
    const [own] = await tx.query<{ taken: number }>(OWN_TAKEN, [sessionId]);
    checkOffer(terms, session, this.config.region, own?.taken ?? 0);
    return this.tell(tx, session, { ...terms, state: 'OPEN' }, actor);
  }

  /** No more requests; seats that were given stay. Throws `session-not-found`, `seat-offer-not-found` (404). */
  async close(tx: Transaction, sessionId: string, actor: string): Promise<SeatOffer> {
    const session = await this.sessions.lock(tx, sessionId);
    const offer = await findOffer(tx, sessionId);
    if (!offer) throw new AppError('seat-offer-not-found', { status: 404 });
    return this.tell(tx, session, { ...offer, state: 'CLOSED' }, actor);
  }

  private async tell(
    tx: Transaction,
    session: TrainingSessionEntity,
    terms: SeatOfferTerms & Pick<SeatOffer, 'state'>,
    actor: string,
  ): Promise<SeatOffer> {
    const { sessionId, programmeId, title, startsOn, endsOn, delivery, place } = session;
    const { state, quotas, openSeats, requestUntil, contribution } = terms;
    const known = await findOffer(tx, sessionId);
    const offer: SeatOffer = {
      sessionId,
      offerVersion: (known?.offerVersion ?? 0) + 1,
      state,
      programmeId: programmeId!,
      title,
      startsOn,
      endsOn,
      delivery,
      place: /^https?:/i.test(place) ? 'Daring' : place,
      quotas: quotas.map(({ region, seats }) => ({ region, seats })),
      openSeats,
      requestUntil,
      contribution,
    };
    await tx.execute(SAVE, [sessionId, offer.offerVersion, JSON.stringify(offer), actor, this.clock.now()]);
    await this.outbox.append(tx, [SeatsOffered.create({ subject: sessionId, data: offer }) as unknown as NewEvent]);
    const object = { type: 'seat-offer', id: sessionId };
    await this.audit.record(tx, { actor, action: 'offer-seats', object, after: { state, openSeats, requestUntil } });
    return offer;
  }
}

/** What the region offers of one of its sessions just now. */
export async function findOffer(db: SqlClient, sessionId: string): Promise<SeatOffer | undefined> {
  const [row] = await db.query<{ told: SeatOffer }>(FIND, [sessionId]);
  return row?.told;
}
