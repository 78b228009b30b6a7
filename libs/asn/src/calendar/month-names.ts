import type { AsnLocale } from '../errors/asn-error.messages.js';

/** Names of the months as they are printed. */
export const monthNames: Readonly<Record<AsnLocale, readonly string[]>> = {
  id: [
    'Januari',
    'Februari',
    'Maret',
    'April',
    'Mei',
    'Juni',
    'Juli',
    'Agustus',
    'September',
    'Oktober',
    'November',
    'Desember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

/** Spellings seen in files beside the full Indonesian and English names. */
const otherSpellings: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  peb: 2,
  pebruari: 2,
  mar: 3,
  mrt: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  agu: 8,
  ags: 8,
  agt: 8,
  agust: 8,
  aug: 8,
  sep: 9,
  sept: 9,
  okt: 10,
  oct: 10,
  nov: 11,
  nop: 11,
  nopember: 11,
  des: 12,
  dec: 12,
};

const byName = new Map<string, number>([
  ...monthNames.id.map((name, index) => [name.toLowerCase(), index + 1] as const),
  ...monthNames.en.map((name, index) => [name.toLowerCase(), index + 1] as const),
  ...Object.entries(otherSpellings),
]);

/** Month 1-12 of a written name, Indonesian first. */
export function findMonth(name: string): number | undefined {
  return byName.get(name.toLowerCase().replace(/\.$/, ''));
}
