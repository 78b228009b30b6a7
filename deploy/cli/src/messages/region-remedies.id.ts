import type { Remedy } from './remedy.js';

/** What the commands about regions of a machine and of a federation refuse; Indonesian. */
export const regionRemediesId = {
  'region-not-found': {
    what: 'Tidak ada wilayah {region} di {folder}. Yang ada: {regions}.',
    remedy: 'Sebutkan foldernya dengan --data, atau buat wilayah itu dengan betang region init.',
  },
  'region-not-chosen': { what: 'Ada beberapa wilayah di sini: {regions}.', remedy: 'Pilih satu dengan --region KODE.' },
  'region-in-several-folders': {
    what: 'Wilayah {region} ada di beberapa folder: {folders}.',
    remedy: 'Pilih satu dengan --data FOLDER.',
  },
  'region-not-initialised': { what: 'Wilayah {region} belum dibuat.', remedy: 'Jalankan betang region init.' },
  'region-settings-invalid': {
    what: 'Berkas {file} rusak.',
    remedy: 'Pulihkan berkas itu dari cadangan, atau jalankan betang region init lagi pada folder yang sama.',
  },
  'region-is-another': {
    what: 'Folder {folder} milik wilayah {region} atau peran lain.',
    remedy: 'Pakai folder lain dengan --data.',
  },
  'cluster-is-another': {
    what: 'Klaster Postgres ini sudah berisi wilayah {region}.',
    remedy:
      'Sebutkan klaster wilayah ini: setiap wilayah punya klasternya sendiri (--owner-url-file). Tidak ada yang diubah.',
  },
  'owner-url-missing': {
    what: 'Alamat pemilik Postgres tidak diberikan.',
    remedy:
      'Tulis alamatnya (postgres://pemilik:sandi@host:port/postgres) ke berkas 0600 dan sebutkan dengan --owner-url-file, atau isi BETANG_OWNER_URL.',
  },
  'services-not-installed': {
    what: 'Paket layanan {package} tidak terpasang di sini.',
    remedy: 'Jalankan perintah ini dari pemasangan lengkap (npm ci, npm run build).',
  },
  'registration-invalid': {
    what: 'Berkas pendaftaran tidak sah.',
    remedy: 'Minta wilayah menjalankan betang region register lagi dan bandingkan sidiknya lewat telepon.',
  },
  'join-file-invalid': {
    what: 'Berkas gabung tidak sah.',
    remedy: 'Minta provinsi menjalankan betang region add lagi dan bandingkan sidiknya lewat telepon.',
  },
  'join-file-for-another': {
    what: 'Berkas gabung ini untuk wilayah {region}.',
    remedy: 'Minta berkas untuk wilayah ini kepada provinsi.',
  },
  'province-joins-nobody': {
    what: 'Provinsi {region} adalah pusat bagi wilayahnya sendiri.',
    remedy: 'Jalankan perintah ini pada wilayah di bawah provinsi.',
  },
  'not-a-province': {
    what: 'Wilayah {region} bukan pusat.',
    remedy: 'Jalankan perintah ini pada folder provinsi: --region KODE_PROVINSI.',
  },
  'region-not-below-province': {
    what: 'Wilayah {region} tidak berada di bawah provinsi {province}.',
    remedy: 'Periksa kode wilayah pada berkas itu.',
  },
  'region-made-anew': {
    what: 'Wilayah {region} dibuat dari awal: ia mulai dengan masa {epoch}, sedangkan semua mengenalnya dengan {known}. Semua yang dikirimnya akan tertahan selamanya.',
    remedy:
      'Pulihkan wilayah itu dari cadangannya (betang restore), yang melanjutkan apa yang diketahui yang lain. Tidak ada yang diubah.',
  },
  'region-unknown': {
    what: 'Wilayah {region} tidak terdaftar pada provinsi {province}. Yang terdaftar: {known}.',
    remedy: 'Sebutkan salah satunya, atau tambahkan dahulu dengan betang region add.',
  },
  'province-stays': {
    what: 'Provinsi {region} tidak dapat ditangguhkan atau dikeluarkan dari pusatnya sendiri.',
    remedy: 'Sebutkan kode wilayah di bawahnya.',
  },
  'confirmation-missing': {
    what: 'Perintah {command} menghapus dan tidak dapat dibatalkan; di sini tidak ada terminal untuk bertanya.',
    remedy: 'Tambahkan --confirm {region}, atau jalankan di terminal dan ketik kodenya.',
  },
  'confirmation-differs': {
    what: 'Yang diketik bukan {region}. Tidak ada yang diubah.',
    remedy: 'Jalankan lagi dan ketik kode wilayah itu persis sama, atau tambahkan --confirm {region}.',
  },
  'region-not-linked': {
    what: 'Wilayah {region} belum bergabung dengan pusat mana pun.',
    remedy: 'Gabungkan dahulu: betang region register, add, join.',
  },
  'pseudonym-key-missing': {
    what: 'Tidak ada kunci nama samaran di {dir}.',
    remedy: 'Ambil keys/pseudonym.json dari cadangan; untuk wilayah yang baru jalankan betang region init.',
  },
  'pseudonym-secret-missing': {
    what: 'Provinsi mengenal orang dengan nama samaran dari kunci versi {version}, dan kunci itu tidak ada di keys/pseudonym.json.',
    remedy: 'Kembalikan keys/pseudonym.json dari cadangan terbaru yang berisi kunci itu, lalu jalankan ulang layanan.',
  },
  'pseudonyms-not-noted': {
    what: 'Belum tercatat siapa yang dikenal provinsi: learning-hours rilis ini belum pernah berjalan di sini.',
    remedy: 'Jalankan layanan wilayah ini, lalu ulangi.',
  },
  'token-keys-missing': {
    what: 'Tidak ada kunci token di {file}.',
    remedy: 'Jalankan identity sekali agar kunci dibuat. Wilayah dengan penyedia OpenID lain menggantinya di sana.',
  },
  'services-running': {
    what: 'Pengantaran layanan {service} masih berjalan.',
    remedy: 'Hentikan semua layanan wilayah ini, ulangi perintah, lalu jalankan lagi layanannya.',
  },
} as const satisfies Record<string, Remedy>;
