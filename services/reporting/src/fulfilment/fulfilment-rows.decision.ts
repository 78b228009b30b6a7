import { employmentStatuses } from '@betang/asn';
import { ageOf, oldestOf, type Age } from '../origins/age.js';
import type { Bands, Cell, Grouping } from './cell.js';
import { grouped } from './grouped.js';
import { smallCells } from './suppress-small-cells.decision.js';

/** One row of a report: a sum over regions of what they state, and how old it is. */
export interface FulfilmentRow extends Age {
  readonly key: string;
  /** The region, where the row is of one only. */
  readonly region: string | null;
  readonly agencyName: string | null;
  /** Null in all figures of a row that is hidden because it is about few people. */
  readonly people: number | null;
  readonly fulfilled: number | null;
  /** Share of people with the whole duty, in per cent, cut to one decimal: 100 only when it is everyone. */
  readonly percent: number | null;
  /** Learning hours (JP): 40.5. */
  readonly countedJp: number | null;
  readonly bands: Bands | null;
  readonly suppressed: boolean;
  /** Some part of it is about few people, and left out. */
  readonly partial: boolean;
}

export interface FulfilmentTerms {
  readonly groupBy: Grouping;
  readonly asOf: ReadonlyMap<string, Date>;
  readonly now: Date;
  readonly smallCell: number;
  readonly isInside: (region: string) => boolean;
}

interface Sum extends Omit<Cell, 'region'> {
  readonly regions: readonly string[];
}

/** Adds cells up over regions, hides small ones, and says of each row how old it is: as old as its oldest region. */
export function fulfilmentRows(cells: readonly Cell[], terms: FulfilmentTerms): FulfilmentRow[] {
  const sums = grouped(cells, ({ key }) => key)
    .map(addUp)
    .sort(inOrder(terms.groupBy));
  const hidden = smallCells(sums, {
    fewest: terms.smallCell,
    isInside: terms.isInside,
    // Agencies add up to their region; all else to the whole report.
    groupOf: (sum) => (terms.groupBy === 'agency' ? sum.regions.join() : ''),
  });
  return sums.map((sum) => rowOf(sum, hidden.has(sum) || isWithheld(sum), terms));
}

function addUp(cells: readonly Cell[]): Sum {
  const [first] = cells;
  return {
    key: first!.key,
    agencyName: first!.agencyName,
    regions: [...new Set(cells.map(({ region }) => region))].sort(),
    people: total(cells.map(({ people }) => people)),
    counted: total(cells.map(({ counted }) => counted)),
    bands: addBands(cells.filter((cell) => !isWithheld(cell)).map(({ bands }) => bands)),
    withheld: cells.some(({ withheld }) => withheld === true),
  };
}

/** Nothing of it is shown. */
function isWithheld({ withheld, people }: Pick<Cell, 'withheld' | 'people'>): boolean {
  return withheld === true && people === 0;
}

function addBands(bands: readonly (Bands | null)[]): Bands | null {
  const known = bands.filter((band) => band !== null);
  if (known.length < bands.length) return null;
  const sum = (name: keyof Bands): number => total(known.map((band) => band[name]));
  return { none: sum('none'), started: sum('started'), halfway: sum('halfway'), fulfilled: sum('fulfilled') };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function rowOf(sum: Sum, suppressed: boolean, { asOf, now }: FulfilmentTerms): FulfilmentRow {
  const { key, agencyName, regions, people, bands, counted } = sum;
  const figures = {
    people,
    fulfilled: bands?.fulfilled ?? null,
    percent: bands && percentOf(bands.fulfilled, people),
    countedJp: counted / 100,
    bands,
  };
  const nothing = { people: null, fulfilled: null, percent: null, countedJp: null, bands: null };
  return {
    key,
    region: regions.length === 1 ? regions[0]! : null,
    agencyName,
    ...(suppressed ? nothing : figures),
    suppressed,
    partial: sum.withheld === true,
    ...ageOf(oldestOf(regions.map((region) => asOf.get(region))), now),
  };
}

/** Null where there is nobody. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 1_000) / whole) / 10;
}

function inOrder(groupBy: Grouping): (a: Sum, b: Sum) => number {
  switch (groupBy) {
    case 'month':
      return (a, b) => Number(a.key) - Number(b.key);
    case 'status':
      return (a, b) => statusOrder(a.key) - statusOrder(b.key);
    case 'agency':
      return (a, b) =>
        compare(a.regions[0]!, b.regions[0]!) || compare(a.agencyName ?? '\uffff', b.agencyName ?? '\uffff');
    case 'region':
      return (a, b) => compare(a.key, b.key);
  }
}

function statusOrder(status: string): number {
  return (employmentStatuses as readonly string[]).indexOf(status);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
