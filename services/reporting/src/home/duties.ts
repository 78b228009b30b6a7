import { employmentStatuses } from '@betang/asn';
import { findLearningHourPolicy } from '@betang/contracts';

/** Duty of a status in a year, hundredths of a JP; null: none, and no most. */
export interface StatusDuty {
  readonly status: string;
  readonly least: number | null;
  readonly most: number | null;
}

/** The duties of a year by the reference policies that every region begins with (PP 11/2017 art. 203, PP 49/2018), as in force on its last day. */
export function dutiesOf(year: number): StatusDuty[] {
  return employmentStatuses.map((status) => {
    const policy = findLearningHourPolicy(status, `${year}-12-31`);
    return {
      status,
      least: policy?.minimumHundredths ?? null,
      most: policy?.maximumCountedHundredths ?? null,
    };
  });
}
