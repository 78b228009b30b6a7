import type { Language } from '@betang/platform';
import { findMessage, registerMessages } from '@betang/platform';
import { topologyMessages } from '@betang/messaging';
import { fillIn } from './cli-texts.js';
import { remediesEn } from './remedies.en.js';
import { remediesId } from './remedies.id.js';
import type { Remedy } from './remedy.js';

registerMessages(topologyMessages);

/** Every error code of the operator's tool, with its remedy in each language: the same table stands in the handbook. */
export const REMEDIES: Readonly<Record<Language, Readonly<Record<string, Remedy>>>> = {
  id: remediesId,
  en: remediesEn,
};

const FALLBACK = 'unknown';

/** What to do about a code: from the table, else from the texts of the libraries, else the general advice. */
export function remedyOf(
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text =
    REMEDIES[language][code]?.remedy ?? findMessage(language, code, params) ?? REMEDIES[language][FALLBACK]!.remedy;
  return fillIn(text, params);
}

/** What a code means; undefined for one that has no text of its own. */
export function findMeaning(
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string | undefined {
  const text = REMEDIES[language][code]?.what ?? findMessage(language, code, params);
  return text === undefined ? undefined : fillIn(text, params);
}
