import type { Employee } from './employee.js';

/** What of an employee is kept through time (riwayat). */
export const FACETS = ['STATUS', 'GRADE', 'POSITION', 'UNIT'] as const;
export type Facet = (typeof FACETS)[number];

export type PeriodSource = 'ROSTER' | 'OFFICER' | 'CORRECTION' | 'TRANSFER' | 'REORGANISATION';

/** First days (TMT) as far as somebody named them, `YYYY-MM-DD`. */
export type FacetDays = Partial<Record<Facet, string>>;

/** A value from a day on; what was said of that day and later ones before is retracted. */
export interface NewPeriod {
  readonly employeeId: string;
  readonly facet: Facet;
  readonly value: string | null;
  readonly detail: string | null;
  /** Null: since when nobody knows. */
  readonly validFrom: string | null;
}

/**
 * Periods that a change opens. A person new on record has them since days that were named, else since nobody knows when; a change holds from the day
 * named for it, else from `fallback`. A first day that is named for an unchanged value is not a change.
 */
export function periodsOf(
  before: Employee | undefined,
  after: Employee,
  days: FacetDays,
  fallback: string,
): NewPeriod[] {
  return FACETS.flatMap((facet) => {
    const now = valueOf(after, facet);
    const then = before && before.leftOn === null ? valueOf(before, facet) : undefined;
    if (then ? then.value === now.value && then.detail === now.detail : now.value === null && now.detail === null)
      return [];
    const validFrom = days[facet] ?? (before ? fallback : null);
    return [{ employeeId: after.employeeId, facet, ...now, validFrom }];
  });
}

function valueOf(employee: Employee, facet: Facet): { value: string | null; detail: string | null } {
  if (facet === 'STATUS') return { value: employee.employmentStatus, detail: null };
  if (facet === 'GRADE') return { value: employee.grade, detail: null };
  if (facet === 'UNIT') return { value: employee.unitId, detail: null };
  return { value: employee.positionType, detail: employee.positionName };
}
