import { CalendarDate } from '@betang/asn';

/** A cell as a file holds it: text, number, day, or nothing. Times of day are cut off. */
export type ReadCell = string | number | CalendarDate | null;

/** One row of a sheet or of a CSV file; `rowNumber` is the one that the officer sees in the program. */
export interface ReadRow {
  readonly rowNumber: number;
  readonly cells: readonly ReadCell[];
}

/** A sheet of a file, its rows read one by one from the beginning each time. */
export interface ReadSheet {
  readonly name: string;
  rows(): AsyncIterable<ReadRow>;
}

export const MAX_COLUMNS = 200;
const MAX_CELL_LENGTH = 2000;
/** Controls but tab and line ends; marks of direction; spaces of no width; halves of signs. */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

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

/** What an officer states in a cell: without a spreadsheet's mark for text, with which refused rows are handed back. */
export function statedText(value: ReadCell | undefined): string {
  return cellText(value).trim().replace(/^'/, '');
}

/** The same of a number with many digits, for `EmployeeNumber.parse`: what a workbook holds as a number has lost the last of them, and stays one. */
export function statedDigits(value: ReadCell | undefined): string | number {
  return typeof value === 'number' ? value : statedText(value);
}

/** `C` for the third column, as spreadsheets name it. `index` counts from 0. */
export function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

/** Whole numbers without an exponent: 197407102005011000 is what the officer saw. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}
