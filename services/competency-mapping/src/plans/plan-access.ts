import {
  AppError,
  RegionConfig,
  assertMayActOn,
  type Principal,
  type Scope,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import { PlanDelegations } from './delegations.js';
import { scopeOf } from './plan-flow.decision.js';
import type { Plan, PlanAction } from './plan.js';
import { findPlan } from './plan-store.js';

/** Who may see and move a plan: rights hold within the agency that the plan is of; the region's own plan asks for rights in the whole region. */
@Injectable()
export class PlanAccess {
  constructor(
    private readonly people: PeopleAccess,
    private readonly delegations: PlanDelegations,
    private readonly config: RegionConfig,
  ) {}

  assertRegion(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }

  /** Throws `plan-not-found` (404), the same for whatever is unknown and whatever is out of reach. */
  getPlan(db: SqlClient, principal: Principal, scope: Scope, planId: string): Promise<Plan> {
    return this.find(db, principal, scope, planId, false);
  }

  /** The same, held until the transaction ends: nobody takes it a step on or back, or a line out of it, meanwhile. */
  lockPlan(tx: Transaction, principal: Principal, scope: Scope, planId: string): Promise<Plan> {
    return this.find(tx, principal, scope, planId, true);
  }

  private async find(db: SqlClient, principal: Principal, scope: Scope, planId: string, lock: boolean): Promise<Plan> {
    const plan = await findPlan(db, planId, lock);
    if (!plan || !(await this.reaches(principal, scope, plan))) throw new AppError('plan-not-found', { status: 404 });
    return plan;
  }

  /** For whom the caller takes the step; null: in own right. Throws `plan-not-found` (404), `forbidden` (403). */
  async assertStep(
    db: SqlClient,
    principal: Principal,
    planId: string,
    action: Exclude<PlanAction, 'SYNC'>,
  ): Promise<string | null> {
    const plan = await findPlan(db, planId);
    if (!plan) throw new AppError('plan-not-found', { status: 404 });
    const may = await this.reaches(principal, scopeOf(action, plan.state), plan);
    const onBehalfOf = await this.delegations.onBehalfOf(db, principal, planId, action, may);
    if (onBehalfOf !== undefined) return onBehalfOf;
    const visible = await this.reaches(principal, 'plans:read', plan);
    throw visible ? new AppError('forbidden', { status: 403 }) : new AppError('plan-not-found', { status: 404 });
  }

  /** A delegated step cannot be handed on. */
  async assertOwnStep(db: SqlClient, principal: Principal, planId: string, action: PlanAction): Promise<void> {
    const plan = await this.getPlan(db, principal, 'plans:read', planId);
    const scope = action === 'SYNC' ? 'plans:approve' : scopeOf(action, plan.state);
    if (!(await this.reaches(principal, scope, plan))) throw new AppError('forbidden', { status: 403 });
  }

  private async reaches(principal: Principal, scope: Scope, { agencyId }: Plan): Promise<boolean> {
    try {
      await this.people.assertUnit(principal, scope, agencyId);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'unit-not-found') return false;
      throw error;
    }
  }
}
