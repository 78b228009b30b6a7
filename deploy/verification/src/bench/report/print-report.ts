import type { BenchResult, Row } from '../bench.js';

/** The rows of a bench as a table for people. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map(({ what, value, unit, note }) => [what, formatValue(value), unit, note ?? '']);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map(([what, value, unit, note]) =>
      [what!.padEnd(widths[0]!), value!.padStart(widths[1]!), unit!.padEnd(widths[2]!), note!].join('  ').trimEnd(),
    )
    .join('\n');
}

/** `[{name, value, unit}]`, for machines. */
export function formatFigures(results: readonly BenchResult[]): string {
  return `${JSON.stringify(
    results.flatMap(({ figures }) => figures),
    null,
    2,
  )}\n`;
}

function formatValue(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
