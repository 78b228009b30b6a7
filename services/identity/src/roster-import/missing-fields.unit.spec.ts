import { describe, expect, it } from '@jest/globals';
import type { ColumnMap } from '../roster-file/headings.js';
import type { FoundSheet } from '../roster-file/read-roster.js';
import { missingFields } from './missing-fields.js';

const sheet = (map?: ColumnMap): FoundSheet => ({
  name: 'Lembar',
  ...(map === undefined ? {} : { layout: { headingRows: [1], firstDataRow: 2, columns: [], map } }),
});
const waiting = (...layout: FoundSheet[]) => ({ state: 'NEEDS_MAPPING' as const, layout, mapping: null });

describe('the columns that an import waits for', () => {
  it.each([
    ['all three without any heading', waiting(sheet()), ['employeeNumber', 'name', 'agency']],
    ['all three without any sheet', { ...waiting(), layout: null }, ['employeeNumber', 'name', 'agency']],
    ['the agency', waiting(sheet({ employeeNumber: 1, name: 2, grade: 3 })), ['agency']],
    [
      'those of the sheet with most headings',
      waiting(sheet({ name: 0, agency: 1 }), sheet({ name: 0, grade: 1, unit: 2 })),
      ['employeeNumber', 'agency'],
    ],
    ['none of a whole file', { ...waiting(sheet({ name: 0 })), state: 'PREVIEWED' as const }, []],
  ])('are %s', (_what, job, expected) => {
    expect(missingFields(job)).toEqual(expected);
  });

  it('leave out an agency that was named beside the file', () => {
    const job = {
      ...waiting(sheet({ name: 0, grade: 1 })),
      mapping: { sheet: 0, firstDataRow: 2, map: {}, agency: 'Dinas Contoh' },
    };
    expect(missingFields(job)).toEqual(['employeeNumber']);
  });
});
