import { registerMessages } from '@betang/platform';

/** Texts of the exchange with BKN. */
const indonesian = {
  'siasn-off': 'Pertukaran dengan SIASN tidak diaktifkan di daerah ini.',
  'siasn-unreachable': 'SIASN tidak dapat dihubungi sekarang.',
  'siasn-refused': 'SIASN menolak permintaan ({status}).',
  'siasn-answer-unknown': 'Jawaban SIASN tidak dikenal.',
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
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'siasn-off': 'The exchange with SIASN is off in this region.',
  'siasn-unreachable': 'SIASN cannot be reached now.',
  'siasn-refused': 'SIASN refused the request ({status}).',
  'siasn-answer-unknown': 'SIASN gave an answer of an unknown form.',
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
};

registerMessages({ id: indonesian, en: english });
