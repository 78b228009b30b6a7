import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  ListQuery,
  PageQuery,
  ServiceDatabase,
  type ListRow,
  type Page,
  type Principal,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { latestEndOf } from './delegation-term.decision.js';
import type { PlanAction } from './plan.js';
import type { DelegationView } from './plan.dto.js';

const LIVE = `SELECT from_subject AS "fromSubject" FROM plan_delegation
  WHERE plan_id = $1 AND action = $2 AND to_subject = $3 AND until_on >= $4 AND NOT ended ORDER BY created_at DESC LIMIT 1`;

const DELEGATIONS = {
  select: `SELECT delegation_id AS "delegationId", action, from_subject AS "fromSubject", to_subject AS "toSubject", until_on::text AS "untilOn", ended,
      created_at AS "createdAt" FROM plan_delegation`,
  sorts: { created: { sql: 'created_at', type: 'timestamptz' }, until: { sql: 'until_on', type: 'date' } },
  defaultSort: '-created',
  key: { sql: 'delegation_id', type: 'uuid' },
} as const;

/** Steps that an official handed to someone else for a time (pendelegasian). */
@Injectable()
export class PlanDelegations {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly database: ServiceDatabase,
  ) {}

  /**
   * Who may take the step hands it over; whoever got it by delegation cannot. Throws `plan-delegation-over`, `plan-delegation-too-long`,
   * `plan-step-to-oneself` (422).
   */
  async delegate(
    tx: Transaction,
    planId: string,
    input: { readonly action: PlanAction; readonly toSubject: string; readonly untilOn: string },
    actor: string,
  ): Promise<string> {
    const today = this.clock.today();
    if (input.untilOn < today) throw new AppError('plan-delegation-over', { status: 422, field: 'untilOn' });
    const latest = latestEndOf(today);
    if (input.untilOn > latest)
      throw new AppError('plan-delegation-too-long', { status: 422, field: 'untilOn', params: { latest } });
    if (input.toSubject === actor) throw new AppError('plan-step-to-oneself', { status: 422, field: 'toSubject' });
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

  /** Newest first. */
  async page(
    planId: string,
    query: PageQuery & { readonly action?: PlanAction; readonly ended?: boolean },
  ): Promise<Page<DelegationView>> {
    const list = new ListQuery(DELEGATIONS, query)
      .where('plan_id = ?', planId)
      .where('action = ?', query.action)
      .where('ended = ?', query.ended)
      .build();
    const today = this.clock.today();
    type Row = Omit<DelegationView, 'live'> & ListRow;
    const page = list.page(await this.database.query<Row>(list.text, list.values));
    return { ...page, items: page.items.map((row) => ({ ...row, live: !row.ended && row.untilOn >= today })) };
  }

  /** Throws `plan-delegation-not-found` (404). */
  async getAction(db: SqlClient, planId: string, delegationId: string): Promise<PlanAction> {
    const [row] = await db.query<{ action: PlanAction }>(
      'SELECT action FROM plan_delegation WHERE plan_id = $1 AND delegation_id = $2',
      [planId, delegationId],
    );
    if (!row) throw new AppError('plan-delegation-not-found', { status: 404 });
    return row.action;
  }

  /** False where it was ended before. */
  async end(tx: Transaction, planId: string, delegationId: string, actor: string): Promise<boolean> {
    const done = await tx.execute(
      'UPDATE plan_delegation SET ended = true WHERE plan_id = $1 AND delegation_id = $2 AND NOT ended',
      [planId, delegationId],
    );
    const object = { type: 'plan', id: planId };
    await this.audit.record(tx, { actor, action: 'end-delegation', object });
    return done > 0;
  }

  /** Ends all steps of a plan that were handed to others; answers how many. For a change that is on record itself. */
  endAll(tx: Transaction, planId: string): Promise<number> {
    return tx.execute('UPDATE plan_delegation SET ended = true WHERE plan_id = $1 AND NOT ended', [planId]);
  }
}
