import { Outbox } from '@betang/messaging';
import {
  AppError,
  Audit,
  Notices,
  RegionConfig,
  ServiceDatabase,
  ServiceLogger,
  Sweeps,
  UnitOfWork,
  isTransient,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { findPersonnelOfficers } from '../accounts/personnel-officers.js';
import { todayIn } from '../organisation/effective-day.js';
import {
  checkPlan,
  decidePlan,
  promiseIds,
  unitsNamed,
  type PlanInput,
  type PlanKind,
  type PlannedReorganisation,
} from './planned-reorganisation.js';
import { countPeople, endPlan, findDuePlans, insertPlan, loadPlans, lockPlan } from './plan-store.js';
import { projectUnits, type UnitProjection } from './project-units.js';
import { refuseDouble } from '../organisation/refuse-double.js';
import { carryOut } from './reorganisation-store.js';
import type { Reorganisation } from './reorganise.js';
import { UnitTree } from '../organisation/unit-tree.js';
import { loadUnits, lockRegistry } from '../organisation/unit-store.js';

/** A plan in the organisation that it will find, and what it comes to there; the code of what is in its way. */
export interface ProjectedPlan {
  readonly projection: UnitProjection;
  readonly change: Reorganisation | undefined;
  readonly problem: string | undefined;
}

export interface NewPlan {
  readonly kind: PlanKind;
  readonly effectiveOn: string;
  readonly input: PlanInput;
  readonly basis: string | null;
  readonly plannedBy: string;
}

const SWEEP = 'planned-reorganisations';

/** Records reorganisations of days to come, and carries them out when those days are there. */
@Injectable()
export class PlannedReorganisations implements OnModuleInit {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly notices: Notices,
    private readonly sweeps: Sweeps,
    private readonly logger: ServiceLogger,
  ) {}

  onModuleInit(): void {
    this.sweeps.register(SWEEP, { everyMinutes: 10 }, () => this.carryOutDue());
  }

  today(): string {
    return todayIn(this.config.region);
  }

  /**
   * Records a plan that can be carried out as things will stand on its day. The caller holds the registry's lock; `assertMay` is asked for each unit named (null: the
   * top of the region) with that organisation.
   * @throws AppError codes of the plan and of its decision, `unit-plan-breaks-another`
   */
  async plan(
    tx: Transaction,
    asked: NewPlan,
    assertMay: (unitIds: readonly (string | null)[], projection: UnitProjection) => void,
  ): Promise<PlannedReorganisation> {
    checkPlan(asked, this.today());
    const { kind, effectiveOn } = asked;
    const plan = { planId: uuidv7(), kind, effectiveOn, input: promiseIds(kind, asked.input) };
    const plans = await loadPlans(tx);
    const [units, people] = [await loadUnits(tx), await countPeople(tx)];
    const before = projectUnits(
      units,
      people,
      plans.filter((other) => other.effectiveOn <= effectiveOn),
    );
    assertMay(unitsNamed(plan), before);
    // New units stand beside those that go, where nothing else is said.
    const parents = before.decide(plan).created.map(({ parentUnitId }) => parentUnitId);
    assertMay(parents, before);
    this.assertOthersStand(units, people, plans, plan);
    await insertPlan(tx, { ...plan, basis: asked.basis, plannedBy: asked.plannedBy });
    return plan;
  }

  /** The organisation as the plans up to a day will make it. */
  async on(db: SqlClient, day: string): Promise<UnitProjection> {
    const plans = await loadPlans(db);
    return projectUnits(
      await loadUnits(db),
      await countPeople(db),
      plans.filter(({ effectiveOn }) => effectiveOn <= day),
    );
  }

  /** A plan still to come as things will stand just before it. */
  async project(db: SqlClient, planId: string): Promise<ProjectedPlan> {
    const plans = await loadPlans(db);
    const index = plans.findIndex((plan) => plan.planId === planId);
    const projection = projectUnits(await loadUnits(db), await countPeople(db), plans.slice(0, Math.max(index, 0)));
    try {
      return { projection, change: index < 0 ? undefined : projection.decide(plans[index]!), problem: undefined };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { projection, change: undefined, problem: error.code };
    }
  }

  /** Carries out what is due, each in its turn; what cannot be done is ended with its reason, and the officers are told. */
  async carryOutDue(today = this.today()): Promise<void> {
    for (const planId of await findDuePlans(this.database, today)) {
      try {
        await this.unitOfWork.run((tx) => this.carryOutOne(tx, planId, today));
      } catch (error) {
        if (isTransient(error)) throw error;
        const code = error instanceof AppError ? error.code : 'internal';
        this.logger.error('planned reorganisation failed', { planId, code, error });
        await this.unitOfWork.run((tx) => this.fail(tx, planId, code));
      }
    }
  }

  private async carryOutOne(tx: Transaction, planId: string, today: string): Promise<void> {
    await lockRegistry(tx);
    const plan = await lockPlan(tx, planId);
    if (!plan) return;
    const people = await countPeople(tx);
    const change = decidePlan(new UnitTree(await loadUnits(tx)), plan, (unitId) => people.get(unitId) ?? 0);
    const { plannedBy: by, effectiveOn: on } = plan;
    const act = {
      actId: planId,
      source: 'REORGANISATION' as const,
      by,
      on,
      today,
      cause: { actor: by, correlationId: planId },
    };
    const moved = await refuseDouble(() => carryOut(tx, this.outbox, change, act));
    await endPlan(tx, planId, { state: 'DONE', by: SWEEP, people: moved });
    for (const { unitId } of [...change.created, ...change.changed, ...change.closed])
      await this.audit.record(tx, {
        actor: SWEEP,
        action: `${plan.kind.toLowerCase()}-unit`,
        object: { type: 'unit', id: unitId },
        reason: `plan ${planId}`,
        after: { effectiveOn: on, people: moved },
      });
  }

  private async fail(tx: Transaction, planId: string, failureCode: string): Promise<void> {
    if (!(await lockPlan(tx, planId))) return;
    await endPlan(tx, planId, { state: 'FAILED', by: SWEEP, failureCode });
    const officers = await findPersonnelOfficers(tx);
    await this.notices.tell(
      tx,
      officers.map((recipientId) => ({
        ...{ recipientId, code: 'unit-plan-failed', key: `unit-plan-failed:${planId}`, params: {} },
        link: `/planned-reorganisations/${planId}`,
      })),
    );
    await this.audit.record(tx, {
      actor: SWEEP,
      action: 'fail-planned-reorganisation',
      object: { type: 'planned-reorganisation', id: planId },
      after: { failureCode },
    });
  }

  /** A plan between two others may take away what a later one needs. */
  private assertOthersStand(
    units: Parameters<typeof projectUnits>[0],
    people: ReadonlyMap<string, number>,
    plans: readonly PlannedReorganisation[],
    plan: PlannedReorganisation,
  ): void {
    const before = projectUnits(units, people, plans).problems;
    const earlier = plans.filter(({ effectiveOn }) => effectiveOn <= plan.effectiveOn);
    const later = plans.filter(({ effectiveOn }) => effectiveOn > plan.effectiveOn);
    const broken = [...projectUnits(units, people, [...earlier, plan, ...later]).problems.keys()].find(
      (id) => !before.has(id),
    );
    if (broken !== undefined)
      throw new AppError('unit-plan-breaks-another', { status: 409, field: 'effectiveOn', params: { plan: broken } });
  }
}
