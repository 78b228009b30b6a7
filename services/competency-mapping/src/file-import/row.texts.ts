import { rowTextsOf } from '@betang/platform';

const messages = {
  'row.missing': { id: 'Isian ini belum ada.', en: 'This cell is empty.' },
  'row.too-long': {
    id: 'Isian lebih panjang dari {maximum} huruf.',
    en: 'The text has more than {maximum} characters.',
  },
  'row.not-a-number': { id: 'Isian ini bukan angka.', en: 'This is no number.' },
  'row.out-of-range': {
    id: 'Isian harus bilangan bulat dari {minimum} sampai {maximum}.',
    en: 'This must be a whole number from {minimum} to {maximum}.',
  },
  'row.unknown-value': { id: 'Isian ini tidak dikenal.', en: 'This value is not known.' },
  'row.twice': { id: 'Baris ini ada dua kali di berkas.', en: 'This row is in the file twice.' },
  'row.person-unknown': {
    id: 'NIP/NI PPPK ini belum tercatat di wilayah ini.',
    en: 'This employee number is not on record in this region.',
  },
  'row.competency-unknown': {
    id: 'Kode kompetensi ini tidak ada di kamus yang berlaku.',
    en: 'This competency is not in the dictionary in force.',
  },
  'row.level-outside': {
    id: 'Tingkat harus {minimum} sampai {maximum} untuk kompetensi ini.',
    en: 'The level must be {minimum} to {maximum} for this competency.',
  },
  'row.other-result': {
    id: 'Hasil lain untuk pegawai, cara, tanggal dan kompetensi ini sudah tercatat atau ada lebih dahulu di berkas.',
    en: 'Another result of this person, method, day and competency is on record, or stands further up in the file.',
  },
  'row.revoked-before': {
    id: 'Hasil ini pernah tercatat dan sudah dicabut.',
    en: 'This very result was on record and has been revoked.',
  },
  'row.nothing-to-record': { id: 'Baris ini tidak memuat nilai apa pun.', en: 'This row holds no value at all.' },
  'row.in-future': { id: 'Tanggal ini belum tiba.', en: 'This day is yet to come.' },
  'row.parent-unknown': {
    id: 'Kode induk tidak ditemukan di dokumen ini.',
    en: 'The number above is not in this document.',
  },
  'row.parent-wrong': {
    id: 'Unsur jenis ini tidak dapat berada di bawah induk tersebut.',
    en: 'This kind cannot stand below that one.',
  },
  'row.values-without-indicator': {
    id: 'Hanya indikator yang memiliki nilai per tahun.',
    en: 'Only indicators have yearly values.',
  },
  'row.unit-missing': { id: 'Indikator memerlukan satuan.', en: 'An indicator needs a unit.' },
  'row.year-outside': {
    id: 'Nilai ini di luar masa berlaku dokumen.',
    en: 'This value is of a year outside the period of the document.',
  },
  'row.ends-before-start': {
    id: 'Masa berlaku berakhir sebelum dimulai.',
    en: 'The period ends before it begins.',
  },
  'row.agency-unknown': {
    id: 'Perangkat daerah ini tidak dikenal, atau ada lebih dari satu yang bernama demikian.',
    en: 'This agency is not known, or more than one has this name.',
  },
  'row.position-type-unknown': { id: 'Jenis jabatan ini tidak dikenal.', en: 'This position type is not known.' },
  other: { id: 'Baris ini tidak dapat dicatat.', en: 'This row cannot be recorded.' },
};

const remedies = {
  'row.person-unknown': {
    id: 'Impor daftar pegawai lebih dahulu, atau cocokkan nomor dengan SIASN, lalu unggah lagi.',
    en: 'Import the roster first, or compare the number with SIASN, then upload again.',
  },
  'row.competency-unknown': {
    id: 'Terbitkan kamus yang memuat kompetensi ini, atau perbaiki kodenya, lalu unggah lagi.',
    en: 'Publish a dictionary with this competency, or correct the code, then upload again.',
  },
  'row.other-result': {
    id: 'Cabut hasil yang keliru dengan alasan, atau perbaiki tanggalnya, lalu unggah lagi.',
    en: 'Revoke the wrong result with a reason, or correct the day, then upload again.',
  },
  'row.revoked-before': {
    id: 'Bila hasil ini memang benar, catat sebagai penilaian tersendiri.',
    en: 'If it holds after all, record it as an assessment by hand.',
  },
  'row.parent-unknown': {
    id: 'Letakkan baris induk di atas baris ini, atau isi kolom kode induk, lalu unggah lagi.',
    en: 'Put the row of the node above before this one, or fill in its number, then upload again.',
  },
};

/** What is wrong with a row, and the way out, for the person who sent the file. */
export const problemTexts = rowTextsOf(messages, remedies);
