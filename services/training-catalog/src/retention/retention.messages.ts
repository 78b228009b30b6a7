import { registerMessages } from '@betang/platform';

/** Texts of retention. */
const indonesian = {
  'catalogue-retention-exists': 'Aturan retensi jenis ini mulai tanggal itu sudah ada.',
  'catalogue-retention-too-soon': 'Aturan retensi berlaku paling cepat {days} hari lagi.',
  'catalogue-retention-too-short': 'Jenis ini disimpan sedikitnya {days} hari.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'catalogue-retention-exists': 'There is a rule of retention of this kind from that day on already.',
  'catalogue-retention-too-soon': 'A rule of retention begins in {days} days at the earliest.',
  'catalogue-retention-too-short': 'This kind is kept for {days} days at least.',
};

registerMessages({ id: indonesian, en: english });
