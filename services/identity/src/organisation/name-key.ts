/** Lower case without punctuation and doubled blanks: names that differ in writing only have one key. */
export function nameKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Single blanks, none at the ends, nothing invisible: the form in which names are stored. */
export function tidyText(text: string): string {
  return text
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
