import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';

import { makePrivateFolder, putInPlace } from '../disk/durable-files.js';
import { AppError } from '../errors/app-error.js';
import { SNIFFED_BYTES, sniffType } from './sniff-type.js';
import { FILE_TYPES } from '../media-types.js';
import type { FileType } from '../media-types.js';

/** What a file may be. */
export interface FileLimits {
  readonly maxBytes: number;
  readonly types: readonly FileType[];
}

/** A file that lies in the folder, not yet under its own name. */
export interface ReceivedFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: FileType;
  readonly draft: string;
}

/** Left out of backups: a draft is nobody's file yet. */
const DRAFT_ENDING = '.new';

/** The bytes of files in a folder outside any web root. A file's path is made of its hash alone, never of what someone called it. */
export class FileFolder {
  constructor(private readonly folder: string) {}

  /**
   * Writes a draft while it counts and hashes; refuses it as soon as it is too long.
   * Throws `file-too-large` (413), `file-type-refused` (415), `file-empty` (422); nothing is left behind then.
   */
  async receive(content: Readable | Buffer, limits: FileLimits): Promise<ReceivedFile> {
    await makePrivateFolder(this.folder);
    const draft = join(this.folder, `${uuidv7()}${DRAFT_ENDING}`);
    const file = await open(draft, 'wx', 0o600);
    try {
      const { sha256, bytes } = await copy(content, file, limits.maxBytes);
      const type = await typeOf(draft, bytes);
      if (type === undefined || !limits.types.includes(type))
        throw new AppError('file-type-refused', { status: 415, params: { types: limits.types.join(', ') } });
      await file.sync();
      await file.close();
      return { sha256, bytes, type, draft };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Gives a draft its own name, which a power cut does not take; the same bytes twice are one file. */
  async keep({ draft, sha256 }: ReceivedFile): Promise<void> {
    const path = this.pathOf(sha256);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await putInPlace(draft, path, this.folder);
  }

  async discard({ draft }: Pick<ReceivedFile, 'draft'>): Promise<void> {
    await rm(draft, { force: true });
  }

  /** Throws `file-not-found` (404) where the bytes are not there. */
  async read(sha256: string): Promise<Readable> {
    const path = this.pathOf(sha256);
    await stat(path).catch((cause: unknown) => {
      throw new AppError('file-not-found', { status: 404, cause });
    });
    return createReadStream(path);
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  /** Drafts that a dead process left behind. */
  async removeDrafts(olderThan: Date): Promise<void> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!name.endsWith(DRAFT_ENDING)) continue;
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && found.mtime < olderThan) await rm(path, { force: true });
    }
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError('file-not-found', { status: 404 });
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function copy(content: Readable | Buffer, file: FileHandle, maxBytes: number) {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = Buffer.isBuffer(content) ? Readable.from([content]) : content;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new AppError('file-too-large', { status: 413, params: { mostBytes: maxBytes } });
    hash.update(chunk);
    await writeWhole(file, chunk);
  }
  if (bytes === 0) throw new AppError('file-empty', { status: 422 });
  return { sha256: hash.digest('hex'), bytes };
}

/** A disk that is nearly full takes a part of what it is given, and says so by the number of bytes alone. */
async function writeWhole(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
}

async function typeOf(path: string, bytes: number): Promise<FileType | undefined> {
  const file = await open(path, 'r');
  try {
    const length = Math.min(bytes, SNIFFED_BYTES);
    const head = await file.read(Buffer.alloc(length), 0, length, 0);
    const tail = await file.read(Buffer.alloc(length), 0, length, bytes - length);
    return sniffType(head.buffer, tail.buffer);
  } finally {
    await file.close();
  }
}

export function mediaTypeOf(type: FileType): string {
  return FILE_TYPES[type];
}
