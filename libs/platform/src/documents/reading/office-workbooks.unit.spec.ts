import { describe, expect, it } from '@jest/globals';

import { statedDay, statedDigits, unreadableCell, withCovered, type ReadRow } from './read-row.js';
import { readTableRows, tableFormatOf } from './read-table.js';
import { workbookOf, zipOf } from './testing/small-zip.js';

async function rowsOf(file: Buffer): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of readTableRows(file)) rows.push(row);
  return rows;
}
const cellsOf = async (file: Buffer) => (await rowsOf(file)).map(({ cells }) => cells);
const sheetOf = (rows: string, after = '') => `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
const inSheet = (rows: string, after = '') => workbookOf({ 'xl/worksheets/sheet1.xml': sheetOf(rows, after) });
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

describe('a workbook of another program', () => {
  it('is read where its parts stand elsewhere, under other letters or strokes, and its texts with them', async () => {
    const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const file = zipOf([
      [
        '_rels\\.rels',
        `<Relationships><Relationship Id="a" Type="${type}/officeDocument" Target="xl/book2.xml"/></Relationships>`,
      ],
      ['xl\\book2.xml', '<x:workbook><x:sheets><x:sheet name="A" sheetId="9" ns0:id="r7"/></x:sheets></x:workbook>'],
      [
        'xl\\_rels\\book2.xml.rels',
        `<Relationships><Relationship Id="r7" Type="${type}/worksheet" Target="/xl/Worksheets/Data.xml"/>
         <Relationship Id="r8" Type="${type}/sharedStrings" Target="texts.xml"/></Relationships>`,
      ],
      ['xl\\worksheets\\data.xml', '<x:worksheet><x:row><x:c t="s"><x:v>0</x:v></x:c></x:row></x:worksheet>'],
      ['xl\\texts.xml', '<x:sst><x:si><x:t>NIP_x000D_\nBaru</x:t></x:si></x:sst>'],
    ]);
    expect(await cellsOf(file)).toEqual([['NIP\r\nBaru']]);
  });

  it('is read where its archive counts in long numbers', async () => {
    const parts = workbookOf({}, { zip64: true });
    expect(await cellsOf(parts)).toEqual([['NIP']]);
  });

  it('is damaged where a text that its cells share is missing, and not read as an empty list', async () => {
    await expect(cellsOf(inSheet('<row><c t="s"><v>7</v></c></row>'))).rejects.toMatchObject({
      code: 'table-file-damaged',
    });
  });

  it('has nothing in a cell that is only formatted, though it calls itself text', async () => {
    expect(await cellsOf(inSheet(`<row><c t="s" s="1"/>${inline('x')}<c s="3"/></row><row><c s="1"/></row>`))).toEqual([
      [null, 'x'],
    ]);
  });

  it('says which cells hold a formula that failed, or that nobody computed', async () => {
    const cells =
      '<c t="e"><f>A9</f><v>#REF!</v></c><c><f>A1</f></c><c t="str"><f>A1</f><v></v></c><c><f>1+1</f><v>2</v></c>';
    const [row] = await cellsOf(inSheet(`<row>${cells}</row>`));
    expect(row!.map((cell) => unreadableCell(cell))).toEqual([
      'cell.formula-failed',
      'cell.formula-failed',
      undefined,
      undefined,
    ]);
    expect(row!.slice(2)).toEqual([null, 2]);
    expect(['####', 'Err:502', '#N/A'].map(unreadableCell)).toEqual(Array(3).fill('cell.formula-failed'));
    expect(['#1', 'N/A', '"Sari" Contoh', 12].map(unreadableCell)).toEqual(Array(4).fill(undefined));
  });

  it('says what cells that were merged downwards mean in their rows, and in no others', async () => {
    const rows = ['Dinas A', '', '', 'Dinas B', 'Dinas C'].map(
      (agency, index) => `<row>${inline(`P${index}`)}${inline(agency)}</row>`,
    );
    const file = inSheet(rows.join(''), '<mergeCells><mergeCell ref="B1:B3"/><mergeCell ref="A4:B4"/></mergeCells>');
    const read = await rowsOf(file);
    expect(read.map(({ cells }) => cells[1] ?? null)).toEqual(['Dinas A', null, null, 'Dinas B', 'Dinas C']);
    expect(read.map((row) => withCovered(row).cells[1])).toEqual([
      'Dinas A',
      'Dinas A',
      'Dinas A',
      'Dinas B',
      'Dinas C',
    ]);
  });
});

describe('cells that are merged over several rows', () => {
  it.each([
    ['198609262015051001', '198609262015051001'],
    ['19860926 201505 1 001', '19860926 201505 1 001'],
    ['Sari Contoh', 'Sari Contoh'],
    ['01/03/2024', '01/03/2024'],
    ['24,5', null],
    ['Rp 1.500.000.000', null],
  ])('with %j mean %j in the row below: an amount may be the sum of them', async (text, below) => {
    const rows = `<row>${inline(text)}</row><row><c/>${inline('x')}</row>`;
    const [, row] = await rowsOf(inSheet(rows, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'));
    expect(withCovered(row!).cells).toEqual([below, 'x']);
  });

  it('with a number mean nothing in the row below', async () => {
    const rows = `<row><c><v>40</v></c></row><row><c/>${inline('x')}</row>`;
    const [, row] = await rowsOf(inSheet(rows, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'));
    expect(withCovered(row!).cells).toEqual([null, 'x']);
  });
});

describe('a sheet that is formatted far below its list', () => {
  const MIB = 1024 * 1024;
  const blank = '<row ht="15"><c s="1"/><c s="1"/></row>';

  it('is read to the end of the list and no further, its merged cells all the same', async () => {
    const tail = `${blank.repeat((20 * MIB) / blank.length)}<is no more parsed`;
    const merge = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>';
    const read = await rowsOf(inSheet(`<row>${inline('x')}</row><row><c/>${inline('y')}</row>${tail}`, merge));
    expect(read.map((row) => withCovered(row).cells)).toEqual([['x'], ['x', 'y']]);
  });

  it('is read on where something stands at its very end', async () => {
    const rows = `<row>${inline('x')}</row>${blank.repeat((20 * MIB) / blank.length)}<row>${inline('z')}</row>`;
    expect(await cellsOf(inSheet(rows))).toEqual([['x'], ['z']]);
  });
});

describe('what is no table', () => {
  it.each([
    ['a web page', '\ufeff\r\n <html><table><tr><td>NIP</td></tr></table></html>'],
    ['a table of a web page', '<style>td{}</style><table><tr><td>NIP</td></tr></table>'],
    ['a workbook of 2003', '<?xml version="1.0"?><Workbook></Workbook>'],
    ['a page with its parts', 'MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n'],
    ['rich text', '{\\rtf1\\ansi NIP}'],
    ['a PDF', '%PDF-1.7'],
  ])('is told though it is text: %s', (_what, text) => {
    const unknown = expect.objectContaining({ code: 'table-file-format-unknown', status: 422 });
    expect(() => tableFormatOf(Buffer.from(text))).toThrow(unknown);
    expect(() => tableFormatOf(Buffer.from(`\ufeff${text}`, 'utf16le'))).toThrow(unknown);
  });

  it('is no whole workbook where it is one of another kind', async () => {
    const ods = zipOf([
      ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
      ['content.xml', '<x/>'],
    ]);
    await expect(rowsOf(ods)).rejects.toMatchObject({ code: 'table-file-not-a-workbook' });
  });
});

describe('a cell as an officer states it', () => {
  it.each([
    ['NIP. 198609262015051001', '198609262015051001'],
    ['NI PPPK: 198609262015051001', '198609262015051001'],
    ['="198609262015051001"', '198609262015051001'],
    ['19860926.201505.1.001', '19860926 201505 1 001'],
    ['19860926-201505-1-001', '19860926 201505 1 001'],
    ['198.609.262.015.051.000', '198.609.262.015.051.000'],
  ])('%s has the number %s', (text, number) => {
    expect(statedDigits(text)).toBe(number);
  });

  it.each([
    [45352, '2024-03-01'],
    ['2024-03-01 00:00:00', '2024-03-01'],
    ["'01/03/2024", '2024-03-01'],
  ])('%p is the day %s', (cell, day) => {
    expect(statedDay(cell).iso).toBe(day);
  });

  it.each([2024, 1032024, 20240301, '2024', ''])('%p is no day: a year alone, or no separators', (cell) => {
    expect(() => statedDay(cell)).toThrow(expect.objectContaining({ code: 'calendar-date.shape' }));
  });
});
