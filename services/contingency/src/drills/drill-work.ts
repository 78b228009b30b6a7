import {
  Clock,
  ListQuery,
  type ListDefinition,
  type Principal,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { Plans } from '../plans/plans.js';
import { DRILLS, type Drill } from './drill-rows.js';
import type { DrillView } from './drill.dto.js';
import { Drills, drillCounts } from './drills.js';

/** `today` is our own clock's, never what somebody sent. */
export const drillList = (today: string): ListDefinition => ({
  select: `SELECT d.*, ${drillCounts(`DATE '${today}'`)} FROM drill AS d`,
  sorts: { startsOn: { sql: 'd.starts_on', type: 'date' }, title: { sql: 'd.title', type: 'text' } },
  defaultSort: '-startsOn',
  key: { sql: 'd.drill_id', type: 'uuid' },
});

/** What a command did to a drill. */
export interface DrillEffect {
  readonly action: string;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
  readonly reason?: string;
}

/** The beginning and the end of every command on a drill: who may, and what follows. */
@Injectable()
export class DrillWork {
  constructor(
    private readonly drills: Drills,
    private readonly plans: Plans,
    private readonly access: ContingencyAccess,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** The drill, held. Throws `drill-not-found` (404), `forbidden` (403) for who does not answer for its plan. */
  async lock(tx: Transaction, principal: Principal, drillId: string): Promise<Drill> {
    const { planId } = await DRILLS.get(tx, drillId);
    const plan = await this.plans.lockActive(tx, planId);
    await this.access.assertUnit(tx, principal, plan.leadUnitId);
    return DRILLS.lock(tx, drillId);
  }

  async settle(
    tx: Transaction,
    principal: Principal,
    { drillId, planId }: Drill,
    effect: DrillEffect,
  ): Promise<DrillView> {
    const { action, after = {}, events = [], reason } = effect;
    const object = { type: 'drill', id: drillId };
    const outcome = {
      actor: principal.subject,
      action,
      object,
      after,
      events,
      ...(reason === undefined ? {} : { reason }),
    };
    await this.consequences.settle(tx, { ...outcome, plans: [planId], trigger: 'DRILL_CHANGED' });
    await this.drills.state(tx, drillId);
    return this.view(tx, drillId);
  }

  async view(db: SqlClient, drillId: string): Promise<DrillView> {
    const list = new ListQuery(drillList(this.clock.today()), { limit: 1 }).where('d.drill_id = ?', drillId);
    return drillView((await listPage<DrillView>(db, list)).items[0]!);
  }
}

export function drillView(row: DrillView): DrillView {
  const { drillId, planId, kind, title, objective, scenario, place, organiser, startsOn, endsOn, state } = row;
  const { invited, participants, findings, openActions, overdueActions, evaluation, score, reason } = row;
  const what = { drillId, planId, kind, title, objective, scenario, place, organiser, startsOn, endsOn, state };
  return { ...what, invited, participants, findings, openActions, overdueActions, evaluation, score, reason };
}
