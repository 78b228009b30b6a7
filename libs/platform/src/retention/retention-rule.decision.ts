import { CalendarDate } from '@betang/asn';

import { AppError } from '../errors/app-error.js';
import type { RetentionDefinition } from './retention-definition.js';

/** How sure we are: read in the law itself, in a secondary source, quoted but not seen, or our assumption. */
export const CERTAINTIES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;

/** For how long a kind of record is kept (masa retensi), from a day on. */
export interface RetentionRule {
  readonly ruleId: string;
  readonly kind: string;
  readonly keepDays: number;
  readonly validFrom: string;
  readonly basis: string;
  readonly certainty: (typeof CERTAINTIES)[number];
}

/** Days between the recording of a rule and its beginning: time to see what it takes away. */
const NOTICE_DAYS = 7;

/** The rule of a kind that holds on a day: the newest one that has begun. */
export function ruleOn(rules: readonly RetentionRule[], kind: string, day: string): RetentionRule | undefined {
  return rules
    .filter((rule) => rule.kind === kind && rule.validFrom <= day)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
}

/** What is from before this day is kept no longer. */
export function keptSince({ keepDays }: Pick<RetentionRule, 'keepDays'>, today: string): string {
  return CalendarDate.parse(today).plusDays(-keepDays).iso;
}

/** Throws the code of a limit that the rule is outside of, and the definition's `tooSoon` (422). */
export function checkNewRule(
  { kind, keepDays, validFrom }: Pick<RetentionRule, 'kind' | 'keepDays' | 'validFrom'>,
  { limits = [], codes }: Pick<RetentionDefinition, 'limits' | 'codes'>,
  today: string,
): void {
  for (const { code, least = 1, most = Infinity } of limits.filter((limit) => limit.kind === kind)) {
    const days = Math.min(Math.max(keepDays, least), most);
    if (days !== keepDays) throw new AppError(code, { status: 422, field: 'keepDays', params: { days } });
  }
  if (validFrom < CalendarDate.parse(today).plusDays(NOTICE_DAYS).iso)
    throw new AppError(codes.tooSoon, { status: 422, field: 'validFrom', params: { days: NOTICE_DAYS } });
}
