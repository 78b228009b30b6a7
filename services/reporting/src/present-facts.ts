import { BudgetShareStated, ReportPeriodDecided, ReportPeriodSubmitted, type NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { Budgets } from './budgets/budgets.js';
import { PERIOD_COLUMNS, type ReportPeriod } from './periods/period-store.js';

const OWN_PERIODS = `SELECT ${PERIOD_COLUMNS}, figures FROM report_period WHERE level = 'REGION' AND place = $1`;
const DECIDED = `SELECT ${PERIOD_COLUMNS}, '[]'::jsonb AS figures FROM report_period
  WHERE level = 'REGION' AND place <> $1 AND state IN ('APPROVED', 'RETURNED', 'LOCKED')`;

/** The present as facts, for who comes late: budgets and reports to the province, decisions on reports to the federation. */
export function presentFacts(budgets: Budgets, own: string): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    if (audience === 'federation')
      return (await tx.query<ReportPeriod>(DECIDED, [own])).map((period) => decided(period)) as never;
    if (audience !== 'province') return [];
    const facts: unknown[] = [];
    for (const { fiscalYear, stage, statement } of await budgets.present(tx)) {
      const found = await budgets.find(tx, fiscalYear, stage);
      if (found === undefined) continue;
      const data = { ...found, statement, asOf: new Date().toISOString() };
      facts.push(BudgetShareStated.create({ subject: `${fiscalYear}/${stage}`, data }));
    }
    facts.push(...(await tx.query<ReportPeriod>(OWN_PERIODS, [own])).map(submitted));
    return facts as NewEvent[];
  };
}

function submitted({ year, part, submission, submittedAt, asOf, digest, figures }: ReportPeriod) {
  const data = {
    year,
    part,
    submission,
    submittedAt: submittedAt.toISOString(),
    asOf: asOf?.toISOString() ?? null,
    digest,
    figures: [...figures],
  };
  return ReportPeriodSubmitted.create({ subject: `${year}/${part}`, data });
}

function decided({ year, part, place, submission, state, reason, decidedAt, submittedAt }: ReportPeriod) {
  const decision = state as 'APPROVED' | 'RETURNED' | 'LOCKED';
  const data = {
    region: place,
    year,
    part,
    submission,
    decision,
    reason,
    decidedAt: (decidedAt ?? submittedAt).toISOString(),
  };
  return ReportPeriodDecided.create({ subject: `${place}/${year}/${part}`, data });
}
