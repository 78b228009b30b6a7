import { CalendarDate } from '../calendar/calendar-date.js';
import type { EmploymentStatus } from '../employment/employment-status.js';
import { isPnsStatus } from '../employment/employment-status.js';
import { AsnError } from '../errors/asn-error.js';
import { cellText, findDamage } from './spreadsheet-damage.js';

/** `NIP` of a PNS or CPNS (Perka BKN 22/2007), `NI_PPPK` of a PPPK (Peraturan BKN 1/2019). */
export type EmployeeNumberKind = 'NIP' | 'NI_PPPK';

const LENGTH = 18;

/** The 18 digits, once every rule holds. Rules: Perka BKN 22/2007 (NIP) and Peraturan BKN 1/2019 (NI PPPK). */
export function validDigits(value: string | number, status: EmploymentStatus | undefined): string {
  const text = cellText(value);
  if (text === '') throw new AsnError('employee-number.empty', 'An employee number is missing.');
  const reason = findDamage(value);
  if (reason)
    throw new AsnError('employee-number.damaged', 'A spreadsheet damaged the number.', { params: { reason } });
  if (!/^\d+$/.test(text)) throw new AsnError('employee-number.not-digits', 'An employee number holds digits only.');
  if (text.length !== LENGTH) {
    throw new AsnError('employee-number.length', `An employee number has ${LENGTH} digits.`, {
      params: { length: text.length },
    });
  }
  refuseImpossibleParts(text, status);
  return text;
}

/** A number whose digits 13-14 are no month can only be a NI PPPK; below that the status decides, and a NIP is the rule. */
export function kindOf(digits: string, status: EmploymentStatus | undefined): EmployeeNumberKind {
  if (status) return isPnsStatus(status) ? 'NIP' : 'NI_PPPK';
  return Number(digits.slice(12, 14)) > 12 ? 'NI_PPPK' : 'NIP';
}

function refuseImpossibleParts(digits: string, status: EmploymentStatus | undefined): void {
  try {
    CalendarDate.of(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));
  } catch (cause) {
    throw new AsnError('employee-number.birth-date', 'The birth date is not in the calendar.', { cause });
  }
  const month = Number(digits.slice(12, 14));
  if (kindOf(digits, status) === 'NIP' && (month < 1 || month > 12)) {
    throw new AsnError('employee-number.appointment-month', 'The month of appointment is 01 to 12.');
  }
  if (!/[12]/.test(digits[14]!)) throw new AsnError('employee-number.sex', 'The digit for sex is 1 or 2.');
}
