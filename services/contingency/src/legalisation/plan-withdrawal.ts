import { AppError, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Drills } from '../drills/drills.js';
import { EMERGENCIES } from '../emergencies/emergency-rows.js';
import { allotAnew, stocksOf } from '../resources/stock-promises.js';
import { Reviews } from '../reviews/reviews.js';
import { PLANS, type Plan } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';

const END_SHEETS = 'UPDATE commitment SET ended = true, ended_on = $2 WHERE plan_id = $1 AND NOT ended';

/** A plan that is no longer kept leaves nothing behind that somebody waits for. */
@Injectable()
export class PlanWithdrawal {
  constructor(
    private readonly plans: Plans,
    private readonly drills: Drills,
    private readonly reviews: Reviews,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends the plan with its sheets and promises, cancels its drills ahead and answers its open reviews. Answers the other plans that count on the same stock.
   * Throws `contingency-plan-withdrawn`, `emergency-open` (409) while it is activated.
   */
  async withdraw(
    tx: Transaction,
    planId: string,
    { reason, by }: { readonly reason: string; readonly by: string },
  ): Promise<{ readonly plan: Plan; readonly others: readonly string[] }> {
    await this.plans.lockActive(tx, planId);
    const activated = await EMERGENCIES.where(tx, `plan_id = $1 AND level <> 'ENDED'`, [planId]);
    if (activated.length > 0) throw new AppError('emergency-open', { status: 409 });
    await this.drills.cancelAhead(tx, planId, reason);
    await this.reviews.answerAll(tx, planId, { outcome: 'NO_CHANGE', note: `Rencana dicabut: ${reason}`, by });
    await tx.execute(END_SHEETS, [planId, this.clock.today()]);
    const stocks = await stocksOf(tx, planId);
    const plan = await PLANS.update(tx, planId, { state: 'WITHDRAWN', withdrawnReason: reason });
    return { plan, others: await allotAnew(tx, stocks) };
  }
}
