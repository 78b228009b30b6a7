import { describe, expect, it } from '@jest/globals';

import { unreadableCell, type ReadRow } from './read-row.js';
import { expectedRows, readTableRows } from './read-table.js';

async function rowsOf(content: string | Buffer): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of readTableRows(Buffer.from(content))) rows.push(row);
  return rows;
}
const cellsOf = async (content: string | Buffer) => (await rowsOf(content)).map(({ cells }) => cells);

describe('the rows of a .csv', () => {
  it('are read with commas or semicolons, with or without a mark, quoted or not, in UTF-8 or Windows-1252', async () => {
    expect(await cellsOf('a,b\n1,"2,5"\n')).toEqual([
      ['a', 'b'],
      ['1', '2,5'],
    ]);
    expect(await cellsOf('\uFEFFa;b\r\n1;2,5\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2,5'],
    ]);
    expect(await cellsOf(Buffer.from('a;b\n\xe9;x\n', 'latin1'))).toEqual([
      ['a', 'b'],
      ['é', 'x'],
    ]);
  });

  it('leave out blank ones, and keep the numbers that a spreadsheet shows', async () => {
    expect((await rowsOf('a;b\n;\n\n1;2\n')).map(({ rowNumber }) => rowNumber)).toEqual([1, 4]);
  });

  it('say so when there are none', async () => {
    await expect(rowsOf(' \n')).rejects.toMatchObject({ code: 'table-file-empty' });
  });

  const HEAD = 'no;nama;dinas;unit\n';
  it.each([
    ['never closed', '1;"Sari;A;B\n2;Budi;A;B\n3;Ani;A;B\n'],
    ['closed in a later row alone', '1;"Sari;A;B\n2;Budi;A;B\n3;Ani";A;B\n'],
    ['open in two rows', '1;"Sari;A;B\n2;"Budi;A;B\n3;Ani;A;B\n'],
    ['open before one that is quoted well', '1;"Sari;A;B\n2;Budi;A;B\n3;"Ani";A;B\n'],
  ])('lose no row to a quotation mark that is %s, and show it', async (_what, lines) => {
    const [, first, ...others] = await rowsOf(HEAD + lines);
    expect([first!.rowNumber, first!.cells]).toEqual([2, ['1', '"Sari', 'A', 'B']]);
    expect(unreadableCell(first!.cells[1])).toBe('cell.quote-open');
    expect(others.map(({ rowNumber }) => rowNumber)).toEqual([3, 4]);
    expect(others.map(({ cells }) => cells.length)).toEqual([4, 4]);
  });

  it('keep the other cells of such a row where they are', async () => {
    const cells = await cellsOf(`${HEAD}1;"Sari; S.E.";"A;B\n2;"Budi;"A; ""B""";C\n3;"Ani;A;"B"\n`);
    expect(cells.slice(1)).toEqual([
      ['1', 'Sari; S.E.', '"A', 'B'],
      ['2', '"Budi', 'A; "B"', 'C'],
      ['3', '"Ani', 'A', 'B'],
    ]);
  });

  it('keep line breaks, delimiters and marks that a cell holds as it should', async () => {
    const cells = await cellsOf(`${HEAD}1;"Sari\r\n""Ayu""; S.E.";A;"B\n\nC"\n2;Budi 5" x;A;B`);
    expect(cells.slice(1)).toEqual([
      ['1', 'Sari\r\n"Ayu"; S.E.', 'A', 'B\n\nC'],
      ['2', 'Budi 5" x', 'A', 'B'],
    ]);
  });

  it('are read by the delimiter that the first line states, which is no row', async () => {
    expect(await rowsOf('sep=|\r\na|b\r\nx; y; z|1, 2, 3\r\n')).toEqual([
      { rowNumber: 2, cells: ['a', 'b'] },
      { rowNumber: 3, cells: ['x; y; z', '1, 2, 3'] },
    ]);
  });

  it('may end as those of old Macs do', async () => {
    expect(await cellsOf('a;b\r1;"2\r3"\r4;5')).toEqual([
      ['a', 'b'],
      ['1', '2\r3'],
      ['4', '5'],
    ]);
    expect(expectedRows(Buffer.from('a;b\r1;2\r3;4\r'))).toBe(2);
  });

  it('are expected to be as many as lines below the headings, with or without a last line break', () => {
    expect(['a\nb\nc\n', 'a\nb\nc', 'a\n', 'a'].map((text) => expectedRows(Buffer.from(text)))).toEqual([2, 2, 0, 0]);
    expect(expectedRows(Buffer.from('504b0304', 'hex'))).toBeUndefined();
    expect(() => expectedRows(Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'table-file-empty' }));
  });
});
