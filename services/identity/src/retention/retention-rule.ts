import { AppError } from '@betang/platform';
import { CalendarDate } from '@betang/asn';

/** Kinds of personal data that identity keeps, each with a rule of its own. */
export const RETENTION_KINDS = [
  'ROSTER_IMPORT',
  'UNIT_IMPORT',
  'CORRECTION',
  'TRANSFER',
  'ACCOUNT',
  'SIGN_IN_FAILURE',
  'NOTICE',
  'DATA_COPY',
  'EMPLOYEE_IDENTITY',
  'EMPLOYMENT_HISTORY',
  'AUDIT_TRAIL',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** `ERASE`: it goes. `PSEUDONYMISE`: who it was goes, the record stays. `KEEP`: the law makes the region keep it; a rule can only say so. */
export type RetentionAct = 'ERASE' | 'PSEUDONYMISE' | 'KEEP';
/** The day from which a kind is kept for its period. */
export type CountedFrom =
  'UPLOAD' | 'SETTLEMENT' | 'END_OF_TRANSFER' | 'LEAVING' | 'FAILURE' | 'NOTICE' | 'REQUEST' | 'RECORDING';

export const RETENTION_TERMS: Readonly<
  Record<RetentionKind, { readonly act: RetentionAct; readonly from: CountedFrom }>
> = {
  ROSTER_IMPORT: { act: 'ERASE', from: 'UPLOAD' },
  UNIT_IMPORT: { act: 'ERASE', from: 'UPLOAD' },
  CORRECTION: { act: 'ERASE', from: 'SETTLEMENT' },
  TRANSFER: { act: 'ERASE', from: 'END_OF_TRANSFER' },
  ACCOUNT: { act: 'ERASE', from: 'LEAVING' },
  SIGN_IN_FAILURE: { act: 'ERASE', from: 'FAILURE' },
  NOTICE: { act: 'ERASE', from: 'NOTICE' },
  DATA_COPY: { act: 'ERASE', from: 'REQUEST' },
  EMPLOYEE_IDENTITY: { act: 'PSEUDONYMISE', from: 'LEAVING' },
  EMPLOYMENT_HISTORY: { act: 'KEEP', from: 'RECORDING' },
  AUDIT_TRAIL: { act: 'KEEP', from: 'RECORDING' },
};

export const CERTAINTIES = ['confirmed', 'secondary', 'unverified', 'assumed'] as const;

/** For how long a kind of personal data is kept (masa retensi), from a day on. */
export interface RetentionRule {
  readonly ruleId: string;
  readonly kind: RetentionKind;
  /** ISO 8601 duration of one unit (`P10Y`, `P18M`, `P90D`); null: for good. */
  readonly keep: string | null;
  readonly validFrom: string;
  readonly basis: string;
  /** How sure we are: read in the law itself, in a secondary source, quoted but not seen, or our assumption. */
  readonly certainty: (typeof CERTAINTIES)[number];
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** Days between the recording of a rule and its beginning: time to look at what it takes away, and to take it back. */
export const NOTICE_DAYS = 7;

/** The rule of a kind that holds on a day: the newest one that has begun. */
export function ruleOn(rules: readonly RetentionRule[], kind: RetentionKind, day: string): RetentionRule | undefined {
  return rules
    .filter((rule) => rule.kind === kind && rule.validFrom <= day)
    .reduce<RetentionRule | undefined>(
      (best, rule) => (best && best.validFrom > rule.validFrom ? best : rule),
      undefined,
    );
}

/**
 * Whether a rule may be recorded today: it begins after the time of notice, and what the law makes the region keep is kept.
 * @throws AppError `retention-rule-too-soon`, `retention-kept-by-law`
 */
export function checkNewRule(rule: Pick<RetentionRule, 'kind' | 'keep' | 'validFrom'>, today: string): void {
  if (RETENTION_TERMS[rule.kind].act === 'KEEP')
    throw new AppError('retention-kept-by-law', { status: 409, field: 'kind' });
  const first = CalendarDate.parse(today).plusDays(NOTICE_DAYS).iso;
  if (rule.validFrom < first)
    throw new AppError('retention-rule-too-soon', { status: 400, field: 'validFrom', params: { days: NOTICE_DAYS } });
}

/** The first day on which what is counted from `since` is kept no longer; null: for good. */
export function goesOn(rule: Pick<RetentionRule, 'keep'>, since: string): string | null {
  const match = /^P(\d{1,5})([DMY])$/.exec(rule.keep ?? '');
  if (!match) return null;
  const [, amount, unit] = match;
  const day = CalendarDate.parse(since);
  if (unit === 'D') return day.plusDays(Number(amount)).iso;
  return day.plusMonths(Number(amount) * (unit === 'Y' ? 12 : 1)).iso;
}
