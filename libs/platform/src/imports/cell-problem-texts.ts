import type { UnreadableCell } from '../documents/reading/read-row.js';
import type { Language } from '../errors/message-catalogue.js';

type Texts = Readonly<Record<Language, string>>;

/** Texts of what may be wrong with a cell of any kind of file. */
export const cellProblemTexts: Readonly<Record<UnreadableCell, { readonly message: Texts; readonly remedy: Texts }>> = {
  'cell.formula-failed': {
    message: {
      id: 'Rumus di sel ini gagal atau belum dihitung (misalnya #REF! atau #N/A).',
      en: 'The formula in this cell failed, or was never computed (#REF! or #N/A, for instance).',
    },
    remedy: {
      id: 'Buka berkas di Excel, ganti rumusnya dengan nilainya (salin, lalu tempel sebagai nilai), simpan, lalu unggah lagi.',
      en: 'Open the file in a spreadsheet, put the value in the place of the formula (copy, paste as values), save it and upload it again.',
    },
  },
  'cell.quote-open': {
    message: {
      id: 'Tanda kutip (") di awal sel ini tidak ditutup.',
      en: 'The quotation mark (") at the beginning of this cell is not closed.',
    },
    remedy: {
      id: 'Hapus tanda kutip itu, atau tutup di akhir sel, lalu unggah lagi.',
      en: 'Take the mark out, or close it at the end of the cell, and upload the file again.',
    },
  },
};
