import { describe, expect, it } from '@jest/globals';
import { problemTexts } from '../file-import/row.texts.js';
import { findColumns } from '../file-import/table-files.js';
import type { TableKind } from '../file-import/table-kind.js';
import { parseDecimal } from '../file-import/cell-reader.js';
import type { TargetDetails } from './development-target.js';
import { TargetImport, readTargetRow } from './target-import.js';
import { changedTarget, newTarget, sameDetails, targetProblems } from './target.decision.js';

const PERIOD = { validFrom: '2025-01-01', validTo: '2029-12-31' };

function details(changes: Partial<TargetDetails> = {}): TargetDetails {
  return {
    parentId: 'p',
    kind: 'INDICATOR',
    code: '1.1.1',
    title: 'Indeks',
    unit: 'indeks',
    values: [],
    ...PERIOD,
    ...changes,
  };
}
const codes = (...given: Parameters<typeof targetProblems>) => targetProblems(...given).map(({ code }) => code);

describe('a node of the medium-term plan', () => {
  it('stands below the kind before it; an indicator measures a goal or a target', () => {
    expect(codes(details({ kind: 'VISION', parentId: null, unit: null }), null)).toEqual([]);
    expect(codes(details({ kind: 'MISSION', unit: null }), 'VISION')).toEqual([]);
    expect(codes(details({ kind: 'TARGET', unit: null }), 'MISSION')).toEqual(['target.parent-wrong']);
    expect(codes(details({ kind: 'GOAL', parentId: null, unit: null }), null)).toEqual(['target.parent-missing']);
    expect(codes(details(), 'GOAL')).toEqual([]);
    expect(codes(details(), 'TARGET')).toEqual([]);
    expect(codes(details(), 'MISSION')).toEqual(['target.parent-wrong']);
  });

  it('has values only as an indicator, of years of the period or its baseline', () => {
    const value = (year: number) => ({ year, target: 1, actual: null });
    expect(codes(details({ values: [value(2024), value(2029)] }), 'TARGET')).toEqual([]);
    expect(codes(details({ values: [value(2023)] }), 'TARGET')).toEqual(['target.year-outside']);
    expect(codes(details({ values: [value(2026), value(2026)] }), 'TARGET')).toEqual(['target.year-twice']);
    expect(codes(details({ unit: null }), 'TARGET')).toEqual(['target.unit-missing']);
    expect(codes(details({ kind: 'TARGET', unit: null, values: [value(2026)] }), 'GOAL')).toEqual([
      'target.values-without-indicator',
    ]);
    expect(codes(details({ validTo: '2025-01-01' }), 'TARGET')).toEqual(['target.ends-before-start']);
  });

  it.each(['parent-wrong', 'values-without-indicator', 'unit-missing', 'year-outside', 'ends-before-start'])(
    'tells who sent a file what stands against a row: %s',
    (problem) => {
      const message = (code: string, language: 'id' | 'en') => problemTexts({ field: 'code', code }, language).message;
      expect(message(`row.${problem}`, 'id')).not.toBe(message('other', 'id'));
      expect(message(`row.${problem}`, 'en')).not.toBe(message(`row.${problem}`, 'id'));
    },
  );

  it('counts a change up, and tells what is the same', () => {
    const target = newTarget(
      't',
      details({
        values: [
          { year: 2027, target: 2, actual: null },
          { year: 2026, target: 1, actual: null },
        ],
      }),
    );
    expect(target.values.map(({ year }) => year)).toEqual([2026, 2027]);
    expect(sameDetails(target, { ...target, values: [...target.values].reverse() })).toBe(true);
    expect(sameDetails(target, { ...target, title: 'Lain' })).toBe(false);
    expect(changedTarget(target, { ...target, title: 'Lain' })).toMatchObject({ revision: 2, title: 'Lain' });
  });
});

describe('a row of the plan', () => {
  it('is read with its years, its parent by number, and Indonesian decimals', () => {
    const row = {
      rowNumber: 4,
      cells: {
        code: '1.2.1',
        kind: 'Indikator Kinerja',
        title: 'Indeks',
        unit: 'indeks',
        'target:2026': '4,25',
        'actual:2025': 4,
      },
    };
    expect(readTargetRow(row, PERIOD)).toEqual({
      rowNumber: 4,
      parentCode: '1.2',
      details: {
        kind: 'INDICATOR',
        code: '1.2.1',
        title: 'Indeks',
        unit: 'indeks',
        values: [
          { year: 2025, target: null, actual: 4 },
          { year: 2026, target: 4.25, actual: null },
        ],
        ...PERIOD,
      },
    });
    expect(readTargetRow({ rowNumber: 5, cells: { code: '2', kind: 'Sesuatu', title: null } }, PERIOD)).toEqual([
      { field: 'kind', code: 'row.unknown-value' },
      { field: 'title', code: 'row.missing' },
    ]);
  });

  it('reads numbers as offices write them', () => {
    expect(['1.250,5', '12,5', '12.5', '1.250.000', '1,250.5', '-3', '4a', ''].map(parseDecimal)).toEqual([
      1250.5,
      12.5,
      12.5,
      1_250_000,
      1250.5,
      -3,
      undefined,
      undefined,
    ]);
  });
});

describe('the table of a file', () => {
  const kind = new TargetImport(undefined as never) as unknown as TableKind;

  it('is found by its headings, years among them', () => {
    expect(findColumns(kind, ['RPJMD 2025-2029', null])).toBeUndefined();
    expect(findColumns(kind, ['Kode', 'Uraian'])).toBeUndefined();
    expect(findColumns(kind, ['Kode', null, 'Jenis', 'URAIAN', 'Target 2026', 2027, 'Realisasi 2026'])).toEqual({
      code: 0,
      kind: 2,
      title: 3,
      'target:2026': 4,
      'target:2027': 5,
      'actual:2026': 6,
    });
  });
});
