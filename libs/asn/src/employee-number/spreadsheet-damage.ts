import { tidy } from '../field-text.js';

/**
 * How a spreadsheet spoils an 18-digit number. A cell of type number keeps 15 digits, so the sequence at the end is lost and cannot be guessed.
 * - `NUMERIC_CELL`: the cell holds a number and not text;
 * - `SCIENTIFIC_NOTATION`: text such as 1.97407E+17;
 * - `NUMBER_FORMAT`: text of a formatted number, such as 197407102005011000.00 or 197.407.102.005.011.000;
 * - `TRAILING_ZEROS`: 18 digits whose sequence is 000, which no employee number has.
 */
export type SpreadsheetDamage = 'NUMERIC_CELL' | 'SCIENTIFIC_NOTATION' | 'NUMBER_FORMAT' | 'TRAILING_ZEROS';

const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+?\d+$/i;
const FORMATTED = [/^\d{18}[.,]0+$/, /^\d{3}(?:\.\d{3}){5}(?:,0+)?$/, /^\d{3}(?:,\d{3}){5}(?:\.0+)?$/];
/** Doubles between 2^57 and 2^58, where every birth year 1442-2882 falls, are multiples of 32. */
const DOUBLE_STEP = 32n;
const COLUMN_EVIDENCE = 8;

/** Digits as written: no spaces, no apostrophe by which spreadsheets mark text. */
export function cellText(value: string | number): string {
  return tidy(String(value))
    .replace(/\s/g, '')
    .replace(/^['’`]/, '');
}

/** The damage that one value shows by itself. */
export function findDamage(value: string | number): SpreadsheetDamage | undefined {
  const text = cellText(value);
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? 'NUMERIC_CELL' : undefined;
  if (SCIENTIFIC.test(text)) return 'SCIENTIFIC_NOTATION';
  if (FORMATTED.some((shape) => shape.test(text))) return 'NUMBER_FORMAT';
  return /^\d{15}000$/.test(text) ? 'TRAILING_ZEROS' : undefined;
}

/**
 * The first 15 digits (birth date, appointment, sex) that a damaged value still holds, to look for the person by them; undefined when fewer are
 * left. Spreadsheets cut after 15 digits; a program that rounds instead can touch the 15th only above sequence 983. Personal data.
 */
export function findIntactDigits(value: string | number): string | undefined {
  if (!findDamage(value)) return undefined;
  const [mantissa = '', exponent] = cellText(value).toLowerCase().split(/e\+?/);
  if (exponent !== undefined) {
    const digits = mantissa.replace(/[.,]/g, '');
    return exponent === '17' && digits.length >= 15 ? digits.slice(0, 15) : undefined;
  }
  const digits = mantissa.replace(/[.,]0*$/, '').replace(/[.,]/g, '');
  return digits.length === 18 && digits.endsWith('000') ? digits.slice(0, 15) : undefined;
}

/**
 * Whether a whole column of 18-digit texts went through floating point on its way (a CSV written from numbers): each value alone looks fine,
 * but all are multiples of 32. Below eight values chance is too likely, so the answer is no.
 */
export function columnLostPrecision(texts: Iterable<string>): boolean {
  let seen = 0;
  for (const text of texts) {
    const digits = cellText(text);
    if (!/^\d{18}$/.test(digits)) continue;
    if (BigInt(digits) % DOUBLE_STEP !== 0n) return false;
    seen += 1;
  }
  return seen >= COLUMN_EVIDENCE;
}
