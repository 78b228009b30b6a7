import { AppError, RegionConfig, assertMayActOn, mayActOn, type Principal, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';

const TAUGHT = `SELECT $2::uuid = ANY(trainer_ids) OR EXISTS (SELECT 1 FROM session_meeting WHERE session_id = $1 AND trainer_id = $2) AS taught
  FROM training_session WHERE session_id = $1`;

/** Who may do what with a session: officers of the region with all, trainers (widyaiswara) with their own. */
@Injectable()
export class SessionAccess {
  constructor(private readonly config: RegionConfig) {}

  /** Throws `forbidden` (403) unless the caller holds the right to schedule in the whole region. */
  assertOrganises(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }

  organises(principal: Principal): boolean {
    return mayActOn(principal, 'training:write', { region: this.config.region });
  }

  /** Throws `session-not-found` (404) for a session that is not, `not-your-session` (403) for one that the caller does not teach. */
  async assertTeaches(db: SqlClient, principal: Principal, sessionId: string): Promise<void> {
    const [row] = await db.query<{ taught: boolean | null }>(TAUGHT, [sessionId, principal.employeeId ?? null]);
    if (!row) throw new AppError('session-not-found', { status: 404 });
    if (this.organises(principal) || row.taught === true) return;
    throw new AppError('not-your-session', { status: 403 });
  }

  /** Whether the caller is one of those who teach the session. */
  async isTrainer(db: SqlClient, principal: Principal, sessionId: string): Promise<boolean> {
    const [row] = await db.query<{ taught: boolean | null }>(TAUGHT, [sessionId, principal.employeeId ?? null]);
    return row?.taught === true;
  }

  /** Address of the virtual meeting as far as the caller may know it without having a seat. */
  linkFor(principal: Principal, session: Pick<TrainingSessionEntity, 'link' | 'trainerIds'>): string | null {
    const teaches = principal.employeeId !== undefined && session.trainerIds.includes(principal.employeeId);
    return teaches || this.organises(principal) ? session.link : null;
  }
}
