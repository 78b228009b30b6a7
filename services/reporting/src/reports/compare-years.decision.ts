import type { ComparedRow } from './report.dto.js';
import type { TitledRow } from './reports.js';

/** One figure of each row over the years, oldest first; a row that a year has not is null there. */
export function compareYears(
  reports: readonly { readonly year: number; readonly rows: readonly Pick<TitledRow, 'key' | 'title' | 'figures'>[] }[],
  figure: string,
): ComparedRow[] {
  const rows = new Map<string, { title: string; values: Record<string, number | null> }>();
  for (const { year, rows: ofYear } of reports)
    for (const { key, title, figures } of ofYear) {
      const known = rows.get(key) ?? { title, values: {} };
      // The newest title is today's.
      known.title = title;
      known.values[year] = figures[figure] ?? null;
      rows.set(key, known);
    }
  const years = reports.map(({ year }) => year);
  return [...rows].map(([key, { title, values }]) => {
    const filled = Object.fromEntries(years.map((year) => [year, values[year] ?? null]));
    return { key, title, values: filled, change: changeOf(filled[years[0]!] ?? null, filled[years.at(-1)!] ?? null) };
  });
}

function changeOf(first: number | null, last: number | null): number | null {
  // Cut to what the figures themselves carry: two decimals.
  return first === null || last === null ? null : Math.round((last - first) * 100) / 100;
}
