import type { ReadCell, ReadRow } from '@betang/platform';
import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './heading-fingerprint.js';
import { findLayout } from './headings.js';

const sheet = (...rows: ReadCell[][]): ReadRow[] => rows.map((cells, index) => ({ rowNumber: index + 1, cells }));
const print = (rows: ReadRow[]) => fingerprintOf(rows, findLayout(rows));
const PERSON: ReadCell[] = ['Sari Contoh', '198609262015051001', 'Dinas Contoh'];

describe('the fingerprint of headings', () => {
  it('is one for files of one form, whatever stands above and below, and whatever year they name', () => {
    const one = print(sheet(['Nama', 'NIP', 'Jabatan 2025'], PERSON));
    const other = print(
      sheet(['DAFTAR'], [null], ['NAMA', 'N I P'.replaceAll(' ', ''), 'Jabatan 2026'], PERSON, PERSON),
    );
    expect(other!.fingerprint).toBe(one!.fingerprint);
    expect([one!.row, other!.row]).toEqual([1, 3]);
  });

  it('tells other headings, and headings in other columns, apart', () => {
    const one = print(sheet(['Nama', 'NIP', 'Jabatan'], PERSON))!.fingerprint;
    expect(print(sheet(['Nama', 'NIP', 'Eselon'], PERSON))!.fingerprint).not.toBe(one);
    expect(print(sheet(['NIP', 'Nama', 'Jabatan'], PERSON))!.fingerprint).not.toBe(one);
  });

  it('is of the first row of words where nothing is recognised, and of nothing in a list without headings', () => {
    expect(print(sheet(['Orang', 'Kode', 'Kantor'], PERSON))!.row).toBe(1);
    expect(print(sheet(PERSON, PERSON))).toBeUndefined();
  });
});
