import { columnIndex, MAX_COLUMNS, type ReadCell, type ReadRow } from './read-row.js';
import { TableFileError } from './table-file.error.js';

/** Cells that were merged downwards: what the first says is meant in all rows. */
export interface MergedRows {
  readonly column: number;
  readonly first: number;
  readonly last: number;
}

const MERGED = /<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)["']/g;
/** Longer than the element of a merge. */
const LONGEST_ELEMENT = 200;
const MOST_MERGES = 100_000;

/** What has to be known of a sheet before its rows are read, though it stands behind them. */
export interface SheetOutline {
  readonly merges: readonly MergedRows[];
  /** Signs of the XML behind which nothing but formatted cells is left, where these are many. */
  readonly length: number;
}

/** The end of a value, a text or a formula, with a prefix or without. */
const ENDS_OF_CONTENT = ['/v>', ':v>', '/t>', ':t>', '/f>', ':f>'];
/** Of a formatted tail that is shorter the XML is read to its end, and thereby checked. */
const LONGEST_TAIL_READ = 16 * 1024 * 1024;

/** Looks over the XML of a sheet without parsing it: lists have been seen with a million formatted rows below them. Throws TableFileError. */
export async function outlineOf(pieces: AsyncIterable<string>): Promise<SheetOutline> {
  const merges: MergedRows[] = [];
  let rest = '';
  let [length, filled] = [0, 0];
  for await (const piece of pieces) {
    const text = rest + piece;
    const end = Math.max(...ENDS_OF_CONTENT.map((mark) => text.lastIndexOf(mark)));
    if (end >= 0) filled = length - rest.length + end;
    length += piece.length;
    let read = 0;
    if (text.includes('mergeCell ')) {
      for (const match of text.matchAll(MERGED)) {
        const [first, last] = [Number(match[2]), Number(match[3])];
        read = match.index + match[0].length;
        const column = columnIndex(match[1]!);
        if (last > first && column < MAX_COLUMNS) merges.push({ column, first, last });
      }
      if (merges.length > MOST_MERGES) throw new TableFileError('table-file-too-large', 'too many merged cells');
    }
    rest = text.slice(Math.max(read, text.length - LONGEST_ELEMENT));
  }
  const isTailRead = length - filled < LONGEST_TAIL_READ;
  return { merges: merges.sort((a, b) => a.first - b.first), length: isTailRead ? length : filled };
}

/** Gives each row what the merges from above say in it. Rows come in their order. */
export class MergedCells {
  private next = 0;
  /** One a column: merges do not lie on each other, and a crafted file with a hundred thousand that do costs no more. */
  private readonly open = new Map<number, { readonly last: number; readonly value: ReadCell }>();

  constructor(private readonly merges: readonly MergedRows[]) {}

  cover(row: ReadRow): ReadRow {
    const covered: [number, ReadCell][] = [];
    for (const [column, { last, value }] of this.open) {
      if (last < row.rowNumber) this.open.delete(column);
      else covered.push([column, value]);
    }
    for (; (this.merges[this.next]?.first ?? Infinity) <= row.rowNumber; this.next += 1) {
      const { column, first, last } = this.merges[this.next]!;
      const value = first === row.rowNumber ? row.cells[column] : null;
      if (value != null && !isAmount(value)) this.open.set(column, { last, value });
    }
    return covered.length === 0 ? row : { ...row, covered };
  }
}

/** Hours or rupiah that are written once beside several rows may be their sum: repeated in each they would count many times. An employee number is no amount. */
function isAmount(value: ReadCell): boolean {
  if (typeof value !== 'string') return typeof value === 'number';
  return /^(?:rp\.?)?[\d\s.,%]+$/i.test(value) && value.replace(/\D/g, '').length !== EMPLOYEE_NUMBER_DIGITS;
}

const EMPLOYEE_NUMBER_DIGITS = 18;
