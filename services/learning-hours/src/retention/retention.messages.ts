import { registerMessages } from '@betang/platform';

/** Texts of retention. */
const indonesian = {
  'hours-retention-exists': 'Aturan retensi jenis ini mulai tanggal itu sudah ada.',
  'hours-retention-too-soon': 'Aturan retensi berlaku paling cepat {days} hari lagi.',
  'hours-retention-too-long': 'Berkas ini disimpan paling lama {days} hari.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'hours-retention-exists': 'There is a rule of retention of this kind from that day on already.',
  'hours-retention-too-soon': 'A rule of retention begins in {days} days at the earliest.',
  'hours-retention-too-long': 'Such a file is kept {days} days at most.',
};

registerMessages({ id: indonesian, en: english });
