import { NO_BANDS, NO_MONTHS, type UnitTotals } from './unit-totals.decision.js';

/** What was stated last of an agency, or of the rest, for a status and year. */
export interface StatedTotals extends UnitTotals {
  readonly statement: number;
}

/**
 * The statements that are due: totals that differ from the last statement, each with the next number, and a statement of nothing for what was
 * stated and is no longer (the agency emptied, or went into the rest).
 */
export function dueStatements(current: readonly UnitTotals[], stated: readonly StatedTotals[]): StatedTotals[] {
  const before = new Map(stated.map((totals) => [totals.agencyId, totals]));
  const present = new Set(current.map(({ agencyId }) => agencyId));
  const gone = stated
    .filter(({ agencyId }) => !present.has(agencyId))
    .map(({ agencyId }) => ({ agencyId, people: 0, bands: NO_BANDS, counted: 0, byMonth: NO_MONTHS }));
  return [...current, ...gone]
    .filter((totals) => !same(totals, before.get(totals.agencyId)))
    .map((totals) => ({ ...totals, statement: (before.get(totals.agencyId)?.statement ?? 0) + 1 }));
}

function same(a: UnitTotals, b: UnitTotals | undefined): boolean {
  return b !== undefined && figures(a) === figures(b);
}

function figures({ people, bands, counted, byMonth, withheld = false }: UnitTotals): string {
  return [withheld, people, bands.none, bands.started, bands.halfway, bands.fulfilled, counted, ...byMonth].join(' ');
}
