import type { Language } from '@betang/platform';
import type { DatedRule } from '../rules/dated-rule.js';
import type { Verdict, WeighedEvidence } from './profile.decision.js';

type Texts = Readonly<Record<Language, string>>;

const VERDICTS: Readonly<Record<Verdict, Texts>> = {
  CHOSEN: { id: 'Dipakai sebagai dasar tingkat ini.', en: 'This is what the level rests on.' },
  COUNTED: { id: 'Ikut dihitung.', en: 'It is part of the figure.' },
  OLDER: { id: 'Ada bukti yang lebih baru.', en: 'There is newer evidence.' },
  LOWER: { id: 'Ada bukti yang lebih tinggi.', en: 'There is evidence of a higher level.' },
  DOES_NOT_RAISE: {
    id: 'Cara ini hanya menaikkan tingkat, dan di sini tidak menaikkannya.',
    en: 'This method only raises a level, and here it does not.',
  },
  REVOKED: { id: 'Sudah dicabut.', en: 'It was revoked.' },
  EXPIRED: { id: 'Sudah tidak berlaku.', en: 'It no longer holds.' },
  NOT_YET: { id: 'Tanggalnya belum tiba.', en: 'Its day is yet to come.' },
  METHOD_NOT_COUNTED: { id: 'Aturan tidak menghitung cara ini.', en: 'The rule does not count this method.' },
  COMPETENCY_GONE: {
    id: 'Kompetensi ini tidak ada lagi di kamus yang berlaku.',
    en: 'This competency is no longer in the dictionary in force.',
  },
};

const STRATEGIES: Readonly<Record<string, Texts>> = {
  LATEST: { id: 'Bukti terbaru yang berlaku menentukan tingkat.', en: 'The newest evidence that holds decides.' },
  BEST: { id: 'Bukti tertinggi yang berlaku menentukan tingkat.', en: 'The highest evidence that holds decides.' },
  WEIGHTED: {
    id: 'Rata-rata tertimbang bukti yang berlaku menentukan tingkat, dibulatkan ke bawah.',
    en: 'The weighted mean of the evidence that holds decides, rounded down.',
  },
};

/** Why a piece of evidence counts or does not. */
export function verdictText({ verdict }: WeighedEvidence, language: Language): string {
  return VERDICTS[verdict][language];
}

/** What the rule says, in one sentence. */
export function ruleText({ content }: DatedRule<'PROFILE'>, language: Language): string {
  return STRATEGIES[content.strategy]![language];
}
