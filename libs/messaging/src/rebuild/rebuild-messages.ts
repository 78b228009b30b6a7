import { registerMessages } from '@betang/platform';

const id = {
  'rebuild-not-found': 'Pembangunan ulang itu tidak ditemukan.',
  'rebuild-underway': 'Pembangunan ulang sedang berjalan. Tunggu sampai selesai.',
} as const;

const en: Record<keyof typeof id, string> = {
  'rebuild-not-found': 'There is no such rebuild.',
  'rebuild-underway': 'A rebuild is under way. Wait until it has finished.',
};

registerMessages({ id, en });
