import { describe, expect, it } from '@jest/globals';

import type { ReadRow } from './read-row.js';
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

  it('say so when there are none or a quotation mark stays open', async () => {
    await expect(rowsOf(' \n')).rejects.toMatchObject({ code: 'table-file-empty' });
    await expect(rowsOf('a;b\n1;"2\n')).rejects.toMatchObject({ code: 'table-file-damaged' });
  });

  it('are expected to be as many as lines below the headings, with or without a last line break', () => {
    expect(['a\nb\nc\n', 'a\nb\nc', 'a\n', 'a'].map((text) => expectedRows(Buffer.from(text)))).toEqual([2, 2, 0, 0]);
    expect(expectedRows(Buffer.from('504b0304', 'hex'))).toBeUndefined();
    expect(() => expectedRows(Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'table-file-empty' }));
  });
});
