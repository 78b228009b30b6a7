/** Signs beyond Latin-1 that the standard fonts hold all the same (WinAnsi 0x80-0x9f). */
const WIN_ANSI_EXTRA = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** The text as the standard fonts can show it: accents that they lack are dropped, other foreign signs become `?`. */
export function printableText(text: string): string {
  let shown = '';
  for (const sign of text.normalize('NFC').replace(/\r\n?/g, '\n')) shown += printableSign(sign);
  return shown;
}

function printableSign(sign: string): string {
  if (isShown(sign)) return sign;
  if (sign < ' ') return sign === '\t' ? ' ' : '';
  const plain = [...sign.normalize('NFKD')].filter(isShown).join('');
  return plain === '' ? '?' : plain;
}

function isShown(sign: string): boolean {
  if (sign === '\n') return true;
  const code = sign.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || WIN_ANSI_EXTRA.has(sign);
}
