import type { KnownDictionary } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { askedIn, assertCompetencies } from './check-codes.decision.js';

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
    [
      { fromCode: 'MAN-97', toCode: 'MAN-98', levels: SAME },
      { fromCode: 'TEK-1', toCode: 'TEK-RADIO', levels: SAME, also: [{ toCode: 'MAN-98', levels: SAME }] },
    ],
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

  it('name each unknown code with its field, and all that took the place of an old one', () => {
    expect(problems([asks('TEK-X', 1), asks('MAN-08', 4), asks('SOS-01', 1), asks('TEK-1', 2)])).toMatchObject([
      { field: 'competencies[0].competencyCode', code: 'competency.unknown', params: { version: 3 } },
      { field: 'competencies[1].competencyCode', code: 'competency.replaced', params: { successor: 'MAN-98' } },
      { field: 'competencies[2].competencyCode', code: 'competency.replaced', params: { successor: '-' } },
      {
        field: 'competencies[3].competencyCode',
        code: 'competency.replaced',
        params: { successor: 'TEK-RADIO, MAN-98' },
      },
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
});
