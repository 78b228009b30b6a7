import { describe, expect, it } from '@jest/globals';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { assertCurriculum, curriculumGaps } from './curriculum.decision.js';

const DAY = '2026-06-30';
const moduleOf = { moduleId: 'm1', title: 'Analisis risiko', mode: 'VIRTUAL_SESSION' as const, hours: 800 };
const gaps = (changes: object) =>
  curriculumGaps({ pathCode: 'KL03', delivery: 'CLASSICAL', modules: [], ...changes }, DAY).map(({ code }) => code);

describe('what a programme without modules leaves open', () => {
  it.each([
    ['both halves of blended learning', { delivery: 'BLENDED' }, ['programme.blended-needs-both']],
    ['the hours of a path that counts them', {}, ['programme.modules-missing']],
    ['the hours of distance learning', { pathCode: 'NKL04', delivery: 'E_LEARNING' }, ['programme.modules-missing']],
    ['nothing of a seminar, which counts days', { pathCode: 'KL06' }, []],
    ['nothing once there are modules', { delivery: 'BLENDED', modules: [moduleOf] }, []],
  ])('is %s', (_, changes, codes) => {
    expect(gaps(changes)).toEqual(codes);
  });

  it('is refused where the rules ask for a curriculum, and pointed out where they do not', () => {
    const blended = { pathCode: 'KL03', delivery: 'BLENDED' as const, modules: [] };
    const rules = (curriculum: 'REQUIRED' | 'ADVISED') => ({ curriculum }) as CatalogueRules;
    expect(() => assertCurriculum(blended, rules('ADVISED'), DAY)).not.toThrow();
    expect(() => assertCurriculum(blended, rules('REQUIRED'), DAY)).toThrow(
      expect.objectContaining({ code: 'programme-refused' }),
    );
  });
});
