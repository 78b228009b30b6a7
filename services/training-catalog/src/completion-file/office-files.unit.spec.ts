import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { getRepositoryRoot } from '@betang/testing';
import { describe, expect, it } from '@jest/globals';
import { COURSE_FIELDS, findColumns, missingColumns } from './course-columns.js';
import { readCourseRow } from './read-course-row.decision.js';

const page = readFileSync(join(getRepositoryRoot(), 'docs', 'office-files.md'), 'utf8');
const [, table = ''] = /<!-- completions: begin -->\n([\s\S]*?)<!-- completions: end -->/.exec(page) ?? [];
const columns = table
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => {
    const [, heading = '', field = '', meaning = '', required = '', example = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { heading, field: field.replaceAll('`', ''), meaning, isRequired: required === 'ya / yes', example };
  });
const read = (wanted: typeof columns) =>
  readCourseRow(
    wanted.map(({ example }) => example),
    findColumns(wanted.map(({ heading }) => heading))!,
    '2026-06-30',
    USUAL_AMOUNT_BOUNDS,
  );

describe('the columns of completions, as officers read of them in docs/office-files.md', () => {
  it('are all that the reader knows, under headings that it knows', () => {
    expect(columns.map(({ field }) => field)).toEqual([...COURSE_FIELDS]);
    expect(findColumns(columns.map(({ heading }) => heading))).toEqual(
      Object.fromEntries(columns.map(({ field }, column) => [field, column])),
    );
    expect(columns.filter(({ meaning }) => !meaning.includes(' / '))).toEqual([]);
  });

  it.each(columns.map((column) => [column.heading, column] as const))('%s is required as it is said', (_, column) => {
    const others = columns.filter((one) => one !== column);
    const missing = missingColumns(others.map(({ heading }) => heading));
    expect(missing).toEqual(column.isRequired ? [column.heading] : []);
    if (!column.isRequired) expect(read(others)).toHaveProperty('record');
  });

  it('have examples that are read as they stand', () => {
    expect(read(columns)).toHaveProperty('record');
  });
});
