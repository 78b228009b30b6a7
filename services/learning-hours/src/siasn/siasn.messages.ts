import { registerMessages } from '@betang/platform';

/** Texts of the exchange with BKN. */
const indonesian = {
  'siasn-off': 'Pertukaran dengan SIASN tidak diaktifkan di daerah ini.',
  'siasn-unreachable': 'SIASN tidak dapat dihubungi sekarang.',
  'siasn-refused': 'SIASN menolak permintaan ({status}).',
  'siasn-answer-unknown': 'Jawaban SIASN tidak dikenal.',
  'siasn-ours-taken-back': 'Catatan kita dicabut sesudah pembandingan; tidak dikirim.',
  'siasn-outcome-unknown': 'Belum diketahui apakah SIASN sudah menyimpan data ini.',
  'siasn-sign-in-failed': 'Masuk ke SIASN gagal; periksa akses daerah.',
  'siasn-person-unknown': 'Pegawai tidak ditemukan di SIASN.',
  'reconciliation-not-found': 'Rekonsiliasi tidak ditemukan.',
  'reconciliation-not-ready': 'Rekonsiliasi ini belum selesai dibandingkan atau sudah diterapkan.',
  'reconciliation-nobody': 'Tidak ada pegawai aktif yang dimaksud.',
  'field.course.title-missing': 'Nama kursus kosong.',
  'field.course.type-unknown': 'Jenis diklat tidak dikenal.',
  'field.course.ends-before-start': 'Tanggal selesai sebelum tanggal mulai.',
  'field.course.person-unknown': 'NIP ini tidak tercatat di daerah ini.',
  'reconciliation-line-not-found': 'Baris rekonsiliasi tidak ditemukan.',
  'siasn-record-complete': 'Data ini tidak perlu dilengkapi.',
  'siasn-record-incomplete': 'Data ini masih belum lengkap: {lacking}.',
  'siasn-obstacle.day-missing': 'SIASN tidak mencatat tanggal kursus ini.',
  'siasn-obstacle.day-missing.way-out':
    'Lengkapi tanggalnya menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.title-missing': 'SIASN tidak mencatat nama kursus ini.',
  'siasn-obstacle.title-missing.way-out':
    'Lengkapi namanya menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.type-unknown': 'Jenis diklatnya kosong atau tidak dikenal.',
  'siasn-obstacle.type-unknown.way-out':
    'Pilih jenis diklat menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.hours-missing': 'Jumlah jamnya kosong atau nol.',
  'siasn-obstacle.hours-missing.way-out': 'Isi jumlah jam menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.ends-before-start': 'Tanggal selesainya sebelum tanggal mulai.',
  'siasn-obstacle.ends-before-start.way-out':
    'Isi kedua tanggal menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.amount-impossible': 'Jumlah jam atau harinya terlalu besar untuk tanggalnya: paling banyak {most}.',
  'siasn-obstacle.amount-impossible.way-out':
    'Isi tanggal mulai dan selesai, atau jumlah jam, menurut sertifikat, atau perbaiki di SIASN lalu tarik lagi.',
  'siasn-obstacle.taken-back': 'Data ini pernah tercatat di sini dan telah dibatalkan.',
  'siasn-obstacle.taken-back.way-out':
    'Mintalah SIASN menghapusnya. Jika tetap berlaku, ajukan sebagai klaim dengan bukti.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'siasn-off': 'The exchange with SIASN is off in this region.',
  'siasn-unreachable': 'SIASN cannot be reached now.',
  'siasn-refused': 'SIASN refused the request ({status}).',
  'siasn-answer-unknown': 'SIASN gave an answer of an unknown form.',
  'siasn-ours-taken-back': 'Our entry was taken back after the comparison; it is not sent.',
  'siasn-outcome-unknown': 'It is not known yet whether SIASN has saved this.',
  'siasn-sign-in-failed': "Signing in to SIASN failed; look at the region's access.",
  'siasn-person-unknown': 'SIASN does not know this employee.',
  'reconciliation-not-found': 'There is no such reconciliation.',
  'reconciliation-not-ready': 'This reconciliation is still being compared, or was applied already.',
  'reconciliation-nobody': 'There is nobody in service whom this names.',
  'field.course.title-missing': 'The course has no name.',
  'field.course.type-unknown': 'The type of course is not known.',
  'field.course.ends-before-start': 'The last day is before the first.',
  'field.course.person-unknown': 'This employee number is not on record in this region.',
  'reconciliation-line-not-found': 'The reconciliation has no such line.',
  'siasn-record-complete': 'This record lacks nothing.',
  'siasn-record-incomplete': 'This record still lacks something: {lacking}.',
  'siasn-obstacle.day-missing': 'SIASN has no day of this course.',
  'siasn-obstacle.day-missing.way-out':
    'Enter the days from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.title-missing': 'SIASN has no name of this course.',
  'siasn-obstacle.title-missing.way-out':
    'Enter the name from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.type-unknown': 'Its type of course is empty or not known.',
  'siasn-obstacle.type-unknown.way-out':
    'Choose the type from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.hours-missing': 'Its hours are empty or zero.',
  'siasn-obstacle.hours-missing.way-out':
    'Enter the hours from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.ends-before-start': 'Its last day is before its first.',
  'siasn-obstacle.ends-before-start.way-out':
    'Enter both days from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.amount-impossible': 'Too many hours or days for its first and last day: at most {most}.',
  'siasn-obstacle.amount-impossible.way-out':
    'Enter the first and last day, or the hours, from the certificate, or correct the record at SIASN and pull again.',
  'siasn-obstacle.taken-back': 'This record was on record here and has been taken back.',
  'siasn-obstacle.taken-back.way-out':
    'Have SIASN delete it. If it counts after all, enter it as a claim with evidence.',
};

registerMessages({ id: indonesian, en: english });
