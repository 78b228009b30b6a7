import type { ReadCell } from '../documents/reading/read-row.js';
import { cellText } from '../documents/reading/read-row.js';
import type { Columns } from './file-import.js';

/** Headings by which a field is known, Indonesian and English: `tahun anggaran`, `ta`, `fiscal year`. */
export interface FieldHeadings {
  readonly names: readonly string[];
  readonly required?: boolean;
}

/**
 * The places of fields in a row of headings, or undefined when a required one is not among them. Case, blanks and
 * punctuation do not count; the first column with a name has it.
 */
export function columnsByHeadings(
  fields: Readonly<Record<string, FieldHeadings>>,
  cells: readonly ReadCell[],
): Columns | undefined {
  const headings = cells.map((cell) => headingKey(cellText(cell)));
  const columns: Record<string, number> = {};
  for (const [field, { names, required }] of Object.entries(fields)) {
    const keys = names.map(headingKey);
    const at = headings.findIndex((heading) => heading !== '' && keys.includes(heading));
    if (at >= 0) columns[field] = at;
    else if (required === true) return undefined;
  }
  return Object.keys(columns).length === 0 ? undefined : columns;
}

/** Required headings that a row does not have, as an officer may write them. */
export function missingHeadings(
  fields: Readonly<Record<string, FieldHeadings>>,
  cells: readonly ReadCell[],
): readonly string[] {
  const headings = cells.map((cell) => headingKey(cellText(cell)));
  return Object.values(fields).flatMap(({ names, required }) =>
    required === true && !names.some((name) => headings.includes(headingKey(name))) ? [names[0]!] : [],
  );
}

function headingKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9%]+/g, '');
}
