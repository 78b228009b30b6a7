import { newId } from '@betang/contracts';
import { Audit, type Principal, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { PlanAction } from './plan.js';

const LIVE = `SELECT from_subject AS "fromSubject" FROM plan_delegation
  WHERE plan_id = $1 AND action = $2 AND to_subject = $3 AND until_on >= $4 AND NOT ended ORDER BY created_at DESC LIMIT 1`;

/** Steps that an official handed to someone else for a time (pendelegasian). */
@Injectable()
export class PlanDelegations {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Who may take the step hands it over; whoever got it by delegation cannot. */
  async delegate(
    tx: Transaction,
    planId: string,
    input: { readonly action: PlanAction; readonly toSubject: string; readonly untilOn: string },
    actor: string,
  ): Promise<string> {
    const delegationId = newId();
    await tx.execute(
      `INSERT INTO plan_delegation (delegation_id, plan_id, action, from_subject, to_subject, until_on) VALUES ($1, $2, $3, $4, $5, $6)`,
      [delegationId, planId, input.action, actor, input.toSubject, input.untilOn],
    );
    const object = { type: 'plan', id: planId };
    const after = { action: input.action, toSubject: input.toSubject, untilOn: input.untilOn };
    await this.audit.record(tx, { actor, action: 'delegate-plan-step', object, after });
    return delegationId;
  }

  /** For whom a principal may take the step: null for oneself, undefined when not at all. */
  async onBehalfOf(
    db: SqlClient,
    principal: Principal,
    planId: string,
    action: PlanAction,
    mayThemselves: boolean,
  ): Promise<string | null | undefined> {
    if (mayThemselves) return null;
    const [row] = await db.query<{ fromSubject: string }>(LIVE, [
      planId,
      action,
      principal.subject,
      this.clock.today(),
    ]);
    return row?.fromSubject;
  }

  async end(tx: Transaction, planId: string, delegationId: string, actor: string): Promise<boolean> {
    const done = await tx.execute(
      'UPDATE plan_delegation SET ended = true WHERE plan_id = $1 AND delegation_id = $2 AND NOT ended',
      [planId, delegationId],
    );
    const object = { type: 'plan', id: planId };
    await this.audit.record(tx, { actor, action: 'end-delegation', object });
    return done > 0;
  }
}
