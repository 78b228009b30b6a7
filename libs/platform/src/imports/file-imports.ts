import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

import type { ServiceDatabase } from '../database/service-database.js';
import type { SqlClient, Transaction } from '../database/transaction.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { cellText, withCovered } from '../documents/reading/read-row.js';
import type { ReadRow } from '../documents/reading/read-row.js';
import { expectedRows, openTable, rowsOf } from '../documents/reading/read-table.js';
import { AppError } from '../errors/app-error.js';
import { ImportQueue } from '../jobs/import-queue.js';
import type { Jobs } from '../jobs/jobs.js';
import type { Logger } from '../logging/logger.js';
import type { BatchResult, FileImport, FileImportKind } from './file-import.js';
import * as store from './file-import-store.js';
import { findList, type FoundList } from './find-list.js';
import { sortUnreadable } from './unreadable-rows.js';

/** No transaction stays open for long: an open one hides the outbox of the whole region. */
const ROWS_A_COMMIT = 1_000;
const KEPT_DAYS = 90;
const NOTHING_TAKEN: BatchResult = { repeated: 0, refused: [] };

/** What an officer sends in. */
export interface NewFileImport {
  readonly kind: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly uploadedBy: string;
}

/**
 * Imports of table files by kinds that the service registers. Rows are taken in by the thousand, each in the
 * transaction that notes how far the file is read, so an import goes on after a kill and each row counts once.
 */
export class FileImports {
  private readonly kinds = new Map<string, FileImportKind>();
  private queue: ImportQueue | undefined;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly jobs: Jobs,
    private readonly logger: Logger,
  ) {}

  register(kind: FileImportKind): void {
    this.kinds.set(kind.name, kind);
  }

  /** Takes up what an earlier process left undone. Called by the module at start. */
  async start(): Promise<void> {
    if (this.kinds.size === 0) return;
    this.queue = new ImportQueue(this.jobs, this.logger, {
      name: 'file-import',
      findWaiting: () => store.findWaiting(this.database, [...this.kinds.keys()]),
      run: (importId, signal) => this.run(importId, signal),
      fail: (importId, code, params) =>
        this.database.unitOfWork.run((tx) => store.finish(tx, importId, { code, params })),
      sweep: () => store.sweep(this.database, KEPT_DAYS),
    });
    await this.queue.start();
  }

  /**
   * Records an import in the caller's transaction; its work begins after the commit.
   * Throws TableFileError (422) for what is neither a workbook nor text.
   */
  async begin(tx: Transaction, input: NewFileImport): Promise<FileImport> {
    if (!this.kinds.has(input.kind)) throw new Error(`no kind of import ${input.kind}`);
    // What is no table is refused before anything is kept.
    const rowsTotal = expectedRows(input.content);
    const importId = uuidv7();
    await store.insert(tx, importId, {
      ...input,
      rowsTotal,
      contentHash: createHash('sha256').update(input.content).digest('hex'),
    });
    // Whoever loses this signal finds the import at the next start.
    tx.afterCommit(
      () => void this.queue?.wake(importId).catch((error: unknown) => this.logger.warn('import not woken', { error })),
    );
    return this.get(tx, importId);
  }

  find(db: SqlClient, importId: string): Promise<FileImport | undefined> {
    return store.find(db, importId);
  }

  /** Throws `import-not-found` (404). */
  async get(db: SqlClient, importId: string): Promise<FileImport> {
    const found = await store.find(db, importId);
    if (found === undefined) throw new AppError('import-not-found', { status: 404 });
    return found;
  }

  /** Does the work of one import from wherever it stands to its end, or until the signal. */
  async run(importId: string, signal?: AbortSignal): Promise<void> {
    const job = await store.find(this.database, importId);
    const content = await store.findContent(this.database, importId);
    if (job?.state !== 'WORKING' || content === undefined) return;
    const kind = this.kinds.get(job.kind);
    if (kind === undefined) throw new AppError('import-kind-unknown', { params: { kind: job.kind } });
    await this.readFile(job, kind, content, this.database.unitOfWork.until(signal));
  }

  private async readFile(
    job: FileImport,
    kind: FileImportKind,
    content: Buffer,
    unitOfWork: Pick<UnitOfWork, 'run'>,
  ): Promise<void> {
    const list = await findList(await openTable(content), kind);
    const commit = (rows: readonly ReadRow[], upTo: number): Promise<boolean> =>
      unitOfWork.run((tx) => this.takeRows(tx, kind, job, rows, upTo, list));
    let done = 0;
    let batch: ReadRow[] = [];
    for await (const row of rowsOf(list.sheet)) {
      if (row.rowNumber <= list.headingRow) continue;
      done += 1;
      // What an earlier attempt committed is not read again.
      if (done <= job.rowsRead) continue;
      batch.push(withCovered(row));
      if (batch.length < ROWS_A_COMMIT) continue;
      if (!(await commit(batch, done))) return;
      batch = [];
    }
    if (batch.length > 0 && !(await commit(batch, done))) return;
    await unitOfWork.run(async (tx) => {
      if (await store.finish(tx, job.importId)) await kind.finished?.(tx, await this.get(tx, job.importId));
    });
  }

  /** False when another worker has gone further meanwhile: it brings the import to its end. */
  private async takeRows(
    tx: Transaction,
    kind: FileImportKind,
    job: FileImport,
    rows: readonly ReadRow[],
    done: number,
    { columns, header }: FoundList,
  ): Promise<boolean> {
    const present = await store.lock(tx, job.importId);
    if (present?.state !== 'WORKING' || present.rowsRead !== done - rows.length) return false;
    const { readable, refused: unreadable } = sortUnreadable(rows, columns);
    const taking = readable.length > 0 ? await kind.take(tx, readable, columns, present) : NOTHING_TAKEN;
    const { repeated } = taking;
    const refused = [...unreadable, ...taking.refused];
    const refusals = refused.map(({ row, problems }) => ({
      rowNumber: row.rowNumber,
      problems,
      cells: row.cells.map((cell) => cellText(cell)),
    }));
    await store.insertRefusals(tx, job.importId, refusals);
    const taken = rows.length - repeated - refused.length;
    await store.advance(tx, job.importId, { read: rows.length, taken, repeated, refused: refused.length }, header);
    return true;
  }
}
