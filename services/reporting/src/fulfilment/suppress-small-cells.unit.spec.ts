import { describe, expect, it } from '@jest/globals';
import { smallCells } from './suppress-small-cells.decision.js';

interface Named {
  readonly name: string;
  readonly people: number;
  readonly regions: readonly string[];
}
const cell = (name: string, people: number, ...regions: string[]): Named => ({
  name,
  people,
  regions: regions.length === 0 ? ['62.03'] : regions,
});
const hidden = (cells: Named[], inside: string[] = [], groupOf = (one: Named) => one.regions.join()) =>
  [...smallCells(cells, { fewest: 5, isInside: (region) => inside.includes(region), groupOf })]
    .map(({ name }) => name)
    .sort();

describe('small cells', () => {
  it('are those of one to four people', () => {
    expect(hidden([cell('one', 1), cell('four', 4), cell('five', 5), cell('none', 0)])).toEqual(['four', 'one']);
  });

  it('take the smallest other cell with them when the total less the rest would tell them', () => {
    expect(hidden([cell('four', 4), cell('fifty', 50), cell('six', 6)])).toEqual(['four', 'six']);
    expect(hidden([cell('two', 2), cell('three', 3), cell('six', 6)])).toEqual(['three', 'two']);
  });

  it('are told only within what they add up to', () => {
    expect(hidden([cell('four', 4), cell('six', 6), cell('elsewhere', 5, '62.71')])).toEqual(['four', 'six']);
    expect(hidden([cell('four', 4), cell('six', 6), cell('elsewhere', 5, '62.71')], [], () => '')).toEqual([
      'elsewhere',
      'four',
    ]);
  });

  it('are open to readers from inside all their regions', () => {
    expect(hidden([cell('four', 4), cell('six', 6)], ['62.03'])).toEqual([]);
    expect(hidden([cell('both', 4, '62.03', '62.71'), cell('six', 6)], ['62.03'], () => '')).toEqual(['both', 'six']);
  });

  it('hide all there is where nothing else could hide them', () => {
    expect(hidden([cell('four', 4)])).toEqual(['four']);
    expect(hidden([])).toEqual([]);
  });
});
