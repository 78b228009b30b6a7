import type { KnownDictionary } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { assertCompetencies, namedIn } from './check-codes.decision.js';

const SAME = [0, 1, 2, 3, 4, 5];
const competency = (code: string, minLevel = 1, maxLevel = 5) => ({
  ...{ code, nameId: code, nameEn: code, minLevel, maxLevel },
});
const dictionary = (changes: Partial<KnownDictionary> = {}): KnownDictionary => ({
  version: 3,
  whole: true,
  competencies: new Map(
    [competency('MAN-98'), competency('TEK-A', 1, 3), competency('TEK-B')].map((each) => [each.code, each]),
  ),
  steps: [
    [
      { fromCode: 'MAN-08', toCode: 'MAN-97', levels: [0, 1, 1, 2, 3, 4] },
      { fromCode: 'SOS-01', toCode: null, levels: SAME },
    ],
    [
      { fromCode: 'MAN-97', toCode: 'MAN-98', levels: SAME },
      { fromCode: 'TEK-1', toCode: 'TEK-A', levels: SAME, also: [{ toCode: 'TEK-B', levels: [0, 0, 1, 2, 3, 4] }] },
    ],
  ],
  ...changes,
});
const at = (code: string, level: number | null = null) => ({ code, level });
const problems = (named: ReturnType<typeof at>[], known = dictionary()): unknown => {
  try {
    assertCompetencies(namedIn('competencies', named), known);
  } catch (error) {
    return (error as { errors: unknown }).errors;
  }
  return [];
};

describe('competencies that a programme names', () => {
  it('are those of the dictionary, within their levels, with or without one', () => {
    expect(problems([at('MAN-98', 5), at('TEK-A', 3), at('TEK-B')])).toEqual([]);
    expect(problems([at('MAN-98'), at('TEK-A', 4)])).toEqual([
      {
        field: 'competencies[1].level',
        code: 'competency.level',
        params: { competency: 'TEK-A', minLevel: 1, maxLevel: 3 },
      },
    ]);
  });

  it('are named with their field when unknown, and an old one with all that took its place', () => {
    expect(problems([at('TEK-X', 1), at('MAN-08', 4), at('SOS-01'), at('TEK-1', 2)])).toMatchObject([
      {
        field: 'competencies[0].code',
        code: 'competency.unknown',
        params: { competency: 'TEK-X', version: 3 },
      },
      { field: 'competencies[1].code', code: 'competency.replaced', params: { successor: 'MAN-98' } },
      { field: 'competencies[2].code', code: 'competency.replaced', params: { successor: '-' } },
      { field: 'competencies[3].code', code: 'competency.replaced', params: { successor: 'TEK-A, TEK-B' } },
    ]);
  });
});
