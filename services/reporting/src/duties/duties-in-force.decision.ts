import { employmentStatuses } from '@betang/asn';
import { findLearningHourPolicy } from '@betang/contracts';
import type { FigureSource } from '../statements/statement.js';

/** A row of a region's duty as it was told, hundredths of a JP; null: none. */
export interface ToldDuty {
  readonly employmentStatus: string;
  readonly origin: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly least: number | null;
  readonly most: number | null;
  readonly basis: string;
  readonly withdrawn: boolean;
  readonly source: FigureSource;
}

/** Duty of a status in a year, hundredths of a JP; null: none, and no most. */
export interface StatusDuty {
  readonly status: string;
  readonly least: number | null;
  readonly most: number | null;
  /** Null where no rule is in force. */
  readonly basis: string | null;
  readonly validFrom: string | null;
  /** `REGION`: the region's own rule; `REFERENCE`: the one that every region begins with. */
  readonly origin: string | null;
  /** The event that told of it; null while the region has told of none. */
  readonly source: FigureSource | null;
}

/**
 * The duties of a calendar year by status: of a region's rules the one in force on its last day, its own before reference ones, the later first
 * day first, as learning-hours itself decides. A region that has told of no rule has the reference ones (PP 11/2017 art. 203, PP 49/2018).
 */
export function dutiesInForce(told: readonly ToldDuty[], year: number): StatusDuty[] {
  const day = `${year}-12-31`;
  const inForce = [...told]
    .filter(
      ({ withdrawn, validFrom, validTo }) => !withdrawn && validFrom <= day && (validTo === null || day <= validTo),
    )
    .sort(precedence);
  return employmentStatuses.map((status) => {
    if (told.length === 0) return referenceDuty(status, day);
    const duty = inForce.find(({ employmentStatus }) => employmentStatus === status);
    if (duty === undefined) return noDuty(status);
    const { least, most, basis, validFrom, origin, source } = duty;
    return { status, least, most, basis, validFrom, origin, source };
  });
}

function precedence(a: ToldDuty, b: ToldDuty): number {
  if (a.origin !== b.origin) return a.origin === 'REGION' ? -1 : 1;
  return a.validFrom > b.validFrom ? -1 : 1;
}

function referenceDuty(status: StatusDuty['status'], day: string): StatusDuty {
  const policy = findLearningHourPolicy(status as (typeof employmentStatuses)[number], day);
  if (policy === undefined) return noDuty(status);
  const { minimumHundredths: least, maximumCountedHundredths: most, basis, validFrom } = policy;
  return { status, least, most, basis, validFrom, origin: 'REFERENCE', source: null };
}

function noDuty(status: string): StatusDuty {
  return { status, least: null, most: null, basis: null, validFrom: null, origin: null, source: null };
}
