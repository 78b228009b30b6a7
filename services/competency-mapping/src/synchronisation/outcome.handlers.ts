import { PlanLineDecided, SessionOpened } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { RegionConfig } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { JointSessions } from './joint-sessions.js';

const UPSERT = `INSERT INTO line_outcome AS o (line_id, region, plan_id, submission, year, decision, outcome, competency_code, level, quarter, proposal_id, session_id,
    reason, decided_at, gone)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::integer[], $6::integer[], $7::text[], $8::text[], $9::smallint[],
    $10::smallint[], $11::uuid[], $12::uuid[], $13::text[], $14::timestamptz[], $15::boolean[]) AS u(i, r, p, s, y, d, o, c, l, q, j, n, w, t, g)
   ORDER BY i, d DESC
  ON CONFLICT (line_id) DO UPDATE SET submission = excluded.submission, decision = excluded.decision, outcome = excluded.outcome,
    competency_code = excluded.competency_code, level = excluded.level, quarter = excluded.quarter, proposal_id = excluded.proposal_id,
    session_id = excluded.session_id, reason = excluded.reason, decided_at = excluded.decided_at,
    gone = excluded.gone
  WHERE excluded.decision > o.decision`;

/** Own plans that the province has taken in: the submission it speaks of is the one that counts. */
const SYNCED = `WITH synced AS (
    UPDATE plan SET state = 'SYNCED', changed_at = now()
      FROM unnest($1::uuid[], $2::integer[]) AS u(i, s)
     WHERE plan.plan_id = u.i AND plan.state = 'APPROVED'
       AND u.s = (SELECT max(submission) FROM plan_submission WHERE plan_id = u.i) RETURNING plan.plan_id)
  INSERT INTO plan_step (plan_id, step, action, from_state, to_state, actor)
  SELECT DISTINCT plan_id, (SELECT coalesce(max(step), 0) + 1 FROM plan_step AS p WHERE p.plan_id = synced.plan_id), 'SYNC', 'APPROVED', 'SYNCED', 'province'
    FROM synced`;

/** What the province decided on lines, as every region sees it; and sessions that answer the province's own proposals. */
@Controller()
export class OutcomeHandlers {
  constructor(
    private readonly sessions: JointSessions,
    private readonly config: RegionConfig,
  ) {}

  @EventPattern(PlanLineDecided, 'process')
  async decided(events: readonly ReceivedEvent<typeof PlanLineDecided>[], { transaction }: EventBatch): Promise<void> {
    const spoken = events.filter(({ region, data }) => data.region === region || data.region.startsWith(`${region}.`));
    if (spoken.length === 0) return;
    const read = <T>(pick: (data: (typeof spoken)[number]['data']) => T): T[] => spoken.map(({ data }) => pick(data));
    await transaction.execute(UPSERT, [
      read(({ lineId }) => lineId),
      read(({ region }) => region),
      read(({ planId }) => planId),
      read(({ submission }) => submission),
      read(({ year }) => year),
      read(({ decision }) => decision),
      read(({ outcome }) => outcome),
      read(({ competencyCode }) => competencyCode),
      read(({ level }) => level),
      read(({ quarter }) => quarter),
      read(({ proposalId }) => proposalId),
      read(({ sessionId }) => sessionId),
      read(({ reason }) => reason),
      read(({ decidedAt }) => decidedAt),
      read(({ gone }) => gone === true),
    ]);
    const own = spoken.filter(({ data }) => data.region === this.config.region);
    await transaction.execute(SYNCED, [own.map(({ data }) => data.planId), own.map(({ data }) => data.submission)]);
  }

  @EventPattern(SessionOpened, 'process')
  async opened(events: readonly ReceivedEvent<typeof SessionOpened>[], { transaction }: EventBatch): Promise<void> {
    for (const { data } of events)
      if (data.proposalId !== null) await this.sessions.opened(transaction, data.proposalId, data.sessionId);
  }
}
