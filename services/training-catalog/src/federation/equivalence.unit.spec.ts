import { describe, expect, it } from '@jest/globals';
import { equivalenceState, mayDecide, mayEnd, type EquivalenceRecord } from './equivalence.js';

const proposed: EquivalenceRecord = {
  proposingRegion: '62',
  otherRegion: '62.03',
  decision: null,
  decisionRegion: null,
  endedRegion: null,
};
const approved: EquivalenceRecord = { ...proposed, decision: 'APPROVED', decisionRegion: '62.03' };

describe('an equivalence of two programmes', () => {
  it.each([
    ['proposed', proposed, 'PROPOSED'],
    ['approved by the other region', approved, 'APPROVED'],
    ['refused by the other region', { ...approved, decision: 'REFUSED' as const }, 'REFUSED'],
    ['approved by somebody else', { ...approved, decisionRegion: '62.71' }, 'PROPOSED'],
    ['approved by who proposed it', { ...approved, decisionRegion: '62' }, 'PROPOSED'],
    ['ended by one of both', { ...approved, endedRegion: '62' }, 'ENDED'],
    ['ended by somebody else', { ...approved, endedRegion: '62.71' }, 'APPROVED'],
    ['decided before it was proposed', { ...approved, proposingRegion: null, otherRegion: null }, undefined],
  ])('is %s', (_, record, state) => {
    expect(equivalenceState(record)).toBe(state);
  });

  it('is decided by the other region, once, and ended by either', () => {
    expect([mayDecide(proposed, '62.03'), mayDecide(proposed, '62'), mayDecide(approved, '62.03')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([mayEnd(approved, '62'), mayEnd(approved, '62.03'), mayEnd(approved, '62.71')]).toEqual([true, true, false]);
    expect(mayEnd({ ...approved, decision: 'REFUSED' }, '62')).toBe(false);
  });
});
