import { cellText, statedDigits, type ReadRow } from '@betang/platform';
import type { ColumnMap } from './headings.js';
import type { RosterField } from './roster-field.js';

/** A row with less than this many known cells and without a number is a signature, a sum or a remark below the list. */
const LEAST_CELLS = 3;
/** Fewer digits than any number that lost some. */
const LEAST_DIGITS = 9;
/** Two letters side by side: `1,98609E+17` is a number that a spreadsheet spoilt, and no word. */
const WORD = /\p{L}{2}/u;
const LABELLED = /^\W*(?:NIP|NI\s?PPPK)\b/i;

/**
 * Whether a row is about a person at all: headings of groups, sums, remarks and signatures are not, and are counted as ignored. A signature may stand below
 * the numbers: place and day, an office, a name, and `NIP. 1970…` of whoever signed. In doubt it is a row, and refused with its reason.
 */
export function isAboutPerson(row: ReadRow, map: ColumnMap): boolean {
  const text = (field: RosterField) => (map[field] === undefined ? '' : cellText(row.cells[map[field]]).trim());
  const known = Object.keys(map) as RosterField[];
  if (known.filter((field) => text(field) !== '').length >= LEAST_CELLS) return true;
  const number = text('employeeNumber');
  if (number === '') return false;
  if (LABELLED.test(number)) return text('name') !== '' && !LABELLED.test(text('name'));
  // A list of few columns has whole rows of two cells, of which one may say `belum ada` for a number.
  return known.length <= LEAST_CELLS || !isWords(number);
}

function isWords(number: string): boolean {
  const stated = String(statedDigits(number));
  return WORD.test(stated) && stated.replace(/\D/g, '').length < LEAST_DIGITS;
}
