import type { RunningService } from '@betang/testing';
import { closedLoop } from '../load/closed-loop.js';
import { percentile } from '../load/percentile.js';

const AGENCY = '00000000-0000-7000-9000-000000000007';

/** What an officer of a region looks at: the own people by every grouping, drilled down to units, and a page of persons. */
export const HOME_DASHBOARDS: readonly string[] = [
  'fulfilment?year=2026&groupBy=region',
  'fulfilment?year=2026&groupBy=agency',
  'fulfilment?year=2026&groupBy=status',
  'fulfilment?year=2026&groupBy=month',
  'reports/fulfilment?year=2026&groupBy=agency',
  'reports/participation?year=2026&groupBy=agency',
  `reports/fulfilment?year=2026&groupBy=status&agencyId=${AGENCY}`,
  'home/units?year=2026',
  `home/units?year=2026&agencyId=${AGENCY}`,
];

/** What an officer of a province looks at: all regions' statements. */
export const PROVINCE_DASHBOARDS: readonly string[] = [
  'fulfilment?year=2026&groupBy=region',
  'fulfilment?year=2026&groupBy=agency',
  'reports/fulfilment?year=2026&groupBy=region',
  'reports/fulfilment?year=2026&groupBy=agency',
  'reports/fulfilment?year=2026&groupBy=status',
  'reports/fulfilment?year=2026&groupBy=month',
  'reports/participation?year=2026&groupBy=agency&region=62.03',
];

/** Milliseconds of each answer, one caller after the other; the first round is not counted. */
export async function measureDashboards(
  running: RunningService,
  paths: readonly string[],
  rounds: number,
): Promise<number[]> {
  const as = await running.token('bpsdm-officer');
  const times: number[] = [];
  const ask = async (index: number): Promise<void> => {
    const began = performance.now();
    const answer = await running.call<{ rows?: unknown[]; items?: unknown[] }>('GET', paths[index % paths.length]!, {
      as,
    });
    if (answer.status !== 200 || (answer.body.rows ?? answer.body.items ?? []).length === 0)
      throw new Error(`${paths[index % paths.length]}: ${answer.status} without figures`);
    if (index >= paths.length) times.push(performance.now() - began);
  };
  await closedLoop(paths.length * (rounds + 1), 1, ask);
  return times;
}

export const p99 = (times: readonly number[]): number => percentile(times, 0.99);
