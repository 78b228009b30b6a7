import { describe, expect, it } from '@jest/globals';
import { protectSmallCells } from './protect-small-cells.decision.js';
import type { ProgrammeEvidence } from './recommend-programme.decision.js';

const evidence = (
  participants: number,
  passed: number,
  reviewed: number,
  applied: number,
  answered: number,
): ProgrammeEvidence => ({
  sessions: 1,
  participants,
  passed,
  reaction: { respondents: answered, average: 400 },
  learning: { tested: answered, before: 5000, after: 7000, gain: 4000 },
  behaviour: { reviewed, applied, average: 380, outstanding: 0 },
  results: [],
});

describe('figures that leave the region', () => {
  it('are about five people or more', () => {
    expect(protectSmallCells(evidence(30, 25, 10, 5, 5))).toMatchObject({
      participants: 30,
      passed: 25,
      reaction: { respondents: 5, average: 400 },
      learning: { tested: 5, gain: 4000 },
      behaviour: { reviewed: 10, applied: 5, average: 380 },
    });
    expect(protectSmallCells(evidence(4, 4, 4, 4, 4))).toEqual({
      sessions: 1,
      participants: null,
      passed: null,
      reaction: { respondents: null, average: null },
      learning: { tested: null, before: null, after: null, gain: null },
      behaviour: { reviewed: null, applied: null, average: null },
      results: [],
    });
  });

  it('leave a part out that would tell of the few others', () => {
    expect(protectSmallCells(evidence(30, 28, 9, 6, 5))).toMatchObject({ passed: null, behaviour: { applied: null } });
    expect(protectSmallCells(evidence(30, 30, 9, 9, 5))).toMatchObject({ passed: 30, behaviour: { applied: 9 } });
  });
});
