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

/** Text as it stood, without blanks at the ends; nothing for an empty cell. */
export function textCell(text: string): ReadCell {
  const plain = text.slice(0, MAX_CELL_LENGTH).trim();
  return plain === '' ? null : plain;
}

/** What a cell shows, for messages to the officer and for the file of refused rows. */
export function cellText(value: ReadCell | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof CalendarDate) return value.iso.split('-').reverse().join('-');
  return typeof value === 'number' ? numberText(value) : value;
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
