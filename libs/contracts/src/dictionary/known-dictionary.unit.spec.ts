import { describe, expect, it } from '@jest/globals';
import { competencies as referenceCompetencies } from '../reference/competencies.js';
import { findCompetencyProblem } from './competency-problem.js';
import { knownDictionary, searchCompetencies, unknownCompetencies, type ToldSteps } from './known-dictionary.js';

const SAME = [0, 1, 2, 3, 4, 5];
const competency = (code: string, nameId: string, maxLevel = 5) => ({
  ...{ code, nameId, nameEn: `${nameId} (en)`, minLevel: 1, maxLevel },
});
const TOLD = {
  version: 2,
  parts: [[competency('MAN-98', 'Perekat bangsa')], [competency('TEK-RADIO', 'Radio darurat', 3)]],
};
const STEPS: ToldSteps = { version: 2, successions: [{ fromCode: 'SOS-01', toCode: null, levels: SAME }] };
const LATER: ToldSteps = { version: 3, successions: [] };

describe('a dictionary that a service was told of', () => {
  it('is version 1 of the regulation where nobody told of another', () => {
    const { version, whole, competencies } = knownDictionary(undefined, []);
    expect({ version, whole }).toEqual({ version: 1, whole: true });
    expect([...competencies.keys()]).toEqual(referenceCompetencies().map(({ code }) => code));
    expect(competencies.get('MAN-01')).not.toHaveProperty('group');
  });

  it('has the competencies of all its parts', () => {
    const { version, whole, competencies } = knownDictionary(TOLD, [STEPS]);
    expect({ version, whole }).toEqual({ version: 2, whole: true });
    expect([...competencies.keys()]).toEqual(['MAN-98', 'TEK-RADIO']);
  });

  it('is not known whole once a later version changed its codes', () => {
    expect(knownDictionary(TOLD, [STEPS, LATER]).whole).toBe(false);
    expect(knownDictionary(undefined, [STEPS]).whole).toBe(false);
  });

  it('is searched by code and by name in both languages', () => {
    const dictionary = knownDictionary(TOLD, []);
    const found = (text?: string) => searchCompetencies(dictionary, text).map(({ code }) => code);
    expect(found()).toEqual(['MAN-98', 'TEK-RADIO']);
    expect(found('tek-')).toEqual(['TEK-RADIO']);
    expect(found('PEREKAT BANGSA (EN)')).toEqual(['MAN-98']);
    expect(found('tidak ada')).toEqual([]);
  });

  it('does not have codes that nobody told of, unless it may have added them', () => {
    const codes = ['TEK-NEW', 'MAN-98', 'TEK-NEW'];
    expect(unknownCompetencies(codes, knownDictionary(TOLD, [STEPS]))).toEqual(['TEK-NEW']);
    expect(unknownCompetencies(codes, knownDictionary(TOLD, [STEPS, LATER]))).toEqual([]);
  });
});

describe('a competency that somebody names', () => {
  const whole = knownDictionary(TOLD, [STEPS]);
  const part = knownDictionary(TOLD, [STEPS, LATER]);

  it.each([
    ['MAN-98', 5],
    ['TEK-RADIO', 3],
    ['TEK-RADIO', null],
  ])('is right: %s at level %p', (code, level) => {
    expect(findCompetencyProblem({ code, level }, whole)).toBeUndefined();
  });

  it('may be unknown, replaced, or of a level that it does not have', () => {
    expect(findCompetencyProblem({ code: 'TEK-X', level: 1 }, whole)).toEqual({
      ...{ of: 'code', code: 'competency.unknown', params: { competency: 'TEK-X', version: 2 } },
    });
    expect(findCompetencyProblem({ code: 'SOS-01', level: 1 }, whole)).toEqual({
      ...{ of: 'code', code: 'competency.replaced', params: { competency: 'SOS-01', successor: '-' } },
    });
    expect(findCompetencyProblem({ code: 'TEK-RADIO', level: 4 }, whole)).toEqual({
      ...{ of: 'level', code: 'competency.level', params: { competency: 'TEK-RADIO', minLevel: 1, maxLevel: 3 } },
    });
  });

  it('is not judged by what is not known of a later version', () => {
    expect(findCompetencyProblem({ code: 'TEK-NEW', level: 1 }, part)).toBeUndefined();
    expect(findCompetencyProblem({ code: 'SOS-01', level: 1 }, part)).toMatchObject({ code: 'competency.replaced' });
  });
});
