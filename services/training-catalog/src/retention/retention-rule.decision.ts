import { CalendarDate } from '@betang/asn';
import { AppError } from '@betang/platform';

/** What a rule takes away: work, papers and answers, secrets of check-in codes, requests of guests in vain, who a guest was. */
export const RETENTION_KINDS = [
  'SUBMISSION',
  'TEST_SITTING',
  'CHECK_IN_CODE',
  'GUEST_REQUEST',
  'GUEST_IDENTITY',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const CERTAINTIES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;

/** For how long a kind of content is kept (masa retensi), from a day on. */
export interface RetentionRule {
  readonly ruleId: string;
  readonly kind: RetentionKind;
  /** Days from the end of the session, of requests and identities from the last change. */
  readonly keepDays: number;
  readonly validFrom: string;
  readonly basis: string;
  /** How sure we are: read in the law itself, in a secondary source, quoted but not seen, or our assumption. */
  readonly certainty: (typeof CERTAINTIES)[number];
}

/** Days between the recording of a rule and its beginning: time to see what it takes away. */
export const NOTICE_DAYS = 7;

/** A sealed event may come as late as this: who withdrew must be known as long, else the request would be taken for a new one. */
const LEAST_DAYS: Partial<Record<RetentionKind, number>> = { GUEST_REQUEST: 91 };

/** The rule of a kind that holds on a day: the newest one that has begun. */
export function ruleOn(rules: readonly RetentionRule[], kind: RetentionKind, day: string): RetentionRule | undefined {
  return rules
    .filter((rule) => rule.kind === kind && rule.validFrom <= day)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

/** What ended before this day is kept no longer. */
export function keptSince({ keepDays }: Pick<RetentionRule, 'keepDays'>, today: string): string {
  return CalendarDate.parse(today).plusDays(-keepDays).iso;
}

/** Throws `catalogue-retention-too-soon`, `catalogue-retention-too-short` (422). */
export function checkNewRule(
  { kind, keepDays, validFrom }: Pick<RetentionRule, 'kind' | 'keepDays' | 'validFrom'>,
  today: string,
): void {
  const least = LEAST_DAYS[kind] ?? 1;
  if (keepDays < least)
    throw new AppError('catalogue-retention-too-short', { status: 422, field: 'keepDays', params: { days: least } });
  if (validFrom < CalendarDate.parse(today).plusDays(NOTICE_DAYS).iso)
    throw new AppError('catalogue-retention-too-soon', {
      status: 422,
      field: 'validFrom',
      params: { days: NOTICE_DAYS },
    });
}
