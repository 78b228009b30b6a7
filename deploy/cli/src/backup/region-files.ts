import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What of a region's folder is backed up: settings, passwords, keys, the bus's topology and credentials, and the offices' files. */
const WANTED = ['region.json', 'passwords.json', 'joining-key.json', 'backup-recipient.json', 'keys', 'nats', 'files'];
/** The broker's store and what is written anew anyway: Postgres refills the one, `topology apply` writes the other. */
const LEFT_OUT = /^nats\/(?!(topology\.json$|credentials\/))/;
const PART_BYTES = 4 * 1024 * 1024;

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

/** The content of a file in parts of some MiB; at least one, empty for an empty file. */
export async function* fileParts(file: string): AsyncGenerator<Buffer> {
  let isEmpty = true;
  for await (const part of createReadStream(file, { highWaterMark: PART_BYTES }) as AsyncIterable<Buffer>) {
    isEmpty = false;
    yield part;
  }
  if (isEmpty) yield Buffer.alloc(0);
}
