import { SeatsOffered, type EventData, type NewEvent, type Cause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { Sessions } from '../sessions/sessions.js';
import { endOfDay } from './end-of-day.js';
import { releaseSeats, returnSeats, type FreedSeats } from './held-seats.decision.js';
import { occupiedSeats } from './held-seats.queries.js';
import { checkOffer, type SeatOfferTerms } from './offer-seats.decision.js';

export type SeatOffer = EventData<typeof SeatsOffered>;

const FIND = `SELECT told FROM seat_offer WHERE session_id = $1`;
const OWN_TAKEN = `SELECT count(*)::integer AS taken FROM enrolment WHERE session_id = $1 AND origin <> 'ACROSS' AND state = 'ENROLLED'`;
const SAVE = `INSERT INTO seat_offer (session_id, offer_version, told, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (session_id) DO UPDATE SET offer_version = excluded.offer_version, told = excluded.told, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at`;

/** Seats that another region gives back, by one event. */
export interface ReturnedSeats {
  readonly sessionId: string;
  readonly region: string;
  readonly seats: number;
  readonly reason: string;
  readonly eventId: string;
}

/** Who told an offer, by what act, and what it follows from. */
interface Told {
  readonly actor: string;
  readonly action?: string;
  readonly reason?: string;
  readonly cause?: Cause;
}

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
  async offer(
    tx: Transaction,
    sessionId: string,
    terms: SeatOfferTerms,
    actor: string,
    cause: Cause = {},
  ): Promise<SeatOffer> {
    const session = await this.sessions.lock(tx, sessionId);
    const [own] = await tx.query<{ taken: number }>(OWN_TAKEN, [sessionId]);
    const latest = endOfDay(terms.requestUntil, this.config.region);
    checkOffer(terms, session, this.config.region, own?.taken ?? 0, { now: this.clock.now(), latest });
    // Without a word on it seats are held as long as they can be asked for.
    const held = terms.quotas.length === 0 ? {} : { reservedUntil: terms.reservedUntil ?? latest.toISOString() };
    return this.tell(tx, session, { ...withoutHold(terms), ...held, state: 'OPEN' }, { actor, cause });
  }

  /** Lets held seats go whose time is over; answers whether there were any. The caller moves the waiting list up. */
  async release(tx: Transaction, sessionId: string): Promise<boolean> {
    const session = await this.sessions.lock(tx, sessionId);
    const offer = await findOffer(tx, sessionId);
    if (offer?.reservedUntil === undefined || Date.parse(offer.reservedUntil) > this.clock.now().getTime())
      return false;
    const { quotas, openSeats } = releaseSeats(offer, await occupiedSeats(tx, sessionId));
    const terms = { ...withoutHold(offer), quotas, openSeats };
    await this.tell(tx, session, terms, { actor: 'training-catalog', action: 'release-seats' });
    return true;
  }

  /** Another region gives seats back; answers how many were still its own. Nothing for a session that is no longer offered. */
  async takeBack(tx: Transaction, { sessionId, region, seats, reason, eventId }: ReturnedSeats): Promise<number> {
    const known = await findOffer(tx, sessionId);
    if (known?.state !== 'OPEN') return 0;
    const session = await this.sessions.lock(tx, sessionId);
    const offer = (await findOffer(tx, sessionId)) ?? known;
    const { quotas, openSeats, freed }: FreedSeats = returnSeats(
      offer,
      await occupiedSeats(tx, sessionId),
      region,
      seats,
    );
    if (freed > 0)
      await this.tell(
        tx,
        session,
        { ...offer, quotas, openSeats },
        { actor: `region:${region}`, action: 'take-back-seats', reason, cause: { causationId: eventId } },
      );
    return freed;
  }

  /** No more requests; seats that were given stay. Throws `session-not-found`, `seat-offer-not-found` (404). */
  async close(tx: Transaction, sessionId: string, actor: string): Promise<SeatOffer> {
    const session = await this.sessions.lock(tx, sessionId);
    const offer = await findOffer(tx, sessionId);
    if (!offer) throw new AppError('seat-offer-not-found', { status: 404 });
    return this.tell(tx, session, { ...offer, state: 'CLOSED' }, { actor, action: 'close-seats' });
  }

  private async tell(
    tx: Transaction,
    session: TrainingSessionEntity,
    terms: SeatOfferTerms & Pick<SeatOffer, 'state'>,
    { actor, action = 'offer-seats', reason, cause = {} }: Told,
  ): Promise<SeatOffer> {
    const { sessionId, programmeId, title, startsOn, endsOn, delivery, place } = session;
    const { state, quotas, openSeats, requestUntil, contribution, reservedUntil } = terms;
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
      ...(reservedUntil === undefined ? {} : { reservedUntil }),
    };
    await tx.execute(SAVE, [sessionId, offer.offerVersion, JSON.stringify(offer), actor, this.clock.now()]);
    await this.outbox.append(tx, [
      SeatsOffered.create({ subject: sessionId, data: offer, cause }) as unknown as NewEvent,
    ]);
    const object = { type: 'seat-offer', id: sessionId };
    const after = { state, quotas: offer.quotas, openSeats, requestUntil, reservedUntil: reservedUntil ?? null };
    await this.audit.record(tx, { actor, action, object, after, ...(reason === undefined ? {} : { reason }) });
    return offer;
  }
}

function withoutHold<T extends SeatOfferTerms>({ reservedUntil: _, ...terms }: T): Omit<T, 'reservedUntil'> {
  return terms;
}

/** What the region offers of one of its sessions just now. */
export async function findOffer(db: SqlClient, sessionId: string): Promise<SeatOffer | undefined> {
  const [row] = await db.query<{ told: SeatOffer }>(FIND, [sessionId]);
  return row?.told;
}
