import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Changed, Restatement } from '../consequences.js';
import { HazardStatements } from '../hazards/hazard-statements.js';
import { PlanStatements } from '../plans/plan-statements.js';
import { ReadinessWork } from './readiness-work.js';

/** What follows from every command: readiness first, for it locks the plans, then what the province is told of plans and hazards. */
@Injectable()
export class ReadinessRestatement implements Restatement {
  constructor(
    private readonly readiness: ReadinessWork,
    private readonly plans: PlanStatements,
    private readonly hazards: HazardStatements,
  ) {}

  async restate(tx: Transaction, { plans, hazards, trigger, causeId }: Changed): Promise<void> {
    await this.readiness.recompute(tx, plans, trigger, () => causeId);
    await this.plans.state(tx, plans);
    if (hazards) await this.hazards.stateAll(tx);
  }
}
