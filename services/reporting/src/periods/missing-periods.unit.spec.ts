import { describe, expect, it } from '@jest/globals';
import {
  deadlineFor,
  endOfPeriod,
  missingReports,
  type OwedReport,
  type ReportDeadline,
} from './missing-periods.decision.js';

const deadline = (changes: Partial<ReportDeadline>): ReportDeadline => ({
  ...{ level: 'REGION', validFrom: '2019-01-01', days: 15, basis: 'Contoh', revision: 1 },
  ...changes,
});
const owed = (changes: Partial<OwedReport>): OwedReport => ({
  ...{ level: 'REGION', place: '62.03', name: 'Kapuas', state: undefined, reason: null },
  ...changes,
});

describe('the end of a period', () => {
  it.each([
    [2026, 'Q1', '2026-03-31'],
    [2026, 'Q2', '2026-06-30'],
    [2026, 'H1', '2026-06-30'],
    [2026, 'Q3', '2026-09-30'],
    [2026, 'H2', '2026-12-31'],
    [2026, 'YEAR', '2026-12-31'],
  ] as const)('%p %s is %s', (year, part, day) => {
    expect(endOfPeriod(year, part)).toBe(day);
  });
});

describe('the deadline of a report', () => {
  const set = [
    deadline({ days: 15 }),
    deadline({ validFrom: '2026-04-01', days: 5 }),
    deadline({ validFrom: '2026-04-01', days: 7, revision: 2 }),
    deadline({ level: 'AGENCY', validFrom: '2026-01-01', days: 3 }),
  ];

  it('is the newest one that was in force when the period ended, in its highest revision', () => {
    expect(deadlineFor(set, 'REGION', '2026-03-31')?.days).toBe(15);
    expect(deadlineFor(set, 'REGION', '2026-04-01')?.days).toBe(7);
    expect(deadlineFor([...set].reverse(), 'REGION', '2026-06-30')?.days).toBe(7);
    expect(deadlineFor(set, 'AGENCY', '2025-12-31')).toBeUndefined();
  });
});

describe('missing reports', () => {
  const missing = (reports: readonly OwedReport[], today: string, set: readonly ReportDeadline[] = [deadline({})]) =>
    missingReports(reports, { year: 2026, part: 'Q1' }, set, today);

  it('are those never submitted and those sent back, and no others', () => {
    const states = [undefined, 'SUBMITTED', 'RETURNED', 'APPROVED', 'LOCKED'];
    const found = missing(
      states.map((state, index) => owed({ state, place: String(index) })),
      '2026-04-01',
    );
    expect(found.map(({ place, state }) => [place, state])).toEqual([
      ['0', 'NOT_SUBMITTED'],
      ['2', 'RETURNED'],
    ]);
  });

  it.each([
    ['2026-04-15', 0],
    ['2026-04-16', 1],
    ['2026-05-15', 30],
    ['2026-01-01', 0],
  ])('on %s are %p days over', (today, daysOver) => {
    expect(missing([owed({})], today)).toMatchObject([{ dueOn: '2026-04-15', daysOver }]);
  });

  it('are over nothing where no deadline was in force', () => {
    expect(missing([owed({})], '2030-01-01', [])).toMatchObject([{ dueOn: null, daysOver: 0, basis: null }]);
  });
});
