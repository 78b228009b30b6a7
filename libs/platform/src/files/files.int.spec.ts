import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { flushesOf } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { ServiceDatabase } from '../database/service-database.js';
import { streamXlsx } from '../documents/tables/write-xlsx.js';
import { buffer } from 'node:stream/consumers';
import { migrate } from '../migrations/migrate.js';
import { PLATFORM_MIGRATIONS } from '../service/service-connections.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import { testFolder } from '../testing/test-folder.js';
import { Files } from './files.js';
import type { FileLimits } from './file-store.js';
import { sniffType } from './sniff-type.js';

const PDF = Buffer.from('%PDF-1.7\nbukti dukung\n%%EOF\n');
const LIMITS: FileLimits = { maxBytes: 1_000_000, types: ['pdf', 'png', 'xlsx'] };
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const folder = testFolder();
const elsewhere = testFolder();
let database: ServiceDatabase;
let files: Files;

beforeAll(async () => {
  const platform = await platformUnderTest('files');
  const set = { set: 'platform', path: PLATFORM_MIGRATIONS };
  await migrate({ connection: platform.migrator, schema: platform.schema, directories: [set] });
  database = await platform.open();
  files = new Files(database, join(folder, 'store'));
});
afterAll(() => database?.close());

const onDisk = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const old = (sha256: string) =>
  database.execute(`UPDATE stored_file SET put_at = now() - interval '2 days' WHERE sha256 = $1`, [sha256]);

describe('files of a service', () => {
  it('are kept under the hash of their bytes, once, and read back', async () => {
    const first = await files.put(PDF, LIMITS);
    const second = await files.put(Readable.from([PDF.subarray(0, 5), PDF.subarray(5)]), LIMITS);
    expect(first).toEqual({ sha256: hashOf(PDF), bytes: PDF.length, type: 'pdf', mediaType: 'application/pdf' });
    expect(second.sha256).toBe(first.sha256);
    expect(await onDisk()).toEqual([first.sha256]);
    expect(await text(await files.read(first.sha256))).toBe(PDF.toString());
    expect(await files.find(database, first.sha256)).toEqual({
      sha256: first.sha256,
      bytes: PDF.length,
      mediaType: 'application/pdf',
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('have their name on the disk before the record says that they are there', async () => {
    const store = join(elsewhere, 'store');
    const bytes = Buffer.from('%PDF-1.7\nnama\n%%EOF\n');
    const path = join(store, hashOf(bytes).slice(0, 2), hashOf(bytes).slice(2, 4), hashOf(bytes));
    const flushed = await flushesOf(
      () => new Files(database, store).put(bytes, LIMITS),
      () => [path],
    );
    const [, draft, ...folders] = flushed;
    expect(flushed[0]).toEqual({ path: elsewhere, names: [] });
    expect([draft!.path.startsWith(join(store, '')), draft!.names]).toEqual([true, []]);
    expect(folders).toEqual(
      [dirname(path), dirname(dirname(path)), store].map((one) => ({ path: one, names: [path] })),
    );
  });

  it('are whole on a disk that takes less than it is given', async () => {
    const handle = await open(import.meta.filename);
    await handle.close();
    const handles = Object.getPrototypeOf(handle) as { write: (chunk: Buffer, at: number, bytes: number) => unknown };
    const { write } = handles;
    handles.write = function (chunk, at) {
      return write.call(this, chunk, at, Math.min(chunk.length - at, 7));
    };
    try {
      const { sha256 } = await files.put(Buffer.from('%PDF-in several parts'), LIMITS);
      expect(await text(await files.read(sha256))).toBe('%PDF-in several parts');
    } finally {
      handles.write = write;
    }
  });

  it('are refused by size and by what they are, whatever they are called, and leave nothing behind', async () => {
    const before = await onDisk();
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(64 * 1024, '%PDF-');
      })(),
    );
    await expect(files.put(endless, LIMITS)).rejects.toMatchObject({ code: 'file-too-large', status: 413 });
    await expect(files.put(Buffer.from('<html><script>alert(1)</script>'), LIMITS)).rejects.toMatchObject({
      code: 'file-type-refused',
    });
    await expect(files.put(Buffer.from('MZ\u0090'), LIMITS)).rejects.toMatchObject({ code: 'file-type-refused' });
    await expect(files.put(Buffer.alloc(0), LIMITS)).rejects.toMatchObject({ code: 'file-empty' });
    expect(await onDisk()).toEqual(before);
    for (const path of ['../../etc/passwd', 'a'.repeat(64) + '/x', ''])
      await expect(files.read(path)).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('tell office files by their parts, and those with macros are no kind of ours', async () => {
    const xlsx = await buffer(
      streamXlsx([{ name: 'a', columns: [{ heading: 'x' }], rows: [] }], { issuedAt: new Date(0) }),
    );
    expect((await files.put(xlsx, LIMITS)).type).toBe('xlsx');
    expect(sniffType(xlsx, Buffer.concat([xlsx, Buffer.from('xl/vbaProject.bin')]))).toBeUndefined();
    expect(sniffType(Buffer.from('NIP;Nama\n'), Buffer.alloc(0))).toBe('csv');
  });

  it('stay while a record refers to them, and go a day after nothing does', async () => {
    const [kept, dropped] = [
      await files.put(Buffer.from('%PDF-kept'), LIMITS),
      await files.put(Buffer.from('%PDF-dropped'), LIMITS),
    ];
    const owner = { type: 'claim', id: '1' };
    await database.unitOfWork.run(async (tx) => {
      await files.attach(tx, kept.sha256, owner);
      await files.attach(tx, kept.sha256, owner);
      await expect(files.attach(tx, 'f'.repeat(64), owner)).rejects.toMatchObject({ code: 'file-not-found' });
    });
    await old(kept.sha256);
    await old(dropped.sha256);
    expect(await files.sweep()).toBe(1);
    expect(await onDisk()).toContain(kept.sha256);
    expect(await onDisk()).not.toContain(dropped.sha256);
    await database.unitOfWork.run((tx) => files.detach(tx, owner));
    expect(await files.sweep()).toBe(1);
    await expect(files.read(kept.sha256)).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('survive a sweep of the same bytes that begins before they are put again', async () => {
    const bytes = Buffer.from('%PDF-again');
    const { sha256 } = await files.put(bytes, LIMITS);
    await old(sha256);
    await Promise.all([files.sweep(), files.put(bytes, LIMITS), files.sweep()]);
    // Either order is right, as long as rows and bytes agree.
    const known = await files.find(database, sha256);
    expect((await onDisk()).includes(sha256)).toBe(known !== undefined);
    expect(known).toBeDefined();
  });
});
