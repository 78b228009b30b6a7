import { registerMessages } from '@betang/platform';

const id = {
  'receiver-key-unknown':
    'Daerah {region} belum mengumumkan kunci penyandian yang berlaku. Data pegawai tidak dapat dikirim ke sana; hubungi provinsi, lalu coba lagi.',
} as const;

const en: Record<keyof typeof id, string> = {
  'receiver-key-unknown':
    'Region {region} has published no encryption key that is valid now. Data of persons cannot be sent there; ask the province, then try again.',
};

registerMessages({ id, en });
