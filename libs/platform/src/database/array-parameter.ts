const SPECIAL = /[\\"]/g;

/**
 * An array parameter (`$1::text[]`, also for numbers, uuids and times as text) written as Postgres reads it. The driver's own way from a list
 * to this text walks every value by itself: three times as slow where hundreds of rows go in one statement.
 */
export function arrayParameter(values: readonly (string | number | null)[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    if (value === null) text += 'NULL';
    else text += typeof value === 'number' ? value : `"${value.replace(SPECIAL, '\\$&')}"`;
  }
  return `${text}}`;
}

/** The same for `$1::bytea[]`. */
export function bytesArrayParameter(values: readonly Uint8Array[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    text += `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`;
  }
  return `${text}}`;
}
