import { CalendarDate } from '@betang/asn';
import type { ConversionRule } from '../conversion/conversion-rule.js';
import { hoursAtPace, type Duty } from '../duty/fulfilment.decision.js';

/** How the year may end at the pace so far, and what is missing. Hours are hundredths of a JP. */
export interface Forecast {
  readonly asOf: string;
  readonly counted: number;
  /** Hours of claims that wait for a decision, as the rule in force gives them. */
  readonly waiting: number;
  /** At the pace of the year so far, under the most that counts. */
  readonly atYearEnd: number;
  readonly minimum: number | null;
  readonly expectedByNow: number;
  readonly missing: number;
  /** Whole months left, the present one among them. */
  readonly monthsLeft: number;
  /** To be learned a month from now on. */
  readonly missingAMonth: number;
  readonly likely: 'FULFILLED' | 'LIKELY' | 'WITH_CLAIMS' | 'UNLIKELY' | 'MISSED';
}

/** The forecast of a year on a day. A past year is as it is; a year that has not begun has no pace. */
export function forecastOf(
  counted: number,
  waiting: number,
  duty: Duty,
  { year, today }: { readonly year: number; readonly today: string },
): Forecast {
  const minimum = duty.minimumHundredths;
  const most = duty.maximumCountedHundredths ?? Infinity;
  const elapsed = shareOfYear(year, today);
  const atYearEnd = Math.min(most, elapsed <= 0 ? counted : Math.trunc(counted / elapsed));
  const missing = Math.max(0, (minimum ?? 0) - counted);
  const monthsLeft = today > `${year}-12-31` ? 0 : today < `${year}-01-01` ? 12 : 13 - Number(today.slice(5, 7));
  return {
    asOf: today,
    counted,
    waiting,
    atYearEnd,
    minimum,
    expectedByNow: hoursAtPace(minimum ?? 0, year, today),
    missing,
    monthsLeft,
    missingAMonth: monthsLeft === 0 ? 0 : Math.ceil(missing / monthsLeft),
    likely: likelihood({ missing, waiting, atYearEnd, minimum: minimum ?? 0, over: monthsLeft === 0 }),
  };
}

function likelihood(year: {
  missing: number;
  waiting: number;
  atYearEnd: number;
  minimum: number;
  over: boolean;
}): Forecast['likely'] {
  if (year.missing === 0) return 'FULFILLED';
  if (year.waiting >= year.missing) return 'WITH_CLAIMS';
  if (year.over) return 'MISSED';
  return year.atYearEnd >= year.minimum ? 'LIKELY' : 'UNLIKELY';
}

/** How much of the year is over at the end of the day, 0 to 1. */
function shareOfYear(year: number, today: string): number {
  if (today < `${year}-01-01`) return 0;
  if (today > `${year}-12-31`) return 1;
  const first = CalendarDate.parse(`${year}-01-01`);
  const days = first.daysUntil(CalendarDate.parse(`${year}-12-31`)) + 1;
  return (first.daysUntil(CalendarDate.parse(today)) + 1) / days;
}

/** A way to what is missing: so many units of a path. */
export interface WayToFulfil {
  readonly pathCode: string;
  readonly unit: string;
  /** Whole units, hundredths of a JP for programmes. */
  readonly units: number;
  readonly hundredths: number;
}

/** Paths by which the missing hours can be had, the fewest units first; what a cap would cut is left out. */
export function waysToFulfil(missing: number, rules: readonly ConversionRule[]): WayToFulfil[] {
  if (missing <= 0) return [];
  return rules
    .flatMap((rule): WayToFulfil[] => {
      if (rule.cap !== null) return [];
      if (rule.unit === 'PROGRAM_JP')
        return [{ pathCode: rule.pathCode, unit: rule.unit, units: missing, hundredths: missing }];
      const worth = rule.nationalHundredths ?? 0;
      if (worth === 0) return [];
      const units = Math.ceil(missing / worth);
      return [{ pathCode: rule.pathCode, unit: rule.unit, units, hundredths: units * worth }];
    })
    .sort((a, b) => (a.unit === 'PROGRAM_JP' ? 1 : 0) - (b.unit === 'PROGRAM_JP' ? 1 : 0) || a.units - b.units);
}
