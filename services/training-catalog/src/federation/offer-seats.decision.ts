import { findRegion } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';

/** What a region opens of a session. */
export interface SeatOfferTerms {
  readonly quotas: readonly { readonly region: string; readonly seats: number }[];
  /** For any other region, beside the quotas. */
  readonly openSeats: number;
  readonly requestUntil: string;
  /** Integer rupiah a participant (pola kontribusi); 0: none. */
  readonly contribution: number;
  /** Until then the seats of the quotas are held for their regions; RFC 3339. Missing: the quotas are limits. */
  readonly reservedUntil?: string;
}

/** Between when and when held seats may be let go. */
export interface ReleaseLimits {
  readonly now: Date;
  /** End of the last day for requests. */
  readonly latest: Date;
}

type OfferedSession = Pick<TrainingSessionEntity, 'state' | 'programmeId' | 'capacity' | 'endsOn'>;

/**
 * Throws `session-closed` (409); `seat-offer-refused` (422) for more seats than the region's own people have left, unknown or own regions, or a
 * day after the end or one that is over, or a release in the past or after the last day for requests.
 */
export function checkOffer(
  terms: SeatOfferTerms,
  session: OfferedSession,
  ownRegion: string,
  ownTaken = 0,
  release?: ReleaseLimits,
): void {
  if (session.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
  const { quotas, openSeats, requestUntil } = terms;
  const regions = quotas.map(({ region }) => region);
  const seats = quotas.reduce((sum, quota) => sum + quota.seats, openSeats);
  const known = regions.every((region) => region !== ownRegion && findRegion(region) !== undefined);
  const errors = [
    ...(session.programmeId === null ? [problem('sessionId', 'seat-offer.programme-needed')] : []),
    ...(known && new Set(regions).size === regions.length ? [] : [problem('quotas', 'seat-offer.region-unknown')]),
    ...(seats > session.capacity - ownTaken ? [problem('quotas', 'seat-offer.more-than-capacity')] : []),
    ...(seats === 0 ? [problem('openSeats', 'seat-offer.none')] : []),
    ...(requestUntil > session.endsOn ? [problem('requestUntil', 'session.enrolment-after-end')] : []),
    ...(release && release.latest.getTime() <= release.now.getTime()
      ? [problem('requestUntil', 'seat-offer.requests-over')]
      : []),
    ...releaseProblems(terms, release),
  ];
  if (errors.length > 0) throw new AppError('seat-offer-refused', { status: 422, errors });
}

function releaseProblems({ reservedUntil }: SeatOfferTerms, limits: ReleaseLimits | undefined): FieldProblem[] {
  if (reservedUntil === undefined || limits === undefined) return [];
  const instant = Date.parse(reservedUntil);
  if (instant <= limits.now.getTime()) return [problem('reservedUntil', 'seat-offer.release-in-past')];
  return instant > limits.latest.getTime() ? [problem('reservedUntil', 'seat-offer.release-after-requests')] : [];
}

const problem = (field: string, code: string): FieldProblem => ({ field, code });

/** Seats that a region may still fill: its own quota first, then the pool that all others share. */
export function seatsLeft(
  offer: Pick<SeatOfferTerms, 'quotas' | 'openSeats'>,
  taken: ReadonlyMap<string, number>,
  region: string,
): number {
  const quotaOf = (one: string) => offer.quotas.find((quota) => quota.region === one)?.seats ?? 0;
  const beyond = [...taken].reduce((sum, [one, seats]) => sum + Math.max(0, seats - quotaOf(one)), 0);
  const own = Math.max(0, quotaOf(region) - (taken.get(region) ?? 0));
  return own + Math.max(0, offer.openSeats - beyond);
}
