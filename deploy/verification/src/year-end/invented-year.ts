import { newId } from '@betang/contracts';

export const YEAR = 2026;
export const AGENCIES = 20;
/** Every fifth one has a contract (PPPK), whose hours stop counting at 24 JP. */
const CONTRACTS_EVERY = 5;

export type Status = 'PNS' | 'PPPK';

/** One training of the year. Quantities are hundredths of the unit of the path. */
export interface InventedTraining {
  readonly pathCode: 'KL03' | 'KL06' | 'NKL01' | 'NKL03' | 'NKL09';
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
  readonly quantityHundredths: number;
  readonly month: number;
}

export interface InventedLearner {
  readonly employeeId: string;
  readonly employeeNumber: string;
  readonly status: Status;
  readonly agency: number;
  readonly trainings: readonly InventedTraining[];
}

/** So many invented learners of one region, eight trainings each: courses, seminars by the day, coaching and self-study under caps, one from abroad. */
export function inventLearners(count: number): InventedLearner[] {
  return Array.from({ length: count }, (_, index) => ({
    employeeId: newId(),
    employeeNumber: `19900101${index % 2 === 0 ? '2015' : '2018'}${String(index % 1_000_000).padStart(6, '0')}`,
    status: index % CONTRACTS_EVERY === CONTRACTS_EVERY - 1 ? 'PPPK' : 'PNS',
    agency: index % AGENCIES,
    trainings: trainingsOf(index),
  }));
}

function trainingsOf(index: number): InventedTraining[] {
  const national = (
    pathCode: InventedTraining['pathCode'],
    quantityHundredths: number,
    month: number,
  ): InventedTraining => ({ pathCode, scope: 'NATIONAL', quantityHundredths, month });
  return [
    national('KL03', 100 + (index % 7) * 100, (index % 12) + 1),
    national('KL03', 250, 2),
    national('KL06', 100, 3),
    national('KL06', 200, 4),
    national('NKL01', 100, 5),
    national('NKL01', 200, 5),
    national('NKL09', 300, 6),
    { pathCode: 'NKL03', scope: 'INTERNATIONAL', quantityHundredths: index % 3 === 0 ? 500 : 100, month: 7 },
  ];
}
