import { describe, expect, it } from '@jest/globals';
import { fillSeats } from '../enrolments/fill-seats.decision.js';
import { endOfDay } from './end-of-day.js';
import { heldSeats, releaseSeats, returnSeats } from './held-seats.decision.js';

const RELEASE = '2026-06-20T17:00:00.000Z';
const offer = {
  state: 'OPEN' as const,
  quotas: [
    { region: '62.03', seats: 3 },
    { region: '62.71', seats: 2 },
  ],
  openSeats: 1,
  reservedUntil: RELEASE,
};
const at = (instant: string) => new Date(instant);
const before = at('2026-06-20T16:59:59.999Z');
const seats = (by: Record<string, number>) => new Map(Object.entries(by));
const none = seats({});

describe('held seats', () => {
  it('are the quota less the people who sit', () => {
    expect(heldSeats(offer, none, before)).toEqual(seats({ '62.03': 3, '62.71': 2 }));
    expect(heldSeats(offer, seats({ '62.03': 1, '62.71': 2 }), before)).toEqual(seats({ '62.03': 2 }));
    expect(heldSeats(offer, seats({ '62.03': 5 }), before)).toEqual(seats({ '62.71': 2 }));
  });

  it('are free at the instant of release, not before', () => {
    expect(heldSeats(offer, none, before).size).toBe(2);
    expect(heldSeats(offer, none, at(RELEASE)).size).toBe(0);
    expect(heldSeats(offer, none, at('2026-06-21T00:00:00Z')).size).toBe(0);
  });

  it('need an open offer that names a release', () => {
    expect(heldSeats({ ...offer, state: 'CLOSED' }, none, before).size).toBe(0);
    const { reservedUntil: _, ...limit } = offer;
    expect(heldSeats(limit, none, before).size).toBe(0);
    expect(heldSeats(undefined, none, before).size).toBe(0);
  });
});

describe('the waiting list beside held seats', () => {
  const waiting = (...regions: (string | null)[]) =>
    regions.map((homeRegion, index) => ({ enrolmentId: `${index + 1}`, queueNumber: index + 1, homeRegion }));
  const fill = (capacity: number, taken: number, queue: (string | null)[], held: Record<string, number>) =>
    fillSeats(capacity, taken, waiting(...queue), seats(held)).seated.join();

  it.each([
    ['own people get what nobody holds', 5, 0, [null, null, null], { '62.03': 3 }, '1,2'],
    ['whoever has a hold passes them', 5, 2, [null, '62.03', null], { '62.03': 3 }, '2'],
    ['a region without a hold waits like own people', 5, 0, ['62.01', '62.01', null], { '62.03': 4 }, '1'],
    ['beyond its hold a region waits too', 3, 0, ['62.03', '62.03', null], { '62.03': 1, '62.71': 1 }, '1,2'],
    ['no seat is given of none', 0, 0, [null, '62.03'], { '62.03': 3 }, ''],
    [
      'more is held than there is: first come, first served',
      3,
      0,
      [null, '62.71', '62.03', '62.03', '62.71'],
      { '62.03': 3, '62.71': 3 },
      '2,3,4',
    ],
    ['a capacity below the seats taken gives none', 2, 3, ['62.03'], { '62.03': 1 }, ''],
    ['nothing held: in the order of asking', 2, 0, [null, '62.03', null], {}, '1,2'],
  ] as const)('%s', (_, capacity, taken, queue, held, seated) => {
    expect(fill(capacity, taken, [...queue], held)).toBe(seated);
  });

  it('leaves who was passed over in place', () => {
    const { waiting: left } = fillSeats(4, 0, waiting(null, null, '62.03'), seats({ '62.03': 3 }));
    expect(left).toEqual(['2']);
  });
});

describe('seats given back', () => {
  it('fall to the common pool', () => {
    expect(returnSeats(offer, none, '62.03', 2)).toEqual({
      quotas: [
        { region: '62.03', seats: 1 },
        { region: '62.71', seats: 2 },
      ],
      openSeats: 3,
      freed: 2,
    });
  });

  it.each([
    ['all but open requests and seats', { '62.03': 2 }, 3, 1],
    ['none where every seat is asked for', { '62.03': 4 }, 1, 0],
    ['never more than the quota', {}, 10, 3],
  ])('%s', (_, occupied, returned, freed) => {
    expect(returnSeats(offer, seats(occupied as Record<string, number>), '62.03', returned).freed).toBe(freed);
  });

  it('after the release, as when the link was cut meanwhile, change nothing', () => {
    const released = { ...offer, ...releaseSeats(offer, none) };
    expect(returnSeats(released, none, '62.03', 3)).toEqual({ quotas: [], openSeats: 6, freed: 0 });
  });

  it('of a region without a quota are none', () => {
    expect(returnSeats(offer, none, '62.01', 1).freed).toBe(0);
  });
});

describe('the release', () => {
  it('leaves each region what it took or asked for', () => {
    expect(releaseSeats(offer, seats({ '62.03': 2, '62.71': 3 }))).toEqual({
      quotas: [
        { region: '62.03', seats: 2 },
        { region: '62.71', seats: 2 },
      ],
      openSeats: 2,
      freed: 1,
    });
  });

  it.each([
    ['62', '2026-06-20T17:00:00.000Z'],
    ['64.01', '2026-06-20T16:00:00.000Z'],
    ['91', '2026-06-20T15:00:00.000Z'],
  ])('comes with the end of a day in %s', (region, instant) => {
    expect(endOfDay('2026-06-20', region).toISOString()).toBe(instant);
  });
});
