import { amountProblemTexts, type AmountProblemCode } from '@betang/asn';
import { rowTextsOf, type Language } from '@betang/platform';

const messages = {
  ...amountTexts('message'),
  'completion.path-unknown': {
    id: 'Jenis diklat ini tidak dikenal.',
    en: 'This type of training is not known.',
  },
  'completion.title-missing': { id: 'Nama kursus belum diisi.', en: 'The title is missing.' },
  'completion.text-too-long': {
    id: 'Isian lebih panjang dari {maximum} huruf.',
    en: 'The text has more than {maximum} characters.',
  },
  'completion.hours-missing': { id: 'Jumlah jam belum diisi.', en: 'The hours are missing.' },
  'completion.scope-unknown': {
    id: 'Lingkup harus Nasional atau Internasional.',
    en: 'The scope is Nasional or Internasional.',
  },
  'completion.ends-before-start': {
    id: 'Tanggal selesai sebelum tanggal mulai.',
    en: 'The last day is before the first.',
  },
  'completion.in-future': { id: 'Tanggal selesai belum tiba.', en: 'The last day is yet to come.' },
  'completion.too-early': { id: 'Tanggal mulai terlalu lama berlalu.', en: 'The first day is too long ago.' },
  'completion.person-unknown': {
    id: 'NIP/NI PPPK ini belum tercatat di wilayah ini.',
    en: 'This employee number is not on record in this region.',
  },
  other: { id: 'Baris ini tidak dapat dibaca.', en: 'This row cannot be read.' },
};

const remedies = {
  ...amountTexts('wayOut'),
  'completion.path-unknown': {
    id: 'Isi dengan kode jenis diklat SIASN 1 sampai 25.',
    en: 'Enter a SIASN training type from 1 to 25.',
  },
  'completion.person-unknown': {
    id: 'Impor daftar pegawai lebih dahulu, atau cocokkan nomor dengan SIASN, lalu unggah lagi.',
    en: 'Import the roster first, or compare the number with SIASN, then upload again.',
  },
  'completion.in-future': {
    id: 'Catat setelah pelatihan selesai, atau perbaiki tanggalnya.',
    en: 'Record it once the training is over, or correct the date.',
  },
};

/** What is wrong with a row, and the way out, for the person who sent the file. */
export const problemTexts = rowTextsOf(messages, remedies);

/** Amounts that cannot be, by the codes that completions tell them under. */
function amountTexts(part: 'message' | 'wayOut'): Record<string, Readonly<Record<Language, string>>> {
  const { id, en } = amountProblemTexts;
  const codes = Object.keys(id) as AmountProblemCode[];
  return Object.fromEntries(codes.map((code) => [`completion.${code}`, { id: id[code][part], en: en[code][part] }]));
}
