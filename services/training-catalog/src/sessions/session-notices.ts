import { Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { SessionChange } from './change-session.decision.js';

const TEACHING = `SELECT unnest(trainer_ids) AS id FROM training_session WHERE session_id = $1
  UNION SELECT trainer_id FROM session_meeting WHERE session_id = $1 AND trainer_id IS NOT NULL`;
const CONCERNED = `SELECT employee_id AS id FROM enrolment WHERE session_id = $1 AND home_region IS NULL
    AND state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING', 'ENROLLED')
  UNION ${TEACHING}`;

/** Tells those who take part in a session, or want to, what becomes of it. */
@Injectable()
export class SessionNotices {
  constructor(private readonly notices: Notices) {}

  /** Another time or another mode of delivery; other details are for whoever looks. */
  async sessionChanged(tx: Transaction, session: TrainingSessionEntity, change: SessionChange): Promise<void> {
    const { sessionId, title, startsOn, endsOn } = session;
    const people = await tx.query<{ id: string }>(CONCERNED, [sessionId]);
    const code = change === 'DELIVERY_SWITCHED' ? 'training.delivery-switched' : 'training.rescheduled';
    // Several changes in one transaction are one piece of news; the next one has another time.
    const key = `${code}:${sessionId}:${session.revision}:${Math.floor(Date.now() / 1000)}`;
    const params = { title, startsOn, endsOn };
    await this.notices.tell(
      tx,
      people.map(({ id }) => ({ recipientId: id, key, code, params, link: `/training/sessions/${sessionId}` })),
    );
  }

  /** To those who teach it: who has a seat or wants one is told with the seat. */
  async sessionCancelled(tx: Transaction, session: TrainingSessionEntity, reason: string): Promise<void> {
    const { sessionId, title, startsOn } = session;
    const people = await tx.query<{ id: string }>(TEACHING, [sessionId]);
    const code = 'training.cancelled';
    const params = { title, startsOn, reason };
    const link = `/training/sessions/${sessionId}`;
    await this.notices.tell(
      tx,
      people.map(({ id }) => ({ recipientId: id, key: `${code}:${sessionId}`, code, params, link })),
    );
  }
}
