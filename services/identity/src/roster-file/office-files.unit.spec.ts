import { readFileSync } from 'node:fs';
import { getRepositoryRoot } from '@betang/testing';
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { findLayout } from './headings.js';
import { readRow } from './read-row.js';
import { requiredFields, rosterFields } from './roster-field.js';

const page = readFileSync(join(getRepositoryRoot(), 'docs', 'office-files.md'), 'utf8');
const [, table = ''] = /<!-- roster: begin -->\n([\s\S]*?)<!-- roster: end -->/.exec(page) ?? [];
const rows = table
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));
const columns = rows.map(([, heading = '', field = '', meaning = '', required = '', example = '']) => ({
  ...{ heading, field: field.replaceAll('`', ''), meaning, example },
  isRequired: required === 'ya / yes',
}));
const sheet = (wanted: readonly (typeof columns)[number][]) => [
  { rowNumber: 1, cells: wanted.map(({ heading }) => heading) },
  { rowNumber: 2, cells: wanted.map(({ example }) => example) },
];

describe('the columns of a roster, as officers read of them in docs/office-files.md', () => {
  it('are all that the reader knows, under headings that it knows', () => {
    expect(columns.map(({ field }) => field).sort()).toEqual([...rosterFields].sort());
    const { map } = findLayout(sheet(columns))!;
    expect(map).toEqual(Object.fromEntries(columns.map(({ field }, column) => [field, column])));
    expect(columns.filter(({ meaning }) => !meaning.includes(' / '))).toEqual([]);
  });

  it('are required where the reader takes no row without them', () => {
    const required = columns.filter(({ isRequired }) => isRequired).map(({ field }) => field);
    expect(required.sort()).toEqual([...requiredFields, 'agency'].sort());
  });

  it('have examples that are read as they stand, and are missing nowhere else', () => {
    const dates = { today: '2026-06-30', youngestAppointed: 17, oldestInService: 70, appointedAheadMonths: 12 };
    const read = (wanted: typeof columns) => {
      const cells = sheet(wanted);
      return readRow(cells[1]!, { map: findLayout(cells)!.map, dates });
    };
    expect(read(columns)).toMatchObject({ entry: expect.anything(), problems: [], warnings: [] });
    const needed = columns.filter(({ isRequired }) => isRequired);
    expect(read(needed)).toMatchObject({ entry: expect.anything(), problems: [] });
    const withoutAgency = read(needed.filter(({ field }) => field !== 'agency'));
    expect(withoutAgency.problems).toEqual([expect.objectContaining({ code: 'roster.agency-missing' })]);
  });
});
