import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

import { openTable, readTableRows } from './read-table.js';
import type { ReadCell } from './read-row.js';

const RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>';
const BOOK = '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>';
const SHEET = '<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData></worksheet>';
const TEXTS = '<sst><si><t>NIP</t></si></sst>';

function workbook(parts: Readonly<Record<string, string>> = {}): Buffer {
  const all = {
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/workbook.xml': BOOK,
    'xl/worksheets/sheet1.xml': SHEET,
    'xl/sharedStrings.xml': TEXTS,
    ...parts,
  };
  return zipOf(Object.entries(all));
}

/** As small as the format allows (PKWARE APPNOTE 4.3): no checksums, which our reader does not look at. */
function zipOf(parts: readonly (readonly [string, string])[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of parts) {
    const packed = deflateRawSync(Buffer.from(text));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    files.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

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
