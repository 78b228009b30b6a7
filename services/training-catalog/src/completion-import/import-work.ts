import { Outbox } from '@betang/messaging';
import { Clock, ServiceDatabase, UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findColumns, type CourseColumns } from '../completion-file/course-columns.js';
import { CourseFileError } from '../completion-file/course-file.error.js';
import { courseRows, type FileRow } from '../completion-file/course-rows.js';
import { advance, findContent, findImport, finish, type CompletionImport } from './import-store.js';
import { recordBatch } from './record-batch.js';

/** No transaction stays open for long: an open one hides the outbox of the whole region. */
const ROWS_A_COMMIT = 1_000;

interface Header {
  readonly headings: readonly string[];
  readonly columns: CourseColumns;
}

/** Does the work of one import from wherever it stands to its end. Repeating it, or doing it twice at once, is harmless. */
@Injectable()
export class ImportWork {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws what is worth trying again later; a file that cannot be read ends the import as failed instead. */
  async run(importId: string): Promise<void> {
    const job = await findImport(this.database, importId);
    const content = await findContent(this.database, importId);
    if (job?.state !== 'WORKING' || !content) return;
    try {
      await this.readFile(job, content);
    } catch (error) {
      if (!(error instanceof CourseFileError)) throw error;
      await finish(this.database, importId, error.code);
    }
  }

  private async readFile(job: CompletionImport, content: Buffer): Promise<void> {
    let header: Header | undefined;
    let done = 0;
    let batch: FileRow[] = [];
    for await (const row of courseRows(content)) {
      if (!header) {
        header = { headings: row.cells, columns: findColumns(row.cells) };
        continue;
      }
      done += 1;
      // What an earlier attempt committed is not read again.
      if (done <= job.rowsRead) continue;
      batch.push(row);
      if (batch.length < ROWS_A_COMMIT) continue;
      if (!(await this.commit(job, batch, done, header))) return;
      batch = [];
    }
    if (!header) throw new CourseFileError('course-file-empty');
    if (batch.length > 0 && !(await this.commit(job, batch, done, header))) return;
    await this.unitOfWork.run((tx) => finish(tx, job.importId));
  }

  /** False when another worker has gone further meanwhile: it brings the import to its end. */
  private commit(job: CompletionImport, rows: readonly FileRow[], done: number, header: Header): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const present = await findImport(tx, job.importId, true);
      if (present?.state !== 'WORKING' || present.rowsRead !== done - rows.length) return false;
      const { importId, uploadedBy } = job;
      const context = { importId, uploadedBy, columns: header.columns, today: this.clock.today(), outbox: this.outbox };
      await advance(tx, importId, await recordBatch(tx, rows, context), header.headings);
      return true;
    });
  }
}
