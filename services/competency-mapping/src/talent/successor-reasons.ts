import type { Language } from '@betang/platform';
import type { SuccessorReason } from './talent.decision.js';

const TEXTS: Readonly<Record<SuccessorReason['reason'], Readonly<Record<Language, string>>>> = {
  BOX: { id: 'Berada di kotak {value}.', en: 'Stands in box {value}.' },
  MATCH_MEETS: {
    id: 'JPM {value} %: memenuhi syarat jabatan ini.',
    en: 'JPM {value} %: meets the standard of this position.',
  },
  MATCH_NEARLY: { id: 'JPM {value} %: masih memenuhi syarat.', en: 'JPM {value} %: still meets the standard.' },
  MATCH_MISSES: { id: 'JPM {value} %: kurang memenuhi syarat.', en: 'JPM {value} %: does not meet the standard.' },
  NOT_ASSESSED: { id: 'Kompetensi untuk jabatan ini belum dinilai.', en: 'Not assessed for this position.' },
  MISSING: { id: 'Perlu dikembangkan: {value}.', en: 'To be developed: {value}.' },
};
const LEVELS: Readonly<Record<Language, string>> = {
  id: '{name} (perlu tingkat {required}, {held})',
  en: '{name} (asks for level {required}, {held})',
};
const HELD: Readonly<Record<Language, string>> = { id: 'ada tingkat {held}', en: 'has level {held}' };
const NONE: Readonly<Record<Language, string>> = { id: 'belum ada', en: 'has none' };

/** A reason in words, competencies with their names and levels. */
export function successorText(
  { reason, value, missing }: SuccessorReason,
  nameOf: (code: string) => string | undefined,
  language: Language,
): string {
  const levels = missing?.map(({ code, required, held }) =>
    LEVELS[language]
      .replace('{name}', `${code} ${nameOf(code) ?? ''}`.trim())
      .replace('{required}', String(required))
      .replace('{held}', (held === 0 ? NONE : HELD)[language].replace('{held}', String(held))),
  );
  return TEXTS[reason][language].replace('{value}', levels?.join('; ') ?? value ?? '');
}
