import { PlanLineDecided, type NewEvent, type PlanLineOutcome } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { eventList } from '../events.js';
import { GONE_REASON, type LineDecision } from './consolidation.decision.js';

const WRITE = `INSERT INTO line_decision (line_id, plan_id, submission, decision, outcome, quarter, proposal_id, session_id, reason, decided_by, decided_at)
  SELECT u.i, l.plan_id, l.submission, u.d, u.o, u.q, u.p, u.s, u.r, $8, $9
    FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::smallint[], $5::uuid[], $6::uuid[], $7::text[]) AS u(i, d, o, q, p, s, r)
    JOIN submitted_plan AS m ON true JOIN submitted_line AS l ON l.line_id = u.i AND l.plan_id = m.plan_id AND l.submission = m.submission
  ON CONFLICT (line_id) DO UPDATE SET submission = excluded.submission, decision = excluded.decision, outcome = excluded.outcome,
    quarter = excluded.quarter, proposal_id = excluded.proposal_id, session_id = excluded.session_id, reason = excluded.reason,
    decided_by = excluded.decided_by, decided_at = excluded.decided_at, gone = false`;

/** Told once: who hears of it late hears of it as it is now. */
const LET_GO = `UPDATE line_decision SET gone = true, decision = decision + 1, reason = $2, proposal_id = NULL, session_id = NULL, decided_by = 'betang', decided_at = $3
  WHERE line_id = ANY($1::uuid[]) AND NOT gone`;

const TOLD = `SELECT l.region, d.plan_id AS "planId", d.submission, l.year, d.line_id AS "lineId", d.decision, d.outcome,
    l.competency_code AS "competencyCode", l.level::integer AS level, d.quarter::integer AS quarter, d.proposal_id AS "proposalId",
    d.session_id AS "sessionId", d.reason, d.decided_at AS "decidedAt", d.gone
  FROM line_decision AS d JOIN submitted_line AS l USING (line_id, submission) WHERE d.line_id = ANY($1::uuid[])`;

export interface ToldDecision extends LineDecision {
  readonly region: string;
  readonly planId: string;
  readonly submission: number;
  readonly year: number;
  readonly competencyCode: string;
  readonly level: number;
  readonly decidedAt: Date;
  readonly gone: boolean;
}

/** Writes what the province decided on lines, and tells all regions. */
@Injectable()
export class LineDecisions {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async write(tx: Transaction, decisions: readonly LineDecision[], decidedBy: string): Promise<void> {
    if (decisions.length === 0) return;
    await tx.execute(WRITE, [
      decisions.map(({ lineId }) => lineId),
      decisions.map(({ decision }) => decision),
      decisions.map(({ outcome }) => outcome),
      decisions.map(({ quarter }) => quarter),
      decisions.map(({ proposalId }) => proposalId),
      decisions.map(({ sessionId }) => sessionId),
      decisions.map(({ reason }) => reason),
      decidedBy,
      this.clock.now(),
    ]);
    const told = await tx.query<ToldDecision>(TOLD, [decisions.map(({ lineId }) => lineId)]);
    await this.outbox.append(tx, told.map(lineDecided));
  }

  /** Lines that their region took out: all regions are told that nothing stands on them any more. */
  async letGo(tx: Transaction, lineIds: readonly string[]): Promise<void> {
    if (lineIds.length === 0) return;
    await tx.execute(LET_GO, [lineIds, GONE_REASON, this.clock.now()]);
    const told = await tx.query<ToldDecision>(TOLD, [lineIds]);
    await this.outbox.append(tx, told.map(lineDecided));
  }

  /** Decides the same on lines that stand, each under its next number. Answers how many there were. */
  async decide(
    tx: Transaction,
    lineIds: readonly string[],
    what: {
      readonly outcome: PlanLineOutcome;
      readonly reason: string;
      readonly quarter?: number;
      readonly proposalId: string | null;
      readonly sessionId: string | null;
    },
    decidedBy: string,
  ): Promise<number> {
    const rows = await tx.query<{ lineId: string; decision: number; quarter: number }>(
      `SELECT line_id AS "lineId", decision, quarter::integer AS quarter FROM line_decision WHERE line_id = ANY($1::uuid[]) AND NOT gone FOR UPDATE`,
      [lineIds],
    );
    const { outcome, reason, proposalId, sessionId } = what;
    const decisions = rows.map(({ lineId, decision, quarter }) => ({
      lineId,
      decision: decision + 1,
      outcome,
      reason,
      quarter: what.quarter ?? quarter,
      proposalId,
      sessionId,
    }));
    await this.write(tx, decisions, decidedBy);
    return decisions.length;
  }
}

function lineDecided({ decidedAt, gone, ...told }: ToldDecision): NewEvent {
  const data = { ...told, decidedAt: decidedAt.toISOString(), ...(gone ? { gone } : {}) };
  const [event] = eventList(PlanLineDecided.create({ subject: told.planId, data }));
  return event!;
}

/** All decisions that stand, for whoever comes late. */
export async function loadToldDecisions(tx: Transaction): Promise<NewEvent[]> {
  const rows = await tx.query<ToldDecision>(TOLD.replace('WHERE d.line_id = ANY($1::uuid[])', 'ORDER BY d.line_id'));
  return rows.map(lineDecided);
}
