import { describe, expect, it } from '@jest/globals';
import { protectSmallUnits } from './protect-small-units.decision.js';
import { dueStatements } from './state-totals.decision.js';
import { NO_BANDS, NO_MONTHS, totalsByAgency, type HoursGroup, type UnitTotals } from './unit-totals.decision.js';

const duty = { minimumHundredths: 2000, maximumCountedHundredths: null };
const group = (agencyId: string, people: number, january = 0): HoursGroup => ({
  agencyId,
  people,
  byMonth: [january, ...NO_MONTHS.slice(1)],
});
const unit = (agencyId: string | null, people: number, counted = 0): UnitTotals => ({
  agencyId,
  people,
  bands: { ...NO_BANDS, none: people },
  counted,
  byMonth: [counted, ...NO_MONTHS.slice(1)],
});
const sizes = (units: UnitTotals[]) =>
  Object.fromEntries(
    units.map(({ agencyId, people, withheld }) => [agencyId ?? 'rest', withheld ? 'withheld' : people]),
  );

describe('totals of agencies', () => {
  it('add up people, bands and months', () => {
    const [a, b] = totalsByAgency([group('a', 3), group('a', 2, 1000), group('b', 4, 2500), group('a', 1, 100)], duty);
    expect(a).toEqual({
      agencyId: 'a',
      people: 6,
      bands: { none: 3, started: 1, halfway: 2, fulfilled: 0 },
      counted: 2100,
      byMonth: [2100, ...NO_MONTHS.slice(1)],
    });
    expect(b).toMatchObject({ people: 4, bands: { fulfilled: 4 }, counted: 10_000 });
  });

  it('stop at the most that counts, for each person', () => {
    const [a] = totalsByAgency([group('a', 2, 3000)], { minimumHundredths: null, maximumCountedHundredths: 2400 });
    expect(a).toMatchObject({ counted: 4800, byMonth: [4800, ...NO_MONTHS.slice(1)], bands: { fulfilled: 2 } });
  });
});

describe('small units', () => {
  it.each([
    [
      'stand alone from five people on',
      [
        ['a', 5],
        ['b', 9],
      ],
      { a: 5, b: 9 },
    ],
    [
      'go into the rest below five',
      [
        ['a', 4],
        ['b', 3],
        ['c', 20],
      ],
      { c: 20, rest: 7 },
    ],
    [
      'take the smallest other with them when they are too few together',
      [
        ['a', 4],
        ['b', 6],
        ['c', 20],
      ],
      { c: 20, rest: 10 },
    ],
    [
      'are five together: enough',
      [
        ['a', 4],
        ['b', 1],
        ['c', 5],
      ],
      { c: 5, rest: 5 },
    ],
    ['of a region that has no other are withheld', [['a', 4]], { rest: 'withheld' }],
    [
      'of a region with few people are withheld',
      [
        ['a', 2],
        ['b', 2],
      ],
      { rest: 'withheld' },
    ],
    [
      'without people are nothing',
      [
        ['a', 0],
        ['b', 8],
      ],
      { b: 8 },
    ],
  ] as [string, [string, number][], Record<string, number | 'withheld'>][])('%s', (_, given, expected) => {
    expect(sizes(protectSmallUnits(given.map(([id, people]) => unit(id, people))))).toEqual(expected);
  });

  it('never leave a statement about fewer than five people, nor lose one when anything is stated', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const given = Array.from({ length: seed % 7 }, (_, index) =>
        unit(`u${index}`, (seed * (index + 3)) % 11, seed + index),
      );
      const all = protectSmallUnits(given);
      const stated = all.filter(({ withheld }) => withheld !== true);
      for (const { people } of stated) expect(people).toBeGreaterThanOrEqual(5);
      const sum = (units: UnitTotals[], of: (one: UnitTotals) => number) =>
        units.reduce((total, one) => total + of(one), 0);
      if (stated.length > 0) expect(sum(stated, (one) => one.people)).toBe(sum(given, (one) => one.people));
      else expect(sum(given, (one) => one.people)).toBeLessThan(5);
      const isSilent = stated.length === 0 && given.some(({ people }) => people > 0);
      expect(all.some(({ withheld }) => withheld === true)).toBe(isSilent);
    }
  });

  it('that tie are chosen the same way in any order', () => {
    const given = [unit('b', 6), unit('a', 6), unit('s', 2)];
    expect(sizes(protectSmallUnits(given))).toEqual({ rest: 8, b: 6 });
    expect(sizes(protectSmallUnits([...given].reverse()))).toEqual({ rest: 8, b: 6 });
  });
});

describe('statements that are due', () => {
  const stated = (totals: UnitTotals, statement: number) => ({ ...totals, statement });

  it('are the totals that differ, with the next number', () => {
    const due = dueStatements(
      [unit('a', 5, 100), unit('b', 5), unit('c', 5)],
      [stated(unit('a', 5), 7), stated(unit('b', 5), 3)],
    );
    expect(due.map(({ agencyId, statement, counted }) => [agencyId, statement, counted])).toEqual([
      ['a', 8, 100],
      ['c', 1, 0],
    ]);
  });

  it('say once that there is nothing any more', () => {
    const [gone, ...others] = dueStatements([], [stated(unit('a', 5, 100), 7)]);
    expect(gone).toEqual({ agencyId: 'a', statement: 8, people: 0, bands: NO_BANDS, counted: 0, byMonth: NO_MONTHS });
    expect(others).toEqual([]);
    expect(dueStatements([], [gone!])).toEqual([]);
  });

  it('see hours that only moved to another month', () => {
    const moved = { ...unit('a', 5, 100), byMonth: [0, 100, ...NO_MONTHS.slice(2)] };
    expect(dueStatements([moved], [stated(unit('a', 5, 100), 1)])).toHaveLength(1);
  });
});
