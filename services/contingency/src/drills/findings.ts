import { DrillFindingRaisedV2, newId } from '@betang/contracts';
import { AppError, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { assertCompetencies } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { assertUnitStands } from '../people/units.js';
import { findSection } from '../plans/plan-guide.js';
import { Reminders } from '../reminders/reminders.js';
import { assertKnownPeople } from '../people/known-people.js';
import { Reviews } from '../reviews/reviews.js';
import { ACTIONS, FINDINGS, type Action, type Finding } from './drill-rows.js';
import type { ChangeActionDto, NewActionDto, NewFindingDto, SettleFindingDto } from './drill.dto.js';

/** Where a finding comes from. */
export interface FindingSource {
  readonly source: 'DRILL' | 'AFTER_ACTION';
  readonly sourceId: string;
  readonly planId: string | null;
  readonly hazardCode: string;
}

export interface RaisedFinding {
  readonly finding: Finding;
  readonly events: readonly unknown[];
  readonly plans: readonly string[];
}

/** Findings of drills and after-action reviews, and what is done about them. */
@Injectable()
export class Findings {
  constructor(
    private readonly reviews: Reviews,
    private readonly reminders: Reminders,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a finding. One about competencies becomes a need in competency-mapping; one about the plan asks for its review. Throws `finding-refused` (422)
   * for a competency finding without competency, level and people, one that names more people than it counts, or an
   * unknown section.
   */
  async raise(tx: Transaction, from: FindingSource, input: NewFindingDto): Promise<RaisedFinding> {
    assertFinding(input);
    await assertFits(tx, input);
    if (input.unitId !== undefined) await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
    const { kind, title, severity } = input;
    const finding = await FINDINGS.insert(tx, {
      findingId: newId(),
      planId: from.planId,
      source: from.source,
      sourceId: from.sourceId,
      kind,
      title,
      severity,
      section: input.section ?? null,
      competencyCode: input.competencyCode ?? null,
      level: input.level ?? null,
      people: input.people ?? null,
      unitId: input.unitId ?? null,
      raisedOn: this.clock.today(),
      state: 'OPEN',
    });
    const asked =
      kind === 'PLAN' && from.planId !== null ? await this.askReview(tx, from, from.planId) : { plans: [], events: [] };
    const need = kind === 'COMPETENCY' ? [needEvent(finding, from, input)] : [];
    return { finding, events: [...need, ...asked.events], plans: from.planId === null ? [] : [from.planId] };
  }

  async act(tx: Transaction, finding: Finding, input: NewActionDto): Promise<Action> {
    if (finding.state === 'SETTLED') throw new AppError('finding-settled', { status: 409 });
    await assertUnitStands(tx, input.ownerUnitId, 'ownerUnitId', this.clock.today());
    if (input.dueOn < this.clock.today()) throw new AppError('contingency-date-past', { status: 422, field: 'dueOn' });
    const ownerEmployeeId = input.ownerEmployeeId ?? null;
    if (ownerEmployeeId !== null) await assertKnownPeople(tx, [ownerEmployeeId]);
    const action = await ACTIONS.insert(tx, {
      ...input,
      ownerEmployeeId,
      actionId: newId(),
      findingId: finding.findingId,
    });
    await this.reminders.actionPlanned(tx, action);
    return action;
  }

  /** Another day, unit or person, with a reason that goes on record. Throws as {@link act}, and `follow-up-done-already` (409). */
  async changeAction(tx: Transaction, action: Action, input: ChangeActionDto): Promise<Action> {
    if (action.doneOn !== null) throw new AppError('follow-up-done-already', { status: 409 });
    if (input.dueOn < this.clock.today()) throw new AppError('contingency-date-past', { status: 422, field: 'dueOn' });
    const { dueOn, ownerUnitId = action.ownerUnitId, ownerEmployeeId = null } = input;
    await assertUnitStands(tx, ownerUnitId, 'ownerUnitId', this.clock.today());
    if (ownerEmployeeId !== null) await assertKnownPeople(tx, [ownerEmployeeId]);
    const changed = await ACTIONS.update(tx, action.actionId, { dueOn, ownerUnitId, ownerEmployeeId });
    await this.reminders.actionPlanned(tx, changed);
    return changed;
  }

  /** Throws `follow-up-done-already` (409). */
  async complete(tx: Transaction, action: Action, result: string, by: string): Promise<Action> {
    if (action.doneOn !== null) throw new AppError('follow-up-done-already', { status: 409 });
    return ACTIONS.update(tx, action.actionId, { doneOn: this.clock.today(), doneBy: by, result });
  }

  /** Throws `finding-settled` (409), `finding-needs-answer` (422), `finding-actions-open` (409). */
  async settle(tx: Transaction, finding: Finding, { version, reason }: SettleFindingDto): Promise<Finding> {
    if (finding.state === 'SETTLED') throw new AppError('finding-settled', { status: 409 });
    if (version === undefined && reason === undefined) throw new AppError('finding-needs-answer', { status: 422 });
    await assertVersionOf(tx, finding, version);
    const open = await ACTIONS.where(tx, 'finding_id = $1 AND done_on IS NULL', [finding.findingId]);
    if (open.length > 0) throw new AppError('finding-actions-open', { status: 409, params: { count: open.length } });
    return FINDINGS.update(tx, finding.findingId, {
      state: 'SETTLED',
      settledInVersion: version ?? null,
      settledReason: reason ?? null,
    });
  }

  /** Findings about the plan itself that no version and no reason answers yet. */
  openPlanFindings(db: SqlClient, planId: string): Promise<Finding[]> {
    return FINDINGS.where(db, `plan_id = $1 AND kind = 'PLAN' AND state = 'OPEN'`, [planId]);
  }

  private askReview(tx: Transaction, { source, sourceId }: FindingSource, planId: string) {
    const reason = source === 'DRILL' ? 'Temuan gladi' : 'Temuan kaji ulang setelah darurat';
    return this.reviews.ask(tx, [planId], { cause: source, causeId: sourceId, reason });
  }
}

/** What people lack must be in the dictionary, and they must be known: else the need would find nobody. */
async function assertFits(tx: Transaction, { competencyCode, level, employeeIds = [] }: NewFindingDto): Promise<void> {
  if (competencyCode !== undefined) {
    const asked = { competencyCode, level: level ?? 1, codeField: 'competencyCode', levelField: 'level' };
    assertCompetencies([asked], await loadDictionary(tx));
  }
  await assertKnownPeople(tx, employeeIds);
}

function assertFinding({ kind, competencyCode, level, people, section, employeeIds = [] }: NewFindingDto): void {
  const missing = Object.entries({ competencyCode, level, people }).filter(([, value]) => value === undefined);
  const errors = [
    ...(kind === 'COMPETENCY' ? missing.map(([field]) => ({ field, code: 'required' })) : []),
    ...(people !== undefined && new Set(employeeIds).size > people
      ? [{ field: 'people', code: 'finding.fewer-than-named' }]
      : []),
    ...(section !== undefined && !findSection(section) ? [{ field: 'section', code: 'plan.section-unknown' }] : []),
  ];
  if (errors.length > 0) throw new AppError('finding-refused', { status: 422, errors });
}

async function assertVersionOf(tx: Transaction, { planId }: Finding, version: number | undefined): Promise<void> {
  if (version === undefined) return;
  const rows = await tx.query('SELECT 1 FROM plan_version WHERE plan_id = $1 AND version = $2', [planId, version]);
  if (rows.length === 0) throw new AppError('plan-version-not-found', { status: 422, field: 'version' });
}

function needEvent(finding: Finding, from: FindingSource, input: NewFindingDto): unknown {
  const { findingId, title, severity, unitId, raisedOn } = finding;
  const data = {
    findingId,
    source: from.source,
    sourceId: from.sourceId,
    planId: from.planId,
    hazardCode: from.hazardCode,
    title,
    severity,
    competencyCode: finding.competencyCode!,
    level: finding.level!,
    people: finding.people!,
    unitId,
    employeeIds: [...new Set(input.employeeIds)],
    dueOn: input.dueOn ?? null,
    raisedOn,
  };
  return DrillFindingRaisedV2.create({ subject: findingId, data });
}
