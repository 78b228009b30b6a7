/** Columns of text, each as wide as its widest cell; the last one is left as it is. Columns in `right` are set flush right. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          if (right.includes(column)) return cell.padStart(widths[column]!);
          return column === row.length - 1 ? cell : cell.padEnd(widths[column]!);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `12.345` in Indonesian, `12,345` in English. */
export function figure(value: number, language: 'id' | 'en'): string {
  return value.toLocaleString(language === 'id' ? 'id-ID' : 'en-US');
}

/** `10:42:05` of this machine. */
export function clockTime(moment: string | Date | null): string {
  if (moment === null) return '-';
  return new Date(moment).toLocaleTimeString('en-GB', { hour12: false });
}

/** `2026-11-21 10:42:05` of this machine. */
export function momentText(moment: string | Date | null): string {
  if (moment === null) return '-';
  return new Date(moment).toLocaleString('sv-SE', { hour12: false });
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `3.4 MiB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
