import { describe, expect, it } from '@jest/globals';
import { scoreSimilarity, wordsOf, type Outline } from './score-similarity.decision.js';
import { highestApart } from './similar-trainings.js';
import { isTargetGroup, sharedPart } from '../programmes/target-groups.js';

const rules = { weights: { competency: 45, level: 15, targetGroup: 15, period: 10, title: 15 }, periodDays: 100 };
const renkon: Outline = {
  title: 'Pelatihan Penyusunan Rencana Kontingensi',
  competencies: [
    { code: 'MAN-07', level: 3 },
    { code: 'TEK-BPBD', level: 2 },
  ],
  targetGroups: ['ADMINISTRATOR', 'PENGAWAS'],
  period: undefined,
};
const score = (changes: Partial<Outline>, one = renkon) => scoreSimilarity(one, { ...renkon, ...changes }, rules);
const agreementOf = (criterion: string, changes: Partial<Outline>, one = renkon) =>
  score(changes, one).parts.find((part) => part.criterion === criterion)?.agreement;

describe('the similarity of two trainings', () => {
  it('is whole for the same one, and explains itself', () => {
    const { score: whole, parts } = score({});
    expect(whole).toBe(100);
    expect(parts.map(({ criterion, weight }) => [criterion, weight])).toEqual([
      ['competency', 45],
      ['level', 15],
      ['targetGroup', 15],
      ['title', 15],
    ]);
    expect(parts[0]!.shared).toEqual(['MAN-07', 'TEK-BPBD']);
    expect(parts[3]!.shared).toEqual(['penyusunan', 'rencana', 'kontingensi']);
  });

  it('is nothing for one of other competencies, people and name', () => {
    const other = {
      title: 'Arsip Digital',
      competencies: [{ code: 'TEK-ARSIP', level: 3 }],
      targetGroups: ['EXECUTOR'],
    };
    expect(score(other).score).toBe(0);
  });

  it('stays below what is looked for where both name competencies and share none', () => {
    const apart = score({ competencies: [{ code: 'TEK-ARSIP', level: 3 }] });
    expect(apart.score).toBe(40);
    expect(highestApart(rules.weights)).toBe(47);
    expect(highestApart({ ...rules.weights, competency: 0 })).toBe(100);
  });

  it('is symmetric', () => {
    const other = { competencies: [{ code: 'MAN-07', level: 5 }], title: 'Rencana Aksi', targetGroups: ['MANAGERIAL'] };
    const forth = scoreSimilarity(renkon, { ...renkon, ...other }, rules).score;
    expect(scoreSimilarity({ ...renkon, ...other }, renkon, rules).score).toBe(forth);
  });

  it.each([
    [3, 10_000],
    [4, 7_500],
    [5, 5_000],
    [1, 5_000],
  ])('compares levels: 3 with %i gives %i', (level, agreement) => {
    expect(agreementOf('level', { competencies: [{ code: 'MAN-07', level }] })).toBe(agreement);
  });

  it('takes what is unknown for no difference', () => {
    expect(agreementOf('competency', { competencies: [] })).toBeUndefined();
    expect(agreementOf('level', { competencies: [{ code: 'MAN-07', level: null }] })).toBeUndefined();
    expect(agreementOf('period', { period: { from: '2026-01-01', to: '2026-01-02' } })).toBeUndefined();
    expect(scoreSimilarity({ ...renkon, title: 'Pelatihan' }, { ...renkon, title: 'Diklat' }, rules).score).toBe(100);
  });

  it.each([
    ['2026-03-06', '2026-03-10', 10_000],
    ['2026-03-31', '2026-04-02', 7_500],
    ['2026-06-14', '2026-06-20', 0],
    ['2026-06-13', '2026-06-20', 100],
    ['2025-10-01', '2025-12-31', 3_900],
  ])('compares periods: 2 to 6 March with %s to %s gives %i', (from, to, agreement) => {
    const dated = { ...renkon, period: { from: '2026-03-02', to: '2026-03-06' } };
    expect(agreementOf('period', { period: { from, to } }, dated)).toBe(agreement);
  });
});

describe('target groups', () => {
  it.each(['ALL', 'MANAGERIAL', 'NON_MANAGERIAL', 'JPT_PRATAMA', 'FUNCTIONAL:AHLI_MUDA'])('%s is one', (group) => {
    expect(isTargetGroup(group)).toBe(true);
  });
  it.each(['EVERYONE', 'FUNCTIONAL:NONE', '', 'toString'])('%p is none', (group) => {
    expect(isTargetGroup(group)).toBe(false);
  });
  it.each([
    [[], ['EXECUTOR'], 1],
    [['ALL'], ['MANAGERIAL'], 1],
    [['MANAGERIAL'], ['NON_MANAGERIAL'], 0],
    [['ADMINISTRATOR', 'EXECUTOR'], ['MANAGERIAL'], 0.5],
    [['FUNCTIONAL:AHLI_MUDA'], ['FUNCTIONAL'], 1],
  ])('%p and %p share %p', (one, other, part) => {
    expect(sharedPart(one as string[], other as string[])).toBe(part);
  });
});

describe('the words of a title', () => {
  it('leave out what every title has', () => {
    expect([...wordsOf('Bimbingan Teknis Pengelolaan Arsip bagi ASN Tingkat Dasar')]).toEqual(['pengelolaan', 'arsip']);
  });
});
