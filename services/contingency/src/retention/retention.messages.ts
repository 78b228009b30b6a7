import { registerMessages } from '@betang/platform';

/** Texts of retention. */
const indonesian = {
  'contingency-retention-exists': 'Aturan retensi jenis ini mulai tanggal itu sudah ada.',
  'contingency-retention-too-soon': 'Aturan retensi berlaku paling cepat {days} hari lagi.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-retention-exists': 'There is a rule of retention of this kind from that day on already.',
  'contingency-retention-too-soon': 'A rule of retention begins in {days} days at the earliest.',
};

registerMessages({ id: indonesian, en: english });
