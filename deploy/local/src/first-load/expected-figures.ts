import type { GeneratedFiles } from '@betang/verification';
import type { Tell } from '../progress/progress.js';
import { ofTotal } from '../progress/figures.js';
import { readFulfilment } from '../tables/fulfilment-table.js';
import { COURSE_YEAR } from './generated-files.js';
import { poll } from '../api/poll.js';
import type { RegionApi } from '../api/region-api.js';

/** What the province must show of a region once everything has arrived, known from the files alone. */
export interface ExpectedFigures {
  readonly region: string;
  readonly people: number;
  /** Hundredths of a JP. */
  readonly counted: number;
}

const PATIENCE_SECONDS = 120;

/** A status of fewer people than this in a whole region is not stated to the province: not even the rest would hide them. */
const LEAST_STATED = 5;

export function figuresOf({ region, learningHours }: GeneratedFiles['expected']): ExpectedFigures {
  const byStatus = new Map<string, { people: number; counted: number }>();
  for (const { status, people, counted } of learningHours.units) {
    const sum = byStatus.get(status) ?? { people: 0, counted: 0 };
    byStatus.set(status, { people: sum.people + people, counted: sum.counted + counted });
  }
  const stated = [...byStatus.values()].filter(({ people }) => people >= LEAST_STATED);
  const total = (field: 'people' | 'counted'): number => stated.reduce((sum, row) => sum + row[field], 0);
  return { region, people: total('people'), counted: total('counted') };
}

/** Waits until the province shows for each region exactly what its files come to: people, and counted learning hours to the hundredth. */
export async function waitForFigures(
  province: RegionApi,
  expected: readonly ExpectedFigures[],
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const ask = async () => {
    const rows = await readFulfilment(province, COURSE_YEAR, 'region');
    const right = expected.filter(({ region, people, counted }) =>
      rows.some((row) => row.key === region && row.people === people && hundredths(row.countedJp) === counted),
    );
    tell(ofTotal(right.length, expected.length));
    return right.length === expected.length ? true : undefined;
  };
  const what = `pemenuhan JP / learning hours of ${expected.map(({ region }) => region).join(', ')}`;
  await poll(ask, { what, seconds: PATIENCE_SECONDS, signal });
}

function hundredths(jp: number | null): number {
  return Math.round((jp ?? -1) * 100);
}
