import { Clock, Files, IdempotencyStore, Notices, ServiceDatabase, UnitOfWork, forgetAnswers } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Consequences } from '../consequences.js';
import { contingency } from '../contingency.definition.js';
import { Drills } from '../drills/drills.js';
import { HazardStatements } from '../hazards/hazard-statements.js';
import { PlanLegalisation } from '../legalisation/plan-legalisation.js';
import { PlanStatements } from '../plans/plan-statements.js';
import { Reminders } from '../reminders/reminders.js';
import { Reviews } from '../reviews/reviews.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { ReadinessWork } from './readiness-work.js';

const DUE = `SELECT plan_id FROM readiness JOIN plan USING (plan_id)
  WHERE state = 'ACTIVE' AND (computed_on IS NULL OR computed_on < $1 OR next_change_on <= $1) ORDER BY plan_id LIMIT $2`;
const PLANS_A_TRANSACTION = 200;

/** What changes by the mere passing of days: each step may be repeated, by several processes at once. */
@Injectable()
export class ExpirySweep {
  private forgotOn: string | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly readiness: ReadinessWork,
    private readonly plans: PlanStatements,
    private readonly legalisation: PlanLegalisation,
    private readonly consequences: Consequences,
    private readonly hazards: HazardStatements,
    private readonly drills: Drills,
    private readonly reviews: Reviews,
    private readonly reminders: Reminders,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly answers: IdempotencyStore,
    private readonly retention: RetentionSweep,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  /** Answers how many plans were looked at. */
  async run(): Promise<number> {
    await this.commence();
    const asked = await this.reviews.askPeriodic();
    const plans = await this.recomputeDue();
    await this.unitOfWork.run(async (tx) => {
      // Its lock keeps another writer of the same plan from being overwritten with what was true before.
      await this.readiness.recompute(tx, asked, 'EXPIRED');
      await this.plans.state(tx, asked);
      await this.hazards.stateAll(tx);
      await this.drills.stateOverdue(tx);
    });
    await this.reminders.remind();
    await this.files.sweep();
    await this.forgetOld();
    return plans;
  }

  /** Versions that were signed for a day that has come. */
  private async commence(): Promise<void> {
    for (const { planId, version } of await this.legalisation.due(this.database))
      await this.unitOfWork.run(async (tx) => {
        const begun = await this.legalisation.commence(tx, planId, version, contingency.name);
        if (begun === undefined) return;
        const object = { type: 'plan', id: planId };
        const what = { action: 'commence-plan-version', object, after: { version, state: begun.state } };
        await this.consequences.settle(tx, { actor: contingency.name, ...what, plans: [planId], hazards: true });
      });
  }

  /** Old notices, kept answers and what is kept for a time only: once a day, for nothing leads to the oldest ones but a look at all. */
  private async forgetOld(): Promise<void> {
    const today = this.clock.today();
    if (this.forgotOn === today) return;
    await this.notices.sweep(this.database);
    await forgetAnswers(this.answers, this.database);
    await this.retention.sweep();
    this.forgotOn = today;
  }

  /** Plans of which something expired, or that nobody looked at today. */
  private async recomputeDue(): Promise<number> {
    let total = 0;
    for (;;) {
      const done = await this.unitOfWork.run(async (tx) => {
        const rows = await tx.query<{ plan_id: string }>(DUE, [this.clock.today(), PLANS_A_TRANSACTION]);
        const ids = rows.map((row) => row.plan_id);
        await this.readiness.recompute(tx, ids, 'EXPIRED');
        await this.plans.state(tx, ids);
        return ids.length;
      });
      total += done;
      if (done < PLANS_A_TRANSACTION) return total;
    }
  }
}
