import { ageOf, oldestOf, type Age } from '../origins/age.js';
import { grouped } from '../fulfilment/grouped.js';
import { smallCells } from '../fulfilment/suppress-small-cells.decision.js';
import type { FigureSource } from '../statements/statement.js';
import type { FigureCell, FigureColumn, Figures } from '../figures/report.js';

/** One row of any report: a sum over regions, how old it is, and where it comes from. */
export interface ReportRow extends Age {
  readonly key: string;
  /** The region, where the row is of one only. */
  readonly region: string | null;
  readonly name: string | null;
  /** Null: hidden, or not stated. */
  readonly figures: Figures;
  readonly suppressed: boolean;
  /** Some part of a sum was withheld by its region: the sums are of the others. */
  readonly partial: boolean;
  /** All of it was left out of every sum already: nothing follows from the total. */
  readonly withheld: boolean;
  readonly sources: readonly FigureSource[];
}

export interface AssemblyTerms {
  readonly columns: readonly FigureColumn[];
  /** True where cells of a region add up to that region's own total, as agencies do. */
  readonly withinRegion: boolean;
  readonly asOf: ReadonlyMap<string, Date>;
  readonly now: Date;
  readonly smallCell: number;
  readonly isInside: (region: string) => boolean;
}

interface Sum {
  readonly key: string;
  readonly name: string | null;
  readonly regions: readonly string[];
  readonly people: number;
  readonly personal: boolean;
  readonly figures: Figures;
  readonly partial: boolean;
  readonly withheld: boolean;
  readonly sources: readonly FigureSource[];
}

/** Adds cells up over regions, hides those of few people, derives shares, and says of each row how old it is: as old as its oldest region. */
export function assembleRows(cells: readonly FigureCell[], terms: AssemblyTerms): ReportRow[] {
  const sums = grouped(cells, ({ key }) => key).map((group) => addUp(group, terms.columns));
  const hidden = smallCells(
    sums.filter(({ personal }) => personal),
    {
      fewest: terms.smallCell,
      isInside: terms.isInside,
      groupOf: (sum) => (terms.withinRegion ? sum.regions.join() : ''),
    },
  );
  return sums.map((sum) => rowOf(sum, hidden.has(sum), terms));
}

/** The row under all others: the sum of everything, hidden if any row is (else it would tell what the row does not). */
export function totalRow(
  cells: readonly FigureCell[],
  rows: readonly ReportRow[],
  terms: AssemblyTerms,
): ReportRow | undefined {
  if (cells.length === 0) return undefined;
  const sum = addUp(
    cells.map((cell) => ({ ...cell, key: 'total', name: null })),
    terms.columns,
  );
  // With a single row hidden the total less the others would be that row.
  const alone = rows.filter(({ suppressed, withheld }) => suppressed && !withheld).length === 1;
  const few = sum.personal && sum.people > 0 && sum.people < terms.smallCell && !sum.regions.every(terms.isInside);
  return rowOf(sum, alone || few, terms);
}

function addUp(cells: readonly FigureCell[], columns: readonly FigureColumn[]): Sum {
  const [first] = cells;
  const sums: Record<string, number | null> = {};
  let partial = false;
  for (const { name, combine, derive } of columns) {
    if (derive !== undefined) continue;
    const values = cells.flatMap(({ figures }) => figures[name] ?? (name in figures ? [null] : []));
    const known = values.filter((value) => value !== null);
    if (known.length > 0 && known.length < values.length) partial = true;
    sums[name] = known.length === 0 ? null : combined(known, combine ?? 'sum');
  }
  return {
    key: first!.key,
    name: cells.find(({ name }) => name !== undefined && name !== null)?.name ?? null,
    regions: [...new Set(cells.map(({ region }) => region))].sort(),
    people: cells.reduce((sum, { people }) => sum + (people ?? 0), 0),
    personal: cells.some(({ people }) => people !== null),
    figures: sums,
    partial: partial || cells.some((cell) => cell.withheld === true),
    withheld: cells.every((cell) => cell.withheld === true && (cell.people ?? 0) === 0),
    sources: cells.flatMap(({ sources }) => sources),
  };
}

function combined(values: readonly number[], how: 'sum' | 'max' | 'min'): number {
  if (how === 'max') return values.reduce((best, value) => Math.max(best, value));
  if (how === 'min') return values.reduce((best, value) => Math.min(best, value));
  return values.reduce((sum, value) => sum + value, 0);
}

function rowOf(sum: Sum, suppressed: boolean, { columns, asOf, now }: AssemblyTerms): ReportRow {
  const shown = columns.filter(({ hidden }) => hidden !== true);
  const figures = Object.fromEntries(
    shown.map(({ name, derive }) => [
      name,
      suppressed || sum.withheld ? null : derive ? derive(sum.figures) : (sum.figures[name] ?? null),
    ]),
  );
  return {
    key: sum.key,
    region: sum.regions.length === 1 ? sum.regions[0]! : null,
    name: sum.name,
    figures,
    suppressed: suppressed || sum.withheld,
    partial: sum.partial,
    withheld: sum.withheld,
    sources: sum.sources,
    ...ageOf(oldestOf(sum.regions.map((region) => asOf.get(region))), now),
  };
}
