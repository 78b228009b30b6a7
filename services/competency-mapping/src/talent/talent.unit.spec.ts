import { describe, expect, it } from '@jest/globals';
import { FIRST_RATINGS, FIRST_RULES } from '../rules/first-rules.js';
import type { TalentRule } from '../rules/dated-rule.js';
import { protectSmall, withholdSmall } from '../statements/protect-small.decision.js';
import { ruleProblems } from '../rules/check-rule.decision.js';
import { comparePlaces, type StoredPlace } from './compare-places.decision.js';
import { placeInBoxes, rankSuccessors, type Candidate } from './talent.decision.js';
import { readScoreRow } from './talent-import.js';

const rule = FIRST_RULES.find(({ kind }) => kind === 'TALENT')!.content as TalentRule;

describe('the nine boxes', () => {
  it.each([
    [8500, 7700, 9],
    [8499, 7700, 8],
    [8500, 7699, 7],
    [6999, 7700, 6],
    [7000, 6800, 5],
    [8500, 6799, 4],
    [6999, 6800, 3],
    [7000, 6799, 2],
    [6999, 6799, 1],
  ])('performance %i and potential %i are box %i', (performance, potential, box) => {
    expect(placeInBoxes(performance, potential, rule).box).toBe(box);
  });
});

describe('successors', () => {
  const candidate = (employeeId: string, changes: Partial<Candidate>): Candidate => ({
    employeeId,
    box: 9,
    performance: 9000,
    potential: 8000,
    matchHundredths: 8000,
    missing: [],
    ...changes,
  });
  it('come by match, box and performance, each with reasons; who is in no box of the pool does not', () => {
    const ranked = rankSuccessors(
      [
        candidate('a', { matchHundredths: null, missing: [{ code: 'A', required: 3, held: 0 }] }),
        candidate('b', { matchHundredths: 6799 }),
        candidate('c', { matchHundredths: 6800, box: 8 }),
        candidate('d', { matchHundredths: 8000, box: 7 }),
        candidate('e', { box: 5 }),
      ],
      rule.poolBoxes,
      { upper: 8000, lower: 6800 },
    );
    expect(ranked.map(({ employeeId, reasons }) => [employeeId, ...reasons.map(({ reason }) => reason)])).toEqual([
      ['d', 'BOX', 'MATCH_MEETS'],
      ['c', 'BOX', 'MATCH_NEARLY'],
      ['b', 'BOX', 'MATCH_MISSES'],
      ['a', 'BOX', 'NOT_ASSESSED', 'MISSING'],
    ]);
  });
});

describe('two snapshots', () => {
  const stood = (
    performance: number,
    potential: number,
    by = rule,
    changes: Partial<StoredPlace> = {},
  ): StoredPlace => ({
    performance,
    potential,
    ...placeInBoxes(performance, potential, by),
    potentialSource: 'ASSESSED',
    ...changes,
  });
  const same = { before: rule, after: rule };
  const stricter: TalentRule = { ...rule, performance: { middle: 7000, high: 9500 } };
  const compared = (before: StoredPlace | undefined, after: StoredPlace | undefined, rules = same, left = false) => {
    const { direction, reasons } = comparePlaces(before, after, rules, left);
    return [direction, ...reasons.map(({ reason }) => reason)];
  };
  it('say who moved and which score moved them', () => {
    expect(compared(stood(8000, 7800), stood(9000, 7800))).toEqual(['UP', 'PERFORMANCE']);
    expect(compared(stood(9000, 7800), stood(9000, 6000))).toEqual(['DOWN', 'POTENTIAL']);
    expect(compared(stood(8000, 7800), stood(8400, 7900))).toEqual(['SAME']);
    expect(comparePlaces(stood(8000, 7800), stood(8500, 7800), same, false).reasons).toEqual([
      { reason: 'PERFORMANCE', from: 8000, to: 8500 },
    ]);
  });
  it('tell a move by the thresholds from one by the person', () => {
    const rules = { before: rule, after: stricter };
    expect(compared(stood(9000, 7800), stood(9000, 7800, stricter), rules)).toEqual(['DOWN', 'PERFORMANCE_THRESHOLD']);
    expect(comparePlaces(stood(9000, 7800), stood(9000, 7800, stricter), rules, false).reasons).toEqual([
      { reason: 'PERFORMANCE_THRESHOLD', from: 8500, to: 9500 },
    ]);
    expect(compared(stood(9000, 7800), stood(9600, 7800, stricter), rules)).toEqual([
      'SAME',
      'PERFORMANCE_THRESHOLD',
      'PERFORMANCE',
    ]);
    const renumbered: TalentRule = {
      ...rule,
      boxes: [
        [1, 2, 4],
        [3, 5, 8],
        [6, 7, 9],
      ],
    };
    expect(compared(stood(9000, 7000), stood(9000, 7000, renumbered), { before: rule, after: renumbered })).toEqual([
      'UP',
      'BOX_TABLE',
    ]);
  });
  it('know who came, who left, and whose figures are missing or from elsewhere', () => {
    expect(compared(undefined, stood(8000, 7800))).toEqual(['ENTERED', 'FIGURES_NEW']);
    expect(compared(stood(8000, 7800), undefined)).toEqual(['GONE', 'FIGURES_MISSING']);
    expect(compared(stood(8000, 7800), undefined, same, true)).toEqual(['GONE', 'LEFT_SERVICE']);
    const matched = stood(8000, 7800, rule, { potentialSource: 'MATCH' });
    expect(compared(matched, stood(8000, 7800))).toEqual(['SAME', 'POTENTIAL_SOURCE']);
  });
});

describe('the rule of talent', () => {
  it('may say the scores of words and what follows for each box, checked', () => {
    const content = { ...rule } as unknown as Record<string, unknown>;
    expect(ruleProblems('TALENT', content)).toEqual([]);
    const ratings = { ...content, ratings: { 'Sangat Baik': 95, baik: 13_000 } };
    expect(ruleProblems('TALENT', ratings).map(({ field }) => field)).toEqual([
      'content.ratings.Sangat Baik',
      'content.ratings.baik',
    ]);
    expect(
      ruleProblems('TALENT', { ...content, followUps: { 9: ['PROMOTE'], 10: ['PROMOTE'], 1: ['SACK'] } }),
    ).toHaveLength(2);
  });
});

describe('a row of scores', () => {
  const read = (cells: Record<string, string | number>) =>
    readScoreRow({ rowNumber: 2, cells: { employeeNumber: '198609262015051001', ...cells } }, FIRST_RATINGS);
  it('has figures, or the words of the appraisal', () => {
    expect(read({ performance: '92,5', potential: 78 })).toMatchObject({ performance: 9250, potential: 7800 });
    expect(read({ rating: 'Sangat Baik' })).toMatchObject({
      performance: 9500,
      potential: null,
      rating: 'Sangat Baik',
    });
    expect(read({ performance: 130 })).toMatchObject([{ field: 'performance', code: 'row.out-of-range' }]);
    expect(read({})).toMatchObject([{ code: 'row.nothing-to-record' }]);
    expect(read({ rating: 'Hebat' })).toMatchObject([{ field: 'rating', code: 'row.unknown-value' }]);
  });
});

describe('totals that leave the region', () => {
  const merge = (rest: readonly { agencyId: string | null; people: number }[]) => ({
    agencyId: null,
    people: rest.reduce((sum, { people }) => sum + people, 0),
  });
  it('are of five people or more, and so is the rest', () => {
    const rows = [
      { agencyId: 'a', people: 4 },
      { agencyId: 'b', people: 6 },
      { agencyId: 'c', people: 9 },
    ];
    expect(protectSmall(rows, merge)).toEqual([
      { agencyId: 'c', people: 9 },
      { agencyId: null, people: 10 },
    ]);
    expect(protectSmall(rows.slice(0, 1), merge)).toEqual([]);
    expect(protectSmall(rows.slice(1), merge)).toHaveLength(2);
  });
  it('withhold small counts, and never a single one', () => {
    expect(withholdSmall([0, 3, 7, 9])).toEqual([0, null, null, 9]);
    expect(withholdSmall([0, 3, 4, 9])).toEqual([0, null, null, 9]);
    expect(withholdSmall([0, 5, 6])).toEqual([0, 5, 6]);
    expect(withholdSmall([3, 0])).toEqual([null, 0]);
  });
});
