import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { TableFileError } from './table-file.error.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;
/** A workbook of 200,000 rows has about 150 MiB of XML; more than this is a bomb or no table. */
const MAX_INFLATED_BYTES = 400 * 1024 * 1024;

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
  private inflated = 0;

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
    return this.entries.has(name);
  }

  names(): string[] {
    return [...this.entries.keys()];
  }

  /**
   * The text of a part, piece by piece; what of it is held in memory says how long it may be. Throws TableFileError `table-file-damaged`,
   * `table-file-too-large`.
   */
  async *read(name: string, mostBytes: number = MAX_INFLATED_BYTES): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8');
    let read = 0;
    try {
      for await (const piece of this.stream(name)) {
        this.inflated += piece.length;
        read += piece.length;
        if (this.inflated > MAX_INFLATED_BYTES || read > mostBytes)
          throw new TableFileError('table-file-too-large', 'the file unpacks to too much');
        yield decoder.decode(piece, { stream: true });
      }
    } catch (cause) {
      if (cause instanceof TableFileError) throw cause;
      throw new TableFileError('table-file-damaged', `part ${name} cannot be unpacked`, cause);
    }
  }

  private stream(name: string): AsyncIterable<Buffer> {
    const entry = this.entries.get(name);
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

function readDirectory(file: Buffer): Map<string, ZipEntry> {
  const end = findEnd(file);
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new TableFileError('table-file-not-a-workbook', 'the file has too many parts');
  const entries = new Map<string, ZipEntry>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (file.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new TableFileError('table-file-damaged', 'the directory of the file is damaged');
    const nameLength = file.readUInt16LE(at + 28);
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, {
      method: file.readUInt16LE(at + 10),
      compressedBytes: file.readUInt32LE(at + 20),
      headerOffset: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - 22 - MAX_COMMENT);
  for (let at = file.length - 22; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new TableFileError('table-file-not-a-workbook', 'the file is no zip archive');
}
