import { isComplete, type SiasnCourse, type SiasnObstacle, type SiasnRecord } from '../siasn/siasn-course.js';
import { obstaclesOf } from '../siasn/siasn-fields.decision.js';

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

/**
 * The record with what it lacked; what still keeps it from being taken in otherwise. What SIASN says itself is never overwritten, but where it
 * contradicts itself: days in the wrong order, a type that no list knows, hours of zero.
 */
export function completeRecord(
  record: SiasnRecord,
  given: RecordCompletion,
): { readonly course: SiasnCourse } | { readonly obstacles: readonly SiasnObstacle[] } {
  const obstacles = obstaclesOf(record);
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
  };
  const left = obstaclesOf(completed);
  return left.length === 0 && isComplete(completed) ? { course: completed } : { obstacles: left };
}
