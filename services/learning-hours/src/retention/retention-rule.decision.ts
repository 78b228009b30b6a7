import { CalendarDate } from '@betang/asn';
import { AppError } from '@betang/platform';

/** What a rule takes away: what SIASN said in a reconciliation that has ended, and main data of persons that was pulled. */
export const RETENTION_KINDS = ['SIASN_RECORDS', 'SIASN_MAIN_DATA'] as const;
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

/** Throws `hours-retention-too-soon` (422). */
export function checkNewRule({ validFrom }: Pick<RetentionRule, 'validFrom'>, today: string): void {
  if (validFrom < CalendarDate.parse(today).plusDays(NOTICE_DAYS).iso)
    throw new AppError('hours-retention-too-soon', { status: 422, field: 'validFrom', params: { days: NOTICE_DAYS } });
}
