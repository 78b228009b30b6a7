import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, Notices, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { StatementSignal } from '../marks/statement-signal.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import {
  itemsToWrite,
  moveIndividualPlan,
  realisedPercent,
  type IndividualPlanAction,
  type IndividualPlanState,
  type PlannedActivity,
} from './individual-plan.decision.js';
import type { IndividualPlanItemDto, IndividualPlanView } from './individual-plan.dto.js';

interface PlanRow {
  readonly individualPlanId: string;
  readonly employeeId: string;
  readonly year: number;
  readonly state: IndividualPlanState;
  readonly revision: number;
  readonly note: string | null;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
}

/** Who decides: the account, and the employee whose account it is. */
export interface Decider {
  readonly subject: string;
  readonly employeeId: string | null;
}

const COLUMNS = `individual_plan_id AS "individualPlanId", employee_id AS "employeeId", year, state, revision, note, submitted_at AS "submittedAt",
  decided_at AS "decidedAt"`;
const REALISED = `SELECT competency_code AS "competencyCode", level::integer AS level, activity FROM individual_plan_item
  WHERE individual_plan_id = $1 AND realised_on IS NOT NULL`;
const SAVE = `UPDATE individual_plan SET state = $2, note = $3, revision = $4, changed_at = now(), submitted_at = $5, decided_at = $6,
    decided_by = CASE WHEN $7::text IS NULL THEN decided_by ELSE $7 END,
    decided_employee_id = CASE WHEN $7::text IS NULL THEN decided_employee_id ELSE $8::uuid END
  WHERE individual_plan_id = $1`;
const ITEMS = `SELECT item_id AS "itemId", competency_code AS "competencyCode", level::integer AS level, path_code AS "pathCode", activity,
    quarter::integer AS quarter, hours, realised_on::text AS "realisedOn", realised_by AS "realisedBy", realised_reference AS "realisedReference"
  FROM individual_plan_item WHERE individual_plan_id = $1 ORDER BY quarter, item_id`;
const REOPEN_STATED = `UPDATE individual_plan_item SET realised_on = NULL, realised_by = NULL, realised_reference = NULL WHERE item_id = $1`;

/** Individual plans (IDP): written by the person, decided on by the supervisor, realised as the person states it. */
@Injectable()
export class IndividualPlans {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly signal: StatementSignal,
  ) {}

  /** Undefined while the person has none. */
  async find(db: SqlClient, employeeId: string, year: number): Promise<IndividualPlanView | undefined> {
    const [plan] = await db.query<PlanRow>(
      `SELECT ${COLUMNS} FROM individual_plan WHERE employee_id = $1 AND year = $2`,
      [employeeId, year],
    );
    return plan && this.view(db, plan);
  }

  /** The items as they are from now on, in place of those before; what is realised stays. Throws `plan-line-refused` (422) by field. */
  async write(
    tx: Transaction,
    employeeId: string,
    year: number,
    items: readonly IndividualPlanItemDto[],
    actor: string,
  ): Promise<IndividualPlanView> {
    await this.check(tx, items);
    await tx.execute(
      `INSERT INTO individual_plan (individual_plan_id, employee_id, year, state) VALUES ($1, $2, $3, 'DRAFT') ON CONFLICT (employee_id, year) DO NOTHING`,
      [newId(), employeeId, year],
    );
    const plan = await this.lock(tx, 'employee_id = $1 AND year = $2', [employeeId, year]);
    const state = moveIndividualPlan(plan.state, 'WRITE', items.length);
    const written = itemsToWrite(items, await tx.query<PlannedActivity>(REALISED, [plan.individualPlanId]));
    await tx.execute('DELETE FROM individual_plan_item WHERE individual_plan_id = $1 AND realised_on IS NULL', [
      plan.individualPlanId,
    ]);
    await tx.execute(
      `INSERT INTO individual_plan_item (item_id, individual_plan_id, competency_code, level, path_code, activity, quarter, hours)
       SELECT i, $1, c, l, p, a, q, h FROM unnest($2::uuid[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::smallint[], $8::integer[]) AS u(i, c, l, p, a, q, h)`,
      [
        plan.individualPlanId,
        written.map(() => newId()),
        written.map(({ competencyCode }) => competencyCode),
        written.map(({ level }) => level),
        written.map(({ pathCode }) => pathCode),
        written.map(({ activity }) => activity),
        written.map(({ quarter }) => quarter),
        written.map(({ hours }) => hours),
      ],
    );
    return this.save(tx, { ...plan, state }, actor, 'write-individual-plan');
  }

  async submit(tx: Transaction, employeeId: string, year: number, actor: string): Promise<IndividualPlanView> {
    const plan = await this.lock(tx, 'employee_id = $1 AND year = $2', [employeeId, year]);
    const state = moveIndividualPlan(plan.state, 'SUBMIT', await countItems(tx, plan.individualPlanId));
    const [person] = await tx.query<{ supervisorId: string | null }>(
      'SELECT supervisor_id AS "supervisorId" FROM person WHERE employee_id = $1',
      [employeeId],
    );
    if (person?.supervisorId)
      await this.notices.tell(tx, [
        {
          recipientId: person.supervisorId,
          key: `individual-plan:${plan.individualPlanId}:${plan.revision + 1}`,
          code: 'individual-plan-submitted',
          params: { year },
          link: `/individual-plans/${plan.individualPlanId}`,
        },
      ]);
    const submitted = { ...plan, state, note: null, submittedAt: this.clock.now(), decidedAt: null };
    return this.save(tx, submitted, actor, 'submit-individual-plan');
  }

  /** The supervisor's word; the person is told. Throws `plan-reason-missing` (422) for sending back without a word why. */
  async decide(
    tx: Transaction,
    individualPlanId: string,
    action: Extract<IndividualPlanAction, 'APPROVE' | 'RETURN'>,
    note: string | null,
    decider: Decider,
  ): Promise<IndividualPlanView> {
    if (action === 'RETURN' && note === null) throw new AppError('plan-reason-missing', { status: 422, field: 'note' });
    const plan = await this.lock(tx, 'individual_plan_id = $1', [individualPlanId]);
    const state = moveIndividualPlan(plan.state, action, 1);
    await this.notices.tell(tx, [
      {
        recipientId: plan.employeeId,
        key: `individual-plan-decided:${individualPlanId}:${plan.revision + 1}`,
        code: action === 'APPROVE' ? 'individual-plan-approved' : 'individual-plan-returned',
        params: { year: plan.year },
        link: `/individual-plans/${individualPlanId}`,
      },
    ]);
    const decided = { ...plan, state, note, decidedAt: this.clock.now() };
    return this.save(tx, decided, decider.subject, `${action.toLowerCase()}-individual-plan`, decider);
  }

  /**
   * Realised as the person states it, within the plan's year, with a reference. Throws `individual-plan-item-not-found` (404), `plan-line-refused` (422).
   */
  async realise(
    tx: Transaction,
    employeeId: string,
    itemId: string,
    { realisedOn, reference }: { readonly realisedOn: string; readonly reference: string },
    actor: string,
  ): Promise<IndividualPlanView> {
    if (realisedOn > this.clock.today())
      throw new AppError('plan-line-refused', {
        status: 422,
        errors: [{ field: 'realisedOn', code: 'evidence.in-future' }],
      });
    const rows = await tx.query<{ individualPlanId: string; year: number }>(
      `UPDATE individual_plan_item AS i SET realised_on = $3, realised_by = 'STATED', realised_reference = $4 FROM individual_plan AS p
        WHERE p.individual_plan_id = i.individual_plan_id AND p.employee_id = $1 AND i.item_id = $2 AND p.state = 'APPROVED' AND i.realised_on IS NULL
        RETURNING p.individual_plan_id AS "individualPlanId", p.year`,
      [employeeId, itemId, realisedOn, reference],
    );
    const [row] = rows;
    if (!row) throw new AppError('individual-plan-item-not-found', { status: 404 });
    if (Number(realisedOn.slice(0, 4)) !== row.year)
      throw new AppError('plan-line-refused', {
        status: 422,
        errors: [{ field: 'realisedOn', code: 'plan.year-outside' }],
      });
    const plan = await this.lock(tx, 'individual_plan_id = $1', [row.individualPlanId]);
    return this.save(tx, plan, actor, 'realise-individual-plan');
  }

  /**
   * An activity that was stated as done is open again: the person stated it wrongly, or who decides on the plan does not accept the proof, and the
   * person is told. Throws `individual-plan-item-not-found` (404), `individual-plan-item-not-stated` (409) for what a training did.
   */
  async reopenStated(
    tx: Transaction,
    individualPlanId: string,
    itemId: string,
    reason: string,
    decider: Decider,
  ): Promise<IndividualPlanView> {
    const plan = await this.lock(tx, 'individual_plan_id = $1', [individualPlanId]);
    const [item] = await tx.query<{ activity: string; realisedBy: string | null }>(
      `SELECT activity, realised_by AS "realisedBy" FROM individual_plan_item WHERE individual_plan_id = $1 AND item_id = $2 AND realised_on IS NOT NULL`,
      [individualPlanId, itemId],
    );
    if (!item) throw new AppError('individual-plan-item-not-found', { status: 404 });
    if (item.realisedBy !== 'STATED') throw new AppError('individual-plan-item-not-stated', { status: 409 });
    await tx.execute(REOPEN_STATED, [itemId]);
    if (decider.employeeId !== plan.employeeId)
      await this.notices.tell(tx, [
        {
          recipientId: plan.employeeId,
          key: `individual-item-reopened:${itemId}:${plan.revision + 1}`,
          code: 'individual-item-reopened',
          params: { activity: item.activity, reason },
          link: `/individual-plans/${individualPlanId}`,
        },
      ]);
    return this.save(tx, plan, decider.subject, 'reopen-individual-plan-item', undefined, reason);
  }

  /** Whose plan it is. Throws `individual-plan-not-found` (404). */
  async getEmployee(db: SqlClient, individualPlanId: string): Promise<string> {
    const [row] = await db.query<{ employeeId: string }>(
      'SELECT employee_id AS "employeeId" FROM individual_plan WHERE individual_plan_id = $1',
      [individualPlanId],
    );
    if (!row) throw new AppError('individual-plan-not-found', { status: 404 });
    return row.employeeId;
  }

  private async check(tx: Transaction, items: readonly IndividualPlanItemDto[]): Promise<void> {
    const { competencies } = await this.contexts.load(tx);
    const errors = items.flatMap(({ competencyCode, level }, index) => {
      const competency = competencies.get(competencyCode);
      if (!competency) return [{ field: `items[${index}].competencyCode`, code: 'evidence.competency-unknown' }];
      return level > competency.maxLevel ? [{ field: `items[${index}].level`, code: 'evidence.level-outside' }] : [];
    });
    if (errors.length > 0) throw new AppError('plan-line-refused', { status: 422, errors });
  }

  private async lock(tx: Transaction, condition: string, values: readonly unknown[]): Promise<PlanRow> {
    const [plan] = await tx.query<PlanRow>(
      `SELECT ${COLUMNS} FROM individual_plan WHERE ${condition} FOR UPDATE`,
      values,
    );
    if (!plan) throw new AppError('individual-plan-not-found', { status: 404 });
    return plan;
  }

  /** The plan as it is from now on; `decider` where someone decided on it. */
  private async save(
    tx: Transaction,
    plan: PlanRow,
    actor: string,
    action: string,
    decider?: Decider,
    reason?: string,
  ): Promise<IndividualPlanView> {
    this.signal.changedBy(tx);
    const changed = { ...plan, revision: plan.revision + 1 };
    const { individualPlanId, state, note, revision, submittedAt, decidedAt } = changed;
    const by = [decider?.subject ?? null, decider?.employeeId ?? null];
    await tx.execute(SAVE, [individualPlanId, state, note, revision, submittedAt, decidedAt, ...by]);
    const object = { type: 'individual-plan', id: individualPlanId };
    const why = reason === undefined ? {} : { reason };
    await this.audit.record(tx, { actor, action, object, after: { state, revision }, ...why });
    return this.view(tx, changed);
  }

  private async view(db: SqlClient, plan: PlanRow): Promise<IndividualPlanView> {
    const items = await db.query<IndividualPlanView['items'][number]>(ITEMS, [plan.individualPlanId]);
    return { ...plan, items, realisedPercent: realisedPercent(items) };
  }
}

async function countItems(tx: Transaction, individualPlanId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM individual_plan_item WHERE individual_plan_id = $1',
    [individualPlanId],
  );
  return row!.n;
}
