import { describe, expect, it } from '@jest/globals';
import { checkOffer, seatsLeft, type SeatOfferTerms } from './offer-seats.decision.js';

const terms: SeatOfferTerms = {
  quotas: [
    { region: '62.03', seats: 2 },
    { region: '62.71', seats: 1 },
  ],
  openSeats: 3,
  requestUntil: '2026-07-01',
  contribution: 0,
};
const session = {
  state: 'OPEN' as const,
  programmeId: '00000000-0000-4000-8000-000000000020',
  capacity: 6,
  endsOn: '2026-07-10',
};
const problems = (
  changes: Partial<SeatOfferTerms>,
  held: object = {},
  ownTaken = 0,
  limits?: Parameters<typeof checkOffer>[4],
) => {
  try {
    checkOffer({ ...terms, ...changes }, { ...session, ...held }, '62', ownTaken, limits);
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { code: string }[] };
    return errors.length === 0 ? [code] : errors.map((one) => one.code);
  }
  return [];
};

describe('an offer of seats', () => {
  it('may hold all seats, until the last day', () => {
    expect(problems({ requestUntil: '2026-07-10' })).toEqual([]);
  });

  it('is for requests that can still be made', () => {
    const latest = new Date('2026-07-01T17:00:00Z');
    expect(problems({}, {}, 0, { now: new Date('2026-07-01T16:59:59Z'), latest })).toEqual([]);
    expect(problems({}, {}, 0, { now: latest, latest })).toEqual(['seat-offer.requests-over']);
  });

  it.each([
    [{ openSeats: 4 }, 'seat-offer.more-than-capacity'],
    [{ quotas: [], openSeats: 0 }, 'seat-offer.none'],
    [{ quotas: [{ region: '62', seats: 1 }] }, 'seat-offer.region-unknown'],
    [{ quotas: [{ region: '99.99', seats: 1 }] }, 'seat-offer.region-unknown'],
    [{ quotas: [terms.quotas[1]!, terms.quotas[1]!] }, 'seat-offer.region-unknown'],
    [{ requestUntil: '2026-07-11' }, 'session.enrolment-after-end'],
  ])('is refused: %p', (changes, code) => {
    expect(problems(changes)).toEqual([code]);
  });

  it('leaves the seats that own people have', () => {
    expect(problems({ openSeats: 1 }, {}, 2)).toEqual([]);
    expect(problems({ openSeats: 1 }, {}, 3)).toEqual(['seat-offer.more-than-capacity']);
  });

  it('needs an open session of a programme', () => {
    expect(problems({}, { state: 'CANCELLED' })).toEqual(['session-closed']);
    expect(problems({}, { programmeId: null })).toEqual(['seat-offer.programme-needed']);
  });
});

describe('seats left', () => {
  const left = (region: string, taken: Record<string, number>) =>
    seatsLeft(terms, new Map(Object.entries(taken)), region);

  it.each([
    ['62.03', {}, 5],
    ['62.01', {}, 3],
    ['62.03', { '62.03': 2 }, 3],
    ['62.03', { '62.03': 4 }, 1],
    ['62.03', { '62.03': 5 }, 0],
    ['62.71', { '62.03': 5 }, 1],
    ['62.01', { '62.03': 3, '62.01': 2 }, 0],
    ['62.03', { '62.01': 3 }, 2],
  ])('for %s with %p taken are %i', (region, taken, seats) => {
    expect(left(region, taken)).toBe(seats);
  });
});
