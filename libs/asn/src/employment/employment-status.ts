import { AsnError } from '../errors/asn-error.js';
import { lookupKey } from '../field-text.js';

/** Employment status (status kepegawaian). ASN are PNS and PPPK (UU 20/2023); CPNS are on probation, PPPK Paruh Waktu work part-time. */
export const employmentStatuses = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'] as const;
export type EmploymentStatus = (typeof employmentStatuses)[number];

/** Name on screens and prints. */
export const employmentStatusNames: Readonly<Record<EmploymentStatus, string>> = {
  CPNS: 'CPNS',
  PNS: 'PNS',
  PPPK: 'PPPK',
  PPPK_PARUH_WAKTU: 'PPPK Paruh Waktu',
};

const synonyms = new Map(
  Object.entries<EmploymentStatus>({
    cpns: 'CPNS',
    'calon pns': 'CPNS',
    'calon pegawai negeri sipil': 'CPNS',
    pns: 'PNS',
    'pegawai negeri sipil': 'PNS',
    pnsd: 'PNS',
    pppk: 'PPPK',
    p3k: 'PPPK',
    'pegawai pemerintah dengan perjanjian kerja': 'PPPK',
    'pppk penuh waktu': 'PPPK',
    'p3k penuh waktu': 'PPPK',
    'pppk paruh waktu': 'PPPK_PARUH_WAKTU',
    'p3k paruh waktu': 'PPPK_PARUH_WAKTU',
    'pppk pw': 'PPPK_PARUH_WAKTU',
  }),
);

export function isEmploymentStatus(value: unknown): value is EmploymentStatus {
  return employmentStatuses.some((known) => known === value);
}

/** Reads a status as files write it: `PNS`, `Pegawai Negeri Sipil`, `P3K`, `PPPK Paruh Waktu`. Throws `employment-status.unknown`. */
export function parseEmploymentStatus(text: string): EmploymentStatus {
  const status = synonyms.get(lookupKey(text));
  if (!status) throw new AsnError('employment-status.unknown', 'The status is CPNS, PNS, PPPK or PPPK Paruh Waktu.');
  return status;
}

/** Whether the status is a civil servant's own (PNS or CPNS) and not by work agreement. */
export function isPnsStatus(status: EmploymentStatus): boolean {
  return status === 'PNS' || status === 'CPNS';
}
