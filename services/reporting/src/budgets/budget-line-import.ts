import type { BudgetStage } from '@betang/contracts';
import {
  FileImports,
  columnsByHeadings,
  missingHeadings,
  type BatchResult,
  type FileImportKind,
} from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Budgets } from './budgets.js';
import { LINE_HEADINGS, readLine } from './read-line.decision.js';
import { singleLines, type RowLine } from './single-lines.decision.js';

export const BUDGET_LINES = 'budget-lines';

interface Place {
  readonly year: number;
  readonly stage: BudgetStage;
}

/** Budget lines from a file (.xlsx, .csv): each counted or not, with its reason. */
@Injectable()
export class BudgetLineImport implements OnModuleInit {
  constructor(
    private readonly imports: FileImports,
    private readonly budgets: Budgets,
  ) {}

  onModuleInit(): void {
    this.imports.register(this.kind());
  }

  private kind(): FileImportKind {
    return {
      name: BUDGET_LINES,
      findColumns: (cells) => columnsByHeadings(LINE_HEADINGS, cells),
      missingHeadings: (cells) => missingHeadings(LINE_HEADINGS, cells),
      take: async (tx, rows, columns, job): Promise<BatchResult> => {
        const { year, stage } = job.parameters as unknown as Place;
        const read: RowLine[] = [];
        const refused: { row: (typeof rows)[number]; problems: BatchResult['refused'][number]['problems'] }[] = [];
        for (const row of rows) {
          const result = readLine(row.cells, columns);
          if ('line' in result) read.push({ ...result.line, rowNumber: row.rowNumber });
          else refused.push({ row, problems: result.problems });
        }
        const { lines, repeated, doubled } = singleLines(read, await this.budgets.linesOf(tx, job.importId));
        const twice = [{ field: 'amount', code: 'budget-line-doubled' }];
        for (const row of rows) if (doubled.includes(row.rowNumber)) refused.push({ row, problems: twice });
        await this.budgets.noteFile(tx, job);
        const place = { year, stage, by: job.uploadedBy, importId: job.importId };
        return { repeated: repeated + (await this.budgets.take(tx, place, lines)), refused };
      },
      finished: async (tx, job) => {
        const { year, stage } = job.parameters as unknown as Place;
        await this.budgets.setSumsAside(tx, year, stage);
        await this.budgets.state(tx, year, stage);
      },
    };
  }
}
