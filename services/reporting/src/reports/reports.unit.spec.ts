import { describe, expect, it } from '@jest/globals';
import { plans } from '../figures/competency.report.js';
import { completeness } from '../figures/completeness.report.js';
import { contingencyPlans } from '../figures/contingency.report.js';
import { isReached } from '../figures/evaluation.report.js';
import { overlapAvoided } from '../figures/overlap.report.js';
import { programmeUse } from '../figures/programme-use.report.js';
import type { Statement } from '../statements/statement.js';
import { assembleRows, totalRow, type AssemblyTerms } from './assemble-rows.decision.js';
import { compareYears } from './compare-years.decision.js';
import type { FigureCell, FigureColumn } from '../figures/report.js';
import { average, percent } from '../figures/shares.js';

const NOW = new Date('2026-06-30T12:00:00Z');
const COLUMNS: readonly FigureColumn[] = [
  { name: 'people', kind: 'integer' },
  { name: 'done', kind: 'integer' },
  { name: 'share', kind: 'percent', derive: percent('done', 'people') },
  { name: 'idle', kind: 'integer', combine: 'min' },
  { name: 'secret', kind: 'integer', hidden: true },
];
const source = (region: string) => ({
  region,
  service: 's',
  audience: 'province',
  epoch: '1.a',
  position: 3,
  eventId: `e-${region}`,
  asOf: NOW,
});
const cell = (key: string, region: string, people: number | null, done: number | null, idle = 4): FigureCell => ({
  key,
  region,
  people,
  figures: { people, done, idle, secret: 9 },
  sources: [source(region)],
});
const terms = (changes: Partial<AssemblyTerms> = {}): AssemblyTerms => ({
  columns: COLUMNS,
  withinRegion: false,
  asOf: new Map([
    ['62', NOW],
    ['62.03', new Date('2026-06-30T11:00:00Z')],
  ]),
  now: NOW,
  smallCell: 5,
  isInside: () => false,
  ...changes,
});

describe('rows of any report', () => {
  it('add up, derive from the sums, are as old as their oldest part and name their events', () => {
    const [row] = assembleRows([cell('a', '62', 10, 3, 7), cell('a', '62.03', 20, 7, 2)], terms());
    expect(row).toMatchObject({ region: null, lagSeconds: 3_600, partial: false, suppressed: false });
    expect(row!.figures).toEqual({ people: 30, done: 10, share: 33.3, idle: 2 });
    expect(row!.sources.map(({ eventId }) => eventId)).toEqual(['e-62', 'e-62.03']);
  });

  it('say so when a region withheld a part of a sum', () => {
    const [row, none] = assembleRows(
      [cell('a', '62', 10, null), cell('a', '62.03', 20, 7), cell('b', '62', 10, null)],
      terms(),
    );
    expect(row).toMatchObject({ partial: true, figures: { done: 7 } });
    expect(none).toMatchObject({ partial: false, figures: { done: null, share: null } });
  });

  it('hide few people from outsiders, with what would tell of them; plans and money are about nobody', () => {
    const cells = [cell('a', '62.03', 3, 1), cell('b', '62.03', 9, 2), cell('c', '62.03', 50, 9)];
    const rows = assembleRows(cells, terms({ withinRegion: true }));
    expect(rows.map(({ suppressed }) => suppressed)).toEqual([true, true, false]);
    expect(rows[0]!.figures).toEqual({ people: null, done: null, share: null, idle: null });
    expect(assembleRows(cells, terms({ isInside: () => true }))[0]!.suppressed).toBe(false);
    expect(assembleRows([cell('a', '62', null, 1)], terms())[0]!.suppressed).toBe(false);
  });

  it('have a total, unless it would tell the one row that is hidden', () => {
    const open = [cell('a', '62', 10, 3), cell('b', '62.03', 20, 7)];
    expect(totalRow(open, assembleRows(open, terms()), terms())).toMatchObject({
      key: 'total',
      figures: { people: 30, share: 33.3 },
    });
    const few = [cell('a', '62', 4, 3)];
    expect(totalRow(few, assembleRows(few, terms()), terms())).toMatchObject({ suppressed: true });
    expect(totalRow([], [], terms())).toBeUndefined();
  });
});

describe('shares', () => {
  it('of nobody are none, and averages follow their weights', () => {
    expect(percent('a', 'b')({ a: 1, b: 0 })).toBeNull();
    expect(percent('a', 'b')({ a: 2_999, b: 3_000 })).toBe(99.9);
    expect(average('sum', 'people', 100)({ sum: 43_100, people: 100 })).toBe(4.31);
    expect(average('sum', 'people')({ sum: 1 })).toBeNull();
  });
});

describe('years beside each other', () => {
  it('hold every row of any year, and its change', () => {
    const row = (key: string, done: number | null, title = key) => ({ key, title, figures: { done } });
    const rows = compareYears(
      [
        { year: 2025, rows: [row('a', 10.1, 'Old'), row('b', 1)] },
        { year: 2026, rows: [row('a', 10.4, 'New'), row('c', 2)] },
      ],
      'done',
    );
    expect(rows).toEqual([
      { key: 'a', title: 'New', values: { 2025: 10.1, 2026: 10.4 }, change: 0.3 },
      { key: 'b', title: 'b', values: { 2025: 1, 2026: null }, change: null },
      { key: 'c', title: 'c', values: { 2025: null, 2026: 2 }, change: null },
    ]);
  });
});

const stated = <D>(data: D, region = '62.03') =>
  ({ region, subject: 's', year: 2026, agencyId: null, data, source: source(region) }) as Statement<never>;

describe('what reports read from statements', () => {
  it('counts a programme as shared when another region offers it or it was taken over', () => {
    const use = (organiserRegion: string | null, origin: string | null) =>
      programmeUse.read(
        stated({
          organiserRegion,
          origin,
          sessions: 1,
          seats: 2,
          completed: null,
          completedElsewhere: 0,
          guestsCompleted: 0,
          developmentTargetId: null,
          programmeId: 'p',
          title: 'T',
        }),
        'region',
        NOW,
        { year: 2026 },
      )[0]!.figures;
    expect(use('62.03', null)).toMatchObject({ sharedProgrammes: 0, completedShared: 0, withoutTarget: 1 });
    expect(use('62', null)).toMatchObject({ sharedProgrammes: 1, completedShared: null });
    expect(use('62.03', 'FORKED')).toMatchObject({ sharedProgrammes: 1 });
    expect(use(null, null)).toMatchObject({ sharedProgrammes: 0 });
  });

  it('lets an agency that fills in nothing more grow older', () => {
    const datasets = [{ dataset: 'ASSESSMENT', expected: 10, filled: 4, lastFilledAt: '2026-05-01T08:00:00Z' }];
    const data = { agencyId: null, people: 10, asOf: '2026-05-02T00:00:00Z', datasets };
    const idle = (now: string) =>
      completeness.read(stated(data), 'region', new Date(now), { year: 2026 })[0]!.figures['idleDays'];
    expect(idle('2026-05-02T00:00:00Z')).toBe(0);
    expect(idle('2026-07-01T09:00:00Z')).toBe(61);
  });

  it.each([
    ['62.03', '2026-12-31T16:59:59Z', 0],
    ['62.03', '2026-12-31T17:00:00Z', 1],
    // An hour earlier in the east of the island.
    ['64.03', '2026-12-31T15:59:59Z', 0],
    ['64.03', '2026-12-31T16:00:00Z', 1],
  ])('sees a day pass in %s at %s without being told again', (region, now, passed) => {
    const asOf = '2026-03-01T00:00:00Z';
    const plan = {
      state: 'VERIFIED',
      returned: 0,
      dueOn: '2026-12-31',
      asOf,
      lines: 1,
      people: 1,
      hours: 1,
      budget: 1,
    };
    const overdue = plans.read(stated(plan, region), 'region', new Date(now), { year: 2026 })[0]!.figures['overdue'];
    const inForce = { state: 'IN_FORCE', reviewDueOn: '2027-01-01', openReviews: 0, asOf, activationLevel: null };
    const [review] = contingencyPlans.read(stated(inForce, region), 'region', new Date(now), { year: 2026 });
    expect([overdue, review!.figures['reviewsDue']]).toEqual([passed, passed]);
  });

  it('counts the cost that joining spared, by month', () => {
    const decision = {
      outcome: 'JOINED',
      plannedCost: 5_000_000,
      decidedOn: '2026-03-09',
      developmentTargetId: null,
      otherRegion: '62',
    };
    expect(overlapAvoided.read(stated(decision), 'month', NOW, { year: 2026 })).toEqual([
      { key: '3', figures: { decisions: 1, joined: 1, wentOn: 0, costSpared: 5_000_000, costDoubled: 0 } },
    ]);
  });

  it.each([
    [{ baseline: 10, target: 20, observed: 20 }, true],
    [{ baseline: 10, target: 20, observed: 19.9 }, false],
    [{ baseline: 20, target: 10, observed: 9 }, true],
    [{ baseline: 20, target: 10, observed: 11 }, false],
    [{ baseline: null, target: 5, observed: 5 }, true],
    [{ baseline: 1, target: null, observed: 5 }, false],
  ])('a result %j is reached: %p', (result, reached) => {
    expect(isReached(result)).toBe(reached);
  });
});
