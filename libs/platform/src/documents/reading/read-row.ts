import { CalendarDate } from '@betang/asn';

/** A cell as a file holds it: text, number, day, or nothing. Times of day are cut off. */
export type ReadCell = string | number | CalendarDate | null;

/** One row of a sheet or of a CSV file; `rowNumber` is the one that the officer sees in the program. */
export interface ReadRow {
  readonly rowNumber: number;
  readonly cells: readonly ReadCell[];
  /** What merged cells from rows above say here, by column: an agency that is written once beside all of its people. */
  readonly covered?: readonly (readonly [column: number, value: ReadCell])[];
}

/** A sheet of a file, its rows read one by one from the beginning each time. */
export interface ReadSheet {
  readonly name: string;
  rows(): AsyncIterable<ReadRow>;
}

export const MAX_COLUMNS = 200;
const MAX_CELL_LENGTH = 2000;
/** Controls but tab and line ends; soft hyphens; marks of direction; spaces of no width; halves of signs. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/**
 * Text as it stood, without blanks at the ends; nothing for an empty cell. Signs that turn text round or show nothing are left out: they hide what a
 * number or a name really is, and the zero sign no database takes, so that one such cell would end the whole import.
 */
export function textCell(text: string): ReadCell {
  const plain = text.slice(0, MAX_CELL_LENGTH).replace(HIDDEN, '').trim();
  return plain === '' ? null : plain;
}

/** What a cell shows, for messages to the officer and for the file of refused rows. */
export function cellText(value: ReadCell | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof CalendarDate) return value.iso.split('-').reverse().join('-');
  return typeof value === 'number' ? numberText(value) : value;
}

/** The row with what merged cells say in it, which are empty but for the first. For rows below the headings: above them merging means other things. */
export function withCovered(row: ReadRow): ReadRow {
  const { rowNumber, cells, covered } = row;
  if (covered === undefined) return row;
  const filled = [...cells];
  for (const [column, value] of covered) {
    while (filled.length <= column) filled.push(null);
    filled[column] ??= value;
  }
  return { rowNumber, cells: filled };
}

/** What stands for a formula that no program has computed: it was written by a script, and has no value. */
export const NOT_COMPUTED = '#FORMULA!';
const FAILED_FORMULA = /^(?:#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FORMULA!)|Err:\d{3}|#{3,})$/;
const OPEN_QUOTE = /^"[^"]*$/;

/** Why a cell says nothing that could be taken for what was meant. */
export type UnreadableCell = 'cell.formula-failed' | 'cell.quote-open';

/** Why nobody may take the text of a cell at its word: a formula failed (`#REF!`), or a quotation mark is not closed. Undefined for all other cells. */
export function unreadableCell(value: ReadCell | undefined): UnreadableCell | undefined {
  if (typeof value !== 'string') return undefined;
  if (FAILED_FORMULA.test(value)) return 'cell.formula-failed';
  return OPEN_QUOTE.test(value) ? 'cell.quote-open' : undefined;
}

/** What an officer states in a cell: without a spreadsheet's mark for text, with which refused rows are handed back, and without the formula by which
 * portals keep a spreadsheet from rounding (`="1986…"`). */
export function statedText(value: ReadCell | undefined): string {
  return cellText(value)
    .trim()
    .replace(/^="([^"]*)"$/, '$1')
    .replace(/^'/, '');
}

const NUMBER_LABEL = /^(?:NIP|NI\s?PPPK)[\s.:]*(?=\d)/i;
/** The groups of the printed form with something else than blanks between them. A number that a spreadsheet formatted has groups of three. */
const PRINTED = /^(\d{8})[-./](\d{6})[-./]([12])[-./](\d{3})$/;

/**
 * The same of an employee number, for `EmployeeNumber.parse`: without its label (`NIP. 1986…`), and with blanks alone between its groups. What a workbook
 * holds as a number has lost digits, and stays one.
 */
export function statedDigits(value: ReadCell | undefined): string | number {
  return typeof value === 'number'
    ? value
    : statedText(value).replace(NUMBER_LABEL, '').replace(PRINTED, '$1 $2 $3 $4');
}

/** Serial numbers of the days from 1927 to 2119: outside of them a number is a year alone, or a date without its separators. */
const EARLIEST_SERIAL = 10_000;
const LATEST_SERIAL = 80_000;

/** The day in a cell: a date cell, one that lost its format and shows a serial number, or text day first. Throws AsnError `calendar-date.*`. */
export function statedDay(value: ReadCell | undefined): CalendarDate {
  if (value instanceof CalendarDate) return value;
  if (typeof value === 'number' && value >= EARLIEST_SERIAL && value < LATEST_SERIAL)
    return CalendarDate.fromSpreadsheetSerial(value);
  return CalendarDate.parseIndonesian(statedText(value));
}

/** `C` for the third column, as spreadsheets name it. `index` counts from 0. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

/** 27 for `AB12`, counted from 0. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  return index - 1;
}

/** Whole numbers without an exponent: 197407102005011000 is what the officer saw. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}
