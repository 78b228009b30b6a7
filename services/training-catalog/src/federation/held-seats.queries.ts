import type { SqlClient } from '@betang/platform';
import { heldSeats, type SeatsByRegion } from './held-seats.decision.js';
import type { SeatOfferTerms } from './offer-seats.decision.js';

const OFFER = `SELECT told FROM seat_offer WHERE session_id = $1 AND told ? 'reservedUntil'`;
const SEATED = `SELECT home_region AS region, count(*)::integer AS seats FROM enrolment
  WHERE session_id = $1 AND home_region IS NOT NULL AND state IN ('ENROLLED', 'PASSED', 'NOT_PASSED') GROUP BY home_region`;
/** Seats, places in the queue and requests that nobody has decided on. */
const OCCUPIED = `SELECT home_region AS region, count(*)::integer AS seats FROM guest_enrolment
  WHERE session_id = $1 AND state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'PASSED', 'NOT_PASSED') GROUP BY home_region`;

/** Seats of a session that are held for other regions at an instant. */
export async function findHeldSeats(db: SqlClient, sessionId: string, now: Date): Promise<Map<string, number>> {
  const [offer] = await db.query<{ told: SeatOfferTerms & { state: 'OPEN' | 'CLOSED' } }>(OFFER, [sessionId]);
  return offer ? heldSeats(offer.told, await byRegion(db, SEATED, sessionId), now) : new Map();
}

/** What each region has taken of a session, or asks for. */
export function occupiedSeats(db: SqlClient, sessionId: string): Promise<SeatsByRegion> {
  return byRegion(db, OCCUPIED, sessionId);
}

async function byRegion(db: SqlClient, text: string, sessionId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ region: string; seats: number }>(text, [sessionId]);
  return new Map(rows.map(({ region, seats }) => [region, seats]));
}
