import 'reflect-metadata';
import { BudgetShareStated, newId, type EventData } from '@betang/contracts';
import { ServiceDatabase, type Transaction } from '@betang/platform';
import { startRegionUnderTest, waitUntil, type Answer, type RegionUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MissingPeriods } from './periods/missing-periods.js';
import { startReporting, type CallerRole, type RunningReporting } from './testing/running-reporting.js';

type Problem = { readonly code?: string };

const OFFICER: CallerRole = { role: 'bpsdm-officer', region: '62' };
let province: RegionUnderTest;
let reporting: RunningReporting;
let database: ServiceDatabase;

beforeAll(async () => {
  province = await startRegionUnderTest('62', { services: ['identity', 'reporting'], role: 'hub' });
  reporting = await startReporting(province);
  database = reporting.service.app.get(ServiceDatabase, { strict: false });
}, 120_000);
afterAll(async () => {
  await reporting?.stop();
  await province?.stop();
});

/** What waits for a lock in the region's database. */
const waiting = (sessions: number) =>
  waitUntil(`${sessions} that wait`, async () => {
    const [row] = await province.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row!.n >= sessions;
  });

/** Requests that all came to where they wait for each other, or for a row of the budget. */
async function atOnce(requests: readonly (() => Promise<Answer<Problem>>)[]): Promise<Answer<Problem>[]> {
  let sent: Promise<Answer<Problem>>[] = [];
  await database.unitOfWork.run(async (tx) => {
    await tx.query('SELECT 1 FROM budget WHERE fiscal_year = 2026 FOR UPDATE');
    sent = requests.map((request) => request());
    await waiting(requests.length);
  });
  return Promise.all(sent);
}

async function lastStated(): Promise<EventData<typeof BudgetShareStated>> {
  const [row] = await database.query<{ body: Buffer }>(
    'SELECT body FROM outbox WHERE type = $1 ORDER BY generation DESC, xid DESC, seq DESC LIMIT 1',
    [BudgetShareStated.type],
  );
  return JSON.parse(row!.body.toString()) as EventData<typeof BudgetShareStated>;
}

async function addLine(tx: Transaction, title: string, amount: number): Promise<string> {
  const lineId = newId();
  await tx.execute(
    `INSERT INTO budget_line (line_id, fiscal_year, stage, line_key, code, title, amount, counted, reason, decided_by)
     VALUES ($1, 2026, 'ADOPTED', $2, '5.1.02', $2, $3, true, 'rule:pelatihan', 'test')`,
    [lineId, title, amount],
  );
  return lineId;
}

describe('two officers at the same moment', () => {
  it('who decide on two lines of a budget leave a statement of what both decided', async () => {
    const lines = await database.unitOfWork.run(async (tx) => [
      await addLine(tx, 'Pelatihan teknis', 1_500_000_000),
      await addLine(tx, 'Bimtek', 600_000_000),
      await addLine(tx, 'Seminar', 100_000_000),
    ]);
    const as = await reporting.service.token(OFFICER.role, OFFICER);
    const amounts = { year: 2026, stage: 'ADOPTED', totalSpending: 1_500_000_000_000, source: 'Perda APBD 2026' };
    expect((await reporting.service.call('PUT', 'budgets', { as, body: amounts })).status).toBe(204);
    expect(await lastStated()).toMatchObject({ counted: 2_200_000_000 });
    const verdict = { counted: false, reason: 'bukan pengembangan kompetensi' };
    const answers = await atOnce(
      lines
        .slice(0, 2)
        .map((id) => () => reporting.post<Problem>(`budgets/lines/${id}/verdict`, OFFICER, undefined, verdict)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await lastStated()).toMatchObject({ counted: 100_000_000, notCounted: 2_100_000_000 });
  });

  it('who set the least share of one year get one revision each', async () => {
    const rule = (leastShare: number) => () =>
      reporting.post<Problem>('budgets/rules', OFFICER, undefined, {
        ...{ fiscalYear: 2026, leastShare, denominator: 'TOTAL_SPENDING', basis: 'Permendagri (contoh)' },
      });
    const answers = await atOnce([rule(3400), rule(3500)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const rows = await database.query('SELECT revision FROM budget_share_rule WHERE fiscal_year = 2026 ORDER BY 1');
    expect(rows.slice(-2)).toEqual([{ revision: rows.length - 1 }, { revision: rows.length }]);
    expect([3400, 3500]).toContain((await lastStated()).leastShare);
  });

  it('who set the same deadline get one revision each', async () => {
    const periods = reporting.service.app.get(MissingPeriods, { strict: false });
    const deadline = { level: 'AGENCY' as const, validFrom: '2027-01-01', days: 5, basis: 'Surat edaran (contoh)' };
    const set = (tx: Transaction) => periods.set(tx, deadline, 'officer');
    let second: Promise<{ revision: number }> | undefined;
    const first = await database.unitOfWork.run(async (tx) => {
      const done = await set(tx);
      second = database.unitOfWork.run(set);
      await waiting(1);
      return done;
    });
    expect([first.revision, (await second!).revision]).toEqual([1, 2]);
  });
});
