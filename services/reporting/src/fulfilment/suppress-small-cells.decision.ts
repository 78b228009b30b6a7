import { grouped } from './grouped.js';

/** A figure about a number of people, of one or more regions. */
export interface SizedCell {
  readonly people: number;
  readonly regions: readonly string[];
}

export interface SuppressionTerms<T> {
  /** Fewest people whose figures outsiders may see. */
  readonly fewest: number;
  /** Whether the reader may see all of a region's own data. */
  readonly isInside: (region: string) => boolean;
  /** Cells of one group add up to a figure that the reader can get elsewhere. */
  readonly groupOf: (cell: T) => string;
}

/**
 * Which cells to hide: those of fewer people than `fewest`, from readers outside any of their regions (UU 27/2022: no figure about a few
 * persons). What is hidden in a group must itself be of that many people, else the total less the shown cells would tell it: then the
 * smallest shown cell is hidden too. Cells without people tell nothing and stay.
 */
export function smallCells<T extends SizedCell>(cells: readonly T[], terms: SuppressionTerms<T>): Set<T> {
  const hidden = new Set<T>();
  const peopled = cells.filter((cell) => cell.people > 0);
  for (const group of grouped(peopled, terms.groupOf)) {
    const small = group.filter(({ people, regions }) => people < terms.fewest && !regions.every(terms.isInside));
    if (small.length === 0) continue;
    const shown = group.filter((cell) => !small.includes(cell)).sort((a, b) => a.people - b.people);
    while (peopleOf(small) < terms.fewest && shown.length > 0) small.push(shown.shift()!);
    for (const cell of small) hidden.add(cell);
  }
  return hidden;
}

function peopleOf(cells: readonly SizedCell[]): number {
  return cells.reduce((sum, { people }) => sum + people, 0);
}
