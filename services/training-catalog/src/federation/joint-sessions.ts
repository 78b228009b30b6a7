import { inPresentCodes, type Cause, type JointSessionProposed } from '@betang/contracts';
import { AppError, Clock, RegionConfig, UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { Programmes } from '../programmes/programmes.js';
import { Publication } from '../publication/publication.js';
import { Sessions } from '../sessions/sessions.js';
import { planJointSession, programmeOf, type JointSessionDates } from './joint-session.decision.js';
import { SeatOffers, type SeatOffer } from './seat-offers.js';

const FIND = `SELECT p.proposed, p.told_event AS "toldEvent", j.session_id AS "sessionId" FROM joint_session_proposal AS p
  LEFT JOIN joint_session AS j ON j.proposal_id = p.proposal_id AND EXISTS (
    SELECT 1 FROM training_session AS s WHERE s.session_id = j.session_id AND s.state <> 'CANCELLED')
 WHERE p.proposal_id = $1`;
const MADE = `SELECT programme_id AS "programmeId" FROM joint_session_programme WHERE proposal_id = $1`;
const MAKE = `INSERT INTO joint_session_programme (proposal_id, programme_id) VALUES ($1, $2)`;
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('joint session ' || $1, 0))`;
const KEEP = `INSERT INTO joint_session (proposal_id, session_id, opened_by, opened_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (proposal_id) DO UPDATE SET session_id = excluded.session_id, opened_by = excluded.opened_by, opened_at = excluded.opened_at`;

/** It stays when the session is refused after all, and is found by the next try. */
const MADE_ONCE = { beside: 'one programme a proposal, on record by its own draft and publication' };

interface ProposalRow {
  readonly proposed: JointSessionProposed;
  readonly sessionId: string | null;
  /** The event that told the proposal: what is opened follows from it. */
  readonly toldEvent: string | null;
}

/** Opens what the pooled demand of the regions asks for: session, quotas and offer in one step. */
@Injectable()
export class JointSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly programmes: Programmes,
    private readonly publication: Publication,
    private readonly sessions: Sessions,
    private readonly offers: SeatOffers,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /**
   * The programme to hold: the one named, else the one that was made for the proposal, else one that is made and published now, through the
   * same checks as any other. Throws `joint-session-not-found` (404), `joint-session-withdrawn` (409), and what publishing throws:
   * `programme-overlaps` says that there is one already, to be named instead.
   */
  async programmeFor(proposalId: string, named: string | undefined, actor: string): Promise<string> {
    if (named !== undefined) return named;
    return this.unitOfWork.run(async (tx) => {
      await tx.query(LOCK, [proposalId]);
      const { proposed, toldEvent } = await getProposal(tx, proposalId);
      if (proposed.programmeId !== null) return proposed.programmeId;
      const [made] = await tx.query<{ programmeId: string }>(MADE, [proposalId]);
      if (made) return made.programmeId;
      if (proposed.withdrawn) throw new AppError('joint-session-withdrawn', { status: 409 });
      const details = programmeOf(proposed);
      const competencies = inPresentCodes(details.competencies, await loadDictionary(tx));
      const { programmeId } = await this.programmes.draft(tx, { ...details, competencies }, actor);
      await this.publication.publish(tx, programmeId, actor, causedBy(toldEvent, actor));
      await tx.execute(MAKE, [proposalId, programmeId]);
      return programmeId;
    }, MADE_ONCE);
  }

  /**
   * SessionOpened carries the proposal, and follows from it as the offer of its seats does. Throws `joint-session-not-found` (404), `joint-session-opened-already`, `joint-session-withdrawn`
   * (409), and what sessions and offers throw.
   */
  async open(
    tx: Transaction,
    proposalId: string,
    programmeId: string,
    dates: JointSessionDates,
    actor: string,
  ): Promise<{ readonly sessionId: string; readonly offer: SeatOffer | null }> {
    await tx.query(LOCK, [proposalId]);
    const found = await getProposal(tx, proposalId);
    if (found.sessionId !== null) throw new AppError('joint-session-opened-already', { status: 409 });
    const cause = causedBy(found.toldEvent, actor);
    const { plan, offer } = planJointSession(found.proposed, programmeId, dates, this.config.region);
    const { sessionId } = await this.sessions.schedule(tx, plan, actor, cause);
    await tx.execute(KEEP, [proposalId, sessionId, actor, this.clock.now()]);
    const opened = offer.quotas.length === 0 ? null : await this.offers.offer(tx, sessionId, offer, actor, cause);
    return { sessionId, offer: opened };
  }
}

const causedBy = (event: string | null, actor: string): Cause => ({
  ...causeOf(actor),
  ...(event === null ? {} : { causationId: event }),
});

/** Throws `joint-session-not-found` (404). */
async function getProposal(db: SqlClient, proposalId: string): Promise<ProposalRow> {
  const [row] = await db.query<ProposalRow>(FIND, [proposalId]);
  if (!row) throw new AppError('joint-session-not-found', { status: 404 });
  return row;
}
