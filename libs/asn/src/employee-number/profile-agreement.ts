import type { CalendarDate } from '../calendar/calendar-date.js';
import type { EmploymentStatus } from '../employment/employment-status.js';
import { isPnsStatus } from '../employment/employment-status.js';
import type { Sex } from '../employment/sex.js';
import type { AsnLocale } from '../errors/asn-error.messages.js';
import type { EmployeeNumber } from './employee-number.js';

/** Where a profile and its employee number disagree. Official records hold such errors: they are queued for correction, never refused. */
export const agreementWarningCodes = [
  'employee-number.birth-date-disagrees',
  'employee-number.sex-disagrees',
  'employee-number.status-disagrees',
  'employee-number.appointment-before-birth',
] as const;
export type AgreementWarningCode = (typeof agreementWarningCodes)[number];

/** `field` is the profile's field in question; the values are left out, being personal data. */
export interface AgreementWarning {
  readonly code: AgreementWarningCode;
  readonly field: 'birthDate' | 'sex' | 'status' | 'employeeNumber';
}

/** What is known of the person; what is absent is not compared. */
export interface AgreementProfile {
  readonly birthDate?: CalendarDate;
  readonly sex?: Sex;
  readonly status?: EmploymentStatus;
}

/** What a user reads for each warning. */
export const agreementWarningMessages: Readonly<Record<AgreementWarningCode, Readonly<Record<AsnLocale, string>>>> = {
  'employee-number.birth-date-disagrees': {
    id: 'Tanggal lahir berbeda dengan yang tertulis di dalam NIP/NI PPPK.',
    en: 'The birth date differs from the one inside the employee number.',
  },
  'employee-number.sex-disagrees': {
    id: 'Jenis kelamin berbeda dengan yang tertulis di dalam NIP/NI PPPK.',
    en: 'The sex differs from the one inside the employee number.',
  },
  'employee-number.status-disagrees': {
    id: 'Nomor ini berbentuk NI PPPK, sedangkan statusnya PNS atau CPNS.',
    en: 'The number has the form of a NI PPPK, but the status is PNS or CPNS.',
  },
  'employee-number.appointment-before-birth': {
    id: 'Pengangkatan di dalam NIP/NI PPPK mendahului tanggal lahir.',
    en: 'The appointment inside the employee number is before the birth date.',
  },
};

/** Compares the number with the profile; an empty list means that nothing disagrees. */
export function checkAgreement(number: EmployeeNumber, profile: AgreementProfile): readonly AgreementWarning[] {
  const warnings: AgreementWarning[] = [];
  if (profile.birthDate && !profile.birthDate.equals(number.birthDate)) {
    warnings.push({ code: 'employee-number.birth-date-disagrees', field: 'birthDate' });
  }
  if (profile.sex && profile.sex !== number.sex) {
    warnings.push({ code: 'employee-number.sex-disagrees', field: 'sex' });
  }
  if (profile.status && isPnsStatus(profile.status) && number.kind === 'NI_PPPK') {
    warnings.push({ code: 'employee-number.status-disagrees', field: 'status' });
  }
  if (number.appointment.year <= number.birthDate.year) {
    warnings.push({ code: 'employee-number.appointment-before-birth', field: 'employeeNumber' });
  }
  return warnings;
}
