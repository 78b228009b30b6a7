import type { NewEvent, ReadinessTrigger } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { HazardStatements } from './hazards/hazard-statements.js';
import { PlanStatements } from './plans/plan-statements.js';
import { ReadinessWork } from './readiness/readiness-work.js';

/** What a command did, and what follows from it. */
export interface Outcome {
  readonly actor: string;
  /** A verb and a noun: `assess-hazard`. */
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string };
  readonly reason?: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
  /** Plans whose readiness or state may be another one now. */
  readonly plans?: readonly string[] | 'all';
  /** True when hazards or their coverage may be other ones now. */
  readonly hazards?: boolean;
  readonly trigger?: ReadinessTrigger;
}

const ALL_PLANS = `SELECT plan_id FROM plan WHERE state = 'ACTIVE' ORDER BY plan_id`;

/** The end of every command: audit entry, events, readiness and statements, in its transaction and always in this order. */
@Injectable()
export class Consequences {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly readiness: ReadinessWork,
    private readonly plans: PlanStatements,
    private readonly hazards: HazardStatements,
  ) {}

  async settle(tx: Transaction, outcome: Outcome): Promise<void> {
    const { actor, action, object, reason, before, after } = outcome;
    await this.audit.record(tx, {
      actor,
      action,
      object,
      ...(reason === undefined ? {} : { reason }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
    await this.outbox.append(tx, (outcome.events ?? []) as readonly NewEvent[]);
    const planIds = outcome.plans === 'all' ? await allPlans(tx) : [...new Set(outcome.plans ?? [])].sort();
    await this.readiness.recompute(tx, planIds, outcome.trigger ?? 'PLAN_CHANGED', () => object.id);
    await this.plans.state(tx, planIds);
    if (outcome.hazards) await this.hazards.stateAll(tx);
  }
}

async function allPlans(tx: Transaction): Promise<string[]> {
  return (await tx.query<{ plan_id: string }>(ALL_PLANS)).map((row) => row.plan_id);
}
