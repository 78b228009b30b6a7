import { describe, expect, it } from '@jest/globals';
import type { DictionaryCompetency } from './dictionary.js';
import { leaveSplitOpen, partSteps, splitCodes } from './split.decision.js';
import { codeSteps, composeSuccessions, successionProblems } from './succession.decision.js';
import { findCandidates } from '../dictionary-versions/unanswered.decision.js';

const SAME = [0, 1, 2, 3, 4, 5];
const competency = (code: string, maxLevel = 5): DictionaryCompetency => ({
  ...{ code, group: 'TECHNICAL', field: null, nameId: code, nameEn: code, minLevel: 1, maxLevel, indicators: [] },
});
const before = [competency('A'), competency('X')];
const after = [competency('B'), competency('C', 3), competency('X')];
const split = { fromCode: 'A', toCode: 'B', also: [{ toCode: 'C' }] };

describe('a competency that is split', () => {
  it('names parts that the new version has, each once, and a first one', () => {
    const codes = (also: { toCode: string; levels?: number[] }[], toCode: string | null = 'B') =>
      successionProblems(before, after, [{ fromCode: 'A', toCode, also }]).map(({ field, code }) => `${field} ${code}`);
    expect(codes([{ toCode: 'C' }])).toEqual([]);
    expect(codes([{ toCode: 'C' }, { toCode: 'C' }])).toEqual(['successions[0].also[1] dictionary.code-twice']);
    expect(codes([{ toCode: 'B' }])).toEqual(['successions[0].also[0] dictionary.code-twice']);
    expect(codes([{ toCode: 'Z' }])).toEqual(['successions[0].also[0] dictionary.code-unknown']);
    expect(codes([{ toCode: 'C' }], null)).toEqual(['successions[0].also[0] dictionary.code-unknown']);
    expect(codes([{ toCode: 'C', levels: [0, 1, 2, 3, 4, 6] }])).toEqual([
      'successions[0].also[0].levels dictionary.levels-wrong',
    ]);
  });

  it('is told with levels within what each part has', () => {
    const steps = codeSteps(before, after, [split]);
    expect(steps).toEqual([
      { fromCode: 'A', toCode: 'B', levels: SAME, also: [{ toCode: 'C', levels: [0, 1, 2, 3, 3, 3] }] },
    ]);
    expect(partSteps(steps)).toEqual([{ fromCode: 'A', toCode: 'C', levels: [0, 1, 2, 3, 3, 3] }]);
    expect(leaveSplitOpen(steps)).toEqual([{ fromCode: 'A', toCode: null, levels: SAME }]);
  });

  it('goes on meaning itself where it only gives a part away', () => {
    const steps = codeSteps(
      before,
      [...after, competency('A')],
      [{ fromCode: 'A', toCode: 'A', also: [{ toCode: 'C' }] }],
    );
    expect(steps).toMatchObject([{ fromCode: 'A', toCode: 'A', also: [{ toCode: 'C' }] }]);
    expect(leaveSplitOpen(steps)).toEqual([]);
  });

  it('shows its parts by whatever code evidence was recorded under, also after a further split', () => {
    const renamed = composeSuccessions(
      [],
      [competency('O')],
      [competency('A')],
      [{ fromCode: 'O', toCode: 'A', levels: [0, 2, 3, 4, 5, 5] }],
    );
    const splits = splitCodes(renamed, before, codeSteps(before, after, [split]));
    expect(splits).toEqual([
      { recordedCode: 'O', toCode: 'C', levels: [0, 2, 3, 3, 3, 3] },
      { recordedCode: 'A', toCode: 'C', levels: [0, 1, 2, 3, 3, 3] },
    ]);
    const current = composeSuccessions(renamed, before, after, [split]);
    const next = [competency('B'), competency('E'), competency('F'), competency('X')];
    const again = [{ fromCode: 'C', toCode: 'E', also: [{ toCode: 'F' }] }];
    expect(splitCodes(current, after, codeSteps(after, next, again))).toEqual([
      { recordedCode: 'C', toCode: 'F', levels: [0, 1, 2, 3, 4, 5] },
    ]);
    const latest = new Map(composeSuccessions(current, after, next, again).map((row) => [row.recordedCode, row]));
    expect(findCandidates('A', splits, latest).map(({ code }) => code)).toEqual(['B', 'E']);
    expect(findCandidates('Q', splits, latest)).toEqual([]);
  });
});
