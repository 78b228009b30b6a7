import { describe, expect, it } from '@jest/globals';
import '../messages.js';
import { readinessTable, type ReadinessForFile } from './readiness-export.js';

const plan: ReadinessForFile = {
  title: 'Renkon karhutla (contoh)',
  hazardCode: 'KARHUTLA',
  figure: 6_250,
  band: 'PARTLY_READY',
  components: [
    { component: 'DOCUMENT', score: 10_000, weight: 15, reasons: [] },
    {
      component: 'RESOURCES',
      score: 5_000,
      weight: 20,
      reasons: [
        { code: 'readiness.resource-gap', params: { item: 'Pompa', missing: 5, needed: 10 } },
        { code: 'readiness.promised-elsewhere', params: { item: 'Pompa', quantity: 4 } },
      ],
    },
  ],
  nextChangeOn: '2026-12-01',
  nextFigure: null,
};

/** An hour after midnight on New Year's Day in the region. */
const ISSUED = { issuedAt: new Date('2026-12-31T18:00:00Z'), today: '2027-01-01' };

describe('readiness as a table', () => {
  it('has a row a reason, in words, and one for a component that is whole', async () => {
    const { rows, columns, title } = readinessTable([plan], 'Kabupaten Kapuas', ISSUED, 'id');
    expect(title?.at(-1)).toMatch(/ 2027-01-01$/);
    const all = [...(rows as Iterable<unknown[]>)];
    expect(columns).toHaveLength(10);
    expect(all).toEqual([
      ['Renkon karhutla (contoh)', 'KARHUTLA', 62.5, 'Siap sebagian', 'Dokumen', 100, 15, '', '2026-12-01', null],
      [...all[1]!.slice(0, 7), 'Pompa: kurang 5 dari 10.', '2026-12-01', null],
      [...all[1]!.slice(0, 7), expect.stringContaining('dijanjikan kepada rencana lain'), '2026-12-01', null],
    ]);
  });

  it('is there in English, and empty without plans', () => {
    const english = readinessTable([plan], 'Kapuas', ISSUED, 'en');
    expect([...(english.rows as Iterable<unknown[]>)][1]).toContain('Resources');
    expect([...(readinessTable([], 'Kapuas', ISSUED, 'id').rows as Iterable<unknown[]>)]).toEqual([]);
  });
});
