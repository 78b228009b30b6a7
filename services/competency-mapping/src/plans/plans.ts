import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, Notices, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { NeedsMap } from '../needs/needs-map.js';
import { loadInventory } from '../needs/need-figures.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { RuleBook } from '../rules/rule-book.js';
import { StatementSignal } from '../marks/statement-signal.js';
import { inCodesOfToday } from './current-lines.js';
import { besideDrawn } from './draw-lines.decision.js';
import { dropDrawnTwice, writeSources } from './line-sources.js';
import { inventoryLines, keepLineIds, type InventoryDefaults } from './inventory.decision.js';
import { LineViews } from './line-views.js';
import { movePlan, type MoveCommand } from './plan-flow.decision.js';
import type { Plan, PlanLine } from './plan.js';
import {
  countLines,
  findLastStep,
  findLine,
  findPlan,
  findResponsibles,
  insertPlan,
  insertStep,
  loadDrawnPeople,
  loadLines,
  savePlan,
  writeLinePeople,
  writeLines,
} from './plan-store.js';

const UNIQUE_VIOLATION = '23505';
/** Agencies' plans from here on belong into the region's. */
const READY = ['VALIDATED', 'APPROVED', 'SYNCED'];
const MOST_ERRORS = 100;

/** Who acts: the account, and the employee whose account it is; null: nobody's here. */
export interface Official {
  readonly subject: string;
  readonly employeeId: string | null;
}

export type NewPlan = Pick<Plan, 'kind' | 'agencyId' | 'title' | 'firstYear' | 'lastYear'>;
export type LineDetails = Omit<PlanLine, 'lineId' | 'planId' | 'origin' | 'sourceLineId'>;

/** Plans of competency development: lines while they are drafts, then the steps of the AKPK. */
@Injectable()
export class Plans {
  constructor(
    private readonly audit: Audit,
    private readonly needs: NeedsMap,
    private readonly rules: RuleBook,
    private readonly contexts: MappingContexts,
    private readonly clock: Clock,
    private readonly signal: StatementSignal,
    private readonly lines: LineViews,
    private readonly notices: Notices,
  ) {}

  /** Throws `plan-taken` (409): one plan a kind, year and agency. */
  async create(tx: Transaction, input: NewPlan, { subject: actor, employeeId }: Official): Promise<Plan> {
    const plan: Plan = { ...input, planId: newId(), state: 'DRAFT', revision: 1, returned: 0, decree: null };
    try {
      await insertPlan(tx, plan, actor, employeeId);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new AppError('plan-taken', { status: 409, cause: error });
    }
    await this.note(tx, actor, 'create-plan', plan);
    return plan;
  }

  /**
   * Fills a draft out of the gaps, in place of what an earlier inventory put there and beside what was drawn out of a multi-year plan; who misses
   * the same keeps the line's id. Answers how many lines it made. Throws `plan-line-refused` (422) for a target that its lines cannot serve.
   */
  async inventory(tx: Transaction, planId: string, defaults: InventoryDefaults, actor: string): Promise<number> {
    const plan = await this.lockDraft(tx, planId);
    const filter = { agencyId: plan.agencyId, visible: null };
    const rule = await this.rules.getInForce(tx, 'NEEDS', this.clock.today());
    await this.assertServes(tx, plan, defaults.developmentTargetId);
    const needs = await this.needs.needs('region', filter);
    const found = inventoryLines(await loadInventory(tx, filter), needs, plan, defaults, rule.content);
    const beside = besideDrawn(found, await loadDrawnPeople(tx, planId));
    const before = (await loadLines(tx, planId)).filter(({ origin }) => origin === 'INVENTORY');
    const lines = keepLineIds(beside.lines, before, newId).map((line) => ({ ...line, planId, sourceLineId: null }));
    await tx.execute(
      `DELETE FROM plan_line WHERE plan_id = $1 AND origin = 'INVENTORY' AND NOT (line_id = ANY($2::uuid[]))`,
      [planId, lines.map(({ lineId }) => lineId)],
    );
    await tx.execute('DELETE FROM plan_line_person WHERE line_id = ANY($1::uuid[])', [
      lines.map(({ lineId }) => lineId),
    ]);
    await writeLines(tx, lines);
    await writeLinePeople(tx, [
      ...lines.flatMap(({ lineId, employeeIds }) => employeeIds.map((employeeId) => ({ lineId, employeeId }))),
      ...beside.named,
    ]);
    await this.note(tx, actor, 'inventory-plan', plan);
    return lines.length;
  }

  /**
   * Fills the region's draft with the lines of all its agencies' plans that are validated, in place of those gathered before; a line keeps
   * its id over gatherings, so that the province knows it again. Where an agency drew a line of the multi-year plan itself, its own takes the place
   * of the region's. Answers how many there are.
   */
  async gather(tx: Transaction, planId: string, actor: string): Promise<number> {
    const plan = await this.lockDraft(tx, planId);
    if (plan.agencyId !== null) throw new AppError('plan-not-regional', { status: 422 });
    const sources = await tx.query<PlanLine & { known: string | null }>(
      `SELECT s.line_id AS "lineId", s.plan_id AS "planId", s.year, s.agency_id AS "agencyId", s.competency_code AS "competencyCode", s.level::integer AS level,
              s.target_group AS "targetGroup", s.people, s.form, s.path_code AS "pathCode", s.organiser, s.quarter::integer AS quarter,
              s.curriculum_standard AS "curriculumStandard", s.budget::float8 AS budget, s.hours, s.development_target_id AS "developmentTargetId",
              s.urgency::integer AS urgency, g.line_id AS known
         FROM plan AS p JOIN plan_line AS s USING (plan_id)
         LEFT JOIN plan_line AS g ON g.plan_id = $1 AND g.source_line_id = s.line_id
        WHERE p.kind = $2 AND p.first_year = $3 AND p.agency_id IS NOT NULL AND p.state = ANY($4::text[])`,
      [planId, plan.kind, plan.firstYear, READY],
    );
    const { currentCodes } = await this.contexts.load(tx);
    const rows = inCodesOfToday(sources, currentCodes).map((source) => ({ lineId: source.known ?? newId(), source }));
    const lines = rows.map(({ lineId, source: { known: _known, ...source } }): PlanLine => ({
      ...source,
      lineId,
      planId,
      origin: 'GATHERED',
      sourceLineId: source.lineId,
    }));
    await tx.execute(
      `DELETE FROM plan_line WHERE plan_id = $1 AND origin = 'GATHERED' AND NOT (line_id = ANY($2::uuid[]))`,
      [planId, lines.map(({ lineId }) => lineId)],
    );
    await dropDrawnTwice(
      tx,
      planId,
      sources.map(({ lineId }) => lineId),
    );
    await writeLines(tx, lines);
    await writeSources(tx, rows, actor);
    await this.note(tx, actor, 'gather-plan', plan);
    return lines.length;
  }

  /** Adds a line to a draft, or changes one. Throws `plan-line-refused` (422) by field, `plan-line-not-found` (404). */
  async writeLine(
    tx: Transaction,
    planId: string,
    lineId: string | undefined,
    details: LineDetails,
    actor: string,
  ): Promise<PlanLine> {
    const plan = await this.lockDraft(tx, planId);
    await this.checkLine(tx, plan, details);
    const before = lineId === undefined ? undefined : await findLine(tx, planId, lineId);
    if (lineId !== undefined && !before) throw new AppError('plan-line-not-found', { status: 404 });
    const origin = before?.origin ?? 'MANUAL';
    const line: PlanLine = {
      ...details,
      planId,
      lineId: lineId ?? newId(),
      origin,
      sourceLineId: before?.sourceLineId ?? null,
    };
    await writeLines(tx, [line]);
    await this.note(tx, actor, 'write-plan-line', plan);
    return line;
  }

  async removeLine(tx: Transaction, planId: string, lineId: string, actor: string): Promise<void> {
    const plan = await this.lockDraft(tx, planId);
    const done = await tx.execute('DELETE FROM plan_line WHERE plan_id = $1 AND line_id = $2', [planId, lineId]);
    if (done === 0) throw new AppError('plan-line-not-found', { status: 404 });
    await this.note(tx, actor, 'remove-plan-line', plan);
  }

  /** Takes the plan one step on, or back. Throws `plan-lines-refused` (422) naming lines that serve no target in force or no known competency. */
  async move(tx: Transaction, planId: string, command: MoveCommand, employeeId: string | null): Promise<Plan> {
    const before = await this.lock(tx, planId);
    const lines = await countLines(tx, planId);
    const { plan, step } = movePlan(before, command, lines, await findLastStep(tx, planId));
    if (command.action === 'VALIDATE' || command.action === 'APPROVE') await this.assertServing(tx, planId);
    await savePlan(tx, plan);
    await insertStep(tx, planId, step, employeeId);
    if (command.action === 'RETURN') await this.tellReturned(tx, plan, command.reason!);
    await this.note(tx, command.actor, `${command.action.toLowerCase()}-plan`, plan, command.reason ?? undefined);
    return plan;
  }

  /** Who drew the plan up and who let it pass is told that it is back, and why. */
  private async tellReturned(tx: Transaction, { planId, title, revision }: Plan, reason: string): Promise<void> {
    const recipients = await findResponsibles(tx, planId);
    await this.notices.tell(
      tx,
      recipients.map((recipientId) => ({
        recipientId,
        key: `plan-returned:${planId}:${revision}`,
        code: 'plan-returned',
        params: { title, reason },
        link: `/plans/${planId}`,
      })),
    );
  }

  /** Throws `plan-not-found` (404). */
  async lock(tx: Transaction, planId: string): Promise<Plan> {
    const plan = await findPlan(tx, planId, true);
    if (!plan) throw new AppError('plan-not-found', { status: 404 });
    return plan;
  }

  /** Throws `plan-not-found` (404), `plan-not-there` (409) unless it is a draft. */
  async lockDraft(tx: Transaction, planId: string): Promise<Plan> {
    const plan = await this.lock(tx, planId);
    if (plan.state !== 'DRAFT') throw new AppError('plan-not-there', { status: 409, params: { state: plan.state } });
    return plan;
  }

  /** Nothing is planned that serves no development target (row R12), and nothing under a code that is gone. */
  private async assertServing(tx: Transaction, planId: string): Promise<void> {
    const serving = await this.lines.serving(tx, await loadLines(tx, planId));
    const errors = serving.flatMap(({ line, problems }) =>
      problems.map((code) => ({ field: `lines.${line.lineId}`, code })),
    );
    if (errors.length > 0)
      throw new AppError('plan-lines-refused', { status: 422, errors: errors.slice(0, MOST_ERRORS) });
  }

  /** A target that lines of a plan are to serve; null: none was named. */
  private async assertServes(tx: Transaction, plan: Plan, targetId: string | null): Promise<void> {
    if (targetId === null) return;
    const problem = await this.lines.targetProblem(tx, targetId, plan.firstYear);
    if (problem === undefined) return;
    throw new AppError('plan-line-refused', { status: 422, errors: [{ field: 'developmentTargetId', code: problem }] });
  }

  private async checkLine(tx: Transaction, plan: Plan, details: LineDetails): Promise<void> {
    const { competencies } = await this.contexts.load(tx);
    const errors: { field: string; code: string }[] = [];
    const competency = competencies.get(details.competencyCode);
    if (!competency) errors.push({ field: 'competencyCode', code: 'evidence.competency-unknown' });
    else if (details.level > competency.maxLevel) errors.push({ field: 'level', code: 'evidence.level-outside' });
    if (details.year < plan.firstYear || details.year > plan.lastYear)
      errors.push({ field: 'year', code: 'plan.year-outside' });
    if (plan.agencyId !== null && details.agencyId !== plan.agencyId)
      errors.push({ field: 'agencyId', code: 'plan.agency-other' });
    if (details.developmentTargetId !== null) {
      const problem = await this.lines.targetProblem(tx, details.developmentTargetId, details.year);
      if (problem !== undefined) errors.push({ field: 'developmentTargetId', code: problem });
    }
    if (errors.length > 0) throw new AppError('plan-line-refused', { status: 422, errors });
  }

  private note(tx: Transaction, actor: string, action: string, plan: Plan, reason?: string): Promise<void> {
    this.signal.changedBy(tx);
    const { planId, state, revision, title } = plan;
    const object = { type: 'plan', id: planId };
    const after = { state, revision, title };
    return this.audit.record(tx, { actor, action, object, after, ...(reason === undefined ? {} : { reason }) });
  }
}
