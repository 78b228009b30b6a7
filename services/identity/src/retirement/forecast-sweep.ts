import { Outbox } from '@betang/messaging';
import { RegionConfig, ServiceDatabase, Sweeps, UnitOfWork } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Register } from '../employees/register.js';
import { todayIn } from '../organisation/effective-day.js';
import { lockRegistry } from '../organisation/unit-store.js';

const PEOPLE_A_TRANSACTION = 1000;
const SWEEP = 'retirement-forecast';

/** Forecasts everyone anew after a rule of retirement was added or ended: a thousand people a transaction, each difference told. Repeating it is harmless. */
@Injectable()
export class ForecastSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** Each hour for what an earlier process left undone; else whenever it is woken. */
  onModuleInit(): void {
    this.sweeps.register(SWEEP, { everyMinutes: 60 }, () => this.run());
  }

  /** To be called after the commit that changed a rule. */
  async wake(): Promise<void> {
    await this.sweeps.runSoon(SWEEP);
  }

  async run(): Promise<void> {
    const rules = await this.database.query<{ id: string; version: number }>(
      'SELECT rule_id AS id, version FROM retirement_rule WHERE applied_at IS NULL',
    );
    if (rules.length === 0) return;
    for (let after: string | null | undefined = null; after !== undefined;) after = await this.forecast(after);
    // Of a rule that was changed meanwhile the next run takes care.
    await this.database.execute(
      `UPDATE retirement_rule r SET applied_at = now() FROM unnest($1::uuid[], $2::int[]) AS v(id, n) WHERE r.rule_id = v.id AND r.version = v.n`,
      [rules.map(({ id }) => id), rules.map(({ version }) => version)],
    );
  }

  private forecast(after: string | null): Promise<string | undefined> {
    return this.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      const rows = await tx.query<{ id: string }>(
        `SELECT employee_id AS id FROM employee WHERE left_on IS NULL AND ($1::uuid IS NULL OR employee_id > $1) ORDER BY employee_id LIMIT $2`,
        [after, PEOPLE_A_TRANSACTION],
      );
      const by = SWEEP;
      const today = todayIn(this.config.region);
      const act = { actId: uuidv7(), source: 'OFFICER' as const, by, on: today, today, cause: { actor: by } };
      await new Register(tx, this.outbox, act).rederive(rows.map(({ id }) => id));
      return rows.at(-1)?.id;
    });
  }
}
