import type { RosterLayout } from '../../generator/roster-layout.js';
import type { CellValue, RosterCells } from '../../generator/roster-row.js';

/** The roster as a .csv file of an Indonesian spreadsheet: semicolons, a byte order mark, the merged headings in two rows. */
export function rosterText(layout: RosterLayout, rows: readonly RosterCells[]): string {
  const { columns } = layout;
  const upper = columns.map(({ group, heading }, index) =>
    group === undefined ? heading : group === columns[index - 1]?.group ? '' : group,
  );
  const lower = columns.map(({ group, heading }) => (group === undefined ? '' : heading));
  const lines = rows.map((cells, index) => columns.map((column) => textOf(column.cell(cells, index + 1))));
  return `\uFEFF${[upper, lower, ...lines].map((line) => line.map(quoted).join(';')).join('\r\n')}\r\n`;
}

function textOf(value: CellValue): string {
  return value instanceof Date ? value.toISOString().slice(0, 10).split('-').reverse().join('-') : String(value);
}

function quoted(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
