import type { Cause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, UnitOfWork, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { sessionClosed, sessionPublished } from '../sessions/session-events.js';
import { Sessions } from '../sessions/sessions.js';
import { Sittings } from '../tests/sittings.js';
import { obstacleOf, type SessionProgress } from './conclude-session.decision.js';
import { ParticipantConclusion } from './conclude-participants.js';
import type { Outcome } from './outcome-rows.js';
import { PassRules } from './pass-rules.js';
import { findNotPassed, nextParticipations } from './participation-facts.js';

/** No transaction stays open for long: an open one hides the outbox of the whole region. */
const PEOPLE_A_COMMIT = 500;
const PROGRESS = `SELECT
    (SELECT count(*)::integer FROM submission AS u JOIN assignment AS g USING (assignment_id) JOIN enrolment AS n USING (enrolment_id)
      WHERE g.session_id = $1 AND n.state = 'ENROLLED' AND u.mark IS NULL AND NOT EXISTS (
        SELECT 1 FROM submission AS l WHERE l.assignment_id = u.assignment_id AND l.enrolment_id = u.enrolment_id AND l.attempt > u.attempt)) AS unmarked,
    (SELECT count(*)::integer FROM mark_appeal AS a JOIN submission AS u USING (submission_id) JOIN assignment AS g USING (assignment_id)
      WHERE g.session_id = $1 AND a.state = 'OPEN') AS "openAppeals",
    (SELECT count(*)::integer FROM assignment WHERE session_id = $1) AS assignments,
    (SELECT count(*)::integer FROM assignment WHERE session_id = $1 AND independent) AS "independentAssignments",
    (SELECT count(*)::integer FROM session_meeting WHERE session_id = $1 AND cancelled_at IS NULL AND mode <> 'INDEPENDENT') AS meetings,
    (SELECT count(*)::integer FROM session_meeting WHERE session_id = $1 AND cancelled_at IS NULL AND mode <> 'INDEPENDENT' AND starts_at > $2) AS "toCome",
    (SELECT count(*)::integer FROM test_attempt AS a JOIN session_test AS t USING (test_id)
      WHERE t.session_id = $1 AND a.submitted_at IS NULL AND NOT a.at_home) AS sitting`;
const FIGURES = `SELECT count(*)::integer AS participants, count(*) FILTER (WHERE passed)::integer AS passed, count(*) FILTER (WHERE NOT passed)::integer AS "notPassed"
  FROM training_outcome WHERE session_id = $1`;
const WAITING = `UPDATE enrolment SET state = 'CANCELLED', ended_reason = 'session-over', changed_at = now()
  WHERE session_id = $1 AND state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING')`;
const CONCLUDER = `SELECT actor FROM audit_entry WHERE object_type = 'session' AND object_id = $1 AND action = 'conclude-session' ORDER BY id DESC LIMIT 1`;
const PLACE = `SELECT session_id AS "sessionId" FROM enrolment WHERE enrolment_id = $1`;

/** Concludes sessions: one decision on each participant, in the background and in pieces, to be gone on with after a crash. */
@Injectable()
export class Conclusions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly rules: PassRules,
    private readonly participants: ParticipantConclusion,
    private readonly sittings: Sittings,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Beginning twice is once. Throws `session-not-found` (404) and each {@link obstacleOf} as its code (409). */
  async begin(tx: Transaction, sessionId: string, actor: string): Promise<void> {
    const session = await this.sessions.lock(tx, sessionId);
    if (session.state === 'CONCLUDING') return this.audit.nothingChanged(tx);
    await this.sittings.endOverdue(tx);
    const [progress] = await tx.query<SessionProgress>(PROGRESS, [sessionId, this.clock.now()]);
    const obstacle = obstacleOf(session, progress!, this.clock.today());
    if (obstacle !== undefined) throw new AppError(obstacle, { status: 409 });
    await this.rules.get(tx, session);
    await this.sessions.save(tx, { ...session, state: 'CONCLUDING', changedAt: this.clock.now() });
    await this.audit.record(tx, { actor, action: 'conclude-session', object: { type: 'session', id: sessionId } });
  }

  /** Does the work from wherever it stands to its end. Repeating it, or doing it twice at once, is harmless. */
  async run(sessionId: string, signal?: AbortSignal): Promise<void> {
    const unitOfWork = this.unitOfWork.until(signal);
    while (await unitOfWork.run((tx) => this.runBatch(tx, sessionId))) continue;
  }

  /**
   * Decides once more on somebody who had not passed: marks changed on appeal, attendance was put right. Throws `enrolment-not-found` (404) for
   * who is not in that state.
   */
  async decideAnew(tx: Transaction, enrolmentId: string, reason: string, actor: string): Promise<Outcome> {
    const [place] = await tx.query<{ sessionId: string }>(PLACE, [enrolmentId]);
    if (!place) throw new AppError('enrolment-not-found', { status: 404 });
    const session = await this.sessions.lock(tx, place.sessionId);
    // Asked behind the lock: somebody else may have decided anew meanwhile, and nobody passes twice.
    const participation = await findNotPassed(tx, session.sessionId, enrolmentId);
    if (!participation) throw new AppError('enrolment-not-found', { status: 404 });
    const rule = await this.rules.get(tx, session);
    const context = { session, rule, actor, cause: causeOf(actor), reason };
    const [outcome] = await this.participants.conclude(tx, [participation], context);
    const object = { type: 'enrolment', id: enrolmentId };
    await this.audit.record(tx, { actor, action: 'decide-anew', object, reason });
    return outcome!;
  }

  /** False when nothing is left to do. */
  private async runBatch(tx: Transaction, sessionId: string): Promise<boolean> {
    const session = await this.sessions.lock(tx, sessionId);
    if (session.state !== 'CONCLUDING') return false;
    const [concluder] = await tx.query<{ actor: string }>(CONCLUDER, [sessionId]);
    const actor = concluder?.actor ?? 'training-catalog';
    const cause: Cause = { actor };
    const people = await nextParticipations(tx, sessionId, PEOPLE_A_COMMIT);
    if (people.length > 0) {
      const rule = await this.rules.get(tx, session);
      await this.participants.conclude(tx, people, { session, rule, actor, cause, reason: null });
      return true;
    }
    await this.close(tx, session, cause);
    return false;
  }

  private async close(tx: Transaction, before: TrainingSessionEntity, cause: Cause): Promise<void> {
    const { sessionId, revision } = before;
    await tx.execute(WAITING, [sessionId]);
    const session = { ...before, state: 'HELD' as const, revision: revision + 1, changedAt: this.clock.now() };
    await this.sessions.save(tx, session);
    const [figures] = await tx.query<{ participants: number; passed: number; notPassed: number }>(FIGURES, [sessionId]);
    await this.outbox.append(tx, [
      sessionClosed(session, figures!, cause),
      sessionPublished(session, this.config.region),
    ]);
  }
}
