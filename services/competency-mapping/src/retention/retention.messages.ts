import { registerMessages } from '@betang/platform';

/** Texts of retention. */
const indonesian = {
  'competency-retention-exists': 'Aturan retensi jenis ini mulai tanggal itu sudah ada.',
  'competency-retention-too-soon': 'Aturan retensi berlaku paling cepat {days} hari lagi.',
  'competency-retention-too-long': 'Berkas ini disimpan paling lama {days} hari.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'competency-retention-exists': 'There is a rule of retention of this kind from that day on already.',
  'competency-retention-too-soon': 'A rule of retention begins in {days} days at the earliest.',
  'competency-retention-too-long': 'Such a file is kept {days} days at most.',
};

registerMessages({ id: indonesian, en: english });
