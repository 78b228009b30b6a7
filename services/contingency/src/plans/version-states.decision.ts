import { CalendarDate } from '@betang/asn';
import { AppError } from '@betang/platform';
import type { RuleValues } from '../rules/rule-values.js';

/** DRAFT is written, SUBMITTED waits for the head of the region, SIGNED for its first day, one is IN_FORCE, the ones before are SUPERSEDED; DISCARDED was never signed. */
export type VersionState = 'DRAFT' | 'SUBMITTED' | 'SIGNED' | 'IN_FORCE' | 'SUPERSEDED' | 'DISCARDED';
export type VersionStep = 'write' | 'submit' | 'return' | 'sign' | 'legalise' | 'discard' | 'supersede';

/** What each step needs and makes of a version; a step that is not here is refused. */
const STEPS: Readonly<
  Record<VersionStep, { readonly from: readonly VersionState[]; readonly to: VersionState | 'SAME' }>
> = {
  write: { from: ['DRAFT'], to: 'SAME' },
  submit: { from: ['DRAFT'], to: 'SUBMITTED' },
  return: { from: ['SUBMITTED', 'SIGNED'], to: 'DRAFT' },
  sign: { from: ['SUBMITTED'], to: 'SIGNED' },
  legalise: { from: ['SUBMITTED', 'SIGNED'], to: 'IN_FORCE' },
  discard: { from: ['DRAFT', 'SUBMITTED'], to: 'DISCARDED' },
  supersede: { from: ['IN_FORCE'], to: 'SUPERSEDED' },
};

/** The state after a step. Throws `version-step-refused` (409). */
export function stepVersion(state: VersionState, step: VersionStep): VersionState {
  const { from, to } = STEPS[step];
  if (!from.includes(state)) throw new AppError('version-step-refused', { status: 409, params: { state, step } });
  return to === 'SAME' ? state : to;
}

/** A decree by which the head of the region (kepala daerah) legalises a plan. */
export interface Legalisation {
  readonly decreeNumber: string;
  readonly decreeOn: string;
  /** Office of who signs. */
  readonly signedBy: string;
  /** First day in force; not before the decree. Until a day ahead the version before holds. */
  readonly validFrom: string;
  /** Stated by the decree; else the rule's months. */
  readonly validUntil?: string | undefined;
}

export interface Validity {
  readonly validUntil: string;
  readonly reviewDueOn: string;
}

/**
 * Until when a legalised plan holds and when it must be looked at again, by the rules in force on the day of the decree. Throws
 * `legalisation-refused` (422) for a decree that lies ahead, a start before the decree, or an end before the start.
 */
export function validityOf(
  legalisation: Legalisation,
  rules: { readonly validity: RuleValues['plan.validity']; readonly review: RuleValues['plan.review'] },
  today: string,
): Validity {
  const { decreeOn, validFrom } = legalisation;
  const start = CalendarDate.parse(validFrom);
  const validUntil = legalisation.validUntil ?? start.plusMonths(rules.validity.months).plusDays(-1).iso;
  const wrong = [
    ...(decreeOn > today ? [{ field: 'decreeOn', code: 'contingency-date-ahead' }] : []),
    ...(validFrom < decreeOn ? [{ field: 'validFrom', code: 'plan.before-decree' }] : []),
    ...(validUntil < validFrom ? [{ field: 'validUntil', code: 'plan.ends-before-start' }] : []),
  ];
  if (wrong.length > 0) throw new AppError('legalisation-refused', { status: 422, errors: wrong });
  return { validUntil, reviewDueOn: nextReview(validFrom, rules.review, validUntil) };
}

/** The day by which a plan must be looked at again: so many months on, at the latest when it expires. */
export function nextReview(from: string, { everyMonths }: RuleValues['plan.review'], validUntil: string): string {
  const due = CalendarDate.parse(from).plusMonths(everyMonths).iso;
  return due < validUntil ? due : validUntil;
}
