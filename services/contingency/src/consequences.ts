import type { NewEvent, ReadinessTrigger } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

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

/** What a change may have made otherwise, for readiness and for what the province is told. */
export interface Changed {
  readonly plans: readonly string[];
  readonly hazards: boolean;
  readonly trigger: ReadinessTrigger;
  readonly causeId: string;
}

/** Computes readiness anew and states what differs; the module says who does. */
export abstract class Restatement {
  abstract restate(tx: Transaction, changed: Changed): Promise<void>;
}

const ALL_PLANS = `SELECT plan_id FROM plan WHERE state = 'ACTIVE' ORDER BY plan_id`;

/** The end of every command: audit entry, events, readiness and statements, in its transaction and always in this order. */
@Injectable()
export class Consequences {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly restatement: Restatement,
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
    await this.restatement.restate(tx, {
      plans: outcome.plans === 'all' ? await allPlans(tx) : [...new Set(outcome.plans ?? [])].sort(),
      hazards: outcome.hazards ?? false,
      trigger: outcome.trigger ?? 'PLAN_CHANGED',
      causeId: object.id,
    });
  }
}

async function allPlans(tx: Transaction): Promise<string[]> {
  return (await tx.query<{ plan_id: string }>(ALL_PLANS)).map((row) => row.plan_id);
}
