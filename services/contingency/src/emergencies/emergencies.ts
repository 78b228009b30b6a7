import { EmergencyDeclared, EmergencyEnded, newId, type NewEvent } from '@betang/contracts';
import { AppError, Clock, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import type { Plan } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { stateOf } from '../plans/plan-statements.js';
import { Reminders } from '../reminders/reminders.js';
import { assertDeclares, type Decree } from './emergency-levels.decision.js';
import { DECLARATIONS, EMERGENCIES, TASKS, type Emergency } from './emergency-rows.js';
import { EmergencyReview } from './emergency-review.js';
import { operationsPlan } from './operations-plan.decision.js';

export interface DecreeInput extends Decree {
  readonly decreeNumber: string;
}

export interface NewEmergency extends DecreeInput {
  readonly planId?: string;
  readonly hazardCode?: string;
  readonly title: string;
  readonly area: string;
}

/** What a declaration changed, and what the federation is told of it. */
export interface Declared {
  readonly emergency: Emergency;
  readonly events: readonly NewEvent[];
}

/** Every emergency with its last decree. */
const PRESENT = `SELECT e.emergency_id, e.hazard_code, e.title, e.area, d.level, d.declaration, d.starts_on, d.ends_on, d.decree_number, d.decree_on,
    e.ended_on, e.declaration AS last_declaration, (SELECT count(*)::integer FROM operation_task AS t WHERE t.emergency_id = e.emergency_id) AS tasks
  FROM emergency AS e JOIN LATERAL (SELECT * FROM emergency_declaration AS n WHERE n.emergency_id = e.emergency_id AND n.level <> 'ENDED'
    ORDER BY n.declaration DESC LIMIT 1) AS d ON true ORDER BY e.emergency_id`;

interface Present extends Pick<
  Emergency,
  'emergencyId' | 'declaration' | 'hazardCode' | 'title' | 'area' | 'level' | 'startsOn' | 'endsOn' | 'endedOn'
> {
  readonly decreeNumber: string;
  readonly decreeOn: string;
  readonly lastDeclaration: number;
  readonly tasks: number;
}

/** Emergencies of this region: declared by decree, level by level, told to the federation in the same transaction. */
@Injectable()
export class Emergencies {
  constructor(
    private readonly plans: Plans,
    private readonly reminders: Reminders,
    private readonly review: EmergencyReview,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Declares an emergency and turns its plan into the operations plan. Throws `emergency-open` (409) where the plan is activated already, `plan-not-in-force`
   * (409) for a plan that nobody signed or that expired, `emergency-needs-hazard` (422) without plan and kind of hazard.
   */
  async declare(tx: Transaction, input: NewEmergency, by: string): Promise<Declared> {
    const { planId, title, area, level, startsOn, endsOn } = input;
    assertDeclares(undefined, input, this.clock.today());
    const plan = planId === undefined ? undefined : await this.lockUsable(tx, planId);
    const hazardCode = plan?.hazardCode ?? input.hazardCode;
    if (hazardCode === undefined) throw new AppError('emergency-needs-hazard', { status: 422, field: 'hazardCode' });
    const emergency = await EMERGENCIES.insert(tx, {
      emergencyId: newId(),
      planId: planId ?? null,
      planVersion: plan?.versionInForce ?? null,
      hazardCode,
      title,
      area,
      level,
      declaration: 1,
      startsOn,
      endsOn,
    });
    if (plan) await this.activate(tx, emergency, plan);
    await this.reminders.emergency(tx, emergency);
    return this.recorded(tx, emergency, input, by);
  }

  /** Extends the level, or declares the next one. Throws `emergency-level-refused` (409), `decree-refused` (422). */
  async declareAgain(tx: Transaction, before: Emergency, input: DecreeInput, by: string): Promise<Declared> {
    assertDeclares(before, input, this.clock.today());
    const { level, startsOn, endsOn } = input;
    const declaration = before.declaration + 1;
    const emergency = await EMERGENCIES.update(tx, before.emergencyId, { level, startsOn, endsOn, declaration });
    if (level !== before.level) await this.reminders.emergency(tx, emergency);
    return this.recorded(tx, emergency, input, by);
  }

  /** Opens the after-action review; not before the newest decree began. Throws `emergency-ended` (409), `contingency-date-ahead`, `contingency-ends-before-start` (422). */
  async end(tx: Transaction, before: Emergency, endedOn: string, by: string): Promise<Declared> {
    if (before.level === 'ENDED') throw new AppError('emergency-ended', { status: 409 });
    if (endedOn > this.clock.today()) throw new AppError('contingency-date-ahead', { status: 422, field: 'endedOn' });
    const begun = 'emergency_id = $1 AND (declaration = 1 OR starts_on <= $2) ORDER BY starts_on DESC LIMIT 1';
    const [last] = await DECLARATIONS.where(tx, begun, [before.emergencyId, this.clock.today()]);
    if (last && endedOn < last.startsOn)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'endedOn' });
    const declaration = before.declaration + 1;
    const { emergencyId } = before;
    const emergency = await EMERGENCIES.update(tx, emergencyId, { level: 'ENDED', endedOn, declaration });
    await DECLARATIONS.insert(tx, { emergencyId, declaration, level: 'ENDED', startsOn: endedOn, declaredBy: by });
    await this.review.open(tx, emergencyId, endedOn);
    await this.reminders.emergency(tx, emergency);
    const data = { emergencyId, region: this.config.region, declaration, endedOn };
    return { emergency, events: [EmergencyEnded.create({ subject: emergencyId, data }) as unknown as NewEvent] };
  }

  /** Every emergency as it was told last, for who comes late. */
  async present(db: SqlClient): Promise<NewEvent[]> {
    const { region } = this.config;
    return (await db.query(PRESENT)).map(toRow<Present>).flatMap((row) => {
      const { emergencyId, endedOn, lastDeclaration } = row;
      const declared = declaredEvent(row, row, row.tasks, region);
      if (endedOn === null) return [declared];
      const data = { emergencyId, region, declaration: lastDeclaration, endedOn };
      return [declared, EmergencyEnded.create({ subject: emergencyId, data }) as unknown as NewEvent];
    });
  }

  private async activate(tx: Transaction, { emergencyId }: Emergency, plan: Plan): Promise<void> {
    const { sections } = await this.plans.getVersion(tx, plan.planId, plan.versionInForce!);
    const tasks = operationsPlan(sections, this.clock.now());
    await TASKS.insertAll(
      tx,
      tasks.map((task) => ({ ...task, taskId: newId(), emergencyId, state: 'OPEN' as const })),
    );
  }

  private async lockUsable(tx: Transaction, planId: string): Promise<Plan> {
    const plan = await this.plans.lockActive(tx, planId);
    if (stateOf(plan.state, plan.versionInForce, plan.validUntil, this.clock.today()) !== 'IN_FORCE')
      throw new AppError('plan-not-in-force', { status: 409 });
    const open = await EMERGENCIES.where(tx, `plan_id = $1 AND level <> 'ENDED'`, [planId]);
    if (open.length > 0) throw new AppError('emergency-open', { status: 409 });
    return plan;
  }

  private async recorded(tx: Transaction, emergency: Emergency, input: DecreeInput, by: string): Promise<Declared> {
    const { emergencyId, declaration } = emergency;
    const { level, decreeNumber, decreeOn, startsOn, endsOn } = input;
    await DECLARATIONS.insert(tx, {
      emergencyId,
      declaration,
      level,
      decreeNumber,
      decreeOn,
      startsOn,
      endsOn,
      declaredBy: by,
    });
    const tasks = (await TASKS.where(tx, 'emergency_id = $1', [emergencyId])).length;
    return { emergency, events: [declaredEvent(emergency, input, tasks, this.config.region)] };
  }
}

function declaredEvent(
  emergency: Omit<Present, 'decreeNumber' | 'decreeOn' | 'lastDeclaration' | 'tasks'>,
  { decreeNumber, decreeOn }: { readonly decreeNumber: string; readonly decreeOn: string },
  tasks: number,
  region: string,
): NewEvent {
  const { emergencyId, declaration, hazardCode, title, area, level, startsOn, endsOn } = emergency;
  const what = { emergencyId, region, declaration, hazardCode, title, area, level: level as Decree['level'] };
  const data = { ...what, decreeNumber, decreeOn, startsOn, endsOn, tasks };
  return EmergencyDeclared.create({ subject: emergencyId, data }) as unknown as NewEvent;
}
