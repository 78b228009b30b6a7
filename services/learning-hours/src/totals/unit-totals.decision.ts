import { bandOf, countedYear, type Duty, type FulfilmentBand } from '../duty/fulfilment.decision.js';

/** People of one agency (null: the rest), status and year with the very same hours in every month. */
export interface HoursGroup {
  readonly agencyId: string;
  readonly byMonth: readonly number[];
  readonly people: number;
}

/** Totals of an agency (perangkat daerah) for one status and year; null is the rest, made of agencies too small to stand alone. Hundredths of a JP. */
export interface UnitTotals {
  readonly agencyId: string | null;
  readonly people: number;
  readonly bands: Readonly<Record<FulfilmentBand, number>>;
  readonly counted: number;
  readonly byMonth: readonly number[];
  /** Of the rest: there are people, too few for any figure. */
  readonly withheld?: boolean;
}

export const NO_BANDS: UnitTotals['bands'] = { none: 0, started: 0, halfway: 0, fulfilled: 0 };
export const NO_MONTHS: readonly number[] = Array<number>(12).fill(0);

/** Adds up the people in service of a status and year by agency. */
export function totalsByAgency(groups: readonly HoursGroup[], duty: Duty): UnitTotals[] {
  const totals = new Map<string, UnitTotals>();
  for (const { agencyId, byMonth, people } of groups) {
    const year = countedYear(byMonth, duty);
    const group: UnitTotals = {
      agencyId,
      people,
      bands: { ...NO_BANDS, [bandOf(year.counted, duty)]: people },
      counted: year.counted * people,
      byMonth: year.byMonth.map((hours) => hours * people),
    };
    const known = totals.get(agencyId);
    totals.set(agencyId, known ? together(agencyId, [known, group]) : group);
  }
  return [...totals.values()];
}

/** Units as one. */
export function together(agencyId: string | null, units: readonly UnitTotals[]): UnitTotals {
  return units.reduce<UnitTotals>(
    (sum, unit) => ({
      agencyId,
      people: sum.people + unit.people,
      bands: {
        none: sum.bands.none + unit.bands.none,
        started: sum.bands.started + unit.bands.started,
        halfway: sum.bands.halfway + unit.bands.halfway,
        fulfilled: sum.bands.fulfilled + unit.bands.fulfilled,
      },
      counted: sum.counted + unit.counted,
      byMonth: sum.byMonth.map((hours, month) => hours + (unit.byMonth[month] ?? 0)),
    }),
    { agencyId, people: 0, bands: NO_BANDS, counted: 0, byMonth: NO_MONTHS },
  );
}
