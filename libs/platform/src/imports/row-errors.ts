import type { FieldProblem } from '../errors/app-error.js';
import type { RefusedRow } from './file-import.js';
import type { RowErrorView } from './row-errors.dto.js';
import type { RowTexts } from './row-texts.js';

/** Refused rows as their officer reads them: one line a problem, under the heading of its column. */
export function rowErrorsOf(
  rows: readonly RefusedRow[],
  columnOf: (field: string) => string,
  textsOf: (problem: FieldProblem) => RowTexts,
): RowErrorView[] {
  return rows.flatMap(({ rowNumber, problems }) =>
    problems.map((problem) => ({
      row: rowNumber,
      column: columnOf(problem.field),
      code: problem.code,
      ...textsOf(problem),
    })),
  );
}
