/** The dark squares of a QR code, as runs in each row: what any drawing surface needs. */
export interface QrCode {
  /** Squares a side, without the quiet zone. */
  readonly size: number;
  readonly runs: readonly { readonly row: number; readonly from: number; readonly length: number }[];
}

/** The QR code of a text (ISO/IEC 18004, UTF-8, error correction M). Throws for more than about 2,300 bytes. */
export async function makeQrCode(content: string): Promise<QrCode> {
  const { default: qrcode } = await import('qrcode-generator');
  const code = qrcode(0, 'M');
  // The library takes one byte of each character.
  code.addData(Buffer.from(content, 'utf8').toString('latin1'), 'Byte');
  code.make();
  const size = code.getModuleCount();
  const runs: { row: number; from: number; length: number }[] = [];
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      if (!code.isDark(row, column)) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.row === row && last.from + last.length === column) last.length += 1;
      else runs.push({ row, from: column, length: 1 });
    }
  return { size, runs };
}
