import { EMPLOYMENT_STATUSES } from '../definition/fields.js';
import { parseReferenceRows, readReferenceFile } from './reference-file.js';
import type { ReferenceRow } from './reference-row.js';
import { DATED_COLUMNS, inForce, readDates, refuseOverlaps, type DatedRule } from './validity.js';

export type PolicyStatus = (typeof EMPLOYMENT_STATUSES)[number];

/**
 * The duty of learning hours by employment status: the least a person should reach (PP 11/2017 art. 203: 20 JP) and the most that
 * counts (PP 49/2018: 24 JP), integer hundredths of a JP a calendar year; null: none. Hours above the most are kept, not counted.
 */
export interface LearningHourPolicy extends DatedRule {
  readonly employmentStatus: PolicyStatus;
  readonly minimumHundredths: number | null;
  readonly maximumCountedHundredths: number | null;
  readonly period: 'CALENDAR_YEAR';
}

const FILE = 'learning-hour-policies.csv';
const COLUMNS = ['employmentStatus', 'minimumJp', 'maximumCountedJp', 'period', ...DATED_COLUMNS] as const;

let loaded: readonly LearningHourPolicy[] | undefined;

/** All policies, in the order of the file. @throws ReferenceDataError */
export function learningHourPolicies(): readonly LearningHourPolicy[] {
  return (loaded ??= parseLearningHourPolicies(readReferenceFile(FILE)));
}

/** The policy for a status as it is in force on a day (`YYYY-MM-DD`). */
export function findLearningHourPolicy(employmentStatus: string, day: string): LearningHourPolicy | undefined {
  return learningHourPolicies().find((policy) => policy.employmentStatus === employmentStatus && inForce(policy, day));
}

/** @throws ReferenceDataError naming file, line and column */
export function parseLearningHourPolicies(text: string): readonly LearningHourPolicy[] {
  const rules = parseReferenceRows(FILE, text, COLUMNS).map((row) => ({ row, rule: readPolicy(row) }));
  refuseOverlaps(rules, (policy) => policy.employmentStatus);
  return rules.map(({ rule }) => rule);
}

function readPolicy(row: ReferenceRow<(typeof COLUMNS)[number]>): LearningHourPolicy {
  const minimumHundredths = row.optional('minimumJp', row.hundredths);
  const maximumCountedHundredths = row.optional('maximumCountedJp', row.hundredths);
  if (minimumHundredths === null && maximumCountedHundredths === null)
    row.fail('minimumJp', 'is empty, and so is maximumCountedJp');
  if (maximumCountedHundredths !== null && maximumCountedHundredths < (minimumHundredths ?? 0))
    row.fail('maximumCountedJp', 'is less than minimumJp');
  return {
    employmentStatus: row.oneOf('employmentStatus', EMPLOYMENT_STATUSES),
    minimumHundredths,
    maximumCountedHundredths,
    period: row.oneOf('period', ['CALENDAR_YEAR']),
    ...readDates(row),
  };
}
