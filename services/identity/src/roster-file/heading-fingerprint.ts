import { cellText, type ReadRow } from '@betang/platform';
import { createHash } from 'node:crypto';
import { nameKey } from '../organisation/name-key.js';
import type { SheetLayout } from './headings.js';

/** Fewer words than these are a title, not headings. */
const LEAST_HEADINGS = 3;

/**
 * What tells files of the same form apart from others: a hash of the headings as far as they are recognised, else of the first row of nothing but words. Letters only
 * count, so that a year in a heading makes no other form of it. `row` is the last row of the headings.
 */
export function fingerprintOf(
  rows: readonly ReadRow[],
  layout: SheetLayout | undefined,
): { readonly fingerprint: string; readonly row: number } | undefined {
  if (layout) {
    const texts = layout.columns.map(
      ({ column, group, heading }) => `${column}:${wordsOf(group ?? '')}/${wordsOf(heading)}`,
    );
    return { fingerprint: hashOf(texts), row: layout.headingRows.at(-1)! };
  }
  const first = rows.find(isWords);
  if (!first) return undefined;
  return { fingerprint: hashOf(first.cells.map((cell) => wordsOf(cellText(cell)))), row: first.rowNumber };
}

function isWords({ cells }: ReadRow): boolean {
  const filled = cells.filter((cell) => cell !== null);
  return filled.length >= LEAST_HEADINGS && filled.every((cell) => typeof cell === 'string' && !/\d{4,}/.test(cell));
}

function wordsOf(text: string): string {
  return nameKey(text.replace(/\d/g, ''));
}

function hashOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
