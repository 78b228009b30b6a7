import type { RuleOrigin } from '../conversion/conversion-rule.js';

/**
 * The duty of learning hours by employment status, dated: the least a person should reach (PP 11/2017 jo. PP 17/2020 art. 203: 20 JP) and the
 * most that counts (PP 49/2018: 24 JP), hundredths of a JP a calendar year; null: none.
 */
export interface DutyPolicy {
  readonly employmentStatus: string;
  readonly origin: RuleOrigin;
  readonly revision: number;
  readonly minimumHundredths: number | null;
  readonly maximumCountedHundredths: number | null;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly basis: string;
  readonly status: string;
}

/** What holds for a status in a year without a policy: no duty, no cap. */
export const NO_DUTY = { minimumHundredths: null, maximumCountedHundredths: null };

/** All policies, ready to be asked. */
export class DutyBook {
  constructor(readonly policies: readonly DutyPolicy[]) {}

  /** The policy of a status for a calendar year: the one in force on its last day. A region's own wins, then the later first day and revision. */
  find(employmentStatus: string, year: number): DutyPolicy | undefined {
    const day = `${year}-12-31`;
    return this.policies
      .filter((policy) => policy.employmentStatus === employmentStatus)
      .filter((policy) => policy.validFrom <= day && (policy.validTo === null || day <= policy.validTo))
      .sort(precedence)[0];
  }
}

function precedence(a: DutyPolicy, b: DutyPolicy): number {
  if (a.origin !== b.origin) return a.origin === 'REGION' ? -1 : 1;
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom ? -1 : 1;
  return b.revision - a.revision;
}
