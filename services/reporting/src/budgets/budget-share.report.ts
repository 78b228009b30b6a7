import type { BudgetShareStated } from '@betang/contracts';
import { shareOf, shortfallOf } from './budget-share.decision.js';
import type { StatedReport } from '../figures/stated-report.js';

/** Mandatory share of budgets for the development of civil servants (R29), by region and by stage. */
export const budgetShare: StatedReport<BudgetShareStated> = {
  name: 'budget-share',
  kind: 'budget-share',
  service: 'reporting',
  groupings: { region: 'region', stage: 'code' },
  columns: [
    { name: 'denominatorAmount', kind: 'rupiah' },
    { name: 'counted', kind: 'rupiah' },
    { name: 'notCounted', kind: 'rupiah' },
    {
      name: 'sharePercent',
      kind: 'decimal',
      derive: ({ counted = null, denominatorAmount = null }) => shareOf(counted, denominatorAmount),
    },
    { name: 'leastAmount', kind: 'rupiah' },
    { name: 'shortfall', kind: 'rupiah' },
    { name: 'belowLeast', kind: 'integer' },
    { name: 'lines', kind: 'integer' },
  ],
  read: ({ data, region }, groupBy) => {
    const { leastAmount, shortfall } = shortfallOf(data);
    return [
      {
        key: groupBy === 'stage' ? data.stage : `${region}/${data.stage}`,
        name: null,
        figures: {
          denominatorAmount: data.denominatorAmount,
          counted: data.counted,
          notCounted: data.notCounted,
          leastAmount,
          shortfall,
          belowLeast: shortfall === null ? null : shortfall > 0 ? 1 : 0,
          lines: data.lines,
        },
      },
    ];
  },
};
