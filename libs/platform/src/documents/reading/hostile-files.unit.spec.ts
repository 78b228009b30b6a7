import { describe, expect, it } from '@jest/globals';

import { openTable, readTableRows } from './read-table.js';
import type { ReadCell } from './read-row.js';
import { workbookOf as workbook } from './testing/small-zip.js';

async function cellsOf(file: Buffer): Promise<ReadCell[][]> {
  const rows: ReadCell[][] = [];
  for await (const { cells } of readTableRows(file)) rows.push([...cells]);
  return rows;
}

const MIB = 1024 * 1024;
const inSheet = (content: string) => workbook({ 'xl/worksheets/sheet1.xml': content });

describe('a workbook', () => {
  it('is read whole where it is one', async () => {
    expect(await cellsOf(workbook())).toEqual([['NIP']]);
  });

  it.each([
    [
      'a cell whose text does not end',
      () => inSheet(`<worksheet><row><c><v>${'1'.repeat(8 * MIB)}</v></c></row></worksheet>`),
    ],
    ['a tag whose attribute does not end', () => inSheet(`<worksheet><row r="${'1'.repeat(8 * MIB)}"/></worksheet>`)],
    ['a comment that does not end', () => inSheet(`<worksheet><!--${'x'.repeat(8 * MIB)}--></worksheet>`)],
    ['elements in elements without end', () => inSheet('<a>'.repeat(100_000))],
    [
      'a list of sheets that fills the memory',
      () => workbook({ 'xl/workbook.xml': `<workbook>${'<sheet/>'.repeat(3 * MIB)}</workbook>` }),
    ],
    [
      'styles that fill the memory',
      () => workbook({ 'xl/styles.xml': `<styleSheet><cellXfs>${'<xf/>'.repeat(4 * MIB)}</cellXfs></styleSheet>` }),
    ],
    [
      'more texts than are kept, of which the rest would be read as empty cells',
      () => workbook({ 'xl/sharedStrings.xml': `<sst>${'<si/>'.repeat(3 * MIB)}</sst>` }),
    ],
  ])('is refused for %s, before it is held', async (_what, make) => {
    await expect(cellsOf(make())).rejects.toMatchObject({ code: 'table-file-too-large', status: 422 });
  });

  it('asks nothing of elsewhere and knows no entities', async () => {
    const doctype = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    const sheet = `${doctype}<worksheet><row><c t="str"><v>&x;</v></c></row></worksheet>`;
    await expect(cellsOf(inSheet(sheet))).rejects.toMatchObject({ code: 'table-file-damaged' });
    const elsewhere =
      '<Relationships><Relationship Id="r1" Target="../../../etc/passwd" TargetMode="External"/></Relationships>';
    expect(await openTable(workbook({ 'xl/_rels/workbook.xml.rels': elsewhere }))).toEqual([]);
  });
});

describe('a cell', () => {
  it('loses the signs that hide what it says, and the one that no database takes', async () => {
    const names = `${'x'.repeat(9_000)};b\nSa\u0000ri\u202e Contoh\u200b;\u20661990\u2069\n`;
    const [, row] = await cellsOf(Buffer.from(names));
    expect(row).toEqual(['Sari Contoh', '1990']);
  });
});
