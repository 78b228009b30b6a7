import { deflateRawSync } from 'node:zlib';

const RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>';
const BOOK = '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>';
const SHEET = '<worksheet><sheetData><row r="1"><c t="s"><v>0</v></c></row></sheetData></worksheet>';
const TEXTS = '<sst><si><t>NIP</t></si></sst>';

interface ZipForm {
  /** Lengths and places in the long form, as programs write it that stream. */
  readonly zip64?: boolean;
}

/** A workbook of one cell, with other parts where a test gives them. */
export function workbookOf(parts: Readonly<Record<string, string>> = {}, form: ZipForm = {}): Buffer {
  const all = {
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/workbook.xml': BOOK,
    'xl/worksheets/sheet1.xml': SHEET,
    'xl/sharedStrings.xml': TEXTS,
    ...parts,
  };
  return zipOf(Object.entries(all), form);
}

/** As small as the format allows (PKWARE APPNOTE 4.3): no checksums, which our reader does not look at. */
export function zipOf(parts: readonly (readonly [string, string])[], { zip64 = false }: ZipForm = {}): Buffer {
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
    entry.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(zip64 ? 0xffffffff : text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(zip64 ? 28 : 0, 30);
    entry.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
    files.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name), ...(zip64 ? [longField(text.length, packed.length, at)] : []));
    at += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : parts.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16);
  const whole = Buffer.concat([...files, ...directory]);
  return Buffer.concat([whole, ...(zip64 ? longEnd(parts.length, at, whole.length) : []), end]);
}

function longField(...numbers: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, index) => field.writeBigUInt64LE(BigInt(number), 4 + 8 * index));
  return field;
}

function longEnd(count: number, directoryAt: number, endAt: number): Buffer[] {
  const end = Buffer.alloc(56);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(endAt), 8);
  return [end, locator];
}
