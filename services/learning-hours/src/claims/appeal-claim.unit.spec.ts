import { describe, expect, it } from '@jest/globals';
import { obstacleToAppeal } from './appeal-claim.decision.js';

const refused = { state: 'REFUSED', appealedAt: null, decidedAt: new Date('2026-03-01T08:00:00Z') } as const;
const on = (now: string) => ({ now: new Date(now), appealDays: 14 });

describe('an appeal against a refusal', () => {
  it.each([
    ['2026-03-01T08:00:00Z', undefined],
    ['2026-03-15T08:00:00Z', undefined],
    ['2026-03-15T08:00:00.001Z', 'claim-appeal-too-late'],
  ])('on %s: %p', (now, obstacle) => {
    expect(obstacleToAppeal(refused, on(now))).toBe(obstacle);
  });

  it('is made once, and of a refusal only', () => {
    const day = on('2026-03-02T08:00:00Z');
    expect(obstacleToAppeal({ ...refused, appealedAt: new Date('2026-03-02T07:00:00Z') }, day)).toBe(
      'claim-appealed-already',
    );
    for (const state of ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN', 'REVOKED'] as const)
      expect(obstacleToAppeal({ ...refused, state }, day)).toBe('claim-not-refused');
  });
});
