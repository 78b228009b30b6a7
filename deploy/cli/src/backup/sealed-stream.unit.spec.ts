import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { seal, unseal } from './sealed-stream.js';
import { packEntries, unpackEntries, type Entry } from './tar-entries.js';

const pair = generateKeyPairSync('x25519');
const recipient = { keyId: 'backup-1', publicKey: pair.publicKey };
const owner = { keyId: 'backup-1', privateKey: pair.privateKey };
const CHUNK = 64 * 1024;

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const sealed = (bytes: Buffer, size = 10_000) => all(seal(pieces(bytes, size), recipient));
const opened = (bytes: Buffer, size = 7_777) => all(unseal(pieces(bytes, size), owner));

describe('a sealed stream', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_001])('gives back %i bytes', async (length) => {
    const plain = randomBytes(length);
    expect((await opened(await sealed(plain))).equals(plain)).toBe(true);
  });

  it('shows nothing of its content, and never the same twice', async () => {
    const plain = Buffer.from('seribu pegawai '.repeat(100));
    const [first, second] = [await sealed(plain), await sealed(plain)];
    expect(first.includes('pegawai')).toBe(false);
    expect(first.equals(second)).toBe(false);
  });

  it('opens with no other key', async () => {
    const stranger = generateKeyPairSync('x25519').privateKey;
    const bytes = await sealed(Buffer.from('rahasia'));
    await expect(all(unseal(pieces(bytes, 99), { keyId: 'backup-2', privateKey: stranger }))).rejects.toMatchObject({
      code: 'backup-key-wrong',
    });
    await expect(all(unseal(pieces(bytes, 99), { keyId: 'backup-1', privateKey: stranger }))).rejects.toMatchObject({
      code: 'backup-damaged',
    });
  });

  it.each([
    ['a changed byte', (bytes: Buffer) => bytes.fill(bytes[300]! ^ 1, 300, 301)],
    [
      'a changed header',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"ephemeral"', '"ephemeral" '), 'latin1'),
    ],
    ['its last byte missing', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['its last chunk missing', (bytes: Buffer) => bytes.subarray(0, bytes.length - (20_000 + 16))],
    ['two chunks exchanged', exchanged],
    ['nothing in it', () => Buffer.alloc(0)],
  ])('is refused with %s', async (_what, change) => {
    const bytes = await sealed(randomBytes(2 * CHUNK + 20_000));
    await expect(opened(change(bytes))).rejects.toMatchObject({ code: 'backup-damaged' });
  });

  it('of a later version is told from a damaged one', async () => {
    const bytes = Buffer.from(
      (await sealed(Buffer.from('x'))).toString('latin1').replace('backup/1', 'backup/2'),
      'latin1',
    );
    await expect(opened(bytes)).rejects.toMatchObject({ code: 'backup-version-unknown' });
  });
});

describe('an archive', () => {
  async function* members(...entries: Entry[]): AsyncGenerator<Entry> {
    yield* entries;
  }

  it('gives back its members, empty ones and those of a whole block too', async () => {
    const entries = [0, 1, 511, 512, 513, 70_000].map((length) => ({
      name: `region/${length}`,
      body: randomBytes(length),
    }));
    const found: Entry[] = [];
    for await (const entry of unpackEntries(pieces(await all(packEntries(members(...entries))), 1_000)))
      found.push(entry);
    expect(found.map(({ name, body }) => [name, body.toString('hex')])).toEqual(
      entries.map(({ name, body }) => [name, body.toString('hex')]),
    );
  });

  it('is refused when it is cut off or a header is changed', async () => {
    const archive = await all(packEntries(members({ name: 'manifest.json', body: Buffer.from('{}') })));
    const read = (bytes: Buffer) => all(map(unpackEntries(pieces(bytes, 100))));
    await expect(read(archive.subarray(0, 700))).rejects.toMatchObject({ code: 'backup-damaged' });
    await expect(read(archive.fill('x', 0, 1))).rejects.toMatchObject({ code: 'backup-damaged' });
  });
});

async function* map(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { body } of entries) yield body;
}

function exchanged(bytes: Buffer): Buffer {
  const start = bytes.indexOf('\n', bytes.indexOf('\n') + 1) + 1;
  const size = CHUNK + 16;
  const [head, first, second, rest] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + size),
    bytes.subarray(start + size, start + 2 * size),
    bytes.subarray(start + 2 * size),
  ];
  return Buffer.concat([head, second, first, rest]);
}
