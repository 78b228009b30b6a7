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

export function successorText({ reason, value }: SuccessorReason, language: Language): string {
  return TEXTS[reason][language].replace('{value}', value ?? '');
}
