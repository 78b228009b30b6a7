import { CalendarDate } from '@betang/asn';
import { conversionPaths } from './conversion-paths.js';
import type { ConversionPath } from './conversion-paths.js';
import { courseOrganiser, courseTitle } from './course-titles.js';
import type { InventedPerson } from './invented-people.js';
import type { SeededRandom } from './seeded-random.js';

/** A training completion as SIASN records it. */
export interface CourseRecord {
  readonly id: string;
  readonly person: InventedPerson;
  readonly path: ConversionPath;
  readonly title: string;
  readonly organiser: string;
  readonly international: boolean;
  /** JP on the certificate, hundredths. */
  readonly hours: number;
  readonly certificate: string;
  readonly start: CalendarDate;
  /** Last day, in the same year as the first. */
  readonly end: CalendarDate;
}

export interface CoursePeriod {
  readonly from: CalendarDate;
  /** No record ends later. */
  readonly to: CalendarDate;
}

/** Activities a person takes part in a year; about four records each, since some activities are recorded more than once. */
const activityCounts: readonly (readonly [number, number])[] = [
  [0, 8],
  [1, 10],
  [2, 13],
  [3, 16],
  [4, 17],
  [5, 14],
  [6, 10],
  [7, 6],
  [8, 4],
  [10, 2],
];
const INTERNATIONAL_SHARE = 0.04;
/** JP of a full day of training, hundredths. */
const MOST_A_DAY = 1_200;
const pathWeights = conversionPaths.map((path) => [path, path.weight] as const);

/** Invents the records of all people, in the order of the people. */
export function inventCourseRecords(
  random: SeededRandom,
  people: readonly InventedPerson[],
  period: CoursePeriod,
): CourseRecord[] {
  return people.flatMap((person) => {
    const activities = random.weighted(activityCounts);
    return Array.from({ length: activities }, () => inventActivity(random, person, period)).flat();
  });
}

/** One activity: coaching comes in several sessions of a month, self-study at times twice a day, so that the caps of the rules bite. */
function inventActivity(random: SeededRandom, person: InventedPerson, period: CoursePeriod): CourseRecord[] {
  const path = random.weighted(pathWeights);
  const record = inventRecord(random, person, path, period);
  if (path.capActivitiesPerMonth) {
    const month = CalendarDate.of(record.start.year, record.start.month, 1);
    return Array.from({ length: random.between(1, 4) }, (_, index) => {
      const day = month.plusDays(index * 6 + random.between(0, 5));
      const outside = day.isBefore(period.from) || period.to.isBefore(day);
      return anotherOf(random, record, outside ? record.start : day, `${record.title} (Sesi ${index + 1})`);
    });
  }
  if (!path.capJpPerDay || !random.chance(0.15)) return [record];
  return [record, anotherOf(random, record, record.start, `${record.title} (Lanjutan)`)];
}

function inventRecord(
  random: SeededRandom,
  person: InventedPerson,
  path: ConversionPath,
  period: CoursePeriod,
): CourseRecord {
  const stated = random.pick(path.certificateHours);
  const days = Math.max(lengthInDays(random, path), path.unit === 'PROGRAM_JP' ? Math.ceil(stated / MOST_A_DAY) : 1);
  const latest = period.from.daysUntil(period.to) - (days - 1);
  const hours = latest < 0 ? Math.min(stated, MOST_A_DAY) : stated;
  const start = period.from.plusDays(random.between(0, Math.max(0, latest)));
  const end = start.plusDays(latest < 0 ? 0 : days - 1);
  const international = (path.bonus > 0 || path.unit === 'DAY') && random.chance(INTERNATIONAL_SHARE);
  return {
    id: random.uuid(),
    person,
    path,
    title: courseTitle(random, path),
    organiser: courseOrganiser(random, international),
    international,
    hours,
    certificate: certificateNumber(random, end),
    start,
    end,
  };
}

function anotherOf(random: SeededRandom, record: CourseRecord, day: CalendarDate, title: string): CourseRecord {
  return { ...record, id: random.uuid(), title, certificate: certificateNumber(random, day), start: day, end: day };
}

/** Days from first to last. Whatever has a cap per day or month is one day long, so that it belongs to one day or month beyond doubt. */
function lengthInDays(random: SeededRandom, path: ConversionPath): number {
  if (path.capActivitiesPerMonth || path.capJpPerDay || path.unit === 'SESSION') return 1;
  if (path.unit === 'DAY') return random.pick([1, 1, 1, 1, 2, 3]);
  return path.unit === 'ACTIVITY' ? random.between(5, 25) : random.between(1, 6);
}

function certificateNumber(random: SeededRandom, day: CalendarDate): string {
  return `800.2.3/${String(random.between(1, 99_999)).padStart(5, '0')}/BKPSDM/${day.year}`;
}
