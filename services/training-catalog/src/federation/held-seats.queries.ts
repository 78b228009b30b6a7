import type { SqlClient } from '@betang/platform';
import { SEATED } from '../enrolments/enrolment.js';
import { heldSeats, type SeatsByRegion } from './held-seats.decision.js';
import type { SeatOfferTerms } from './offer-seats.decision.js';

const OFFER = `SELECT told FROM seat_offer WHERE session_id = $1 AND told ? 'reservedUntil'`;
const SEATED_BY_REGION = `SELECT home_region AS region, count(*)::integer AS seats FROM enrolment
  WHERE session_id = $1 AND home_region IS NOT NULL AND state IN ${SEATED} GROUP BY home_region`;
/** Seats, places in the queue and requests that nobody has decided on. */
const OCCUPIED = `SELECT home_region AS region, count(*)::integer AS seats FROM guest_enrolment
  WHERE session_id = $1 AND state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'PASSED', 'NOT_PASSED') GROUP BY home_region`;

const FIGURES = `SELECT s.capacity, count(n.*) FILTER (WHERE n.state IN ${SEATED})::integer AS taken,
    count(n.*) FILTER (WHERE n.state = 'WAITING')::integer AS waiting
  FROM training_session AS s LEFT JOIN enrolment AS n USING (session_id) WHERE s.session_id = $1 GROUP BY s.session_id`;

/** How the seats of a session stand. */
export interface SeatFigures {
  readonly capacity: number;
  readonly taken: number;
  readonly waiting: number;
  readonly held: readonly { readonly region: string; readonly seats: number }[];
  /** Neither taken nor held for a region. */
  readonly free: number;
}

/** Undefined for a session that is not. */
export async function findSeatFigures(db: SqlClient, sessionId: string, now: Date): Promise<SeatFigures | undefined> {
  const [row] = await db.query<Omit<SeatFigures, 'held' | 'free'>>(FIGURES, [sessionId]);
  if (!row) return undefined;
  const held = [...(await findHeldSeats(db, sessionId, now))].map(([region, seats]) => ({ region, seats }));
  const promised = held.reduce((sum, { seats }) => sum + seats, row.taken);
  return { ...row, held, free: Math.max(0, row.capacity - promised) };
}

/** Seats of a session that are held for other regions at an instant. */
export async function findHeldSeats(db: SqlClient, sessionId: string, now: Date): Promise<Map<string, number>> {
  const [offer] = await db.query<{ told: SeatOfferTerms & { state: 'OPEN' | 'CLOSED' } }>(OFFER, [sessionId]);
  return offer ? heldSeats(offer.told, await byRegion(db, SEATED_BY_REGION, sessionId), now) : new Map();
}

/** What each region has taken of a session, or asks for. */
export function occupiedSeats(db: SqlClient, sessionId: string): Promise<SeatsByRegion> {
  return byRegion(db, OCCUPIED, sessionId);
}

async function byRegion(db: SqlClient, text: string, sessionId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ region: string; seats: number }>(text, [sessionId]);
  return new Map(rows.map(({ region, seats }) => [region, seats]));
}
