/** More than any spreadsheet has. */
const ROWS_A_SHEET = 2_000_000;

/** One number for a row of one of several sheets, in the order of sheets and rows. Of the first sheet it is the row itself. */
export function lineOf(sheet: number, row: number): number {
  return sheet * ROWS_A_SHEET + row;
}

/** The row as the spreadsheet numbers it. */
export function rowOfLine(line: number): number {
  return line % ROWS_A_SHEET;
}

/** The sheet of a line, counted from 0; meaningful for files of which several sheets were read. */
export function sheetOfLine(line: number): number {
  return Math.floor(line / ROWS_A_SHEET);
}
