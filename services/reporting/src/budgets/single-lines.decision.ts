import type { FileLine } from './read-line.decision.js';

/** What makes two lines of a year and stage one. */
export interface LineKey {
  readonly agency: string;
  readonly code: string;
  readonly title: string;
}

/** A line and its row as a spreadsheet shows it. */
export interface RowLine extends FileLine {
  readonly rowNumber: number;
}

const SEPARATOR = '\u001f';

/** Capitals and spaces make no other line: offices write one line in two ways in two files. As `budget_line.line_key`. */
export function lineKey({ agency, code, title }: LineKey): string {
  return [agency, code, title].join(SEPARATOR).normalize('NFKC').replace(/\s+/g, ' ').toLowerCase();
}

export interface SingleLines {
  readonly lines: readonly RowLine[];
  /** The same line with the same amount a second time. */
  readonly repeated: number;
  /** The same line with another amount: one of them would be lost without a word. */
  readonly doubled: readonly number[];
}

/** Lines that a file has once; `known` are those that earlier rows of it brought, with their amounts. */
export function singleLines(rows: readonly RowLine[], known: ReadonlyMap<string, number>): SingleLines {
  const amounts = new Map(known);
  const lines: RowLine[] = [];
  const doubled: number[] = [];
  let repeated = 0;
  for (const row of rows) {
    const amount = amounts.get(lineKey(row));
    if (amount === undefined) {
      amounts.set(lineKey(row), row.amount);
      lines.push(row);
    } else if (amount === row.amount) repeated += 1;
    else doubled.push(row.rowNumber);
  }
  return { lines, repeated, doubled };
}
