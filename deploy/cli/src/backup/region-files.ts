import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTopology } from '@betang/messaging';
import { regionPaths } from '../region/region-paths.js';

/** What of a region's folder is backed up: settings, passwords, keys, the bus's topology and credentials, and the offices' files. */
const WANTED = ['region.json', 'passwords.json', 'joining-key.json', 'backup-recipient.json', 'keys', 'nats', 'files'];
/** The broker's store and what is written anew anyway: Postgres refills the one, `topology apply` writes the other. */
const LEFT_OUT = /^nats\/(?!(topology\.json$|credentials\/))/;
const PART_BYTES = 4 * 1024 * 1024;

/** Certificate, key and authority of the region's nats-server, as they lie in `nats/tls` of a restored region. */
export const TLS_COPIES = ['server.crt', 'server.key', 'authority.crt'] as const;

/** A file of a backup: its path below the region's folder, and where it lies now. */
export interface BackedUpFile {
  readonly path: string;
  readonly source: string;
}

/** Everything that is backed up; the certificate of nats-server may lie anywhere on the machine. */
export async function filesToBackUp(dataDir: string): Promise<BackedUpFile[]> {
  const own = (await listRegionFiles(dataDir)).map((path) => ({ path, source: join(dataDir, path) }));
  const { tls } = await readTopology(regionPaths(dataDir).nats);
  const sources = [tls?.certFile, tls?.keyFile, tls?.caFile];
  const secured = TLS_COPIES.flatMap((name, index) => {
    const source = sources[index];
    return source === undefined ? [] : [{ path: `nats/tls/${name}`, source }];
  });
  return [...own, ...secured];
}

/** Paths of all files to back up, relative to the region's folder, with `/`. */
export async function listRegionFiles(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dataDir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(dataDir.length + 1)
      .split('\\')
      .join('/');
    if (WANTED.includes(path.split('/')[0] ?? '') && !LEFT_OUT.test(path) && !path.endsWith('.new')) found.push(path);
  }
  return found.sort();
}

/**
 * The content of a file in parts of some MiB; at least one, empty for an empty file. None of an office's file that was swept away since the list was made: the
 * region runs meanwhile, and a night's backup is not to fail for it.
 */
export async function* fileParts({ path, source }: BackedUpFile): AsyncGenerator<Buffer> {
  try {
    yield* partsOf(source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !path.startsWith('files/')) throw error;
  }
}

async function* partsOf(file: string): AsyncGenerator<Buffer> {
  let isEmpty = true;
  for await (const part of createReadStream(file, { highWaterMark: PART_BYTES }) as AsyncIterable<Buffer>) {
    isEmpty = false;
    yield part;
  }
  if (isEmpty) yield Buffer.alloc(0);
}
