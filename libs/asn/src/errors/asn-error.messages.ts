import type { AsnError, AsnErrorCode } from './asn-error.js';

export type AsnLocale = 'id' | 'en';

/** What a user reads, Indonesian first. `{name}` stands for the error's parameter of that name. */
export const asnErrorMessages: Readonly<Record<AsnErrorCode, Readonly<Record<AsnLocale, string>>>> = {
  'employee-number.empty': { id: 'NIP/NI PPPK belum diisi.', en: 'The employee number is empty.' },
  'employee-number.not-digits': {
    id: 'NIP/NI PPPK hanya boleh berisi angka.',
    en: 'An employee number holds digits only.',
  },
  'employee-number.length': {
    id: 'NIP/NI PPPK harus 18 angka, yang tertulis {length} angka.',
    en: 'An employee number has 18 digits, this one has {length}.',
  },
  'employee-number.damaged': {
    id: 'NIP/NI PPPK rusak oleh lembar kerja (angka terakhir hilang). Ubah kolom menjadi teks lalu isi ulang.',
    en: 'A spreadsheet damaged this employee number (its last digits are lost). Format the column as text and enter it again.',
  },
  'employee-number.birth-date': {
    id: 'Tanggal lahir di dalam NIP/NI PPPK tidak ada di kalender.',
    en: 'The birth date inside the employee number is not in the calendar.',
  },
  'employee-number.appointment-month': {
    id: 'Bulan pengangkatan di dalam NIP harus 01 sampai 12.',
    en: 'The month of appointment inside the NIP must be 01 to 12.',
  },
  'employee-number.sex': {
    id: 'Angka jenis kelamin di dalam NIP/NI PPPK harus 1 atau 2.',
    en: 'The digit for sex inside the employee number must be 1 or 2.',
  },
  'region-code.shape': {
    id: 'Kode wilayah harus seperti 62 atau 62.03 (kode Kemendagri).',
    en: 'A region code looks like 62 or 62.03 (code of the Ministry of Home Affairs).',
  },
  'region-code.dot-missing': {
    id: 'Tulis kode wilayah Kemendagri dengan titik (62.03): tanpa titik, angka yang sama dapat berarti daerah lain.',
    en: 'Write the region code with its dot (62.03): without it the same digits can mean another region.',
  },
  'region-code.province': { id: 'Kode provinsi tidak sah.', en: 'The province part of the code is not valid.' },
  'region-code.regency': {
    id: 'Kode kabupaten 01-69 dan kode kota 71-99.',
    en: 'A regency is 01-69 and a city 71-99.',
  },
  'region-code.token': { id: 'Tanda wilayah harus seperti r6203.', en: 'A region token looks like r6203.' },
  'grade.unknown': { id: 'Golongan/ruang tidak dikenal.', en: 'The grade is not known.' },
  'grade.ambiguous': {
    id: 'Golongan berupa angka dapat berarti dua hal. Tulis seperti III/a (PNS) atau IX (PPPK).',
    en: 'A grade in digits can mean two things. Write III/a (PNS) or IX (PPPK).',
  },
  'grade.scheme': {
    id: 'Golongan tidak sesuai dengan status kepegawaian.',
    en: 'The grade does not belong to the employment status.',
  },
  'position-type.unknown': { id: 'Jenis jabatan tidak dikenal.', en: 'The position type is not known.' },
  'position-type.ambiguous': {
    id: 'Jenis jabatan kurang jelas. Tulis jenjangnya, misalnya JPT Pratama, Administrator, atau Pengawas.',
    en: 'The position type is not definite. State its level, such as JPT Pratama, Administrator or Pengawas.',
  },
  'functional-level.unknown': {
    id: 'Jenjang jabatan fungsional tidak dikenal.',
    en: 'The level of the functional position is not known.',
  },
  'employment-status.unknown': {
    id: 'Status kepegawaian harus CPNS, PNS, PPPK, atau PPPK Paruh Waktu.',
    en: 'The employment status must be CPNS, PNS, PPPK or PPPK Paruh Waktu.',
  },
  'sex.unknown': { id: 'Jenis kelamin tidak dikenal.', en: 'The sex is not known.' },
  'calendar-date.shape': {
    id: 'Tanggal tidak terbaca. Tulis seperti 26-09-1986.',
    en: 'The date cannot be read. Write it as 26-09-1986.',
  },
  'calendar-date.two-digit-year': {
    id: 'Tulis tahun dengan empat angka.',
    en: 'Write the year with four digits.',
  },
  'calendar-date.not-in-calendar': {
    id: 'Tanggal tidak ada di kalender.',
    en: 'The date is not in the calendar.',
  },
  'calendar-year.shape': { id: 'Tahun harus empat angka.', en: 'A year has four digits.' },
  'calendar-year.range': {
    id: 'Tahun harus antara {minimum} dan {maximum}.',
    en: 'The year must be between {minimum} and {maximum}.',
  },
  'learning-hours.shape': {
    id: 'Jumlah JP tidak terbaca. Tulis seperti 40 atau 40,5.',
    en: 'The learning hours cannot be read. Write 40 or 40,5.',
  },
  'learning-hours.negative': { id: 'Jumlah JP tidak boleh negatif.', en: 'Learning hours cannot be negative.' },
  'learning-hours.precision': {
    id: 'Jumlah JP paling banyak dua angka di belakang koma.',
    en: 'Learning hours have two decimals at most.',
  },
  'learning-hours.range': { id: 'Jumlah JP terlalu besar.', en: 'The learning hours are too large.' },
  'time-zone.unknown': { id: 'Zona waktu harus WIB, WITA, atau WIT.', en: 'The time zone must be WIB, WITA or WIT.' },
};

/** The error in the reader's language. */
export function asnErrorText(error: Pick<AsnError, 'code' | 'params'>, locale: AsnLocale): string {
  return asnErrorMessages[error.code][locale].replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(error.params, name) ? String(error.params[name]) : whole,
  );
}
