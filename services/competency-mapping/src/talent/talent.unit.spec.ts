import { describe, expect, it } from '@jest/globals';
import { FIRST_RULES } from '../rules/first-rules.js';
import type { TalentRule } from '../rules/dated-rule.js';
import { protectSmall, withholdSmall } from '../statements/protect-small.decision.js';
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
        candidate('a', { matchHundredths: null, missing: ['A'] }),
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

describe('a row of scores', () => {
  const read = (cells: Record<string, string | number>) =>
    readScoreRow({ rowNumber: 2, cells: { employeeNumber: '198609262015051001', ...cells } });
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
