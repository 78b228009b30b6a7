import { chainRemediesId } from './chain-remedies.id.js';
import { regionRemediesId } from './region-remedies.id.js';
import type { Remedy } from './remedy.js';

/** Each error code, what it means and what to do; Indonesian. */
export const remediesId = {
  unknown: {
    what: 'Terjadi kesalahan yang tidak dikenal.',
    remedy: 'Ulangi dengan --json, lihat log layanan pada waktu yang sama, lalu sampaikan keduanya kepada pengembang.',
  },
  usage: { what: 'Perintah {command} tidak lengkap atau salah: {problem}', remedy: 'Lihat betang help {command}.' },
  'command-unknown': { what: 'Tidak ada perintah {command}.', remedy: 'Lihat daftar perintah: betang help.' },
  'service-unknown': {
    what: 'Tidak ada layanan {service}.',
    remedy:
      'Pakai salah satu dari: identity, competency-mapping, training-catalog, learning-hours, contingency, reporting.',
  },
  'file-unreadable': {
    what: 'Berkas {file} tidak dapat dibaca.',
    remedy: 'Periksa nama dan izin berkas itu, lalu ulangi.',
  },
  'file-failed': {
    what: 'Berkas {file} tidak dapat dibaca atau ditulis ({reason}).',
    remedy: 'Periksa folder, pemilik, izin, dan sisa ruang disknya, atau sebutkan berkas lain; lalu ulangi.',
  },
  ...regionRemediesId,
  'operator-token-missing': {
    what: 'Token pengelola {file} tidak ada.',
    remedy:
      'Masuklah: betang login. Dalam mode lokal identity menulis token saat mulai: jalankan layanan dahulu. Atau sebutkan berkas token dengan BETANG_TOKEN_FILE.',
  },
  'operator-token-exposed': { what: 'Token {file} dapat dibaca pengguna lain.', remedy: 'Ubah izinnya: chmod 600.' },
  'operator-exists': {
    what: 'Akun {name} sudah dipakai seseorang.',
    remedy: 'Pilih nama pengguna lain, atau minta operator mengubah peran dan kata sandinya di portal.',
  },
  'login-name-invalid': {
    what: 'Nama pengguna {name} tidak sah.',
    remedy: 'Pakai 3 sampai 60 huruf kecil, angka, titik, dan tanda hubung, diawali huruf.',
  },
  'role-unknown': {
    what: 'Tidak ada peran {role}.',
    remedy: 'Pakai, dipisah koma: {known}.',
  },
  'issuer-unreachable': {
    what: 'Layanan masuk di {issuer} tidak menjawab.',
    remedy: 'Jalankan identity, atau periksa issuerUrl di region.json dan sertifikat alamat itu.',
  },
  'sign-in-refused': {
    what: 'Proses masuk ditolak atau sudah berakhir ({reason}).',
    remedy: 'Jalankan betang login lagi. Untuk operator pertama: betang operator create di mesin wilayah.',
  },
  'service-unreachable': {
    what: 'Layanan {service} tidak menjawab di {url}.',
    remedy: 'Jalankan layanan itu, atau periksa alamatnya di region.json (dari mesin lain: BETANG_API_URL).',
  },
  'api-url-invalid': {
    what: 'Alamat di {setting} bukan alamat https.',
    remedy:
      'Beri alamat https, misalnya https://betang.kapuas.example; http hanya untuk mesin ini sendiri atau host di BETANG_PLAIN_HOSTS.',
  },
  'service-not-ready': {
    what: 'Layanan belum siap.',
    remedy: 'Lihat pemeriksaan yang disebut; basis data harus dapat dicapai. Bila menetap, periksa log layanan.',
  },
  'request-refused': {
    what: 'Layanan {service} menolak permintaan: {title} ({status} {code}){fields}',
    remedy: 'Perbaiki yang disebut, lalu ulangi.',
  },
  unauthenticated: {
    what: 'Token tidak diterima.',
    remedy: 'Jalankan ulang identity agar token baru ditulis, atau pakai token lain dengan BETANG_TOKEN_FILE.',
  },
  forbidden: {
    what: 'Token ini tidak berhak untuk itu.',
    remedy: 'Pakai akun dengan peran operator; untuk impor roster peran petugas BKPSDM.',
  },
  'event-not-found': {
    what: 'Wilayah ini tidak mengenal peristiwa itu.',
    remedy:
      'Periksa nomornya, atau jalankan betang trace di wilayah asal peristiwa itu. Yang lewat masa simpan tidak dapat ditelusuri lagi.',
  },
  'parked-not-found': {
    what: 'Peristiwa yang disisihkan itu tidak ada pada layanan ini.',
    remedy: 'Lihat daftarnya: betang parked list.',
  },
  'parked-decided': { what: 'Peristiwa itu sudah diterapkan atau dibuang.', remedy: 'Tidak perlu apa-apa lagi.' },
  'parked-not-retryable': {
    what: 'Pesan itu bukan peristiwa yang dapat dibaca.',
    remedy: 'Tanyakan pengirimnya, lalu buang dengan betang parked discard.',
  },
  'incident-not-found': {
    what: 'Layanan ini tidak punya kejadian itu.',
    remedy: 'Lihat daftarnya: betang incidents list --all.',
  },
  'incident-acknowledged': {
    what: 'Kejadian itu sudah dicatat sebagai selesai.',
    remedy: 'Tidak ada lagi yang perlu dilakukan.',
  },
  'replay-not-needed': {
    what: 'Tidak ada yang kurang pada jalur itu.',
    remedy: 'Tidak perlu apa-apa. Untuk membangun ulang tampilan: betang rebuild.',
  },
  'replay-too-long': {
    what: 'Terlalu banyak posisi dalam satu permintaan.',
    remedy: 'Minta sedikit demi sedikit dengan --from dan --to.',
  },
  'replay-origin-unknown': {
    what: 'Wilayah pengirim salah. {title}',
    remedy: 'Sebutkan wilayah pengirim yang benar dengan --origin; betang status menunjukkan jalur yang diterima.',
  },
  'replay-audience-not-ours': {
    what: 'Tujuan salah. {title}',
    remedy: 'Sebutkan tujuan yang dapat diminta dengan --audience.',
  },
  'replay-epoch-unknown': {
    what: 'Masa salah. {title}',
    remedy: 'Salin masa yang benar ke --epoch; betang status menunjukkan masa wilayah.',
  },
  'replay-line-unknown': {
    what: 'Jalur itu tidak dikenal. {title}',
    remedy: 'Sebutkan layanan pengirim yang benar dengan --publisher, atau masa yang lain dengan --epoch.',
  },
  'replay-range-reversed': { what: 'Rentang terbalik. {title}', remedy: 'Tukar --from dan --to.' },
  'replay-beyond-end': {
    what: 'Posisi melewati ujung jalur. {title}',
    remedy:
      'Sebutkan --from dan --to yang tidak melewati posisi itu, atau jangan sebutkan: yang kurang dicari sendiri.',
  },
  'replay-origin-stopped': {
    what: 'Jalur itu berhenti.',
    remedy: 'Lihat betang status: selesaikan cabang atau peristiwa yang disisihkan dahulu.',
  },
  'rebuild-nothing': {
    what: '{service} tidak menyimpan tabel dari peristiwa layanan lain.',
    remedy: 'Tidak perlu apa-apa: sebutkan layanan lain.',
  },
  'rebuild-underway': {
    what: 'Pembangunan ulang layanan itu sedang berjalan.',
    remedy: 'Tunggu sampai selesai: betang status menunjukkan kemajuannya.',
  },
  'delivery-not-leading': {
    what: 'Proses ini tidak menjalankan pengantaran layanan itu.',
    remedy: 'Tunggu beberapa detik lalu ulangi.',
  },
  'import-failed': {
    what: 'Impor {file} gagal: {reason}.',
    remedy: 'Lihat rinciannya di layanan (impor {importId}), perbaiki berkas, lalu impor lagi.',
  },
  'import-needs-mapping': {
    what: 'Kolom tidak ditemukan di {file}: {missing}. Judul yang tidak dikenal: {headings}.',
    remedy:
      'Beri kolom itu judul tersebut di berkas lalu impor lagi; untuk satu perangkat daerah tambahkan --agency "NAMA". Atau sebutkan kolomnya: PUT imports/{importId}/mapping.',
  },
  'epoch-in-doubt': {
    what: 'Pihak lain tahu lebih banyak tentang wilayah ini daripada basis datanya: basis data dipulihkan atau disalin.',
    remedy: 'Hentikan layanan, jalankan betang epoch open, lalu jalankan layanan lagi.',
  },
  'epoch-opened': {
    what: 'Sebuah epoch dibuka selagi layanan ini berjalan: yang mereka tulis terhitung dalam epoch sebelumnya, dan mereka tidak mengirim apa pun.',
    remedy: 'Hentikan layanan lalu jalankan lagi.',
  },
  'clock-in-doubt': {
    what: 'Jam mesin melompat lebih dari 30 hari dari saat terakhir ia terlihat benar. Tidak ada yang diubah dan tidak ada yang dihapus sampai jam itu dibetulkan.',
    remedy:
      'Bandingkan date dengan telepon Anda lalu setel jamnya (timedatectl set-time); bila baterai papan induk habis, ganti. Jalankan layanan yang berhenti. Bila jamnya memang benar: betang clock confirm HARI.',
  },
  'clock-apart': {
    what: 'Sebuah wilayah menyatakan sesuatu dari waktu yang belum tiba menurut jam mesin ini: jamnya terlalu cepat, atau jam di sini terlambat.',
    remedy:
      'Bandingkan date di kedua mesin dengan telepon, lalu setel yang salah (timedatectl). Tenggat dan hari mengikuti jam itu; yang dicatat selama itu tetap membawa waktu yang salah.',
  },
  'clock-day-differs': {
    what: 'Menurut mesin ini atau Postgres-nya hari ini {here}, bukan {day}.',
    remedy: 'Setel dulu jam mesin (timedatectl set-time), lalu jalankan lagi.',
  },
  'line-parked': {
    what: 'Ada peristiwa yang disisihkan: ini bukan bukti.',
    remedy:
      'Lihat betang parked list; perbaiki sebabnya, lalu betang parked retry atau discard. Bila di penerima, minta operatornya.',
  },
  'line-held': {
    what: 'Peristiwa menunggu yang di depannya.',
    remedy: 'Biasanya terisi sendiri. Bila menetap: betang replay untuk jalur itu.',
  },
  'line-forked': {
    what: 'Jalur bercabang: dua peristiwa berbeda pada satu posisi.',
    remedy: 'Basis data pengirim disalin atau dipulihkan diam-diam. Minta pengirim menjalankan betang epoch open.',
  },
  'line-stopped': {
    what: 'Jalur berhenti karena terlalu banyak peristiwa yang disisihkan.',
    remedy: 'Selesaikan yang disisihkan: betang parked list.',
  },
  'line-chain-differs': {
    what: 'Rantai pengirim dan penerima berbeda.',
    remedy: 'Jalankan betang verify pada kedua pihak dan bandingkan posisi yang disebut.',
  },
  'line-ahead-of-sender': {
    what: 'Penerima punya lebih banyak daripada pengirim.',
    remedy: 'Basis data pengirim lebih tua: pada pengirim jalankan betang epoch open.',
  },
  ...chainRemediesId,
  'lost-after-restore': {
    what: 'Yang ditulis sesudah cadangan hilang di sini, tetapi ada pada penerima.',
    remedy:
      'Minta penerima daftar peristiwanya (insiden orphan), kirim ulang dengan Idempotency-Key yang sama, lalu betang incidents ack identity lost.',
  },
  'behind-local': {
    what: 'Peristiwa tertahan sebelum bus wilayah.',
    remedy: 'Periksa nats-server wilayah ini: betang topology verify.',
  },
  'behind-hub': {
    what: 'Peristiwa menunggu dikirim ke provinsi.',
    remedy:
      'Bila sambungan putus, tidak ada yang hilang: semua terkirim sesudah tersambung. Periksa jaringan ke pusat.',
  },
  'horizon-old': {
    what: 'Transaksi lama menahan peristiwa di Postgres.',
    remedy: 'Cari transaksi terbuka di pg_stat_activity dan akhiri.',
  },
  incidents: {
    what: 'Ada insiden yang tercatat.',
    remedy: 'Lihat daftarnya: betang incidents list. Tangani satu per satu, lalu catat: betang incidents ack.',
  },
  'rebuild-failed': {
    what: 'Pembangunan ulang terakhir suatu layanan dari arsipnya gagal; tabelnya tetap seperti semula.',
    remedy:
      'Cari kode di belakang nama layanan itu dalam buku panduan, perbaiki sebabnya, lalu: betang rebuild <layanan>.',
  },
  'hub-unreachable': {
    what: 'Pusat tidak dapat dicapai.',
    remedy: 'Wilayah tetap bekerja. Periksa jaringan ke alamat pusat, dan apakah wilayah ini ditangguhkan.',
  },
  'hub-place-missing': {
    what: 'Pusat kehilangan alirannya, atau tempat wilayah ini di dalamnya.',
    remedy: 'Provinsi menjalankan betang topology apply. Wilayah tetap bekerja; tidak ada yang hilang.',
  },
  'inbound-not-taken': {
    what: 'Yang datang dari pusat tidak dapat disimpan di sini.',
    remedy: 'Periksa nats-server wilayah ini, aliran dan cakramnya: betang topology verify.',
  },
  'stream-missing': {
    what: 'Sebuah aliran di nats-server tidak ada.',
    remedy:
      'Jalankan betang topology apply: aliran dibuat lagi dan diisi kembali dari Postgres. Layanan tidak perlu dijalankan ulang.',
  },
  'bus-unreachable': {
    what: 'nats-server tidak menjawab.',
    remedy: 'Jalankan nats-server dengan nats.conf wilayah ini. Layanan tetap menerima data.',
  },
  'region-floods': {
    what: 'Suatu wilayah membanjiri pusat: selama lima menit lebih dari 200 peristiwa per detik.',
    remedy:
      'Sesudah terputus lama, ini berakhir sendiri. Bila berlanjut: betang region suspend KODE, lalu tanyakan kepada operatornya; peristiwanya menunggu di sana. betang region resume KODE mengizinkannya lagi.',
  },
  'publish-batches-exhausted': {
    what: 'Terlalu banyak kumpulan terbuka di nats-server; peristiwa dikirim satu per satu, lebih lambat.',
    remedy:
      'Tidak perlu apa-apa, kecuali bila berlanjut: berarti ada yang membanjiri pusat. Provinsi melihat betang status, lalu menangguhkan wilayah itu.',
  },
  'stream-filling': {
    what: 'Aliran pusat terisi lebih dari 70%.',
    remedy:
      'Cari wilayah yang lama tidak mengambil (betang status), atau besarkan store.federationBytes lalu betang topology apply.',
  },
  'disk-low': {
    what: 'Ruang disk hampir habis.',
    remedy: 'Kosongkan ruang sebelum Postgres dan nats-server berhenti menulis.',
  },
  'proof-missing': {
    what: 'Keadaan pengantaran wilayah tidak dapat dibaca.',
    remedy: 'Jalankan identity dan periksa token pengelola.',
  },
  'database-unreachable': {
    what: 'Postgres tidak menjawab.',
    remedy: 'Jalankan Postgres wilayah ini, atau periksa databaseUrl di region.json.',
  },
  'database-url-invalid': {
    what: 'Alamat Postgres bukan alamat yang sah.',
    remedy: 'Tulis postgres://HOST:PORT/BASIS_DATA: databaseUrl di region.json, atau berkas dari --owner-url-file.',
  },
  'database-sslmode-unsupported': {
    what: 'sslmode={mode} pada alamat Postgres tidak memeriksa siapa pun.',
    remedy: 'Tulis ?sslmode=verify-full&sslrootcert=BERKAS, atau tanpa sslmode untuk Postgres di mesin ini sendiri.',
  },
  'database-authority-unreadable': {
    what: 'Berkas {file} pada sslrootcert di alamat Postgres bukan sertifikat yang dapat dibaca.',
    remedy: 'Sebutkan berkas PEM dari penerbit sertifikat Postgres, yang dapat dibaca oleh layanan.',
  },
  'database-certificate-untrusted': {
    what: 'Sertifikat Postgres tidak dipercaya ({reason}).',
    remedy:
      'Sebutkan penerbitnya pada sslrootcert; bila sudah benar, periksa apakah sertifikatnya kedaluwarsa, dan jangan lanjutkan sebelum jelas siapa yang menjawab di sana.',
  },
  'database-certificate-other-name': {
    what: 'Sertifikat Postgres bukan untuk host pada alamatnya.',
    remedy:
      'Pakai nama yang tertera di sertifikat (subjectAltName), atau minta sertifikat untuk host ini; jangan lanjutkan sebelum jelas siapa yang menjawab di sana.',
  },
  'database-tls-not-offered': {
    what: 'Alamat Postgres meminta TLS (sslmode=verify-full), tetapi server tidak menyediakannya.',
    remedy: 'Isi ssl = on di postgresql.conf, atau periksa host dan port pada alamat.',
  },
  'database-plain-refused': {
    what: 'Postgres tidak menerima sambungan ini tanpa TLS.',
    remedy:
      'Tambahkan ?sslmode=verify-full&sslrootcert=BERKAS pada alamat (databaseUrl di region.json, --owner-url-file), atau baris untuk peran dan mesin ini di pg_hba.conf.',
  },
  'database-refused': {
    what: 'Postgres menolak: {state}.',
    remedy: 'Periksa kata sandi peran di passwords.json; betang region init memasangnya lagi.',
  },
  'backup-recipient-missing': {
    what: 'Belum ada kunci umum untuk cadangan.',
    remedy: 'Buat sekali: betang backup key FILE_DI_LUAR_MESIN, atau sebutkan --recipient.',
  },
  'backup-key-invalid': {
    what: 'Berkas kunci {file} bukan kunci cadangan.',
    remedy: 'Pakai berkas yang ditulis betang backup key.',
  },
  'backup-key-wrong': {
    what: 'Cadangan ini dienkripsi untuk kunci lain ({recipient}).',
    remedy: 'Pakai kunci rahasia dengan tanda itu.',
  },
  'backup-damaged': {
    what: 'Cadangan rusak atau terpotong: {problem}.',
    remedy: 'Jangan dipakai. Ambil salinan lain, dan periksa dengan betang backup check.',
  },
  'backup-version-unknown': {
    what: 'Cadangan dibuat oleh versi yang lebih baru.',
    remedy: 'Pulihkan dengan versi yang sama atau lebih baru.',
  },
  'backup-file-exists': { what: 'Berkas {file} sudah ada.', remedy: 'Pakai nama lain; cadangan tidak pernah menimpa.' },
  'backup-running': {
    what: 'Perintah lain sedang menulis cadangan {file}.',
    remedy: 'Tunggu sampai selesai, atau pakai nama lain.',
  },
  'restore-unfinished': {
    what: 'Pemulihan ke {folder} belum sampai akhir: masih berjalan, atau terputus.',
    remedy:
      'Bila masih berjalan, tunggu. Bila tidak, kosongkan folder itu, pakai klaster Postgres baru, lalu jalankan betang restore lagi.',
  },
  'restore-target-not-empty': {
    what: 'Folder atau basis data tujuan sudah berisi wilayah {region}.',
    remedy: 'Pulihkan ke klaster Postgres baru dan folder kosong.',
  },
  'restore-migration-unknown': {
    what: 'Migrasi {migration} pada cadangan tidak ada atau berbeda di sini.',
    remedy: 'Pulihkan dengan versi program yang membuat cadangan, lalu tingkatkan.',
  },
  aborted: { what: 'Dihentikan.', remedy: 'Jalankan lagi bila perlu: yang sudah selesai tidak diulang.' },
} as const satisfies Record<string, Remedy>;
