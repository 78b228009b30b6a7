import type { GeneratedFiles } from '@betang/verification';
import type { Tell } from '../progress/progress.js';
import { ofTotal } from '../progress/figures.js';
import { readFulfilment } from '../proof/fulfilment-table.js';
import { COURSE_YEAR } from './generated-files.js';
import { poll } from './poll.js';
import type { RegionApi } from './region-api.js';

/** What the province must show of a region once everything has arrived, known from the files alone. */
export interface ExpectedFigures {
  readonly region: string;
  readonly people: number;
  /** Hundredths of a JP. */
  readonly counted: number;
}

const PATIENCE_SECONDS = 120;

export function figuresOf({ region, roster, learningHours }: GeneratedFiles['expected']): ExpectedFigures {
  return { region, people: roster.good, counted: learningHours.counted };
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
