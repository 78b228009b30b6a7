import { englishMessages } from './messages.en.js';
import { indonesianMessages } from './messages.id.js';

export type Language = 'id' | 'en';
export type Messages = Readonly<Record<string, string>>;

const CATALOGUE: Record<Language, Map<string, string>> = {
  id: new Map(Object.entries(indonesianMessages)),
  en: new Map(Object.entries(englishMessages)),
};

/**
 * Adds a service's texts, by error code (`field.<code>` for one field). Texts may hold `{name}` for an error's params.
 * Throws at load when a language lacks a code or a code is already taken with another text: codes are one name space.
 */
export function registerMessages(messages: Readonly<Record<Language, Messages>>): void {
  const codes = new Set([...Object.keys(messages.id), ...Object.keys(messages.en)]);
  for (const code of codes) {
    for (const language of ['id', 'en'] as const) {
      const text = messages[language][code];
      const known = CATALOGUE[language].get(code);
      if (text === undefined) throw new Error(`message ${code} is missing in ${language}`);
      if (known !== undefined && known !== text) throw new Error(`message ${code} is registered twice`);
    }
  }
  for (const language of ['id', 'en'] as const)
    for (const [code, text] of Object.entries(messages[language])) CATALOGUE[language].set(code, text);
}

/** The text of a code in a language, its params filled in; undefined for a code without a text. */
export function findMessage(
  language: Language,
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): string | undefined {
  const text = CATALOGUE[language].get(code);
  return text === undefined ? undefined : fillText(text, params);
}

/** A text with its `{places}` filled in; a place without a value shows nothing. */
export function fillText(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** The language that an Accept-Language header prefers (RFC 9110, 12.5.4); Indonesian unless English is preferred. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const weights: Record<Language, number> = { id: 0, en: 0 };
  for (const part of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const match = /^\s*([a-z]{2})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part);
    if (match === null) continue;
    const tag = match[1]?.toLowerCase() === 'in' ? 'id' : match[1]?.toLowerCase();
    if (tag === 'id' || tag === 'en') weights[tag] = Math.max(weights[tag], Number(match[2] ?? 1));
  }
  return weights.en > weights.id ? 'en' : 'id';
}
