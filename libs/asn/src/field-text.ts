/** Text as people type and spreadsheets export it: no-break and zero-width spaces, doubled blanks. */
const ZERO_WIDTH = /[\u200B-\u200D\u2060\uFEFF]/g;

/** Single blanks, none at the ends. */
export function tidy(text: string): string {
  return text.replace(ZERO_WIDTH, '').replace(/\s+/g, ' ').trim();
}

/** Lower case, punctuation as blanks: the form in which synonyms are looked up. */
export function lookupKey(text: string): string {
  return tidy(text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' '));
}
