import type { Readable } from 'node:stream';

import type { ServiceDatabase } from '../database/service-database.js';
import type { SqlClient } from '../database/transaction.js';
import { AppError } from '../errors/app-error.js';
import { FileFolder, mediaTypeOf } from './file-store.js';
import type { FileLimits } from './file-store.js';
import type { FileType } from '../media-types.js';

/** A file on record. Its hash is its identity and may travel in events; the bytes stay in the region. */
export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** The record that a file belongs to. */
export interface FileOwner {
  readonly type: string;
  readonly id: string;
}

const UPSERT = `INSERT INTO stored_file (sha256, bytes, media_type) VALUES ($1, $2, $3)
  ON CONFLICT (sha256) DO UPDATE SET put_at = now()`;
const KEPT_UNREFERENCED = '1 day';

/** The files of one service: bytes in the data folder, what is known of them and who refers to them in its schema. */
export class Files {
  private readonly folder: FileFolder;

  constructor(
    private readonly database: ServiceDatabase,
    folder: string,
  ) {
    this.folder = new FileFolder(folder);
  }

  /**
   * Stores a file under the hash of its bytes. It is swept after a day unless a record attaches it, in the record's own
   * transaction. Throws `file-too-large` (413), `file-type-refused` (415) or `file-empty` (422).
   */
  async put(content: Readable | Buffer, limits: FileLimits): Promise<StoredFile & { readonly type: FileType }> {
    const received = await this.folder.receive(content, limits);
    const { sha256, bytes, type } = received;
    try {
      await this.database.unitOfWork.run(
        async (tx) => {
          // The row first: a sweep of the very same bytes holds it until they are gone.
          await tx.execute(UPSERT, [sha256, bytes, mediaTypeOf(type)]);
          await this.folder.keep(received);
        },
        { beside: 'bytes that no record refers to are nothing yet' },
      );
    } catch (error) {
      await this.folder.discard(received);
      throw error;
    }
    return { sha256, bytes, type, mediaType: mediaTypeOf(type) };
  }

  /** Makes a record refer to a file; attaching twice is once. Throws `file-not-found` (404) for one that is not stored. */
  async attach(tx: SqlClient, sha256: string, owner: FileOwner): Promise<void> {
    const found = await tx.query('SELECT 1 FROM stored_file WHERE sha256 = $1 FOR KEY SHARE', [sha256]);
    if (found.length === 0) throw new AppError('file-not-found', { status: 404 });
    await tx.execute(
      'INSERT INTO stored_file_reference (sha256, object_type, object_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [sha256, owner.type, owner.id],
    );
  }

  /** Ends a record's references to one file, or to all. The bytes go with the next sweep if nothing else refers to them. */
  async detach(tx: SqlClient, owner: FileOwner, sha256?: string): Promise<void> {
    await tx.execute(
      `DELETE FROM stored_file_reference WHERE object_type = $1 AND object_id = $2 AND ($3::text IS NULL OR sha256 = $3)`,
      [owner.type, owner.id, sha256 ?? null],
    );
  }

  /** What is stored under a hash; undefined for nothing. */
  async find(db: SqlClient, sha256: string): Promise<StoredFile | undefined> {
    const [row] = await db.query<{ bytes: string; mediaType: string }>(
      'SELECT bytes, media_type AS "mediaType" FROM stored_file WHERE sha256 = $1',
      [sha256],
    );
    return row && { sha256, bytes: Number(row.bytes), mediaType: row.mediaType };
  }

  /** The bytes. Whether the caller may see them is for the record's endpoint to say. Throws `file-not-found` (404). */
  read(sha256: string): Promise<Readable> {
    return this.folder.read(sha256);
  }

  /** Deletes what no record refers to, a day after it came; answers how many. For a daily job. */
  async sweep(): Promise<number> {
    await this.folder.removeDrafts(new Date(Date.now() - 86_400_000));
    let removed = 0;
    for (;;) {
      const batch = await this.database.unitOfWork.run(async (tx) => {
        const gone = await tx.query<{ sha256: string }>(
          `DELETE FROM stored_file WHERE sha256 IN (
             SELECT sha256 FROM stored_file AS f WHERE put_at < now() - interval '${KEPT_UNREFERENCED}'
                AND NOT EXISTS (SELECT 1 FROM stored_file_reference AS r WHERE r.sha256 = f.sha256)
              ORDER BY sha256 LIMIT 100 FOR UPDATE SKIP LOCKED)
           RETURNING sha256`,
        );
        // While the rows are locked: whoever puts the same bytes now waits, and writes them anew.
        for (const { sha256 } of gone) await this.folder.remove(sha256);
        return gone.length;
      });
      removed += batch;
      if (batch === 0) return removed;
    }
  }
}
