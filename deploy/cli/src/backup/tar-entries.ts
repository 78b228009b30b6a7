import { damaged } from './sealed-stream.js';

/** One member of an archive; names are short and plain. */
export interface Entry {
  readonly name: string;
  readonly body: Buffer;
}

const BLOCK = 512;
const MAGIC = 'ustar\u000000';

/** A tar archive (POSIX ustar) of members of at most some MiB, so that a decrypted backup can be looked into with any tar. */
export async function* packEntries(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { name, body } of entries) {
    yield headerOf(name, body.length);
    yield body;
    yield Buffer.alloc(padding(body.length));
  }
  yield Buffer.alloc(BLOCK * 2);
}

/** Its members, in order. @throws AppError `backup-damaged` */
export async function* unpackEntries(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const source = new ByteSource(archive);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = readHeader(header);
    const body = await source.take(size);
    await source.take(padding(size));
    yield { name, body };
  }
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\u0000`;
  header.write(name, 0, 100, 'ascii');
  header.write(octal(0o600, 8), 100, 'ascii');
  header.write(octal(0, 8), 108, 'ascii');
  header.write(octal(0, 8), 116, 'ascii');
  header.write(octal(size, 12), 124, 'ascii');
  header.write(octal(0, 12), 136, 'ascii');
  header.write('        ', 148, 'ascii');
  header.write('0', 156, 'ascii');
  header.write(MAGIC, 257, 'ascii');
  header.write(`${sum(header).toString(8).padStart(6, '0')}\u0000 `, 148, 'ascii');
  return header;
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, length: number): string =>
    header.toString('ascii', from, from + length).split('\u0000')[0] ?? '';
  const checksum = Number.parseInt(text(148, 8), 8);
  const plain = Buffer.from(header);
  plain.write('        ', 148, 'ascii');
  const size = Number.parseInt(text(124, 12), 8);
  if (checksum !== sum(plain) || !Number.isSafeInteger(size)) throw damaged('archive header');
  return { name: text(0, 100), size };
}

function sum(header: Buffer): number {
  return header.reduce((total, byte) => total + byte, 0);
}

/** Takes a stream in the amounts that are asked for. */
class ByteSource {
  private readonly source: AsyncIterator<Uint8Array>;
  private waiting: Buffer[] = [];
  private length = 0;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.source = stream[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Buffer> {
    while (this.length < size) {
      const { value, done } = await this.source.next();
      if (done === true) throw damaged('cut off');
      this.waiting.push(Buffer.from(value));
      this.length += value.length;
    }
    const all = Buffer.concat(this.waiting);
    this.waiting = [all.subarray(size)];
    this.length -= size;
    return all.subarray(0, size);
  }
}
