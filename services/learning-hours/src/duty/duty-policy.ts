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
  /** True for a revision that ends its row. */
  readonly withdrawn: boolean;
}

/** What holds for a status in a year without a policy: no duty, no cap. */
export const NO_DUTY = { minimumHundredths: null, maximumCountedHundredths: null };

/** All policies, ready to be asked. */
export class DutyBook {
  /** The newest revision of each row, but for withdrawn ones; the first that fits wins. */
  private readonly rows: readonly DutyPolicy[];

  constructor(readonly policies: readonly DutyPolicy[]) {
    const newest = new Map<string, DutyPolicy>();
    for (const policy of [...policies].sort(precedence)) {
      const row = `${policy.employmentStatus}/${policy.validFrom}/${policy.origin}`;
      if (!newest.has(row)) newest.set(row, policy);
    }
    this.rows = [...newest.values()].filter(({ withdrawn }) => !withdrawn);
  }

  /** These policies with one more revision, as if it stood already. */
  with(policy: DutyPolicy): DutyBook {
    return new DutyBook([...this.policies, policy]);
  }

  /** The policy of a status for a calendar year: the one in force on its last day. A region's own wins, then the later first day. */
  find(employmentStatus: string, year: number): DutyPolicy | undefined {
    const day = `${year}-12-31`;
    return this.rows.find(
      (policy) =>
        policy.employmentStatus === employmentStatus &&
        policy.validFrom <= day &&
        (policy.validTo === null || day <= policy.validTo),
    );
  }
}

function precedence(a: DutyPolicy, b: DutyPolicy): number {
  if (a.origin !== b.origin) return a.origin === 'REGION' ? -1 : 1;
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom ? -1 : 1;
  return b.revision - a.revision;
}
