import { registerMessages } from '@betang/platform';

/** Texts for people; the key is an error code. */
const indonesian = {
  'person-not-found': 'Pegawai tidak ditemukan atau berada di luar unit kerja Anda.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'person-not-found': 'There is no such employee, or not in your units.',
};

registerMessages({ id: indonesian, en: english });
