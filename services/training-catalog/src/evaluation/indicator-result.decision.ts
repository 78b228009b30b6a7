/** A node of the register of development targets that a programme is measured by. */
export interface MeasuredIndicator {
  readonly targetId: string;
  readonly region: string;
  readonly code: string;
  readonly title: string;
  readonly unit: string | null;
  readonly revision: number;
  readonly values: readonly { readonly year: number; readonly target: number | null; readonly actual: number | null }[];
  /** The event that told it; null for nodes that were told before events were noted. */
  readonly eventId: string | null;
  readonly toldOn: string | null;
}

/** Level 4 as the register has it: what was planned, what was realised, and which event says so. */
export interface IndicatorResult {
  readonly targetId: string;
  readonly region: string;
  readonly code: string;
  readonly indicator: string;
  readonly unit: string | null;
  /** Year of the values. */
  readonly year: number;
  /** Newest realised value from before the trainings. */
  readonly baseline: number | null;
  readonly planned: number | null;
  /** Null until the register knows it. */
  readonly realised: number | null;
  /** Realised less planned. */
  readonly difference: number | null;
  readonly revision: number;
  readonly eventId: string | null;
  readonly observedOn: string | null;
}

/**
 * The result of trainings that ended in a year: the newest realised value of that year or the one after (effects show late), else what is
 * planned for that year. Undefined where the register says nothing of these years.
 */
export function indicatorResult(indicator: MeasuredIndicator, year: number): IndicatorResult | undefined {
  const { targetId, region, code, title, unit, revision, eventId, toldOn, values } = indicator;
  const newestFirst = [...values].sort((a, b) => b.year - a.year);
  const shown =
    newestFirst.find((one) => one.year >= year && one.year <= year + 1 && one.actual !== null) ??
    newestFirst.find((one) => one.year === year);
  if (!shown) return undefined;
  const baseline = newestFirst.find((one) => one.year < year && one.actual !== null)?.actual ?? null;
  const { target: planned, actual: realised } = shown;
  const lastDay = `${shown.year}-12-31`;
  const known = toldOn !== null && toldOn < lastDay ? toldOn : lastDay;
  return {
    targetId,
    region,
    code,
    indicator: title.slice(0, LONGEST_TITLE),
    unit,
    year: shown.year,
    baseline,
    planned,
    realised,
    difference: planned === null || realised === null ? null : differenceOf(realised, planned),
    revision,
    eventId,
    observedOn: realised === null ? null : known,
  };
}

const LONGEST_TITLE = 300;
const DIGITS = 1e9;

/** Decimal fractions are not exact in binary: 0.71 less 0.7 is a trace more than 0.01. */
export function differenceOf(realised: number, planned: number): number {
  return Math.round((realised - planned) * DIGITS) / DIGITS;
}
