import { describe, expect, it } from '@jest/globals';
import { realiseLines, realisedYears, type PlannedLine } from './realisation.decision.js';

const line = (lineId: string, changes: Partial<PlannedLine> = {}): PlannedLine => ({
  lineId,
  year: 2027,
  agencyId: 'a',
  competencyCode: 'A',
  level: 2,
  quarter: 1,
  people: 10,
  hours: 2000,
  budget: 1_000_000,
  ...changes,
});
const completed = (people: number, named = false) => ({ people, named });
const none = new Map<string, number>();

describe('what became of lines', () => {
  it('shares out who completed what several lines ask for, the earlier quarter first, and nobody twice', () => {
    const lines = [line('late', { quarter: 3, people: 4 }), line('early', { people: 4 })];
    const both = new Map([
      ['late', completed(6)],
      ['early', completed(6)],
    ]);
    expect(realiseLines(lines, both, none)).toMatchObject([
      { realisedPeople: 2, percent: 50, realisedHours: 4000 },
      { realisedPeople: 4, percent: 100 },
    ]);
    const more = new Map([
      ['late', completed(20)],
      ['early', completed(20)],
    ]);
    expect(realiseLines(lines, more, none).map(({ realisedPeople }) => realisedPeople)).toEqual([16, 4]);
  });
  it('counts the named people of a line as they are', () => {
    const lines = [line('x'), line('y')];
    const done = new Map([
      ['x', completed(3, true)],
      ['y', completed(5, true)],
    ]);
    expect(realiseLines(lines, done, none).map(({ realisedPeople }) => realisedPeople)).toEqual([3, 5]);
    expect(realiseLines([line('z')], new Map(), none)).toMatchObject([{ realisedPeople: 0, percent: 0, spent: 0 }]);
  });
});

describe('what became of years', () => {
  it('has every year of the plan, and one line that went beyond hides no other', () => {
    const rows = realiseLines(
      [line('x', { people: 2 }), line('y', { competencyCode: 'B', people: 8 })],
      new Map([['x', completed(9)]]),
      new Map([['x', 300_000]]),
    );
    const years = realisedYears(rows, new Map([[2027, 500_000]]), { firstYear: 2027, lastYear: 2028 });
    expect(years).toMatchObject([
      { year: 2027, people: 10, realisedPeople: 2, percent: 20, budget: 2_000_000, spent: 500_000, spentPercent: 25 },
      { year: 2028, lines: 0, percent: 0, spentPercent: 0 },
    ]);
  });
});
