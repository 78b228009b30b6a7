import { CalendarDate } from '@betang/asn';
import { AppError } from '@betang/platform';

/** What a rule takes away: files of scheduled reports, and hours of persons under a pseudonym. */
export const RETENTION_KINDS = ['REPORT_FILE', 'LEARNER_FACTS'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** How sure we are: read in the law itself, in a secondary source, quoted but not seen, or our assumption. */
export const CERTAINTIES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;

/** For how long a kind of record is kept (masa retensi), from a day on. */
export interface RetentionRule {
  readonly ruleId: string;
  readonly kind: RetentionKind;
  readonly keepDays: number;
  readonly validFrom: string;
  readonly basis: string;
  readonly certainty: (typeof CERTAINTIES)[number];
}

/** Days between the recording of a rule and its beginning: time to see what it takes away. */
export const NOTICE_DAYS = 7;

/** Facts of persons that other regions shared are kept for two years at most: the terms on which they came say so. */
const MOST_DAYS: Partial<Record<RetentionKind, number>> = { LEARNER_FACTS: 730 };

/** The rule of a kind that holds on a day: the newest one that has begun. */
export function ruleOn(rules: readonly RetentionRule[], kind: RetentionKind, day: string): RetentionRule | undefined {
  return rules
    .filter((rule) => rule.kind === kind && rule.validFrom <= day)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

/** What is from before this day is kept no longer. */
export function keptSince({ keepDays }: Pick<RetentionRule, 'keepDays'>, today: string): string {
  return CalendarDate.parse(today).plusDays(-keepDays).iso;
}

/** Throws `report-retention-too-soon`, `report-retention-too-long` (422). */
export function checkNewRule(
  { kind, keepDays, validFrom }: Pick<RetentionRule, 'kind' | 'keepDays' | 'validFrom'>,
  today: string,
): void {
  const most = MOST_DAYS[kind];
  if (most !== undefined && keepDays > most)
    throw new AppError('report-retention-too-long', { status: 422, field: 'keepDays', params: { days: most } });
  if (validFrom < CalendarDate.parse(today).plusDays(NOTICE_DAYS).iso)
    throw new AppError('report-retention-too-soon', { status: 422, field: 'validFrom', params: { days: NOTICE_DAYS } });
}
