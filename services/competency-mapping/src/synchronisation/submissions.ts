import { PlanLineSubmitted, PlanSubmitted, PlanWithdrawn, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { eventList } from '../events.js';
import { loadCurrentCodes } from '../dictionary/dictionary-store.js';
import { inCodesOfToday } from '../plans/current-lines.js';
import { PlanDelegations } from '../plans/delegations.js';
import { PlanDeadlines } from '../plans/plan-deadlines.js';
import { loadLines } from '../plans/plan-store.js';
import type { Plan, PlanLine } from '../plans/plan.js';
import { Plans } from '../plans/plans.js';
import { MappingContexts } from '../profiles/mapping-context.js';

const MOST_ERRORS = 100;

export interface Submitted {
  readonly planId: string;
  readonly submission: number;
  readonly lines: number;
  readonly late: boolean;
}

/** The region's plan goes to the province, goes again, or is taken back. Works with the province out of reach: the outbox keeps it. */
@Injectable()
export class PlanSubmissions {
  constructor(
    private readonly plans: Plans,
    private readonly contexts: MappingContexts,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly delegations: PlanDelegations,
    private readonly deadlines: PlanDeadlines,
  ) {}

  /**
   * Told under the codes of the day, whatever they were when it was fixed. Throws `plan-not-regional` (422), `plan-not-there` (409) unless it is
   * approved, `plan-submitted-already` (409), `plan-lines-refused` (422) for lines whose code is gone: the plan is to be revised.
   */
  async submit(tx: Transaction, planId: string, actor: string): Promise<Submitted> {
    const plan = await this.plans.lock(tx, planId);
    if (plan.agencyId !== null || plan.kind !== 'ANNUAL') throw new AppError('plan-not-regional', { status: 422 });
    if (plan.state !== 'APPROVED') throw new AppError('plan-not-there', { status: 409, params: { state: plan.state } });
    const last = await findLast(tx, planId);
    if (last && last.withdrawnReason === null && last.revision === plan.revision)
      throw new AppError('plan-submitted-already', { status: 409 });
    const { dictionary, currentCodes, competencies } = await this.contexts.load(tx);
    const lines = inCodesOfToday(await loadLines(tx, planId), currentCodes);
    refuseGoneCodes(lines, competencies);
    const submission = (last?.submission ?? 0) + 1;
    const late = await this.isLate(tx, plan);
    const now = this.clock.now();
    await tx.execute(
      `INSERT INTO plan_submission (plan_id, submission, submitted_by, submitted_at, late, lines, revision) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [planId, submission, actor, now, late, lines.length, plan.revision],
    );
    const head = submitted(plan, lines, submission, late, dictionary.version, now);
    await this.outbox.append(tx, eventList(head, ...lines.map((line) => lineSubmitted(line, submission))));
    const after = { submission, lines: lines.length, late };
    await this.audit.record(tx, { actor, action: 'submit-plan', object: { type: 'plan', id: planId }, after });
    return { planId, submission, lines: lines.length, late };
  }

  /**
   * Takes the submitted plan back; it may go again under a higher number. Steps that were handed to others end, and reminders are closed. Throws `plan-not-submitted` (409).
   */
  async withdraw(tx: Transaction, planId: string, reason: string, actor: string): Promise<Submitted> {
    const plan = await this.plans.lock(tx, planId);
    const last = await findLast(tx, planId);
    if (!last || last.withdrawnReason !== null) throw new AppError('plan-not-submitted', { status: 409 });
    const submission = last.submission + 1;
    const now = this.clock.now();
    await tx.execute(
      `INSERT INTO plan_submission (plan_id, submission, submitted_by, submitted_at, late, lines, revision, withdrawn_reason)
       VALUES ($1, $2, $3, $4, false, 0, $5, $6)`,
      [planId, submission, actor, now, plan.revision, reason],
    );
    if (plan.state === 'SYNCED') await tx.execute(`UPDATE plan SET state = 'APPROVED' WHERE plan_id = $1`, [planId]);
    const data = { planId, submission, year: plan.firstYear, withdrawnAt: now.toISOString(), reason };
    await this.outbox.append(tx, eventList(PlanWithdrawn.create({ subject: planId, data })));
    const after = {
      delegationsEnded: await this.delegations.endAll(tx, planId),
      remindersClosed: await this.deadlines.close(tx, planId),
    };
    await this.audit.record(tx, {
      actor,
      action: 'withdraw-plan',
      object: { type: 'plan', id: planId },
      reason,
      after,
    });
    return { planId, submission, lines: 0, late: false };
  }

  private async isLate(tx: Transaction, plan: Plan): Promise<boolean> {
    const [row] = await tx.query<{ late: boolean }>(
      `SELECT due_on < $2 AS late FROM plan_deadline WHERE year = $1 AND state = 'SYNCED'`,
      [plan.firstYear, this.clock.today()],
    );
    return row?.late ?? false;
  }
}

function refuseGoneCodes(lines: readonly PlanLine[], known: ReadonlyMap<string, unknown>): void {
  const errors = lines.flatMap(({ lineId, competencyCode }) =>
    known.has(competencyCode) ? [] : [{ field: `lines.${lineId}`, code: 'evidence.competency-unknown' }],
  );
  if (errors.length > 0)
    throw new AppError('plan-lines-refused', { status: 422, errors: errors.slice(0, MOST_ERRORS) });
}

interface LastSubmission {
  readonly submission: number;
  readonly revision: number;
  readonly withdrawnReason: string | null;
}

async function findLast(tx: Transaction, planId: string): Promise<LastSubmission | undefined> {
  const [row] = await tx.query<LastSubmission>(
    `SELECT submission, revision, withdrawn_reason AS "withdrawnReason" FROM plan_submission WHERE plan_id = $1 ORDER BY submission DESC LIMIT 1`,
    [planId],
  );
  return row;
}

function submitted(
  plan: Plan,
  lines: readonly PlanLine[],
  submission: number,
  late: boolean,
  dictionaryVersion: number,
  now: Date,
): object {
  return PlanSubmitted.create({
    subject: plan.planId,
    data: {
      planId: plan.planId,
      submission,
      year: plan.firstYear,
      title: plan.title,
      legalBasis: plan.decree ?? '-',
      dictionaryVersion,
      submittedAt: now.toISOString(),
      late,
      lines: lines.length,
      people: lines.reduce((sum, { people }) => sum + people, 0),
      budget: lines.reduce((sum, { budget }) => sum + budget, 0),
    },
  });
}

function lineSubmitted({ origin: _origin, sourceLineId: _source, ...line }: PlanLine, submission: number): object {
  return PlanLineSubmitted.create({ subject: line.planId, data: { ...line, submission } });
}

const STANDING = `SELECT DISTINCT ON (s.plan_id) s.plan_id AS "planId", s.submission, s.submitted_at AS "submittedAt", s.late, s.revision,
    s.withdrawn_reason AS "withdrawnReason", p.kind, p.agency_id AS "agencyId", p.title, p.first_year AS "firstYear", p.last_year AS "lastYear", p.state,
    p.returned, p.decree, d.version AS "dictionaryVersion"
  FROM plan_submission AS s JOIN plan AS p USING (plan_id), (SELECT max(version) AS version FROM dictionary WHERE state = 'PUBLISHED') AS d
 ORDER BY s.plan_id, s.submission DESC`;

type Standing = Plan &
  LastSubmission & { readonly submittedAt: Date; readonly late: boolean; readonly dictionaryVersion: number };

/**
 * The submissions that count, for a province that comes late. A plan that is being revised is left out: its lines are no longer those that
 * went, and its next submission says all.
 */
export async function loadSubmissions(tx: Transaction): Promise<NewEvent[]> {
  const events: object[] = [];
  const currentCodes = new Map((await loadCurrentCodes(tx)).map((row) => [row.recordedCode, row]));
  for (const plan of await tx.query<Standing>(STANDING)) {
    const { planId, submission, withdrawnReason, firstYear: year } = plan;
    if (withdrawnReason !== null) {
      const data = { planId, submission, year, withdrawnAt: plan.submittedAt.toISOString(), reason: withdrawnReason };
      events.push(PlanWithdrawn.create({ subject: planId, data }));
      continue;
    }
    if (plan.state !== 'APPROVED' && plan.state !== 'SYNCED') continue;
    const lines = inCodesOfToday(await loadLines(tx, planId), currentCodes);
    events.push(submitted(plan, lines, submission, plan.late, plan.dictionaryVersion, plan.submittedAt));
    events.push(...lines.map((line) => lineSubmitted(line, submission)));
  }
  return eventList(...events);
}
