import { NO_BANDS, NO_MONTHS, together, type UnitTotals } from './unit-totals.decision.js';

/** Fewest people whose totals may leave the region. */
const FEWEST_PEOPLE = 5;
const WITHHELD: UnitTotals = {
  agencyId: null,
  people: 0,
  bands: NO_BANDS,
  counted: 0,
  byMonth: NO_MONTHS,
  withheld: true,
};

/**
 * Merges units under five people into the rest, so that no statement is about a few persons (UU 27/2022: data minimisation). The rest must
 * itself be of five or more, else it would be the small units by another name: then the smallest unit that could stand alone joins it, and
 * no sum of statements less others yields fewer than five people. Of a status with fewer than five people in the whole region is only said that it is
 * withheld: whoever adds up regions must know that somebody is left out.
 *
 * What stays open: whoever compares two statements in time sees the change between them; the pace of stating is a setting for that reason.
 */
export function protectSmallUnits(units: readonly UnitTotals[]): UnitTotals[] {
  const bySize = [...units].filter((unit) => unit.people > 0).sort((a, b) => a.people - b.people || compareIds(a, b));
  const rest = bySize.filter((unit) => unit.people < FEWEST_PEOPLE);
  const alone = bySize.slice(rest.length);
  if (rest.length === 0) return alone;
  while (peopleOf(rest) < FEWEST_PEOPLE && alone.length > 0) rest.push(alone.shift()!);
  return peopleOf(rest) < FEWEST_PEOPLE ? [WITHHELD] : [...alone, together(null, rest)];
}

function peopleOf(units: readonly UnitTotals[]): number {
  return units.reduce((sum, unit) => sum + unit.people, 0);
}

/** Sizes tie; the choice must be the same every time, or the rest would change with nobody's hours. */
function compareIds(a: UnitTotals, b: UnitTotals): number {
  return (a.agencyId ?? '') < (b.agencyId ?? '') ? -1 : 1;
}
