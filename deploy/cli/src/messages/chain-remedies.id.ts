import type { Remedy } from './remedy.js';

/** What `betang verify` finds, by kind of difference; Indonesian. */
export const chainRemediesId = {
  'chain-archive-differs': {
    what: 'Peristiwa di arsip tidak memberi rantai yang tercatat padanya.',
    remedy:
      'Arsip layanan {holder} diubah di sini. Jalankan betang verify di wilayah {region}: bila di sana cocok, pulihkan wilayah ini dari cadangan sebelum perubahan (betang restore).',
  },
  'chain-row-missing': {
    what: 'Peristiwa yang diambil sebuah layanan tidak ada di arsipnya.',
    remedy:
      'Barisnya dihapus pada layanan {holder}. betang replay tidak mengisinya lagi, karena posisi itu sudah lewat: pulihkan wilayah ini dari cadangan (betang restore).',
  },
  'chain-readers-differ': {
    what: 'Dua layanan di sini menyimpan peristiwa yang berbeda pada satu posisi.',
    remedy:
      'Minta operator wilayah {region} menjalankan betang verify, lalu pulihkan wilayah ini dari cadangan (betang restore).',
  },
  'chain-watermark-differs': {
    what: 'Rantai pada batas baca sebuah layanan berbeda dari arsip.',
    remedy: 'Catatan layanan {holder} diubah di sini: pulihkan wilayah ini dari cadangan (betang restore).',
  },
  'chain-head-differs': {
    what: 'Pengirim menyatakan rantai lain daripada yang diterima di sini.',
    remedy:
      'Minta operator wilayah {region} menjalankan betang verify. Bila basis datanya dipulihkan atau disalin, ia menjalankan betang epoch open.',
  },
  'chain-outbox-differs': {
    what: 'Kotak keluar wilayah ini berbeda dari yang sudah diterima layanan sendiri.',
    remedy:
      'Kotak keluar {service} diubah, atau basis datanya dikembalikan: pulihkan dari cadangan (betang restore). Tanpa cadangan hentikan layanan, lalu betang epoch open.',
  },
  'chain-rows-differ': {
    what: 'Baris kotak keluar tidak lagi memberi rantai yang telah dikirim.',
    remedy:
      'Isi kotak keluar {service} diubah sesudah dikirim: pulihkan dari cadangan (betang restore). Tanpa cadangan hentikan layanan, lalu betang epoch open.',
  },
  'chain-log-gap': {
    what: 'Catatan pengiriman melompati posisi.',
    remedy:
      'Catatan {service} berlubang sejak posisi {position}: pulihkan dari cadangan (betang restore). Tanpa cadangan hentikan layanan, lalu betang epoch open.',
  },
  'chain-log-chain': {
    what: 'Potongan catatan pengiriman tidak saling menyambung.',
    remedy:
      'Catatan {service} diubah pada posisi {position}: pulihkan dari cadangan (betang restore). Tanpa cadangan hentikan layanan, lalu betang epoch open.',
  },
  'chain-receipt-differs': {
    what: 'Penerima menyatakan rantai lain daripada yang dikirim.',
    remedy:
      'Minta operator penerima ({holder}) menjalankan betang verify: pihak yang tidak cocok dengan dirinya sendiri memulihkan cadangannya. Bila basis data di sini lebih tua dari yang dikirim: betang epoch open.',
  },
} as const satisfies Record<string, Remedy>;
