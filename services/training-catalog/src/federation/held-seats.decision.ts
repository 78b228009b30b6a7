import type { SeatOfferTerms } from './offer-seats.decision.js';

/** Seats by region. */
export type SeatsByRegion = ReadonlyMap<string, number>;

type HeldOffer = Pick<SeatOfferTerms, 'quotas' | 'openSeats' | 'reservedUntil'>;

/**
 * Seats that are held for each region just now: its quota less what its people sit on. At the instant of release nothing is held any more,
 * nor for an offer that is closed, or that names no release: there a quota is a limit only.
 */
export function heldSeats(
  offer: (HeldOffer & { readonly state: 'OPEN' | 'CLOSED' }) | undefined,
  seated: SeatsByRegion,
  now: Date,
): Map<string, number> {
  if (offer?.state !== 'OPEN' || offer.reservedUntil === undefined) return new Map();
  if (now.getTime() >= Date.parse(offer.reservedUntil)) return new Map();
  return new Map(
    offer.quotas
      .map(({ region, seats }) => [region, seats - (seated.get(region) ?? 0)] as const)
      .filter(([, seats]) => seats > 0),
  );
}

export interface FreedSeats {
  readonly quotas: SeatOfferTerms['quotas'];
  readonly openSeats: number;
  /** Seats that fell to the common pool. */
  readonly freed: number;
}

/**
 * A region gives seats back: as many as it does not need for its people and open requests fall to the common pool, whatever it says. None
 * where it has no quota any more, as when the release came first.
 */
export function returnSeats(offer: HeldOffer, occupied: SeatsByRegion, region: string, seats: number): FreedSeats {
  return free(offer, (quota) =>
    quota.region === region ? Math.min(seats, Math.max(0, quota.seats - (occupied.get(region) ?? 0))) : 0,
  );
}

/** The day of release: every quota shrinks to what its region has taken or asked for, the rest falls to the common pool. */
export function releaseSeats(offer: HeldOffer, occupied: SeatsByRegion): FreedSeats {
  return free(offer, ({ region, seats }) => Math.max(0, seats - (occupied.get(region) ?? 0)));
}

function free(offer: HeldOffer, freedOf: (quota: SeatOfferTerms['quotas'][number]) => number): FreedSeats {
  const left = offer.quotas.map((quota) => ({ quota, freed: freedOf(quota) }));
  const freed = left.reduce((sum, one) => sum + one.freed, 0);
  return {
    quotas: left
      .map(({ quota, freed: gone }) => ({ region: quota.region, seats: quota.seats - gone }))
      .filter(({ seats }) => seats > 0),
    openSeats: offer.openSeats + freed,
    freed,
  };
}
