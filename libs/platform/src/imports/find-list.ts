import { cellText, type ReadSheet } from '../documents/reading/read-row.js';
import { rowsOf } from '../documents/reading/read-table.js';
import { TableFileError } from '../documents/reading/table-file.error.js';
import { AppError } from '../errors/app-error.js';
import type { Columns, FileImportKind } from './file-import.js';

const HEADING_WITHIN_ROWS = 30;

/** Where the list of a file stands. */
export interface FoundList {
  readonly sheet: ReadSheet;
  readonly columns: Columns;
  readonly header: readonly string[];
  /** The row of headings; what stands above it is a title. */
  readonly headingRow: number;
}

/**
 * The first sheet with the headings of the kind, below whatever title: a page of instructions often comes before the list.
 * Throws `import-headings-unknown`, naming what the row with the most of them lacks; TableFileError, `table-file-empty` among them.
 */
export async function findList(
  sheets: readonly ReadSheet[],
  kind: Pick<FileImportKind, 'findColumns' | 'missingHeadings'>,
): Promise<FoundList> {
  let missing: readonly string[] | undefined;
  for (const sheet of sheets) {
    let above = 0;
    for await (const { rowNumber, cells } of rowsOf(sheet)) {
      const columns = kind.findColumns(cells);
      if (columns) return { sheet, columns, header: cells.map((cell) => cellText(cell)), headingRow: rowNumber };
      missing = fewer(missing, kind.missingHeadings(cells));
      above += 1;
      if (above >= HEADING_WITHIN_ROWS) break;
    }
  }
  if (missing === undefined) throw new TableFileError('table-file-empty', 'no visible sheet has a row');
  throw new AppError('import-headings-unknown', { status: 422, params: { columns: missing.join(', ') } });
}

function fewer(known: readonly string[] | undefined, found: readonly string[]): readonly string[] {
  return known !== undefined && known.length <= found.length ? known : found;
}
