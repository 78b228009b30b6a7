import { JointSessionProposed, newId, type EventData } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { eventList } from '../events.js';
import { LineDecisions } from './decision-store.js';
import { SUBMITTED_LINES } from './submitted-lines.js';

type Proposal = EventData<typeof JointSessionProposed>;

export interface NewProposal {
  readonly year: number;
  readonly quarter: number;
  readonly competencyCode: string;
  readonly level: number;
  readonly title: string;
  readonly pathCode: string;
  readonly delivery: Proposal['delivery'];
  readonly organiser: string;
  readonly hours: number;
  readonly curriculumStandard: string;
  readonly developmentTargetId: string | null;
  readonly programmeId: string | null;
  /** These lines only; without them every line of the competency, level and quarter that is not decided on yet. */
  readonly lineIds: readonly string[] | null;
}

export interface JointSession {
  readonly proposalId: string;
  readonly revision: number;
  readonly state: 'PROPOSED' | 'OPENED' | 'WITHDRAWN';
}

/** Held in one order: of two officers who want the same lines at once, the second one finds them taken. */
const OPEN_LINES = `SELECT d.line_id AS "lineId", l.people, t.target_id AS "targetId" FROM line_decision AS d JOIN ${SUBMITTED_LINES} AS l USING (line_id, submission)
  LEFT JOIN development_target AS t ON t.target_id = l.development_target_id AND t.withdrawn_reason IS NULL
  WHERE NOT d.gone AND l.year = $1 AND l.competency_code = $2 AND l.level = $3 AND d.outcome IN ('RECEIVED', 'DEFERRED')
    AND CASE WHEN $5::uuid[] IS NULL THEN d.quarter = $4 ELSE d.line_id = ANY($5) END
  ORDER BY d.line_id FOR UPDATE OF d`;

const PRESENT = `SELECT proposal_id AS "proposalId", revision, state = 'WITHDRAWN' AS withdrawn, title, competency_code AS "competencyCode",
    level::integer AS level, year, quarter::integer AS quarter, path_code AS "pathCode", delivery, organiser, hours,
    curriculum_standard AS "curriculumStandard", development_target_id AS "developmentTargetId", programme_id AS "programmeId",
    proposed_at AS "proposedAt"
  FROM joint_session WHERE proposal_id = $1`;

const DEMANDS = `SELECT l.region, d.plan_id AS "planId", d.line_id AS "lineId", l.people AS seats, l.budget::float8 AS budget
  FROM line_decision AS d JOIN submitted_line AS l USING (line_id, submission) WHERE d.proposal_id = $1 ORDER BY l.region, d.line_id`;

interface OpenLine {
  readonly lineId: string;
  readonly people: number;
  /** Target of the province's own plan that it serves; null: another region's, or none. */
  readonly targetId: string | null;
}

/** Joint sessions (angkatan bersama) out of the pooled demand of the regions: proposed here, opened by training-catalog in one step. */
@Injectable()
export class JointSessions {
  constructor(
    private readonly decisions: LineDecisions,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Without a target it serves that of the province's own plan for which most of the seats are. Throws `proposal-without-demand`,
   * `proposal-lines-unfit` (409) naming lines that ask for something else, are decided on, or are not there.
   */
  async propose(tx: Transaction, input: NewProposal, actor: string): Promise<JointSession> {
    const lines = await tx.query<OpenLine>(OPEN_LINES, [
      input.year,
      input.competencyCode,
      input.level,
      input.quarter,
      input.lineIds,
    ]);
    refuseUnfit(input.lineIds ?? [], lines);
    if (lines.length === 0) throw new AppError('proposal-without-demand', { status: 409 });
    const proposalId = newId();
    const developmentTargetId = input.developmentTargetId ?? mostServed(lines);
    await this.insert(tx, proposalId, { ...input, developmentTargetId }, actor);
    const what = {
      outcome: 'JOINED' as const,
      reason: `Digabung: ${input.title}`,
      quarter: input.quarter,
      proposalId,
      sessionId: null,
    };
    await this.decisions.decide(
      tx,
      lines.map(({ lineId }) => lineId),
      what,
      actor,
    );
    await this.tell(tx, proposalId);
    const object = { type: 'joint-session', id: proposalId };
    await this.audit.record(tx, {
      actor,
      action: 'propose-joint-session',
      object,
      after: { title: input.title, lines: lines.length },
    });
    return { proposalId, revision: 1, state: 'PROPOSED' };
  }

  /** Its lines go back to the demand. Throws `proposal-not-found` (404), `proposal-opened` (409). */
  async withdraw(tx: Transaction, proposalId: string, reason: string, actor: string): Promise<void> {
    const [row] = await tx.query<{ state: JointSession['state'] }>(
      'SELECT state FROM joint_session WHERE proposal_id = $1 FOR UPDATE',
      [proposalId],
    );
    if (!row || row.state === 'WITHDRAWN') throw new AppError('proposal-not-found', { status: 404 });
    if (row.state === 'OPENED') throw new AppError('proposal-opened', { status: 409 });
    const demands = await tx.query<Proposal['demands'][number]>(DEMANDS, [proposalId]);
    await this.close(tx, proposalId, demands);
    const what = { outcome: 'RECEIVED' as const, reason, proposalId: null, sessionId: null };
    await this.decisions.decide(
      tx,
      demands.map(({ lineId }) => lineId),
      what,
      actor,
    );
    await this.audit.record(tx, {
      actor,
      action: 'withdraw-joint-session',
      object: { type: 'joint-session', id: proposalId },
      reason,
    });
  }

  /** Says anew what a proposal is, after lines of it came, changed or went; one without demand is withdrawn. */
  async recount(tx: Transaction, proposalIds: readonly string[]): Promise<void> {
    for (const proposalId of proposalIds) {
      const [row] = await tx.query<{ demands: number; state: string }>(
        `SELECT state, (SELECT count(*) FROM line_decision WHERE proposal_id = $1)::integer AS demands FROM joint_session WHERE proposal_id = $1 FOR UPDATE`,
        [proposalId],
      );
      // What is opened runs by training-catalog's own seats.
      if (row?.state !== 'PROPOSED') continue;
      await tx.execute('UPDATE joint_session SET revision = revision + 1 WHERE proposal_id = $1', [proposalId]);
      if (row.demands > 0) await this.tell(tx, proposalId);
    }
  }

  /** Withdraws proposals that lost their last line; told with the lines that they had, for a proposal names one at least. */
  async close(tx: Transaction, proposalId: string, demands: Proposal['demands']): Promise<void> {
    await tx.execute(`UPDATE joint_session SET state = 'WITHDRAWN', revision = revision + 1 WHERE proposal_id = $1`, [
      proposalId,
    ]);
    await this.tell(tx, proposalId, demands);
  }

  /** training-catalog opened it: every line of it knows its session. */
  async opened(tx: Transaction, proposalId: string, sessionId: string): Promise<void> {
    const done = await tx.execute(
      `UPDATE joint_session SET state = 'OPENED', session_id = $2 WHERE proposal_id = $1 AND state = 'PROPOSED'`,
      [proposalId, sessionId],
    );
    if (done === 0) return;
    const demands = await tx.query<Proposal['demands'][number]>(DEMANDS, [proposalId]);
    const what = { outcome: 'SESSION_OPENED' as const, reason: 'Angkatan bersama sudah dibuka', proposalId, sessionId };
    await this.decisions.decide(
      tx,
      demands.map(({ lineId }) => lineId),
      what,
      'training-catalog',
    );
  }

  demands(tx: Transaction, proposalId: string): Promise<Proposal['demands']> {
    return tx.query<Proposal['demands'][number]>(DEMANDS, [proposalId]);
  }

  private async tell(tx: Transaction, proposalId: string, known?: Proposal['demands']): Promise<void> {
    const [present] = await tx.query<
      Omit<Proposal, 'demands' | 'seats' | 'budget' | 'proposedAt'> & { proposedAt: Date }
    >(PRESENT, [proposalId]);
    const rows = known ?? (await tx.query<Proposal['demands'][number] & { budget: number }>(DEMANDS, [proposalId]));
    const demands = rows.map(({ region, planId, lineId, seats }) => ({ region, planId, lineId, seats }));
    const data = {
      ...present!,
      proposedAt: present!.proposedAt.toISOString(),
      seats: demands.reduce((sum, { seats }) => sum + seats, 0),
      budget: rows.reduce((sum, row) => sum + ('budget' in row ? Number(row.budget) : 0), 0),
      demands,
    };
    await this.outbox.append(tx, eventList(JointSessionProposed.create({ subject: proposalId, data })));
  }

  private async insert(tx: Transaction, proposalId: string, input: NewProposal, actor: string): Promise<void> {
    await tx.execute(
      `INSERT INTO joint_session (proposal_id, revision, state, title, competency_code, level, year, quarter, path_code, delivery, organiser, hours,
         curriculum_standard, development_target_id, programme_id, proposed_by, proposed_at)
       VALUES ($1, 1, 'PROPOSED', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        proposalId,
        input.title,
        input.competencyCode,
        input.level,
        input.year,
        input.quarter,
        input.pathCode,
        input.delivery,
        input.organiser,
        input.hours,
        input.curriculumStandard,
        input.developmentTargetId,
        input.programmeId,
        actor,
        this.clock.now(),
      ],
    );
  }
}

function refuseUnfit(asked: readonly string[], open: readonly OpenLine[]): void {
  const fitting = new Set(open.map(({ lineId }) => lineId));
  const errors = asked.flatMap((lineId, index) =>
    fitting.has(lineId) ? [] : [{ field: `lineIds[${index}]`, code: 'proposal.line-unfit' }],
  );
  if (errors.length > 0) throw new AppError('proposal-lines-unfit', { status: 409, errors });
}

function mostServed(lines: readonly OpenLine[]): string | null {
  const seats = new Map<string, number>();
  for (const { targetId, people } of lines)
    if (targetId !== null) seats.set(targetId, (seats.get(targetId) ?? 0) + people);
  const [most] = [...seats].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}
