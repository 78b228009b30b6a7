import { seatsLeft, type SeatOfferTerms } from '../federation/offer-seats.decision.js';

/** What a host knows when a request of another region comes. */
export interface GuestContext {
  /** What the region offers of the session; undefined: nothing. */
  readonly offer: (SeatOfferTerms & { readonly state: 'OPEN' | 'CLOSED' }) | undefined;
  readonly sessionOpen: boolean;
  /** Seats and places in the queue that guests hold, by home region. */
  readonly taken: ReadonlyMap<string, number>;
  readonly region: string;
  readonly today: string;
  /** Whether an officer decides each request, even within the seats offered. */
  readonly byOfficer: boolean;
}

/** ASK: an officer decides; WAIT: no seat of the offer is left, the next that comes free is this one's. */
export type GuestOutcome =
  | { readonly outcome: 'SEAT' | 'ASK' | 'WAIT' }
  | { readonly outcome: 'REFUSE'; readonly reason: 'seat.session-closed' | 'seat.not-offered' | 'seat.too-late' };

/** What becomes of a request for a seat in a session of this region. */
export function decideGuest({ offer, sessionOpen, taken, region, today, byOfficer }: GuestContext): GuestOutcome {
  if (!sessionOpen) return { outcome: 'REFUSE', reason: 'seat.session-closed' };
  if (offer?.state !== 'OPEN') return { outcome: 'REFUSE', reason: 'seat.not-offered' };
  if (today > offer.requestUntil) return { outcome: 'REFUSE', reason: 'seat.too-late' };
  const offered = offer.openSeats > 0 || offer.quotas.some((quota) => quota.region === region && quota.seats > 0);
  if (!offered) return { outcome: 'REFUSE', reason: 'seat.not-offered' };
  if (byOfficer) return { outcome: 'ASK' };
  return { outcome: seatsLeft(offer, taken, region) > 0 ? 'SEAT' : 'WAIT' };
}
