import { describe, expect, it } from '@jest/globals';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { contradictions, repeatedResults, resultProblems, type RecordedResult } from './evidence.decision.js';

const competency: DictionaryCompetency = {
  code: 'MAN-01',
  group: 'MANAGERIAL',
  field: null,
  nameId: 'Integritas',
  nameEn: 'Integrity',
  minLevel: 1,
  maxLevel: 5,
  indicators: [],
};
const dictionary = new Map([['MAN-01', competency]]);

describe('results of an assessment', () => {
  it('name each competency once: of two nobody could tell which holds', () => {
    const twice = [
      { code: 'MAN-01', level: 2 },
      { code: 'MAN-01', level: 4 },
    ];
    expect(resultProblems(twice, '2026-01-01', null, dictionary, '2026-02-01')).toEqual([
      { field: 'results[1].code', code: 'evidence.twice' },
    ]);
    expect(resultProblems(twice.slice(0, 1), '2026-01-01', null, dictionary, '2026-02-01')).toEqual([]);
  });
});

describe('a result that is sent again', () => {
  const sent = { employeeId: 'p', observedOn: '2026-01-01', results: [{ code: 'MAN-01', level: 2 }] };
  const check = (changes: Partial<RecordedResult>) => {
    const before = { employeeId: 'p', code: 'MAN-01', observedOn: '2026-01-01', level: 2, revoked: false };
    return repeatedResults(sent, [{ ...before, ...changes }]);
  };

  it('is told apart from other ones by person, day, competency and level, and from what was revoked', () => {
    expect(check({})).toEqual([{ field: 'results[0]', code: 'evidence.recorded-before' }]);
    for (const changes of [{ employeeId: 'q' }, { observedOn: '2026-01-02' }, { code: 'MAN-02' }, { level: 3 }])
      expect(check(changes)).toEqual([]);
    expect(check({ revoked: true })).toEqual([]);
  });
});

describe('a result of a file', () => {
  const result = { employeeId: 'p', code: 'MAN-01', observedOn: '2026-01-01', level: 2 };
  const check = (...recorded: Partial<RecordedResult>[]) =>
    contradictions(
      [result],
      recorded.map((changes) => ({ ...result, revoked: false, ...changes })),
    ).map(({ problem }) => problem);

  it('adds nothing where it is on record already, and is taken in where nothing is', () => {
    expect(check()).toEqual([]);
    expect(check({})).toEqual([]);
  });

  it('is refused where another level stands for the same person, day and competency', () => {
    expect(check({ level: 3 })).toEqual(['row.other-result']);
    expect(check({ level: 3, employeeId: 'q' })).toEqual([]);
    expect(check({ level: 3, code: 'MAN-02' })).toEqual([]);
    expect(check({ level: 3, observedOn: '2026-01-02' })).toEqual([]);
  });

  it('is refused where it was revoked, and replaces another one that was', () => {
    expect(check({ revoked: true })).toEqual(['row.revoked-before']);
    expect(check({ revoked: true, level: 3 })).toEqual([]);
    expect(check({ revoked: true }, { level: 2 })).toEqual([]);
  });
});
