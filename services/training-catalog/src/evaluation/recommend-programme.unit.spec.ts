import { describe, expect, it } from '@jest/globals';
import { hasMoved, recommendProgramme, type ProgrammeEvidence } from './recommend-programme.decision.js';

const rule = {
  validFrom: '2018-01-01',
  opensMonths: 3,
  closesMonths: 6,
  minReaction: 350,
  minGain: 3000,
  minApplied: 6000,
  basis: 'uji',
};
const result = { indicator: 'Indeks', unit: null, baseline: 50, target: 60, observed: 55, observedOn: '2026-11-30' };
const good: ProgrammeEvidence = {
  sessions: 1,
  participants: 30,
  passed: 28,
  reaction: { respondents: 25, average: 400 },
  learning: { tested: 28, before: 5000, after: 7500, gain: 5000 },
  behaviour: { reviewed: 10, applied: 6, average: 400, outstanding: 0 },
  results: [result],
};
const behaviour = (changes: Partial<ProgrammeEvidence['behaviour']>) => ({ ...good.behaviour, ...changes });
const of = (changes: Partial<ProgrammeEvidence>) => {
  const { verdict, reasons } = recommendProgramme({ ...good, ...changes }, rule);
  return [verdict, ...reasons];
};

describe('the evidence of a programme', () => {
  it.each([
    [{}, ['KEEP', 'indicator-moved', 'applied']],
    [{ results: [] }, ['KEEP', 'applied']],
    [{ behaviour: behaviour({ reviewed: 0, applied: 0 }) }, ['KEEP', 'indicator-moved']],
    [{ reaction: { respondents: 25, average: 349 } }, ['CHANGE', 'reaction-low']],
    [{ learning: { tested: 28, before: 5000, after: 6499, gain: 2998 } }, ['CHANGE', 'gain-low']],
    [{ behaviour: behaviour({ applied: 5 }) }, ['CHANGE', 'applied-low']],
    [{ results: [{ ...result, observed: 50 }] }, ['CHANGE', 'indicator-not-moved']],
    [
      { behaviour: behaviour({ applied: 5 }), results: [{ ...result, observed: 49 }] },
      ['DROP', 'applied-low', 'indicator-not-moved'],
    ],
    [{ behaviour: behaviour({ applied: 5 }), results: [] }, ['DROP', 'applied-low']],
    [{ behaviour: behaviour({ reviewed: 0, applied: 0 }), results: [] }, ['DROP', 'no-effect-evidence']],
    [
      { behaviour: behaviour({ reviewed: 0, applied: 0, outstanding: 3 }), results: [] },
      ['UNDECIDED', 'evidence-outstanding'],
    ],
    [{ sessions: 0 }, ['UNDECIDED', 'not-held']],
  ] as [Partial<ProgrammeEvidence>, string[]][])('with %j speaks for %j', (changes, expected) => {
    expect(of(changes)).toEqual(expected);
  });
});

describe('an indicator', () => {
  it.each([
    [50, 60, 50.1, true],
    [50, 60, 50, false],
    [50, 60, 70.1, false],
    [20, 10, 15, true],
    [20, 10, 25, false],
    [null, 60, 60, true],
    [null, 60, 59, false],
    [50, null, 50, false],
    [50, null, 51, true],
    [null, null, 51, false],
  ])('from %p towards %p that is %d has moved: %p', (baseline, target, observed, moved) => {
    expect(hasMoved({ baseline, target, observed })).toBe(moved);
  });
});
