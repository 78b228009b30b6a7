import { describe, expect, it } from '@jest/globals';
import { decisionOf } from './guest-answers.js';
import { decideGuest, type GuestContext } from './guest.decision.js';

const context: GuestContext = {
  offer: {
    state: 'OPEN',
    quotas: [{ region: '62.03', seats: 1 }],
    openSeats: 0,
    requestUntil: '2026-07-01',
    contribution: 0,
  },
  sessionOpen: true,
  taken: new Map(),
  region: '62.03',
  today: '2026-06-30',
  byOfficer: false,
};
const decide = (changes: Partial<GuestContext>) => {
  const decision = decideGuest({ ...context, ...changes });
  return decision.outcome === 'REFUSE' ? decision.reason : decision.outcome;
};

describe("a request of another region's learner", () => {
  it.each([
    ['within the quota', {}, 'SEAT'],
    ['on the last day', { today: '2026-07-01' }, 'SEAT'],
    ['a day later', { today: '2026-07-02' }, 'seat.too-late'],
    ['beyond the quota', { taken: new Map([['62.03', 1]]) }, 'WAIT'],
    ['beside other guests', { taken: new Map([['62.71', 1]]) }, 'SEAT'],
    ['of a region without a quota', { region: '62.71' }, 'seat.not-offered'],
    ['from the pool', { region: '62.71', offer: { ...context.offer!, openSeats: 1 } }, 'SEAT'],
    ['that an officer decides', { byOfficer: true }, 'ASK'],
    ['for a closed offer', { offer: { ...context.offer!, state: 'CLOSED' as const } }, 'seat.not-offered'],
    ['for no offer', { offer: undefined }, 'seat.not-offered'],
    ['for a session that is over', { sessionOpen: false }, 'seat.session-closed'],
  ])('%s', (_, changes, outcome) => {
    expect(decide(changes)).toBe(outcome);
  });
});

describe('what the home region of a guest is told', () => {
  const guest = {
    enrolmentId: '00000000-0000-4000-8000-000000000001',
    sessionId: '00000000-0000-4000-8000-000000000002',
    homeRegion: '62.03',
    learnerName: null,
    state: 'ACCEPTED' as const,
    decisionNumber: 1,
    reason: null,
    toldEvent: '00000000-0000-4000-8000-000000000003',
  };

  it('follows from what it asked; of requests from before that was kept nothing is said', () => {
    expect(decisionOf(guest).cause).toEqual({ causationId: guest.toldEvent });
    expect(decisionOf({ ...guest, toldEvent: null }).cause).toEqual({});
  });

  it('is a decision or nothing', () => {
    expect(() => decisionOf({ ...guest, state: 'REQUESTED' })).toThrow('no decision');
  });
});
