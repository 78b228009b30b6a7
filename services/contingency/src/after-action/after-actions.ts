import { CalendarDate } from '@betang/asn';
import { newId } from '@betang/contracts';
import { AppError, Clock, type FieldProblem, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ACTIONS, FINDINGS, type Action, type Finding } from '../drills/drill-rows.js';
import { Findings, type RaisedFinding } from '../drills/findings.js';
import type { EmergencyReview } from '../emergencies/emergency-review.js';
import type { Emergency } from '../emergencies/emergency-rows.js';
import { Rules } from '../rules/rules.js';
import type { AfterActionDto, ObservationDto } from './after-action.dto.js';
import { AFTER_ACTIONS, OBSERVATIONS, type AfterAction, type Observation } from './after-action-rows.js';
import { missingToClose } from './close-review.decision.js';

const OPEN_TASKS = `SELECT count(*)::integer AS open FROM operation_task WHERE emergency_id = $1 AND state IN ('OPEN', 'UNDER_WAY')`;

/** A review with everything in it. */
export interface WholeReview {
  readonly review: AfterAction;
  readonly observations: readonly Observation[];
  readonly findings: readonly Finding[];
  readonly actions: readonly Action[];
  /** What is missing before it can be closed. */
  readonly missing: readonly FieldProblem[];
}

/** Reviews of emergencies: opened by their end, written by whoever was there, closed when nothing is missing. */
@Injectable()
export class AfterActions implements EmergencyReview {
  constructor(
    private readonly findings: Findings,
    private readonly rules: Rules,
    private readonly clock: Clock,
  ) {}

  /** Due so many days after the end as the rule says. */
  async open(tx: Transaction, emergencyId: string, endedOn: string): Promise<AfterAction> {
    const { afterActionDays } = (await this.rules.book(tx)).get('review.due', endedOn);
    const dueOn = CalendarDate.parse(endedOn).plusDays(afterActionDays).iso;
    return AFTER_ACTIONS.insert(tx, { emergencyId, state: 'OPEN', dueOn });
  }

  /** Adds to the review: observations and findings to those that are there, a summary in place of the one before. Throws as {@link lock}. */
  async write(
    tx: Transaction,
    emergency: Emergency,
    input: AfterActionDto,
    by: string,
  ): Promise<readonly RaisedFinding[]> {
    const { emergencyId, planId, hazardCode } = emergency;
    await this.lock(tx, emergencyId);
    if (input.summary !== undefined) await AFTER_ACTIONS.update(tx, emergencyId, { summary: input.summary });
    const row = (went: Observation['went']) => (observation: ObservationDto) => ({
      ...{ observationId: newId(), emergencyId, went, field: observation.field ?? null },
      ...{ text: observation.text, recordedBy: by },
    });
    const { wentWell = [], wentIll = [], findings = [] } = input;
    await OBSERVATIONS.insertAll(tx, [...wentWell.map(row('WELL')), ...wentIll.map(row('ILL'))]);
    const from = { source: 'AFTER_ACTION', sourceId: emergencyId, planId, hazardCode } as const;
    const raised: RaisedFinding[] = [];
    for (const finding of findings) raised.push(await this.findings.raise(tx, from, finding));
    return raised;
  }

  /** Throws `after-action-incomplete` (422), naming everything that is missing, and as {@link lock}. */
  async close(tx: Transaction, emergencyId: string, by: string): Promise<void> {
    await this.lock(tx, emergencyId);
    const { missing } = await this.load(tx, emergencyId);
    if (missing.length > 0) throw new AppError('after-action-incomplete', { status: 422, errors: missing });
    await AFTER_ACTIONS.update(tx, emergencyId, { state: 'CLOSED', closedOn: this.clock.today(), closedBy: by });
  }

  /** Throws `emergency-not-ended` (409). */
  async load(db: SqlClient, emergencyId: string): Promise<WholeReview> {
    const review = await AFTER_ACTIONS.find(db, emergencyId);
    if (!review) throw new AppError('emergency-not-ended', { status: 409 });
    const observations = await OBSERVATIONS.where(db, 'emergency_id = $1 ORDER BY observation_id', [emergencyId]);
    const findings = await FINDINGS.where(db, 'source_id = $1 ORDER BY finding_id', [emergencyId]);
    const ids = findings.map(({ findingId }) => findingId);
    const actions = await ACTIONS.where(db, 'finding_id = ANY($1::uuid[]) ORDER BY due_on, action_id', [ids]);
    const [tasks] = await db.query<{ open: number }>(OPEN_TASKS, [emergencyId]);
    const count = (went: string) => observations.filter((each) => each.went === went).length;
    const missing = missingToClose({
      ...{ summary: review.summary, wentWell: count('WELL'), wentIll: count('ILL'), openTasks: tasks!.open },
      findings: findings.map(({ findingId, title, state }) => ({
        ...{ title, state },
        actions: actions.filter((action) => action.findingId === findingId).length,
      })),
    });
    return { review, observations, findings, actions, missing: review.state === 'CLOSED' ? [] : missing };
  }

  async isOpen(db: SqlClient, emergencyId: string): Promise<boolean> {
    return (await AFTER_ACTIONS.find(db, emergencyId))?.state === 'OPEN';
  }

  /** Throws `emergency-not-ended` (409), `after-action-done` (409). */
  private async lock(tx: Transaction, emergencyId: string): Promise<AfterAction> {
    if (!(await AFTER_ACTIONS.find(tx, emergencyId))) throw new AppError('emergency-not-ended', { status: 409 });
    const review = await AFTER_ACTIONS.lock(tx, emergencyId);
    if (review.state === 'CLOSED') throw new AppError('after-action-done', { status: 409 });
    return review;
  }
}
