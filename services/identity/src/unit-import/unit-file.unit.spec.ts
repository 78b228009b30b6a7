import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { readUnitFile } from './unit-file.js';
import { decideUnits } from './unit-lines.js';

describe('a file of units as an office writes it', () => {
  it('names the unit above once, in a cell that is merged over those below it', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Struktur');
    sheet.addRow(['Unit Induk', 'Nama Unit Kerja', 'NIP Kepala']);
    for (const [name, head] of [
      ['Bidang A', 'NIP. 19860926.201505.1.001'],
      ['Bidang B', '-'],
      ['Bidang C', '-'],
    ])
      sheet.addRow([null, name, head]);
    sheet.getCell('A2').value = 'Dinas Contoh';
    sheet.mergeCells('A2:A3');
    expect(await readUnitFile(Buffer.from(await book.xlsx.writeBuffer()))).toEqual([
      { rowNumber: 2, name: 'Bidang A', parent: 'Dinas Contoh', headNumber: '198609262015051001' },
      { rowNumber: 3, name: 'Bidang B', parent: 'Dinas Contoh' },
      { rowNumber: 4, name: 'Bidang C' },
    ]);
  });

  it('makes no unit of a formula that failed', async () => {
    const lines = await readUnitFile(Buffer.from('Kode;Nama Unit;Induk\n1;#REF!;\n2;Bidang A;#N/A\n3;Dinas B;\n'));
    const { lines: decided, created } = decideUnits(lines, []);
    const unreadable = 'unit-file.cell-unreadable';
    expect(decided.map(({ problem }) => problem)).toEqual([unreadable, unreadable, null]);
    expect(created.map(({ name }) => name)).toEqual(['Dinas B']);
  });
});
