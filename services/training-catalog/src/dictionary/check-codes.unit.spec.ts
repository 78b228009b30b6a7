import { describe, expect, it } from '@jest/globals';
import { assertCompetencies, namedIn, unknownCodes } from './check-codes.decision.js';
import type { KnownDictionary } from './known-dictionary.js';
import { inPresentCodes, lostCodes, succeedCodes } from './succeed-codes.decision.js';

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

  it('are not judged by what is not known of a later version', () => {
    const part = dictionary({ whole: false });
    expect(problems([at('TEK-NEW', 1)], part)).toEqual([]);
    expect(problems([at('MAN-08', 1)], part)).toMatchObject([{ code: 'competency.replaced' }]);
    expect(unknownCodes(['TEK-NEW'], part)).toEqual([]);
    expect(unknownCodes(['TEK-NEW', 'MAN-98'], dictionary())).toEqual(['TEK-NEW']);
  });
});

describe('what a programme leads to in the next dictionary', () => {
  const steps = new Map(
    dictionary()
      .steps.flat()
      .map((step) => [step.fromCode, step]),
  );

  it('goes over to the new code, with its level or without', () => {
    expect(succeedCodes([at('MAN-08', 4), at('MAN-01')], steps)).toEqual([at('MAN-97', 3), at('MAN-01')]);
    expect(succeedCodes([at('MAN-97')], steps)).toEqual([at('MAN-98')]);
    expect(succeedCodes([at('MAN-01', 2)], steps)).toBeUndefined();
  });

  it('is every part of what was split, and the higher level of what becomes one', () => {
    expect(succeedCodes([at('TEK-1', 3), at('TEK-A', 1)], steps)).toEqual([at('TEK-A', 3), at('TEK-B', 2)]);
    expect(succeedCodes([at('TEK-A', 1), at('TEK-1')], steps)).toEqual([at('TEK-A', 1), at('TEK-B')]);
    expect(succeedCodes([at('TEK-1', 1)], steps)).toEqual([at('TEK-A', 1)]);
  });

  it('is gone where nothing takes its place', () => {
    expect(succeedCodes([at('SOS-01', 2), at('MAN-98', 1)], steps)).toEqual([at('MAN-98', 1)]);
    expect(lostCodes([at('SOS-01', 2), at('MAN-08', 4), at('TEK-A')], steps)).toEqual(['SOS-01']);
  });

  it('is read in present codes over any number of versions', () => {
    expect(inPresentCodes([at('MAN-08', 4), at('TEK-1', 2)], dictionary())).toEqual([
      at('MAN-98', 3),
      at('TEK-A', 2),
      at('TEK-B', 1),
    ]);
    expect(inPresentCodes([at('TEK-ELSEWHERE')], dictionary())).toEqual([at('TEK-ELSEWHERE')]);
  });
});
