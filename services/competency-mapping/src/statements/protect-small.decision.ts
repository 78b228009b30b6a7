/** Fewest people whose totals may leave the region (UU 27/2022: data minimisation). */
const FEWEST_PEOPLE = 5;

export interface AgencyTotals {
  /** Null: the rest. */
  readonly agencyId: string | null;
  readonly people: number;
}

/**
 * Merges agencies under five people into the rest; where the rest would itself be of fewer, the smallest agency that could stand alone joins
 * it, so that no sum less others tells of a few. Fewer than five people in all are not stated.
 */
export function protectSmall<T extends AgencyTotals>(rows: readonly T[], merge: (rest: readonly T[]) => T): T[] {
  const bySize = rows
    .filter(({ people }) => people > 0)
    .sort((a, b) => a.people - b.people || ((a.agencyId ?? '') < (b.agencyId ?? '') ? -1 : 1));
  const rest = bySize.filter(({ people }) => people < FEWEST_PEOPLE);
  const alone = bySize.slice(rest.length);
  if (rest.length === 0) return alone;
  while (sumOf(rest) < FEWEST_PEOPLE && alone.length > 0) rest.push(alone.shift()!);
  return sumOf(rest) < FEWEST_PEOPLE ? [] : [...alone, merge(rest)];
}

/**
 * Counts under five are withheld; a single withheld count could be found by subtraction, so that the smallest other one is withheld too. Zero
 * tells of nobody and stays.
 */
export function withholdSmall(counts: readonly number[]): (number | null)[] {
  const small = counts.map((count) => count > 0 && count < FEWEST_PEOPLE);
  const withheld = small.filter(Boolean).length;
  if (withheld === 1) {
    const others = counts.flatMap((count, index) => (count >= FEWEST_PEOPLE ? [{ count, index }] : []));
    const [smallest] = others.sort((a, b) => a.count - b.count || a.index - b.index);
    if (smallest) small[smallest.index] = true;
  }
  return counts.map((count, index) => (small[index] ? null : count));
}

function sumOf(rows: readonly AgencyTotals[]): number {
  return rows.reduce((sum, { people }) => sum + people, 0);
}
