import { describe, expect, it } from '@jest/globals';
import { codeSteps, composeSuccessions, successionProblems, usedBefore } from '../dictionary/succession.decision.js';
import { readDictionaryRow } from '../dictionary-versions/dictionary-import.js';
import { splitBySize } from '../dictionary/dictionary-events.js';
import type { DictionaryCompetency, Succession } from '../dictionary/dictionary.js';
import { validUntilOf } from '../evidence/evidence.decision.js';
import { FIRST_RULES } from '../rules/first-rules.js';
import { ruleProblems } from '../rules/check-rule.decision.js';
import type { JobStandard } from './job-standard.js';
import { StandardBook } from './standard-book.js';
import { competencyField, readStandardRow } from './standard-import.js';
import { levelProblems, migrateStandard } from './standard.decision.js';

const competency = (code: string, changes: Partial<DictionaryCompetency> = {}): DictionaryCompetency => ({
  code,
  group: 'MANAGERIAL',
  field: null,
  nameId: code,
  nameEn: code,
  minLevel: 1,
  maxLevel: 5,
  indicators: [],
  ...changes,
});
const standard = (changes: Partial<JobStandard> = {}): JobStandard => ({
  standardId: 's1',
  version: 1,
  scope: 'TYPE',
  lookup: 'FUNCTIONAL',
  title: 'Fungsional',
  agencyId: null,
  levels: { A: 3, B: 2 },
  dictionaryVersion: 1,
  origin: 'MANUAL',
  legalBasis: 'x',
  ...changes,
});

describe('the standard of a person', () => {
  const book = new StandardBook([
    standard({ standardId: 'type' }),
    standard({ standardId: 'level', lookup: 'FUNCTIONAL:AHLI_MUDA' }),
    standard({ standardId: 'position', scope: 'POSITION', lookup: 'analis' }),
    standard({ standardId: 'agency', scope: 'POSITION', lookup: 'analis', agencyId: 'x' }),
  ]);
  it.each([
    ['x', 'analis', 'FUNCTIONAL:AHLI_MUDA', 'agency'],
    ['y', 'analis', 'FUNCTIONAL:AHLI_MUDA', 'position'],
    ['y', 'lain', 'FUNCTIONAL:AHLI_MUDA', 'level'],
    ['y', 'lain', 'FUNCTIONAL:AHLI_UTAMA', 'type'],
    ['y', null, 'EXECUTOR', undefined],
  ])('in agency %s as %s of type %s is %s', (agencyId, positionKey, positionType, expected) => {
    expect(book.find({ agencyId, positionKey, positionType })?.standardId).toBe(expected);
  });
});

describe('another dictionary', () => {
  it('names every code whose fate is not said', () => {
    const before = [competency('A'), competency('B')];
    const after = [competency('A'), competency('C')];
    expect(successionProblems(before, after, [])).toEqual([
      { field: 'successions.B', code: 'dictionary.code-without-successor' },
    ]);
    expect(successionProblems(before, after, [{ fromCode: 'B', toCode: 'C' }])).toEqual([]);
    expect(successionProblems(before, after, [{ fromCode: 'B', toCode: 'X' }]).map(({ code }) => code)).toEqual([
      'dictionary.code-unknown',
    ]);
    expect(successionProblems(before, after, [{ fromCode: 'B', toCode: null, levels: [0, 1] }])[0]?.code).toBe(
      'dictionary.levels-wrong',
    );
    const sameCode = [
      { fromCode: 'A', toCode: 'A', levels: [0, 1, 1, 2, 3, 4] },
      { fromCode: 'B', toCode: 'C' },
    ];
    expect(successionProblems(before, after, sameCode)).toEqual([
      { field: 'successions[0].levels', code: 'dictionary.levels-need-new-code' },
    ]);
  });

  it('keeps one step from whatever was recorded to what holds', () => {
    const first = composeSuccessions(
      [],
      [competency('A')],
      [competency('B')],
      [{ fromCode: 'A', toCode: 'B', levels: [0, 1, 1, 2, 3, 4] }],
    );
    const second = composeSuccessions(
      first,
      [competency('B')],
      [competency('C')],
      [{ fromCode: 'B', toCode: 'C', levels: [0, 2, 3, 4, 5, 5] }],
    );
    expect(second).toEqual([
      { recordedCode: 'A', currentCode: 'C', levels: [0, 2, 2, 3, 4, 5] },
      { recordedCode: 'B', currentCode: 'C', levels: [0, 2, 3, 4, 5, 5] },
    ]);
    const gone = composeSuccessions(second, [competency('C')], [], [{ fromCode: 'C', toCode: null }]);
    expect(gone.map(({ currentCode }) => currentCode)).toEqual([null, null, null]);
    const back = composeSuccessions(gone, [], [competency('C')], []);
    expect(back.map(({ currentCode }) => currentCode)).toEqual([null, null, 'C']);
    expect(usedBefore(back, [competency('C')])).toEqual([]);
  });

  it('gives no code a second meaning: evidence says its code alone', () => {
    const compose = (before: string[], after: string[], ...successions: Succession[]) =>
      composeSuccessions([], before.map(named), after.map(named), successions);
    const named = (code: string) => competency(code);
    const renamed = compose(['A'], ['B'], { fromCode: 'A', toCode: 'B' });
    expect(usedBefore(renamed, [named('B')])).toEqual([]);
    const reused = composeSuccessions(renamed, [named('B')], [named('A'), named('B')], []);
    expect(usedBefore(reused, [named('A'), named('B')])).toEqual([
      { field: 'competencies.A', code: 'dictionary.code-used-before' },
    ]);
    const stays = compose(['A'], ['A', 'B'], { fromCode: 'A', toCode: 'B' });
    expect(usedBefore(stays, [named('A'), named('B')]).map(({ field }) => field)).toEqual(['competencies.A']);
    const undone = composeSuccessions(renamed, [named('B')], [named('A')], [{ fromCode: 'B', toCode: 'A' }]);
    expect(usedBefore(undone, [named('A')])).toEqual([]);
    const twice = [
      { fromCode: 'A', toCode: 'B' },
      { fromCode: 'A', toCode: null },
    ];
    expect(successionProblems([named('A')], [named('B')], twice)).toEqual([
      { field: 'successions[1]', code: 'dictionary.code-twice' },
    ]);
  });

  it('tells each code that changed, with levels that its successor can have, and no other', () => {
    const before = [competency('A'), competency('B'), competency('C', { maxLevel: 4 }), competency('D')];
    const after = [competency('A'), competency('N', { maxLevel: 3 }), competency('C', { maxLevel: 4 })];
    const successions = [
      { fromCode: 'B', toCode: 'N', levels: [0, 1, 1, 2, 4, 5] },
      { fromCode: 'D', toCode: null },
    ];
    expect(codeSteps(before, after, successions)).toEqual([
      { fromCode: 'B', toCode: 'N', levels: [0, 1, 1, 2, 3, 3] },
      { fromCode: 'D', toCode: null, levels: [0, 1, 2, 3, 4, 5] },
    ]);
    const narrower = [competency('A', { maxLevel: 2 }), ...before.slice(1)];
    expect(codeSteps(before, narrower, [])).toEqual([{ fromCode: 'A', toCode: 'A', levels: [0, 1, 2, 2, 2, 2] }]);
  });

  it('takes standards along: merged codes ask for the higher level, gone ones for nothing', () => {
    const dictionary = [competency('C', { maxLevel: 4 }), competency('D')];
    const successions = [
      { fromCode: 'A', toCode: 'C' },
      { fromCode: 'B', toCode: 'C', levels: [0, 2, 5, 5, 5, 5] },
    ];
    expect(migrateStandard(standard(), dictionary, successions, 2)).toMatchObject({
      version: 2,
      levels: { C: 4 },
      dictionaryVersion: 2,
      origin: 'MIGRATION',
    });
    expect(migrateStandard(standard({ levels: { D: 1 } }), dictionary, [], 2)).toBeUndefined();
  });

  it('travels in parts of a size', () => {
    expect(splitBySize(['aaaa', 'bbbb', 'c', 'dddddddddd'], 12)).toEqual([['aaaa', 'bbbb'], ['c'], ['dddddddddd']]);
    expect(splitBySize([], 12)).toEqual([[]]);
  });
});

describe('rows of files', () => {
  it('are standards, competency codes among the headings', () => {
    expect(['MAN-01', 'man 01', 'TEK-KES-01', 'Jabatan', '2026'].map(competencyField)).toEqual([
      'level:MAN-01',
      'level:MAN-01',
      'level:TEK-KES-01',
      undefined,
      undefined,
    ]);
    const dictionary = [competency('A-01')];
    expect(
      readStandardRow({ rowNumber: 2, cells: { title: 'Kepala  Bidang', 'level:A-01': 3 } }, dictionary, new Map()),
    ).toMatchObject({ scope: 'POSITION', lookup: 'kepala bidang', levels: { 'A-01': 3 } });
    expect(
      readStandardRow(
        { rowNumber: 2, cells: { title: 'Semua', type: 'Pengawas', 'level:A-01': 3 } },
        dictionary,
        new Map(),
      ),
    ).toMatchObject({ scope: 'TYPE', lookup: 'PENGAWAS' });
    expect(
      readStandardRow({ rowNumber: 2, cells: { title: 'X', 'level:B-01': 3 } }, dictionary, new Map()),
    ).toMatchObject([{ field: 'level:B-01', code: 'row.competency-unknown' }]);
  });

  it('are competencies with a behaviour', () => {
    const cells = {
      code: 'tek-01',
      group: 'Teknis',
      nameId: 'Rekam medis',
      field: 'Kesehatan',
      level: 2,
      indicator: 'Mengisi rekam medis',
    };
    expect(readDictionaryRow({ rowNumber: 2, cells })).toMatchObject({
      code: 'TEK-01',
      group: 'TECHNICAL',
      indicators: [{ level: 2, text: 'Mengisi rekam medis' }],
    });
    expect(readDictionaryRow({ rowNumber: 2, cells: { ...cells, group: 'Lain', level: 7 } })).toMatchObject([
      { code: 'row.unknown-value' },
      { code: 'row.out-of-range' },
    ]);
  });
});

describe('rules', () => {
  it('of the first release are in order themselves', () => {
    for (const { kind, content } of FIRST_RULES) expect(ruleProblems(kind, content as never)).toEqual([]);
  });
  it('are refused field by field', () => {
    const [profile, match, , talent] = FIRST_RULES;
    expect(ruleProblems('PROFILE', { ...profile!.content, strategy: 'ANY' } as never)).toMatchObject([
      { field: 'content.strategy' },
    ]);
    expect(ruleProblems('JOB_MATCH', { ...match!.content, mapping: { upper: 70, lower: 80 } } as never)).toMatchObject([
      { field: 'content.mapping', code: 'rule.order' },
    ]);
    expect(ruleProblems('TALENT', { ...talent!.content, boxes: [[1, 2, 3]] } as never)).toMatchObject([
      { field: 'content.boxes', code: 'rule.incomplete' },
    ]);
    expect(ruleProblems('NEEDS', {})).toHaveLength(3);
  });
  it('say how long evidence holds', () => {
    expect(validUntilOf('2026-03-05', { months: 36 })).toBe('2029-03-05');
    expect(validUntilOf('2024-02-29', { months: 12 })).toBe('2025-02-28');
    expect(validUntilOf('2026-08-31', { months: 6 })).toBe('2027-02-28');
    expect(validUntilOf('2026-08-31', { months: null })).toBeNull();
  });
  it('hold for standards too', () => {
    expect(levelProblems({ A: 6, X: 1 }, [competency('A')]).map(({ code }) => code)).toEqual([
      'standard.level-outside',
      'standard.competency-unknown',
    ]);
    expect(levelProblems({}, [])).toEqual([{ field: 'levels', code: 'standard.empty' }]);
  });
});
