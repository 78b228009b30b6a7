import { asnErrorMessages } from '@betang/asn';
import type { AsnErrorCode } from '@betang/asn';

import type { FieldProblem } from '../errors/app-error.js';
import { fillText } from '../errors/message-catalogue.js';
import type { Language } from '../errors/message-catalogue.js';
import type { UnreadableCell } from '../documents/reading/read-row.js';
import { cellProblemTexts } from './cell-problem-texts.js';

type Texts = Readonly<Record<Language, string>>;

/** What is wrong with a cell, and the way out. */
export interface RowTexts {
  readonly message: string;
  readonly remedy: string;
}

/** Ways out that are the same for every kind of file. */
const REMEDIES: Readonly<Record<string, Texts>> = {
  'employee-number.damaged': {
    id: 'Ambil lagi nomor dari SIASN, simpan kolom sebagai teks, lalu unggah lagi.',
    en: 'Take the number from SIASN again, keep the column as text and upload again.',
  },
};
const OTHER_REMEDY: Texts = {
  id: 'Perbaiki isian di berkas, lalu unggah lagi; baris yang sudah masuk tidak tercatat dua kali.',
  en: 'Correct the cell and upload the file again; what is on record already is not recorded twice.',
};

/**
 * The texts of a kind of file's row problems, by code, for the person who sent it. Numbers, dates and the like have theirs from `@betang/asn`;
 * `other` is for what has none.
 */
export function rowTextsOf(
  messages: Readonly<Record<string, Texts>> & { readonly other: Texts },
  remedies: Readonly<Record<string, Texts>>,
): (problem: FieldProblem, language: Language) => RowTexts {
  return ({ code, params = {} }, language) => {
    const ofCell = cellProblemTexts[code as UnreadableCell];
    const message = messages[code] ?? ofCell?.message ?? asnErrorMessages[code as AsnErrorCode] ?? messages.other;
    const remedy = remedies[code] ?? ofCell?.remedy ?? REMEDIES[code] ?? OTHER_REMEDY;
    return { message: fillText(message[language], params), remedy: fillText(remedy[language], params) };
  };
}
