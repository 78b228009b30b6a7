import { findMessage, type Language, type Page } from '@betang/platform';

/** Reasons that a rule gave travel as codes; those of people are their own words. */
export function withReasonText<T extends { readonly reason: string | null }>(
  page: Page<T>,
  language: Language,
): Page<T> {
  const textOf = (reason: string | null) => (reason === null ? null : (findMessage(language, reason) ?? reason));
  return { ...page, items: page.items.map((item) => ({ ...item, reason: textOf(item.reason) })) };
}
