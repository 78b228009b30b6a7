import type { AmountBounds, AmountProblem } from '@betang/asn';
import { isComplete, type SiasnCourse, type SiasnObstacle, type SiasnRecord } from '../siasn/siasn-course.js';
import { amountProblemOf, obstaclesOf } from '../siasn/siasn-fields.decision.js';

/** What an officer knows of a training from its certificate, where SIASN's record does not say it. */
export interface RecordCompletion {
  readonly title?: string;
  readonly typeId?: number;
  /** Hundredths of an hour. */
  readonly hours?: number;
  readonly startedOn?: string;
  /** Left out: the first day. */
  readonly completedOn?: string;
}

/** What still keeps a record from being taken in; `tooMuch`: the bound that its hours go beyond. */
export interface StillIncomplete {
  readonly obstacles: readonly SiasnObstacle[];
  readonly tooMuch?: AmountProblem;
}

/**
 * The record with what it lacked; what still keeps it from being taken in otherwise. What SIASN says itself is never overwritten, but where it
 * contradicts itself: days in the wrong order, a type that no list knows, hours of zero, or more of them than its days hold.
 */
export function completeRecord(
  record: SiasnRecord,
  given: RecordCompletion,
  bounds: AmountBounds,
): { readonly course: SiasnCourse } | StillIncomplete {
  const obstacles = obstaclesOf(record, bounds);
  const wrong = (...codes: SiasnObstacle[]): boolean => codes.some((code) => obstacles.includes(code));
  const days = wrong('day-missing', 'ends-before-start')
    ? { startedOn: given.startedOn ?? null, completedOn: given.completedOn ?? given.startedOn ?? null }
    : {};
  const completed = {
    ...record,
    ...(wrong('title-missing') ? { title: given.title ?? '' } : {}),
    ...(wrong('type-unknown') ? { typeId: given.typeId ?? null } : {}),
    ...(wrong('hours-missing') || (wrong('type-unknown') && record.hours <= 0) ? { hours: given.hours ?? 0 } : {}),
    ...days,
    ...(wrong('amount-impossible') ? amountGiven(record, given) : {}),
  };
  const left = obstaclesOf(completed, bounds);
  if (left.length === 0 && isComplete(completed)) return { course: completed };
  const tooMuch = amountProblemOf(completed, bounds);
  return { obstacles: left, ...(tooMuch ? { tooMuch } : {}) };
}

/** Which of hours and days is wrong, only the certificate says. */
function amountGiven({ hours, startedOn, completedOn }: SiasnRecord, given: RecordCompletion) {
  return {
    hours: given.hours ?? hours,
    startedOn: given.startedOn ?? startedOn,
    completedOn: given.completedOn ?? completedOn,
  };
}
