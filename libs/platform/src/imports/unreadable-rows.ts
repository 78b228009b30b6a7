import { unreadableCell, type ReadRow } from '../documents/reading/read-row.js';
import type { FieldProblem } from '../errors/app-error.js';
import type { BatchResult, Columns } from './file-import.js';

/** Rows whose cells can be taken at their word, and those of which one cannot: of no kind of file may `#REF!` become a name. Pure. */
export function sortUnreadable(
  rows: readonly ReadRow[],
  columns: Columns,
): { readonly readable: readonly ReadRow[]; readonly refused: BatchResult['refused'] } {
  const readable: ReadRow[] = [];
  const refused: BatchResult['refused'][number][] = [];
  for (const row of rows) {
    const problems = Object.entries(columns).flatMap(([field, column]): FieldProblem[] => {
      const code = unreadableCell(row.cells[column]);
      return code === undefined ? [] : [{ field, code }];
    });
    if (problems.length > 0) refused.push({ row, problems });
    else readable.push(row);
  }
  return { readable, refused };
}
