import { newId } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import {
  Clock,
  FileImports,
  cellText,
  type BatchResult,
  type FileImport,
  type FileImportKind,
  type ReadRow,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { findColumns, missingColumns, type CourseColumns } from '../completion-file/course-columns.js';
import { readCourseRow, type CourseRecord } from '../completion-file/read-course-row.decision.js';
import { trainingCompleted } from '../completions/record-completion.js';
import { findByNumbers } from '../employees/employee-directory.js';
import { TrainingCatalogConfig } from '../training-catalog.config.js';
import { insertCompletions, type FoundRecord } from './insert-completions.js';

/** The kind of import. */
export const COMPLETIONS = 'completions';

interface GoodRow {
  readonly row: ReadRow;
  readonly record: CourseRecord;
}

/** Completions from files of SIASN's course records: good rows are recorded at once with their events, bad ones refused with their reasons. */
@Injectable()
export class CompletionImport implements OnModuleInit {
  readonly kind: FileImportKind = {
    name: COMPLETIONS,
    findColumns: (cells) => findColumns(cells.map((cell) => cellText(cell))),
    missingHeadings: (cells) => missingColumns(cells.map((cell) => cellText(cell))),
    take: (tx, rows, columns, job) => this.take(tx, rows, columns, job),
  };

  constructor(
    private readonly imports: FileImports,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: TrainingCatalogConfig,
  ) {}

  onModuleInit(): void {
    this.imports.register(this.kind);
  }

  private async take(
    tx: Transaction,
    rows: readonly ReadRow[],
    columns: CourseColumns,
    { importId, uploadedBy }: FileImport,
  ): Promise<BatchResult> {
    const refused: BatchResult['refused'][number][] = [];
    const good: GoodRow[] = [];
    for (const row of rows) {
      const result = readCourseRow(row.cells, columns, this.clock.today(), this.config);
      if ('record' in result) good.push({ row, record: result.record });
      else refused.push({ row, problems: result.problems });
    }
    const people = await findByNumbers(tx, [...new Set(good.map(({ record }) => record.employeeNumber))]);
    const found: FoundRecord[] = [];
    for (const { row, record } of good) {
      const { details, sourceKey } = record;
      const employeeId = people.get(record.employeeNumber);
      if (employeeId !== undefined)
        found.push({ completion: { ...details, completionId: newId(), employeeId }, sourceKey });
      else refused.push({ row, problems: [{ field: 'employeeNumber', code: 'completion.person-unknown' }] });
    }
    const recorded = await insertCompletions(tx, found, { importId, recordedBy: uploadedBy });
    const cause = { actor: uploadedBy, correlationId: importId };
    await this.outbox.append(
      tx,
      recorded.map((completion) => trainingCompleted(completion, cause)),
    );
    return { repeated: found.length - recorded.length, refused };
  }
}
