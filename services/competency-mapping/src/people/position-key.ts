/** A position's name (nama jabatan) as standards are looked up by it: spelling, blanks and punctuation aside. */
export function positionKey(name: string | null): string | null {
  const key = (name ?? '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return key === '' ? null : key;
}
