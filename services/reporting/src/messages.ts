import { registerMessages } from '@betang/platform';

/** Texts for people; the key is an error code, or a label of a report. */
const indonesian = {
  'rebuild-not-found': 'Pembangunan ulang laporan itu tidak ditemukan.',
  'rebuild-underway': 'Pembangunan ulang laporan sedang berjalan. Tunggu sampai selesai.',
  'report-rest-of-agencies': 'Gabungan perangkat daerah kecil',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'rebuild-not-found': 'There is no such rebuild of the reports.',
  'rebuild-underway': 'A rebuild of the reports is under way. Wait until it has finished.',
  'report-rest-of-agencies': 'Small agencies taken together',
};

registerMessages({ id: indonesian, en: english });
