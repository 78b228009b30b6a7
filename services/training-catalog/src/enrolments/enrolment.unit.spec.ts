import { describe, expect, it } from '@jest/globals';
import { fillSeats } from './fill-seats.decision.js';
import { firstState, refusalOf, stateAfterApproval } from './request-enrolment.decision.js';

const waiting = [
  { enrolmentId: 'c', queueNumber: 30 },
  { enrolmentId: 'a', queueNumber: 10 },
  { enrolmentId: 'b', queueNumber: 20 },
];

describe('free seats', () => {
  it.each([
    [3, 0, ['a', 'b', 'c'], []],
    [3, 1, ['a', 'b'], ['c']],
    [3, 3, [], ['a', 'b', 'c']],
    [2, 3, [], ['a', 'b', 'c']],
  ])('of %i with %i taken go to whoever asked first', (capacity, taken, seated, left) => {
    expect(fillSeats(capacity, taken, waiting)).toEqual({ seated, waiting: left });
  });
});

describe('asking for a seat', () => {
  const session = {
    state: 'OPEN' as const,
    enrolFrom: '2026-02-01',
    enrolUntil: '2026-02-20',
    selfEnrolment: true,
  };

  it.each([
    ['2026-01-31', 'enrolment-not-open'],
    ['2026-02-01', undefined],
    ['2026-02-20', undefined],
    ['2026-02-21', 'enrolment-not-open'],
  ])('on %s is %p', (today, refusal) => {
    expect(refusalOf(session, 'SELF', false, today)).toBe(refusal);
    expect(refusalOf(session, 'NOMINATION', false, today)).toBe(refusal);
    expect(refusalOf(session, 'NOMINATION', true, today)).toBeUndefined();
  });

  it('by oneself needs a session that allows it, and nobody enrols in one that is over', () => {
    expect(refusalOf({ ...session, selfEnrolment: false }, 'SELF', false, '2026-02-10')).toBe('self-enrolment-closed');
    expect(refusalOf({ ...session, selfEnrolment: false }, 'NOMINATION', false, '2026-02-10')).toBeUndefined();
    expect(refusalOf({ ...session, state: 'HELD' }, 'NOMINATION', true, '2026-02-10')).toBe('session-closed');
  });

  it.each([
    [['SUPERVISOR', 'OFFICER'], 'SELF', false, 'AWAITING_SUPERVISOR'],
    [['OFFICER'], 'SELF', false, 'AWAITING_OFFICER'],
    [[], 'SELF', false, 'WAITING'],
    [['SUPERVISOR', 'OFFICER'], 'NOMINATION', false, 'AWAITING_OFFICER'],
    [['SUPERVISOR'], 'NOMINATION', false, 'WAITING'],
    [['SUPERVISOR', 'OFFICER'], 'NOMINATION', true, 'WAITING'],
    [['SUPERVISOR', 'OFFICER'], 'ACROSS', false, 'WAITING'],
  ] as const)('under %j as %s (officer %p) begins as %s', (approvals, origin, byOfficer, state) => {
    expect(firstState(approvals, origin, byOfficer)).toBe(state);
  });

  it.each([
    ['AWAITING_SUPERVISOR', 'SUPERVISOR', ['SUPERVISOR', 'OFFICER'], 'AWAITING_OFFICER'],
    ['AWAITING_SUPERVISOR', 'SUPERVISOR', ['SUPERVISOR'], 'WAITING'],
    ['AWAITING_SUPERVISOR', 'OFFICER', ['SUPERVISOR', 'OFFICER'], 'WAITING'],
    ['AWAITING_OFFICER', 'OFFICER', ['OFFICER'], 'WAITING'],
    ['AWAITING_OFFICER', 'SUPERVISOR', ['OFFICER'], undefined],
    ['ENROLLED', 'OFFICER', ['OFFICER'], undefined],
    ['REFUSED', 'SUPERVISOR', ['SUPERVISOR'], undefined],
  ] as const)('that is %s, approved by %s under %j, becomes %p', (state, step, approvals, next) => {
    expect(stateAfterApproval(state, step, approvals)).toBe(next);
  });
});
