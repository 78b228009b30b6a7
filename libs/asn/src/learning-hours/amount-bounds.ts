import { MINUTES_PER_LEARNING_HOUR } from './learning-hours.js';

const MINUTES_A_DAY = 24 * 60;

/**
 * How much one record can say and still be believed. Only the hours of a day follow from a regulation (a JP is 45 minutes, and a day has no more
 * than 24 hours); all others are ours, to keep slips of the pen out of what is counted and told. None of them is a rule by which hours count: a region sets them
 * as it needs (`BETANG_MOST_…`, `BETANG_SEMESTER_DAYS`), and what is longer is told with the days that it took.
 */
export interface AmountBounds {
  /** JP that a day can hold. */
  readonly mostHoursADay: number;
  /** Sessions, or activities, that a day can hold. */
  readonly mostSessionsADay: number;
  /** Days that a semester takes at the least, where a record says more than one. */
  readonly semesterDays: number;
  /** JP of one record. */
  readonly mostHoursARecord: number;
  /** Days, sessions or activities of one record. */
  readonly mostDaysARecord: number;
  /** Semesters of one record. */
  readonly mostSemestersARecord: number;
}

/** The bounds of a region that sets none of its own. */
export const USUAL_AMOUNT_BOUNDS: AmountBounds = {
  mostHoursADay: MINUTES_A_DAY / MINUTES_PER_LEARNING_HOUR,
  mostSessionsADay: 8,
  // Sixteen weeks of lectures and a week of examinations.
  semesterDays: 17 * 7,
  // A year of full-time learning and some more; what takes longer is counted in semesters.
  mostHoursARecord: 3_000,
  mostDaysARecord: 366,
  // Eight years, longer than any degree takes.
  mostSemestersARecord: 16,
};
