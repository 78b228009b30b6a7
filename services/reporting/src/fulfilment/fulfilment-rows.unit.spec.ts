import { describe, expect, it } from '@jest/globals';
import type { Cell } from './cell.js';
import { fulfilmentRows, percentOf, type FulfilmentTerms } from './fulfilment-rows.decision.js';

const NOW = new Date('2026-06-30T12:00:00Z');
const cell = (key: string, region: string, changes: Partial<Cell> = {}): Cell => ({
  key,
  region,
  agencyName: null,
  people: 10,
  bands: { none: 1, started: 2, halfway: 3, fulfilled: 4 },
  counted: 12_050,
  ...changes,
});
const terms = (changes: Partial<FulfilmentTerms> = {}): FulfilmentTerms => ({
  groupBy: 'status',
  asOf: new Map([
    ['62', new Date('2026-06-30T11:59:00Z')],
    ['62.03', new Date('2026-06-29T12:00:00Z')],
  ]),
  now: NOW,
  smallCell: 5,
  isInside: () => false,
  ...changes,
});

describe('rows of fulfilment', () => {
  it('add up over regions, exactly', () => {
    const [row] = fulfilmentRows([cell('PNS', '62'), cell('PNS', '62.03', { counted: 5 })], terms());
    expect(row).toMatchObject({
      key: 'PNS',
      region: null,
      people: 20,
      fulfilled: 8,
      percent: 40,
      countedJp: 120.55,
      bands: { none: 2, started: 4, halfway: 6, fulfilled: 8 },
    });
  });

  it('are as old as their oldest region', () => {
    const rows = fulfilmentRows([cell('PNS', '62'), cell('PNS', '62.03'), cell('CPNS', '62')], terms());
    expect(rows.map(({ key, asOf, lagSeconds }) => [key, asOf, lagSeconds])).toEqual([
      ['CPNS', '2026-06-30T11:59:00.000Z', 60],
      ['PNS', '2026-06-29T12:00:00.000Z', 86_400],
    ]);
  });

  it('have no age when nothing is known of the age of a region in them', () => {
    const [row] = fulfilmentRows([cell('PNS', '62'), cell('PNS', '62.71')], terms());
    expect(row).toMatchObject({ asOf: null, lagSeconds: null });
  });

  it('come in the order of the field: months by number, statuses as in the law, agencies by region and name', () => {
    const keys = (groupBy: FulfilmentTerms['groupBy'], cells: Cell[]) =>
      fulfilmentRows(cells, terms({ groupBy })).map(({ key }) => key);
    expect(keys('month', [cell('10', '62'), cell('2', '62'), cell('1', '62')])).toEqual(['1', '2', '10']);
    expect(keys('status', [cell('PPPK_PARUH_WAKTU', '62'), cell('PNS', '62'), cell('PPPK', '62')])).toEqual([
      'PNS',
      'PPPK',
      'PPPK_PARUH_WAKTU',
    ]);
    expect(
      keys('agency', [
        cell('x', '62.03', { agencyName: 'B' }),
        cell('rest:62.03', '62.03'),
        cell('y', '62.03', { agencyName: 'A' }),
        cell('z', '62'),
      ]),
    ).toEqual(['z', 'y', 'x', 'rest:62.03']);
  });

  it('say nothing of few people to outsiders', () => {
    const cells = [cell('a', '62.03', { people: 4 }), cell('b', '62.03'), cell('c', '62.03', { people: 90 })];
    const rows = fulfilmentRows(cells, terms({ groupBy: 'agency' }));
    const nothing = { people: null, fulfilled: null, percent: null, countedJp: null, bands: null, suppressed: true };
    expect(rows).toMatchObject([nothing, nothing, { people: 90, suppressed: false }]);
    expect(fulfilmentRows(cells, terms({ groupBy: 'agency', isInside: () => true }))[0]).toMatchObject({
      people: 4,
      suppressed: false,
    });
  });

  it('have no share where it is not stated how many fulfilled', () => {
    const [row] = fulfilmentRows([cell('1', '62', { bands: null })], terms({ groupBy: 'month' }));
    expect(row).toMatchObject({ people: 10, fulfilled: null, percent: null, bands: null, countedJp: 120.5 });
  });
});

describe('a share', () => {
  it.each([
    [0, 0, null],
    [0, 7, 0],
    [1, 3, 33.3],
    [2, 3, 66.6],
    [9_999, 10_000, 99.9],
    [7, 7, 100],
  ])('of %p in %p is %p', (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });
});
