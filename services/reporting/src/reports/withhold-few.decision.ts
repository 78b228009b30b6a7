import type { FigureCell } from '../figures/report.js';

/** The place that the rows of a query are about, from the finest on. */
export type PlaceLevel = 'agency' | 'region' | 'all';

export interface WithholdTerms {
  readonly level: PlaceLevel;
  /** Fewest people whose figures outsiders may see. */
  readonly fewest: number;
  /** Whether the reader may see all of a region's own data. */
  readonly isInside: (region: string) => boolean;
}

/**
 * Figures about a few people, left out of every sum that would tell them by subtraction, whatever tables a reader lays beside each other (UU
 * 27/2022). A figure of an agency is shown from {@link WithholdTerms.fewest} people on. What is not shown by agency enters the figure of its region
 * only together with others of the same kind, two at least and so many people in all; what still stands alone enters the sum of all regions
 * on the same terms. So every sum less its shown parts is of nobody or of enough people, and sums over kinds are sums of what is shown.
 */
export function withholdFew(cells: readonly FigureCell[], terms: WithholdTerms): FigureCell[] {
  const few = new Set(cells.filter((cell) => isFew(cell, terms)));
  const shown =
    terms.level === 'agency'
      ? new Set<FigureCell>()
      : together([...few], (cell) => `${cell.region}|${cell.about!.item}`, {
          ...terms,
          placeOf: ({ about }) => about!.place,
        });
  if (terms.level === 'all') {
    const alone = [...few].filter((cell) => !shown.has(cell));
    for (const cell of together(alone, ({ about }) => about!.item, { ...terms, placeOf: ({ region }) => region }))
      shown.add(cell);
  }
  return cells.map((cell) => (few.has(cell) && !shown.has(cell) ? withheld(cell) : cell));
}

function isFew({ about, region }: FigureCell, { fewest, isInside }: WithholdTerms): boolean {
  return about !== undefined && about.people > 0 && about.people < fewest && !isInside(region);
}

/** Cells that may go into a sum of their group: from two places at least, and of enough people. */
function together(
  cells: readonly FigureCell[],
  groupOf: (cell: FigureCell) => string,
  { fewest, placeOf }: { readonly fewest: number; readonly placeOf: (cell: FigureCell) => string },
): Set<FigureCell> {
  const groups = new Map<string, FigureCell[]>();
  for (const cell of cells) groups.set(groupOf(cell), [...(groups.get(groupOf(cell)) ?? []), cell]);
  return new Set(
    [...groups.values()]
      .filter((group) => {
        const people = group.reduce((sum, { about }) => sum + about!.people, 0);
        return people >= fewest && new Set(group.map(placeOf)).size > 1;
      })
      .flat(),
  );
}

function withheld(cell: FigureCell): FigureCell {
  const only = cell.about?.only;
  const figures = Object.fromEntries(
    Object.entries(cell.figures).map(([name, value]) => [
      name,
      only === undefined || only.includes(name) ? null : value,
    ]),
  );
  return only === undefined ? { ...cell, people: 0, figures, withheld: true } : { ...cell, figures };
}
