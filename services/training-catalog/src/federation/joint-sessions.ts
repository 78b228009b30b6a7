import type { JointSessionProposed } from '@betang/contracts';
import { AppError, RegionConfig, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Sessions } from '../sessions/sessions.js';
import { planJointSession, type JointSessionDates } from './joint-session.decision.js';
import { SeatOffers, type SeatOffer } from './seat-offers.js';

const FIND = `SELECT p.proposed, j.session_id AS "sessionId" FROM joint_session_proposal AS p
  LEFT JOIN joint_session AS j ON j.proposal_id = p.proposal_id AND EXISTS (
    SELECT 1 FROM training_session AS s WHERE s.session_id = j.session_id AND s.state <> 'CANCELLED')
 WHERE p.proposal_id = $1`;
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('joint session ' || $1, 0))`;
const KEEP = `INSERT INTO joint_session (proposal_id, session_id, opened_by, opened_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (proposal_id) DO UPDATE SET session_id = excluded.session_id, opened_by = excluded.opened_by, opened_at = excluded.opened_at`;

interface ProposalRow {
  readonly proposed: JointSessionProposed;
  readonly sessionId: string | null;
}

/** Opens what the pooled demand of the regions asks for: session, quotas and offer in one step. */
@Injectable()
export class JointSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly offers: SeatOffers,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /**
   * SessionOpened carries the proposal. Throws `joint-session-not-found` (404), `joint-session-opened-already`, `joint-session-withdrawn`
   * (409), `joint-session-programme-needed` (422), and what sessions and offers throw.
   */
  async open(
    tx: Transaction,
    proposalId: string,
    dates: JointSessionDates,
    actor: string,
  ): Promise<{ readonly sessionId: string; readonly offer: SeatOffer | null }> {
    await tx.query(LOCK, [proposalId]);
    const found = await findProposal(tx, proposalId);
    if (!found) throw new AppError('joint-session-not-found', { status: 404 });
    if (found.sessionId !== null) throw new AppError('joint-session-opened-already', { status: 409 });
    const { plan, offer } = planJointSession(found.proposed, dates, this.config.region);
    const { sessionId } = await this.sessions.schedule(tx, plan, actor);
    await tx.execute(KEEP, [proposalId, sessionId, actor, this.clock.now()]);
    const opened = offer.quotas.length === 0 ? null : await this.offers.offer(tx, sessionId, offer, actor);
    return { sessionId, offer: opened };
  }
}

async function findProposal(db: SqlClient, proposalId: string): Promise<ProposalRow | undefined> {
  const [row] = await db.query<ProposalRow>(FIND, [proposalId]);
  return row;
}
