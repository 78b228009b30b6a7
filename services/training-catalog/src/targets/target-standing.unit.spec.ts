import { describe, expect, it } from '@jest/globals';
import { hasEnded, targetStanding } from './target-standing.decision.js';

const target = { withdrawn: false, validFrom: '2025-01-01', validTo: '2029-12-31' };
const ID = '00000000-0000-4000-8000-000000000040';

describe('the target of a programme', () => {
  it.each([
    ['on the first day', ID, target, '2025-01-01', 'IN_FORCE'],
    ['on the last day', ID, target, '2029-12-31', 'IN_FORCE'],
    ['the day before', ID, target, '2024-12-31', 'NOT_YET'],
    ['the day after', ID, target, '2030-01-01', 'EXPIRED'],
    ['withdrawn, also after its period', ID, { ...target, withdrawn: true }, '2031-01-01', 'WITHDRAWN'],
    ['of a plan that has not come', ID, undefined, '2026-01-01', 'UNKNOWN'],
    ['in words alone', null, undefined, '2026-01-01', 'WORDING_ONLY'],
  ] as const)('stands %s', (_, id, found, day, standing) => {
    expect(targetStanding(id, found, day)).toBe(standing);
  });

  it('has ended when it was withdrawn or is over, not when nothing is known of it', () => {
    expect((['WITHDRAWN', 'EXPIRED'] as const).every(hasEnded)).toBe(true);
    expect((['IN_FORCE', 'NOT_YET', 'WORDING_ONLY', 'UNKNOWN'] as const).some(hasEnded)).toBe(false);
  });
});
