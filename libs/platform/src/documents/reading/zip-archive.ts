import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { TableFileError } from './table-file.error.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_FIELD = 1;
const ALL_ONES = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;
/** A workbook of 200,000 rows has about 150 MiB of XML; more than this is a bomb or no table. */
const MAX_INFLATED_BYTES = 400 * 1024 * 1024;
/** A sheet that is formatted to its last row in forty columns; about five seconds. */
const MAX_SKIMMED_BYTES = 1024 * 1024 * 1024;

interface ZipEntry {
  readonly method: number;
  readonly compressedBytes: number;
  readonly headerOffset: number;
}

/**
 * The parts of a workbook file by name, in whatever order they are wanted: programs write them in different orders, and a reader that takes them
 * as they come has to park sheets in a temporary file, where personal data has no business.
 */
export class ZipArchive {
  /** The longest reading of each part: a sheet is read several times, and holds no more for it. */
  private readonly inflated = new Map<string, number>();
  private total = 0;
  private skimmed = 0;

  private constructor(
    private readonly file: Buffer,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  /** Throws TableFileError `table-file-not-a-workbook`, `table-file-damaged`. */
  static open(file: Buffer): ZipArchive {
    try {
      return new ZipArchive(file, readDirectory(file));
    } catch (cause) {
      if (cause instanceof TableFileError) throw cause;
      throw new TableFileError('table-file-damaged', 'the directory of the file cannot be read', cause);
    }
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name));
  }

  /**
   * The text of a part, piece by piece; what of it is held in memory says how long it may be. Throws TableFileError `table-file-damaged`,
   * `table-file-too-large`.
   */
  read(name: string, mostBytes: number = MAX_INFLATED_BYTES): AsyncGenerator<string> {
    let read = 0;
    return this.pieces(name, (bytes) => {
      read += bytes;
      this.note(name, read);
      return this.total <= MAX_INFLATED_BYTES && read <= mostBytes;
    });
  }

  /** The same of a part that is looked over and not parsed, which may be longer. */
  skim(name: string): AsyncGenerator<string> {
    return this.pieces(name, (bytes) => (this.skimmed += bytes) <= MAX_SKIMMED_BYTES);
  }

  private async *pieces(name: string, mayGoOn: (bytes: number) => boolean): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8');
    try {
      for await (const piece of this.stream(name)) {
        if (!mayGoOn(piece.length)) throw new TableFileError('table-file-too-large', 'the file unpacks to too much');
        yield decoder.decode(piece, { stream: true });
      }
    } catch (cause) {
      if (cause instanceof TableFileError) throw cause;
      throw new TableFileError('table-file-damaged', `part ${name} cannot be unpacked`, cause);
    }
  }

  private note(name: string, read: number): void {
    const before = this.inflated.get(name) ?? 0;
    if (read <= before) return;
    this.total += read - before;
    this.inflated.set(name, read);
  }

  private stream(name: string): AsyncIterable<Buffer> {
    const entry = this.entries.get(keyOf(name));
    if (!entry) throw new TableFileError('table-file-damaged', `part ${name} is missing`);
    const { file } = this;
    if (file.readUInt32LE(entry.headerOffset) !== LOCAL_HEADER)
      throw new TableFileError('table-file-damaged', `part ${name} is displaced`);
    const start =
      entry.headerOffset + 30 + file.readUInt16LE(entry.headerOffset + 26) + file.readUInt16LE(entry.headerOffset + 28);
    const packed = Readable.from([file.subarray(start, start + entry.compressedBytes)]);
    if (entry.method === STORED) return packed;
    if (entry.method !== DEFLATED)
      throw new TableFileError('table-file-damaged', `part ${name} is packed in an unknown way`);
    const inflate = createInflateRaw();
    packed.on('error', (error) => inflate.destroy(error));
    return packed.pipe(inflate);
  }
}

/** Names of parts know no case (ECMA-376 part 2), and some programs of Windows write them with its strokes. */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
}

function readDirectory(file: Buffer): Map<string, ZipEntry> {
  const { count, offset } = findDirectory(file);
  if (count > MAX_ENTRIES) throw new TableFileError('table-file-not-a-workbook', 'the file has too many parts');
  const entries = new Map<string, ZipEntry>();
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new TableFileError('table-file-damaged', 'the directory of the file is damaged');
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const extra = at + 46 + nameLength;
    const end = extra + file.readUInt16LE(at + 30);
    const [, compressedBytes, headerOffset] = longFields(file, [at + 24, at + 20, at + 42], extra, end);
    entries.set(keyOf(name), {
      method: file.readUInt16LE(at + 10),
      compressedBytes: compressedBytes!,
      headerOffset: headerOffset!,
    });
    at = end + file.readUInt16LE(at + 32);
  }
  return entries;
}

/** Numbers of an entry; those that are all ones stand in its zip64 field instead, in this order. Programs that stream write them so for short files too. */
function longFields(file: Buffer, places: readonly number[], extra: number, end: number): number[] {
  let at = extra;
  while (at + 4 <= end && file.readUInt16LE(at) !== ZIP64_FIELD) at += 4 + file.readUInt16LE(at + 2);
  at += 4;
  return places.map((place) => {
    const short = file.readUInt32LE(place);
    if (short !== ALL_ONES) return short;
    const long = Number(file.readBigUInt64LE(at));
    at += 8;
    return long;
  });
}

function findDirectory(file: Buffer): { readonly count: number; readonly offset: number } {
  const end = findEnd(file);
  if (end < 20 || file.readUInt32LE(end - 20) !== ZIP64_LOCATOR)
    return { count: file.readUInt16LE(end + 10), offset: file.readUInt32LE(end + 16) };
  const long = Number(file.readBigUInt64LE(end - 12));
  return { count: Number(file.readBigUInt64LE(long + 32)), offset: Number(file.readBigUInt64LE(long + 48)) };
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - 22 - MAX_COMMENT);
  for (let at = file.length - 22; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new TableFileError('table-file-not-a-workbook', 'the file is no zip archive');
}
