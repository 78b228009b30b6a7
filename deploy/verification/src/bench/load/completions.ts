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

/** The n-th invented completion: people, days and paths change from one to the next, so that no two meet on one row for long. */
export function inventCompletion(index: number, employeeIds: readonly string[]): InventedCompletion {
  const day = String((index % 28) + 1).padStart(2, '0');
  const month = String((index % 6) + 1).padStart(2, '0');
  const pathCode = PATHS[index % PATHS.length]!;
  return {
    completionId: newId(),
    employeeId: employeeIds[index % employeeIds.length]!,
    details: {
      programmeId: null,
      sessionId: null,
      title: 'Pelatihan Pengelolaan Arsip Dinamis',
      organiser: 'Badan Kepegawaian dan Pengembangan SDM Kabupaten Kapuas',
      pathCode,
      scope: 'NATIONAL',
      // A seminar of one day has one; hours and sessions are more.
      quantityHundredths: pathCode === 'KL06' ? 100 : 100 + (index % 7) * 100,
      startedOn: `2026-${month}-${day}`,
      completedOn: `2026-${month}-${day}`,
      certificateNumber: `800.2/${index}/BKPSDM/2026`,
    },
  };
}
