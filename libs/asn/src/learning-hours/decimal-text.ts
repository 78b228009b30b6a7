import { AsnError } from '../errors/asn-error.js';
import { tidy } from '../field-text.js';

const UNIT = /\s*(jp|jam pelajaran|jam)\.?$/i;
const GROUPED = /^(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/;
const PLAIN = /^(\d+)(?:[.,](\d+))?$/;

/**
 * Hundredths of an amount written the Indonesian way: comma before the decimals, dots between thousands (`1.240,5`). A dot that cannot stand
 * between thousands is a decimal point (`40.5`). More than two decimals are refused, which also catches the foreign `1,240` for 1240.
 * Throws `learning-hours.shape`, `.negative`, `.precision` or `.range`.
 */
export function parseHundredths(text: string): number {
  const amount = tidy(text).replace(UNIT, '');
  if (/^[-−]\s?\d/.test(amount)) throw new AsnError('learning-hours.negative', 'An amount cannot be negative.');
  const match = GROUPED.exec(amount) ?? PLAIN.exec(amount);
  if (!match) throw new AsnError('learning-hours.shape', 'An amount is digits with a comma before the decimals.');
  const decimals = match[2] ?? '';
  if (decimals.length > 2) throw new AsnError('learning-hours.precision', 'Two decimals at most.');
  const hundredths = Number(match[1]!.replaceAll('.', '') + decimals.padEnd(2, '0'));
  if (!Number.isSafeInteger(hundredths)) throw new AsnError('learning-hours.range', 'The amount is too large.');
  return hundredths;
}
