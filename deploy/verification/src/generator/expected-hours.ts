import type { EmploymentStatus } from '@betang/asn';
import type { CourseRecord } from './course-records.js';

/** Policies as of PP 11/2017 art. 203 and PP 49/2018, hundredths of a JP a year: a floor for PNS, a cap on what counts for PPPK. */
const FLOOR = 2_000;
const CAP = 2_400;

/** Hundredths of JP: what the ledger must hold, and how much of it counts for the year. */
export interface PersonHours {
  readonly recorded: number;
  readonly counted: number;
}

/**
 * What a person's records must add up to under the conversion rules: days, sessions and activities at their rate, programmes at their own JP with the
 * bonus for international scope cut to a hundredth, caps a month and a day within one path. Reckoned without any code of the product.
 */
export function expectedHours(records: readonly CourseRecord[], status: EmploymentStatus): PersonHours {
  const sessionsOfMonth = new Map<string, number>();
  const hoursOfDay = new Map<string, number>();
  let recorded = 0;
  for (const record of records) {
    const { path, end } = record;
    let hours = beforeCaps(record);
    if (path.capActivitiesPerMonth !== undefined) {
      const key = path.code + end.iso.slice(0, 7);
      const before = sessionsOfMonth.get(key) ?? 0;
      sessionsOfMonth.set(key, before + 1);
      if (before >= path.capActivitiesPerMonth) hours = 0;
    }
    if (path.capJpPerDay !== undefined) {
      const key = path.code + end.iso;
      const before = hoursOfDay.get(key) ?? 0;
      hours = Math.min(hours, path.capJpPerDay * 100 - before);
      hoursOfDay.set(key, before + hours);
    }
    recorded += hours;
  }
  return { recorded, counted: hasCap(status) ? Math.min(recorded, CAP) : recorded };
}

/** Whether the year's minimum is reached; undefined for those who have none. */
export function isFulfilled(hours: PersonHours, status: EmploymentStatus): boolean | undefined {
  return hasCap(status) ? undefined : hours.counted >= FLOOR;
}

function hasCap(status: EmploymentStatus): boolean {
  return status === 'PPPK' || status === 'PPPK_PARUH_WAKTU';
}

function beforeCaps({ path, international, hours, start, end }: CourseRecord): number {
  const rate = (international ? path.international : path.national) ?? 0;
  if (path.unit === 'DAY') return (start.daysUntil(end) + 1) * rate * 100;
  if (path.unit !== 'PROGRAM_JP') return rate * 100;
  return international ? Math.floor((hours * (100 + path.bonus)) / 100) : hours;
}
