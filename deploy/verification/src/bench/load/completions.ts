import { newId } from '@betang/contracts';

/** One training that somebody completed, as the catalogue records it. */
export interface InventedCompletion {
  readonly completionId: string;
  readonly employeeId: string;
  readonly details: {
    readonly programmeId: null;
    readonly sessionId: null;
    readonly title: string;
    readonly organiser: string;
    readonly pathCode: string;
    readonly scope: 'NATIONAL';
    readonly quantityHundredths: number;
    readonly startedOn: string;
    readonly completedOn: string;
    readonly certificateNumber: string;
  };
}

/** Most trainings are courses; one in five is coaching, whose hours are under a cap by month. */
const PATHS = ['KL03', 'NKL03', 'KL10', 'KL06', 'NKL01'];

/** Gives 0, 1, 2 … to whoever asks next. */
export function counter(): () => number {
  let next = 0;
  return () => next++;
}

const DAYS = 320;
/** So many days lie between the trainings of one person, who has room for eighty of them in a year. */
const STRIDE = 4;

/**
 * The n-th invented completion. People, days and paths change from one to the next, so that no two meet on one row for long; and nobody sits in
 * two classes on one day, which no office's load would hold and the watch for doubles would have to write down.
 */
export function inventCompletion(index: number, employeeIds: readonly string[]): InventedCompletion {
  const person = index % employeeIds.length;
  const round = Math.floor(index / employeeIds.length);
  const day = dayOfYear((person + STRIDE * round) % DAYS);
  const pathCode = PATHS[(person + round) % PATHS.length]!;
  return {
    completionId: newId(),
    employeeId: employeeIds[person]!,
    details: {
      programmeId: null,
      sessionId: null,
      title: 'Pelatihan Pengelolaan Arsip Dinamis',
      organiser: 'Badan Kepegawaian dan Pengembangan SDM Kabupaten Kapuas',
      pathCode,
      scope: 'NATIONAL',
      // A seminar of one day has one; hours and sessions are more.
      quantityHundredths: pathCode === 'KL06' ? 100 : 100 + (index % 7) * 100,
      startedOn: day,
      completedOn: day,
      certificateNumber: `800.2/${index}/BKPSDM/2026`,
    },
  };
}

function dayOfYear(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
}
