import { newId } from '@betang/contracts';
import { AppError, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { assertUnitStands } from '../people/units.js';
import { HAZARDS } from '../hazards/hazards.js';
import { PLANS, VERSIONS, type Plan, type PlanVersion } from './plan-rows.js';
import { checkContent, type PlanContent } from './plan-content.decision.js';
import { GUIDE_EDITION } from './plan-guide.js';
import type { TemplateOfPlan } from './plan-template.js';
import { stepVersion, type VersionStep } from './version-states.decision.js';

export interface NewPlan {
  readonly hazardId: string;
  readonly title: string;
  readonly leadUnitId: string;
}

const VERSION = 'plan_id = $1 AND version = $2';

/** Plans and their versions: rows only; who may, what follows, and what is told is for the controllers. */
@Injectable()
export class Plans {
  constructor(private readonly clock: Clock) {}

  /** A plan with its first draft, from a template where one is given. Throws `hazard-has-plan` (409), `plan-template-of-other-hazard` (422). */
  async create(tx: Transaction, input: NewPlan, template: TemplateOfPlan | undefined, by: string): Promise<Plan> {
    const hazard = await HAZARDS.lock(tx, input.hazardId);
    if (hazard.state !== 'ACTIVE') throw new AppError('hazard-not-found', { status: 404 });
    if (template && template.hazardCode !== hazard.hazardCode)
      throw new AppError('plan-template-of-other-hazard', { status: 422, field: 'templateId' });
    const rivals = await PLANS.where(tx, `hazard_id = $1 AND state = 'ACTIVE'`, [input.hazardId]);
    if (rivals.length > 0) throw new AppError('hazard-has-plan', { status: 409 });
    await assertUnitStands(tx, input.leadUnitId, 'leadUnitId', this.clock.today());
    const plan = await PLANS.insert(tx, {
      ...input,
      planId: newId(),
      hazardCode: hazard.hazardCode,
      state: 'ACTIVE',
      latestVersion: 1,
      templateId: template?.templateId ?? null,
      templateVersion: template?.templateVersion ?? null,
      createdBy: by,
    });
    await tx.execute('INSERT INTO readiness (plan_id) VALUES ($1)', [plan.planId]);
    await this.insertVersion(tx, plan.planId, 1, template?.sections ?? {}, template?.sections ?? null, by);
    await template?.furnish(tx, plan.planId);
    return plan;
  }

  /**
   * The next draft, from the version in force; where none was ever signed, from the newest one, with the template that it began with. Throws `version-open`
   * (409) while another one is being written or waits for its first day.
   */
  async draft(tx: Transaction, plan: Plan, by: string): Promise<PlanVersion> {
    const open = await VERSIONS.where(tx, `plan_id = $1 AND state IN ('DRAFT', 'SUBMITTED', 'SIGNED')`, [plan.planId]);
    if (open.length > 0) throw new AppError('version-open', { status: 409, params: { version: open[0]!.version } });
    const latest = await this.getVersion(tx, plan.planId, plan.versionInForce ?? plan.latestVersion);
    const version = plan.latestVersion + 1;
    await PLANS.update(tx, plan.planId, { latestVersion: version });
    const template = plan.versionInForce === null ? latest.templateSections : null;
    return this.insertVersion(tx, plan.planId, version, latest.sections, template, by);
  }

  /** The version with other sections: those given replace, an empty one is taken out. Throws `plan-content-refused` (422). */
  async write(tx: Transaction, version: PlanVersion, given: Readonly<Record<string, unknown>>): Promise<PlanVersion> {
    stepVersion(version.state, 'write');
    const sections = { ...version.sections, ...checkContent(given) };
    return this.update(tx, version, { sections });
  }

  /** Another unit answers for the plan. Throws `contingency-unit-unknown`, `contingency-unit-closed` (422). */
  async handOver(tx: Transaction, planId: string, leadUnitId: string): Promise<Plan> {
    await assertUnitStands(tx, leadUnitId, 'leadUnitId', this.clock.today());
    return PLANS.update(tx, planId, { leadUnitId });
  }

  async step(
    tx: Transaction,
    version: PlanVersion,
    step: VersionStep,
    changes: Partial<PlanVersion> = {},
  ): Promise<PlanVersion> {
    return this.update(tx, version, { ...changes, state: stepVersion(version.state, step) });
  }

  /** Throws `plan-version-not-found` (404). */
  async getVersion(db: SqlClient, planId: string, version: number): Promise<PlanVersion> {
    const [found] = await VERSIONS.where(db, VERSION, [planId, version]);
    if (!found) throw new AppError('plan-version-not-found', { status: 404 });
    return found;
  }

  /** The plan and one version of it, both held. Throws `contingency-plan-not-found`, `plan-version-not-found` (404), `contingency-plan-withdrawn` (409). */
  async lockVersion(tx: Transaction, planId: string, version: number): Promise<{ plan: Plan; version: PlanVersion }> {
    const plan = await this.lockActive(tx, planId);
    return { plan, version: await this.getVersion(tx, planId, version) };
  }

  async lockActive(tx: Transaction, planId: string): Promise<Plan> {
    const plan = await PLANS.lock(tx, planId);
    if (plan.state !== 'ACTIVE') throw new AppError('contingency-plan-withdrawn', { status: 409 });
    return plan;
  }

  private async insertVersion(
    tx: Transaction,
    planId: string,
    version: number,
    sections: PlanContent,
    templateSections: PlanContent | null,
    createdBy: string,
  ): Promise<PlanVersion> {
    const row = {
      planId,
      version,
      state: 'DRAFT',
      revision: 1,
      guideEdition: GUIDE_EDITION,
      sections,
      templateSections,
      createdBy,
    } as const;
    return VERSIONS.insert(tx, row);
  }

  private async update(
    tx: Transaction,
    { planId, version, revision }: PlanVersion,
    changes: Partial<PlanVersion>,
  ): Promise<PlanVersion> {
    return VERSIONS.updateWhere(tx, VERSION, [planId, version], { ...changes, revision: revision + 1 });
  }
}
