import { describe, expect, it } from '@jest/globals';
import type { FoundSheet } from '../roster-file/read-roster.js';
import { leftOutSheets, recallMapping, rememberMapping } from './remembered-mapping.js';

const MAP = { employeeNumber: 0, name: 1, agency: 2 };
const sheet = (name: string, fingerprint: string, row: number): FoundSheet => ({
  name,
  layout: { headingRows: [row], firstDataRow: row + 1, columns: [], map: MAP },
  headings: { fingerprint, row },
});
const pns = { sheet: 0, firstDataRow: 4, map: MAP };
const pppk = { sheet: 1, firstDataRow: 4, map: { ...MAP, unit: 3 } };
const found = [sheet('PNS', 'a', 3), sheet('PPPK', 'a', 3), sheet('Pensiun', 'b', 1)];

describe('a mapping that is remembered', () => {
  const { fingerprint, remembered } = rememberMapping(found, { ...pns, further: [pppk] })!;

  it('is recalled for every sheet by its headings and order, wherever they stand', () => {
    const later = [sheet('Sampul', 'x', 1), sheet('PNS', 'a', 7), sheet('PPPK', 'a', 5)];
    expect(recallMapping(later, fingerprint, remembered, undefined)).toEqual({
      ...{ sheet: 1, firstDataRow: 8, map: MAP },
      further: [{ sheet: 2, firstDataRow: 6, map: pppk.map }],
    });
  });

  it('reads what is there of it', () => {
    expect(recallMapping([sheet('PNS', 'a', 1)], fingerprint, remembered, undefined)).toEqual({
      ...{ sheet: 0, firstDataRow: 2, map: MAP },
    });
    expect(recallMapping([sheet('Lain', 'c', 1)], fingerprint, remembered, undefined)).toBeUndefined();
  });

  it('knows which lists were left out', () => {
    expect(remembered.leftOut).toEqual(['b']);
    expect(leftOutSheets(found, pns)).toMatchObject([{ sheet: 1 }, { sheet: 2 }]);
  });

  it('begins below the headings though the officer counted them in', () => {
    expect(rememberMapping(found, { ...pns, firstDataRow: 3 })!.remembered.rowsBelowHeadings).toBe(1);
  });

  it('of the second sheet alone is not taken for the first', () => {
    const second = rememberMapping(found, pppk)!;
    expect(recallMapping(found, second.fingerprint, second.remembered, undefined)).toMatchObject({ sheet: 1 });
  });

  it('of before, for one sheet, is good still', () => {
    expect(recallMapping(found, 'a', { map: MAP, rowsBelowHeadings: 1 }, undefined)).toMatchObject({ sheet: 0 });
  });

  it('is none where a sheet has no headings', () => {
    expect(rememberMapping([{ name: 'CSV' }], pns)).toBeUndefined();
  });
});
