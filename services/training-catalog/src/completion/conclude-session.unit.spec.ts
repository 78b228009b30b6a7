import { describe, expect, it } from '@jest/globals';
import { obstacleOf } from './conclude-session.decision.js';

const session = { state: 'OPEN' as const, endsOn: '2026-03-06', delivery: 'BLENDED' as const };
const work = { unmarked: 0, openAppeals: 0, assignments: 1, independentAssignments: 1 };
const progress = { ...work, meetings: 2, toCome: 0, sitting: 0 };

describe('a session', () => {
  it('can be concluded from its last day on', () => {
    expect(obstacleOf(session, progress, '2026-03-06')).toBeUndefined();
    expect(obstacleOf(session, progress, '2026-03-05')).toBe('session-not-over');
  });

  it.each([
    [{ toCome: 1 }, 'session-not-over'],
    [{ sitting: 1 }, 'test-being-sat'],
    [{ unmarked: 1 }, 'marks-outstanding'],
    [{ openAppeals: 1 }, 'appeals-open'],
    [{ meetings: 0 }, 'blended-incomplete'],
    [{ independentAssignments: 0 }, 'blended-incomplete'],
  ])('with %j cannot: %s', (changes, obstacle) => {
    expect(obstacleOf(session, { ...progress, ...changes }, '2026-03-07')).toBe(obstacle);
  });

  it('needs neither meetings nor assignments in another mode', () => {
    const elearning = { ...session, delivery: 'E_LEARNING' as const };
    expect(
      obstacleOf(elearning, { ...progress, meetings: 0, independentAssignments: 0 }, '2026-03-07'),
    ).toBeUndefined();
  });

  it.each(['CONCLUDING', 'HELD', 'CANCELLED'] as const)('that is %s stays as it is', (state) => {
    expect(obstacleOf({ ...session, state }, progress, '2026-03-07')).toBe('session-closed');
  });
});
