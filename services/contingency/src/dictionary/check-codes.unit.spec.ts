import { describe, expect, it } from '@jest/globals';
import { askedIn, assertCompetencies, inPresentCodes, unknownCodes } from './check-codes.decision.js';
import type { KnownDictionary } from './known-dictionary.js';
import { lostCodes } from './required-codes.decision.js';

const SAME = [0, 1, 2, 3, 4, 5];
const competency = (code: string, minLevel = 1, maxLevel = 5) => ({
  code,
  nameId: code,
  nameEn: code,
  minLevel,
  maxLevel,
});
const dictionary = (changes: Partial<KnownDictionary> = {}): KnownDictionary => ({
  version: 3,
  whole: true,
  competencies: new Map([competency('MAN-98'), competency('TEK-RADIO', 1, 3)].map((each) => [each.code, each])),
  steps: [
    [
      { fromCode: 'MAN-08', toCode: 'MAN-97', levels: [0, 1, 1, 2, 3, 4] },
      { fromCode: 'SOS-01', toCode: null, levels: SAME },
    ],
    [{ fromCode: 'MAN-97', toCode: 'MAN-98', levels: SAME }],
  ],
  ...changes,
});
const asks = (competencyCode: string, level: number) => ({ competencyCode, level });
const problems = (required: ReturnType<typeof asks>[], known = dictionary()): unknown => {
  try {
    assertCompetencies(askedIn('competencies', required), known);
  } catch (error) {
    return (error as { errors: unknown }).errors;
  }
  return [];
};

describe('competencies that a request asks for', () => {
  it('are those of the dictionary, within their levels', () => {
    expect(problems([asks('MAN-98', 5), asks('TEK-RADIO', 3)])).toEqual([]);
    expect(problems([asks('MAN-98', 5), asks('TEK-RADIO', 4)])).toMatchObject([
      { field: 'competencies[1].level', code: 'competency.level', params: { minLevel: 1, maxLevel: 3 } },
    ]);
  });

  it('name each unknown code with its field, and the successor of an old one', () => {
    expect(problems([asks('TEK-X', 1), asks('MAN-08', 4), asks('SOS-01', 1)])).toMatchObject([
      { field: 'competencies[0].competencyCode', code: 'competency.unknown', params: { version: 3 } },
      { field: 'competencies[1].competencyCode', code: 'competency.replaced', params: { successor: 'MAN-98' } },
      { field: 'competencies[2].competencyCode', code: 'competency.replaced', params: { successor: '-' } },
    ]);
  });

  it('are named once a list, and may recur in another one', () => {
    expect(problems([asks('MAN-98', 1), asks('MAN-98', 2)])).toMatchObject([
      { field: 'competencies[1].competencyCode', code: 'competency.twice' },
    ]);
    const two = [
      ...askedIn('roles[0].competencies', [asks('MAN-98', 1)]),
      ...askedIn('roles[1].competencies', [asks('MAN-98', 1)]),
    ];
    expect(() => assertCompetencies(two, dictionary())).not.toThrow();
  });

  it('are not judged by what is not known of a later version', () => {
    const part = dictionary({ whole: false });
    expect(problems([asks('TEK-NEW', 1)], part)).toEqual([]);
    expect(problems([asks('MAN-08', 1)], part)).toMatchObject([{ code: 'competency.replaced' }]);
    expect(unknownCodes([asks('TEK-NEW', 1)], part)).toEqual([]);
    expect(unknownCodes([asks('TEK-NEW', 1), asks('MAN-98', 1)], dictionary())).toEqual(['TEK-NEW']);
  });
});

describe('what was written by codes of older versions', () => {
  it('is read in the codes that hold now', () => {
    expect(inPresentCodes([asks('MAN-08', 4), asks('TEK-RADIO', 2)], dictionary())).toEqual([
      asks('MAN-98', 3),
      asks('TEK-RADIO', 2),
    ]);
    expect(inPresentCodes([asks('SOS-01', 1)], dictionary())).toEqual([]);
    expect(inPresentCodes([asks('TEK-ELSEWHERE', 1)], dictionary())).toEqual([asks('TEK-ELSEWHERE', 1)]);
  });

  it('loses what nothing took the place of', () => {
    const steps = new Map(dictionary().steps[0]!.map((step) => [step.fromCode, step]));
    expect(lostCodes([asks('SOS-01', 2), asks('MAN-08', 4)], steps)).toEqual(['SOS-01']);
    const lower = new Map([['TEK-1', { fromCode: 'TEK-1', toCode: 'TEK-2', levels: [0, 0, 1, 2, 3, 4] }]]);
    expect(lostCodes([asks('TEK-1', 1)], lower)).toEqual(['TEK-1']);
  });
});
