import type { BudgetStage } from '@betang/contracts';
import type { ServiceDatabase } from '@betang/platform';
import type { FigureCell, ReportDefinition } from '../figures/report.js';
import { OWN_HOURS } from '../origins/origin-standing.decision.js';
import { budgetRecords } from './budget-records.js';
import { budgetShare } from './budget-share.report.js';
import type { Budgets } from './budgets.js';

/** Mandatory share of a region's own budget, from its own lines. */
export function ownBudget(database: ServiceDatabase, budgets: Budgets, region: string): ReportDefinition {
  return {
    name: budgetShare.name,
    groupings: { region: 'region' },
    columns: budgetShare.columns,
    filters: [],
    line: OWN_HOURS,
    stated: false,
    ownRecords: true,
    statedRegions: () => Promise.resolve([region]),
    load: async ({ year, region: asked = region }, groupBy) => {
      if (asked !== region) return [];
      const stages = await database.query<{ stage: BudgetStage; changedAt: Date }>(
        'SELECT stage, changed_at AS "changedAt" FROM budget WHERE fiscal_year = $1',
        [year],
      );
      const cells: FigureCell[] = [];
      for (const { stage, changedAt } of stages) {
        const data = await budgets.find(database, year, stage);
        if (data === undefined) continue;
        const asStated = { ...data, statement: 1, asOf: changedAt.toISOString() };
        const statement = { region, subject: stage, year, agencyId: null, data: asStated, source: undefined as never };
        for (const { key, figures } of budgetShare.read(statement, groupBy, changedAt, { year }))
          cells.push({ key, figures, region, people: null, sources: [] });
      }
      return cells;
    },
    lineage: async ({ year }, groupBy, page) => ({
      sources: [],
      records: await budgetRecords(database, year, groupBy, page),
    }),
  };
}
