import { registerMessages } from '@betang/platform';

/** Texts of retention. */
const indonesian = {
  'report-retention-exists': 'Aturan retensi jenis ini mulai tanggal itu sudah ada.',
  'report-retention-too-soon': 'Aturan retensi berlaku paling cepat {days} hari lagi.',
  'report-retention-too-long': 'Jenis ini disimpan paling lama {days} hari.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'report-retention-exists': 'There is a rule of retention of this kind from that day on already.',
  'report-retention-too-soon': 'A rule of retention begins in {days} days at the earliest.',
  'report-retention-too-long': 'This kind is kept for {days} days at most.',
};

registerMessages({ id: indonesian, en: english });
