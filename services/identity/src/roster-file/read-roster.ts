import { columnLostPrecision } from '@betang/asn';
import {
  findLayout,
  HEADING_SEARCH_ROWS,
  isComplete,
  isHeadingRow,
  type ColumnHeading,
  type ColumnMap,
  type SheetLayout,
} from './headings.js';
import type { DateRules } from '../employees/person-dates.js';
import { fingerprintOf } from './heading-fingerprint.js';
import { isAboutPerson } from './about-person.js';
import { readRow } from './read-row.js';
import type { ReadRow } from './roster-entry.js';
import {
  cellText,
  columnLetter,
  type ReadRow as SheetRow,
  type ReadSheet as Sheet,
  withCovered,
} from '@betang/platform';

/** A sheet with its headings as found; without a layout no row of it looks like headings. */
export interface FoundSheet {
  readonly name: string;
  readonly layout?: SheetLayout;
  /** Hash of the headings, and the row they end in: files of one office have the same, year after year. */
  readonly headings?: { readonly fingerprint: string; readonly row: number };
  /** Where no heading is known: the words of the first row of nothing but words, for the officer who says what they mean. */
  readonly columns?: readonly ColumnHeading[];
  /** Nothing stands in the first rows. */
  readonly blank?: boolean;
  /** A list of people that is not read: how many it has, and whether an officer has said so of files of this form. */
  readonly leftOut?: { readonly people: number; readonly decided: boolean };
}

/** How one sheet is read. */
export interface SheetMapping {
  /** Index of the sheet, from 0. */
  readonly sheet: number;
  readonly firstDataRow: number;
  readonly map: ColumnMap;
}

/** How a file is read: recognised by itself, or as an officer said. */
export interface RosterMapping extends SheetMapping {
  readonly agency?: string;
  /** Further sheets of the same list, such as one for PNS and one for PPPK. */
  readonly further?: readonly SheetMapping[];
}

/** All sheets that a mapping reads, in the order of the file. */
export function sheetsOf({ sheet, firstDataRow, map, further = [] }: RosterMapping): readonly SheetMapping[] {
  return [{ sheet, firstDataRow, map }, ...further].sort((a, b) => a.sheet - b.sheet);
}

/** Looks at the first rows of every sheet. */
export async function findSheets(sheets: readonly Sheet[]): Promise<FoundSheet[]> {
  const found: FoundSheet[] = [];
  for (const sheet of sheets) {
    const rows = await firstRows(sheet);
    const layout = findLayout(rows);
    const headings = fingerprintOf(rows, layout);
    const blank = rows.every(({ cells }) => cells.every((cell) => cell === null));
    found.push({
      name: sheet.name,
      ...(layout ? { layout } : {}),
      ...(headings ? { headings } : {}),
      ...(!layout && headings ? { columns: columnsIn(rows, headings.row) } : {}),
      ...(blank ? { blank } : {}),
    });
  }
  return found;
}

/** The mapping that can be used without asking: of the sheet with the most known columns that names number, name and agency. */
export function proposeMapping(found: readonly FoundSheet[], agency?: string): RosterMapping | undefined {
  let best: RosterMapping | undefined;
  for (const proposed of recognisedSheets(found, agency)) {
    if (best && Object.keys(best.map).length >= Object.keys(proposed.map).length) continue;
    best = { ...proposed, ...(agency === undefined ? {} : { agency }) };
  }
  return best;
}

/** Every sheet that names number, name and agency: a list of people, each of them. */
export function recognisedSheets(found: readonly FoundSheet[], agency?: string): SheetMapping[] {
  return found.flatMap(({ layout }, sheet) =>
    !layout || !isComplete(layout.map) || (layout.map.agency === undefined && agency === undefined)
      ? []
      : [{ sheet, firstDataRow: layout.firstDataRow, map: layout.map }],
  );
}

function columnsIn(rows: readonly SheetRow[], headingRow: number): ColumnHeading[] {
  const cells = rows.find(({ rowNumber }) => rowNumber === headingRow)?.cells ?? [];
  return cells.flatMap((cell, column) =>
    cell === null ? [] : [{ column, letter: columnLetter(column), group: null, heading: cellText(cell), field: null }],
  );
}

/** A row of people, read, with the cells it was read from; or a row that is about nobody. */
export type RosterLine =
  { readonly kind: 'row'; readonly read: ReadRow; readonly source: SheetRow } | { readonly kind: 'ignored' };

/** Reads all rows below the headings; blank rows do not count at all. */
export async function* readRoster(
  sheet: Sheet,
  mapping: SheetMapping & Pick<RosterMapping, 'agency'>,
  layout: SheetLayout | undefined,
  dates: DateRules,
): AsyncGenerator<RosterLine> {
  for await (const source of sheet.rows()) {
    if (source.rowNumber < mapping.firstDataRow || source.cells.every((cell) => cell === null)) continue;
    if ((layout && isHeadingRow(source.cells, layout)) || !isAboutPerson(source, mapping.map))
      yield { kind: 'ignored' };
    else {
      // An agency that is merged over its people is written once and meant for all of them.
      const whole = withCovered(source);
      yield { kind: 'row', source: whole, read: readRow(whole, { ...mapping, dates }) };
    }
  }
}

/**
 * Whether the numbers of a file went through floating point on their way, so that none of them can be trusted; `column` is where they stand.
 */
export function findLostColumn(
  numbers: Iterable<string>,
  mapping: RosterMapping,
): { readonly column: string } | undefined {
  return columnLostPrecision(numbers) ? { column: columnLetter(mapping.map.employeeNumber ?? 0) } : undefined;
}

async function firstRows(sheet: Sheet): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of sheet.rows()) {
    rows.push(row);
    if (rows.length === HEADING_SEARCH_ROWS) break;
  }
  return rows;
}
