import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { hash, type KeyObject } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError, putInPlace } from '@betang/platform';
import { readRegionSettings } from '../region/region-settings.js';
import type { BackupRecipient } from './backup-key.js';
import { DatabaseSnapshot } from './database-snapshot.js';
import { CLOSING, MANIFEST, parseClosing, parseManifest, partName, type Closing, type Manifest } from './manifest.js';
import { fileParts, filesToBackUp, type BackedUpFile } from './region-files.js';
import { damaged, seal, unseal } from './sealed-stream.js';
import { packEntries, unpackEntries, type Entry } from './tar-entries.js';

export interface BackupMade {
  readonly file: string;
  readonly bytes: number;
  readonly region: string;
  readonly epoch: string;
  readonly rows: Readonly<Record<string, number>>;
}

/**
 * Backs a running region up into one encrypted file: all schemas at one moment with their job queues, keys, passwords, credentials and certificate
 * of the bus, and files. The broker's store is left out: it is made again from Postgres. @throws AppError `backup-file-exists`, `backup-running`
 */
export async function makeBackup(
  dataDir: string,
  file: string,
  recipient: BackupRecipient,
  tell: (table: string, rows: number) => void = () => undefined,
): Promise<BackupMade> {
  const { region, services } = await readRegionSettings(dataDir);
  const snapshot = await DatabaseSnapshot.open(dataDir, services);
  try {
    // Two would write the one draft, and both say that it is whole. Whose command was killed has let go of it.
    if (!(await snapshot.claim(`betang-backup:${file}`))) throw new AppError('backup-running', { params: { file } });
    if (await exists(file)) throw new AppError('backup-file-exists', { params: { file } });
    const files = await filesToBackUp(dataDir);
    const manifest = await describe(snapshot, region, services, files);
    const rows: Record<string, number> = {};
    const told = (table: string, count: number): void => {
      rows[table] = count;
      tell(table, count);
    };
    await write(file, recipient, withClosing(contents(files, snapshot, manifest, told), snapshot, rows));
    const { size } = await stat(file);
    return { file, bytes: size, region, epoch: manifest.epoch, rows };
  } finally {
    await snapshot.close();
  }
}

/** Under another name until it is whole. */
async function write(file: string, recipient: BackupRecipient, entries: AsyncIterable<Entry>): Promise<void> {
  const draft = `${file}.partial`;
  try {
    await pipeline(
      Readable.from(packEntries(entries)),
      createGzip({ level: 5 }),
      (plain: AsyncIterable<Uint8Array>) => seal(plain, recipient),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    );
    await putInPlace(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The members of a backup, each checked against the closing member. @throws AppError `backup-damaged`, `backup-key-wrong` */
export async function* readBackup(
  file: string,
  owner: { readonly keyId: string; readonly privateKey: KeyObject },
): AsyncGenerator<Entry> {
  const gunzip = createGunzip();
  const feeding = pipeline(
    createReadStream(file),
    (sealed: AsyncIterable<Uint8Array>) => unseal(sealed, owner),
    gunzip,
  );
  // Whoever reads on meets the same failure at the end of the stream.
  feeding.catch(() => undefined);
  const checksums: Record<string, string> = {};
  let closing: Closing | undefined;
  try {
    for await (const entry of unpackEntries(gunzip as AsyncIterable<Buffer>)) {
      if (closing) throw damaged('members after the last');
      if (entry.name === CLOSING) closing = parseClosing(entry.body);
      else checksums[entry.name] = hash('sha256', entry.body, 'hex');
      yield entry;
    }
    await feeding;
  } catch (error) {
    await feeding.catch((cause: unknown) => {
      throw (cause as { code?: string }).code?.startsWith('Z_') === true ? damaged('compression') : cause;
    });
    throw error;
  }
  const isWhole = closing && JSON.stringify(sorted(closing.checksums)) === JSON.stringify(sorted(checksums));
  if (!isWhole) throw damaged('checksums');
}

/** Reads a whole backup without bringing anything back. */
export async function checkBackup(
  file: string,
  owner: { readonly keyId: string; readonly privateKey: KeyObject },
): Promise<{ readonly manifest: Manifest; readonly entries: number }> {
  let manifest: Manifest | undefined;
  let entries = 0;
  for await (const entry of readBackup(file, owner)) {
    if (entry.name === MANIFEST) manifest = parseManifest(entry.body);
    entries += 1;
  }
  if (!manifest) throw damaged('manifest');
  return { manifest, entries };
}

async function describe(
  snapshot: DatabaseSnapshot,
  region: string,
  services: readonly string[],
  files: readonly BackedUpFile[],
): Promise<Manifest> {
  return {
    version: 1,
    region,
    createdAt: new Date().toISOString(),
    epoch: await snapshot.epoch(),
    services,
    migrations: await snapshot.migrations(),
    partitions: await snapshot.partitions(),
    tables: await snapshot.tables(),
    files: files.map(({ path }) => path),
  };
}

async function* contents(
  files: readonly BackedUpFile[],
  snapshot: DatabaseSnapshot,
  manifest: Manifest,
  told: (table: string, rows: number) => void,
): AsyncGenerator<Entry> {
  yield { name: MANIFEST, body: Buffer.from(JSON.stringify(manifest)) };
  for (const [index, file] of files.entries()) {
    let part = 0;
    for await (const body of fileParts(file)) yield { name: partName('region', index, part++), body };
  }
  for (const [index, table] of manifest.tables.entries()) {
    const rows = snapshot.rows(table);
    let part = 0;
    for (let next = await rows.next(); ; next = await rows.next()) {
      if (next.done === true) {
        told(`${table.schema}.${table.table}`, next.value);
        break;
      }
      yield { name: partName('database', index, part++), body: next.value };
    }
  }
}

async function* withClosing(
  entries: AsyncIterable<Entry>,
  snapshot: DatabaseSnapshot,
  rows: Readonly<Record<string, number>>,
): AsyncGenerator<Entry> {
  const checksums: Record<string, string> = {};
  for await (const entry of entries) {
    checksums[entry.name] = hash('sha256', entry.body, 'hex');
    yield entry;
  }
  const closing: Closing = {
    entries: Object.keys(checksums).length,
    checksums,
    rows,
    sequences: await snapshot.sequences(),
  };
  yield { name: CLOSING, body: Buffer.from(JSON.stringify(closing)) };
}

async function exists(file: string): Promise<boolean> {
  return open(file, 'r').then(
    async (handle) => {
      await handle.close();
      return true;
    },
    () => false,
  );
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
