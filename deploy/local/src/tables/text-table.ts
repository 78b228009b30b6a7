/** Columns as wide as their widest cell, headings underlined. Right-aligned where a cell is a figure. */
export function textTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `  ${widths.map((width, column) => aligned(cells[column] ?? '', width)).join('  ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`;
  return ['', line(headings), rule, ...rows.map(line), ''].join('\n');
}

function aligned(cell: string, width: number): string {
  return /^\d{1,3}(,\d{3})*(\.\d+)?[%*]?$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
