/** What must be known of a region to say whether a report has its figures. */
export interface ExpectedOrigin {
  readonly region: string;
  /** Whether it has stated anything for the report's year. */
  readonly stated: boolean;
  readonly asOf?: Date;
}

const MILLISECONDS_AN_HOUR = 3_600_000;

/** Regions that a report should have and has not: those that stated nothing for its year, and those whose figures are too old. By code. */
export function missingOrigins(expected: readonly ExpectedOrigin[], staleHours: number, now: Date): string[] {
  const oldest = now.getTime() - staleHours * MILLISECONDS_AN_HOUR;
  return expected
    .filter(({ stated, asOf }) => !stated || !asOf || asOf.getTime() < oldest)
    .map(({ region }) => region)
    .sort();
}
