import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { consolidate, type StandingDecision, type SubmittedLine } from './consolidation.decision.js';
import { LineDecisions } from './decision-store.js';
import { JointSessions } from './joint-sessions.js';
import { SUBMITTED_LINES } from './submitted-lines.js';

interface ReadyPlan {
  readonly planId: string;
  readonly submission: number;
}

/** Plans whose highest submission has all its lines and was not taken in yet. */
const READY = `SELECT p.plan_id AS "planId", p.submission FROM submitted_plan AS p
  WHERE p.plan_id = ANY($1::uuid[]) AND p.consolidated < p.submission
    AND (p.withdrawn OR p.lines = (SELECT count(*) FROM submitted_line AS l WHERE l.plan_id = p.plan_id AND l.submission = p.submission))
  ORDER BY p.plan_id FOR UPDATE`;

const LINES = `SELECT line_id AS "lineId", competency_code AS "competencyCode", level::integer AS level, quarter::integer AS quarter, people
  FROM ${SUBMITTED_LINES} AS l WHERE plan_id = $1 AND submission = $2 ORDER BY line_id`;

/** Held: what an officer decides on a line meanwhile would be written over by what stood before. */
const STANDING = `SELECT d.line_id AS "lineId", d.decision, d.outcome, d.quarter::integer AS quarter, d.proposal_id AS "proposalId",
    d.session_id AS "sessionId", d.reason, d.gone, l.competency_code AS "competencyCode", l.level::integer AS level
  FROM line_decision AS d JOIN ${SUBMITTED_LINES} AS l USING (line_id, submission) WHERE d.plan_id = $1
 ORDER BY d.line_id FOR UPDATE OF d`;

/** Takes complete submissions into the consolidation of the province, in the transaction in which their last line came. */
@Injectable()
export class Consolidator {
  constructor(
    private readonly decisions: LineDecisions,
    private readonly sessions: JointSessions,
  ) {}

  async takeIn(tx: Transaction, planIds: readonly string[]): Promise<void> {
    for (const plan of await tx.query<ReadyPlan>(READY, [[...new Set(planIds)]])) await this.takeOne(tx, plan);
  }

  private async takeOne(tx: Transaction, { planId, submission }: ReadyPlan): Promise<void> {
    const lines = await tx.query<SubmittedLine>(LINES, [planId, submission]);
    const standing = await tx.query<StandingDecision>(STANDING, [planId]);
    const { decisions, gone, touched } = consolidate(lines, standing);
    const demandsBefore = new Map<string, Awaited<ReturnType<JointSessions['demands']>>>();
    for (const proposalId of touched) demandsBefore.set(proposalId, await this.sessions.demands(tx, proposalId));
    await this.decisions.letGo(tx, gone);
    await this.decisions.write(tx, decisions, 'betang');
    await tx.execute('UPDATE submitted_plan SET consolidated = $2 WHERE plan_id = $1', [planId, submission]);
    for (const proposalId of touched) {
      const left = await this.sessions.demands(tx, proposalId);
      if (left.length > 0) await this.sessions.recount(tx, [proposalId]);
      else await this.closeEmpty(tx, proposalId, demandsBefore.get(proposalId)!);
    }
  }

  private async closeEmpty(
    tx: Transaction,
    proposalId: string,
    demands: Awaited<ReturnType<JointSessions['demands']>>,
  ): Promise<void> {
    const [row] = await tx.query<{ state: string }>('SELECT state FROM joint_session WHERE proposal_id = $1', [
      proposalId,
    ]);
    if (row?.state === 'PROPOSED') await this.sessions.close(tx, proposalId, demands);
  }
}
