import { cellText, columnLetter, type ReadCell, type ReadRow } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import { groupedSynonyms, headingSynonyms, requiredFields, rosterFields, type RosterField } from './roster-field.js';

/** Column of each field, counted from 0. */
export type ColumnMap = Readonly<Partial<Record<RosterField, number>>>;

/** A column as the file names it, for the officer who corrects the mapping. */
export interface ColumnHeading {
  readonly column: number;
  readonly letter: string;
  /** The merged heading above, where there is one. */
  readonly group: string | null;
  readonly heading: string;
  readonly field: RosterField | null;
}

/** Where a sheet's headings stand and what they mean. */
export interface SheetLayout {
  readonly headingRows: readonly number[];
  readonly firstDataRow: number;
  readonly columns: readonly ColumnHeading[];
  readonly map: ColumnMap;
}

/** Rows in which headings are looked for: a title block of more lines was never seen. */
export const HEADING_SEARCH_ROWS = 40;

/**
 * Finds the headings among the first rows: one row, or two under merged headings; below a title block, and above a row that numbers the columns.
 * Undefined when no row names at least two fields.
 */
export function findLayout(rows: readonly ReadRow[]): SheetLayout | undefined {
  let best: SheetLayout | undefined;
  rows.forEach((row, index) => {
    const below = rows[index + 1];
    for (const pair of [[row], below?.rowNumber === row.rowNumber + 1 ? [row, below] : undefined]) {
      const layout = pair && layoutOf(pair, rows);
      if (layout && weight(layout) > (best ? weight(best) : 1)) best = layout;
    }
  });
  return best;
}

/** Whether the layout tells who each row is about. */
export function isComplete(map: ColumnMap): boolean {
  return requiredFields.every((field) => map[field] !== undefined);
}

/** A row of headings that is repeated on a later page, or one that numbers the columns. */
export function isHeadingRow(cells: readonly ReadCell[], layout: Pick<SheetLayout, 'columns'>): boolean {
  const filled = cells.flatMap((cell, column) => (cell === null ? [] : [{ text: nameKey(cellText(cell)), column }]));
  if (filled.length < 2) return false;
  const repeats = filled.filter(({ text, column }) => {
    const heading = layout.columns.find((known) => known.column === column);
    return (
      heading !== undefined &&
      [heading.heading, heading.group ?? ''].some((known) => known !== '' && nameKey(known) === text)
    );
  });
  return repeats.length >= 2 && repeats.length === filled.length ? true : numbersColumns(cells);
}

/** `1 2 3 4 …`, also as `(1) (2)`; the numbers follow each other, though not all columns need one. */
function numbersColumns(cells: readonly ReadCell[]): boolean {
  const texts = cells.flatMap((cell) => (cell === null ? [] : [cellText(cell)]));
  if (texts.length < 3) return false;
  return texts.every((text, index) => new RegExp(`^\\(?${index + 1}\\)?\\.?$`).test(text));
}

function weight(layout: SheetLayout): number {
  const fields = Object.keys(layout.map).length;
  return fields * 2 + (isComplete(layout.map) ? 10 : 0) + (layout.headingRows.length === 1 ? 1 : 0);
}

function layoutOf(headings: readonly ReadRow[], rows: readonly ReadRow[]): SheetLayout | undefined {
  const columns = nameColumns(headings);
  const map: Partial<Record<RosterField, number>> = {};
  for (const { field, column } of columns) if (field && map[field] === undefined) map[field] = column;
  if (Object.keys(map).length < 2) return undefined;
  const last = headings.at(-1)!.rowNumber;
  const layout = {
    headingRows: headings.map((row) => row.rowNumber),
    columns: columns.map((c) => dropRepeat(c, map)),
    map,
  };
  const next = rows.find((row) => row.rowNumber > last && row.cells.some((cell) => cell !== null));
  const firstDataRow = next && isHeadingRow(next.cells, layout) ? next.rowNumber + 1 : last + 1;
  return { ...layout, firstDataRow };
}

/** Of two columns with one meaning the first counts. */
function dropRepeat(column: ColumnHeading, map: ColumnMap): ColumnHeading {
  return column.field && map[column.field] !== column.column ? { ...column, field: null } : column;
}

function nameColumns(headings: readonly ReadRow[]): ColumnHeading[] {
  const [upper, lower] = headings;
  const width = Math.max(...headings.map((row) => row.cells.length));
  const columns: ColumnHeading[] = [];
  let group: string | null = null;
  for (let column = 0; column < width; column += 1) {
    const above = cellText(upper!.cells[column]);
    const below = lower ? cellText(lower.cells[column]) : '';
    // A merged heading is written in its first cell; the cells to its right are empty above and named below.
    if (above !== '' || below === '') group = above === '' ? null : above;
    const heading = below === '' ? above : below;
    if (heading === '') continue;
    const over = below === '' ? null : group;
    columns.push({ column, letter: columnLetter(column), group: over, heading, field: fieldOf(over, heading) });
  }
  return columns;
}

function fieldOf(group: string | null, heading: string): RosterField | null {
  const key = headingKey(heading);
  const groupKey = group === null ? null : headingKey(group);
  if (groupKey !== null) {
    const grouped = groupedSynonyms.find((known) => known.group.test(groupKey) && known.headings.includes(key));
    if (grouped) return grouped.field;
    // Under a group a bare word such as Nama or Status belongs to the group, whatever it means alone.
    if (BARE_WORDS.has(key)) return null;
  }
  return rosterFields.find((field) => headingSynonyms[field].includes(key)) ?? null;
}

const BARE_WORDS = new Set(['nama', 'name', 'status', 'unit', 'lahir', 'jabatan', 'gol', 'golongan', 'nip']);

/** Remarks in brackets and line breaks say nothing about the meaning: `Gol/Ruang (terakhir)`. */
function headingKey(text: string): string {
  return nameKey(text.replace(/\([^)]*\)/g, ' ')) || nameKey(text);
}
