const LONGEST = 150;
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/webp': ['.webp'],
};

/**
 * The name under which evidence is shown and handed out again: of what somebody's computer called the file only the last part of the path, without
 * signs that hide or turn text round, and with the ending of what the bytes are. The file itself is never stored under it.
 */
export function evidenceName(given: string, mediaType: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/\p{C}/gu, '')
    .replace(/^[.\s]+/, '')
    .trim();
  const endings = ENDINGS[mediaType] ?? [];
  const ending = endings.find((one) => plain.toLowerCase().endsWith(one));
  const stem = (ending === undefined ? plain : plain.slice(0, -ending.length)).slice(0, LONGEST).trim();
  return `${stem || 'bukti'}${ending ?? endings[0] ?? ''}`;
}
