import { randomUUID } from 'node:crypto';
import { GuestReacted, type NewEvent } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import { AppError, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Reaction } from './reactions.js';

/** As for own people: whose completion was revoked is not asked any more. */
const SEAT = `SELECT o.enrolment_id AS "enrolmentId", o.host_region AS "hostRegion" FROM outgoing_enrolment AS o
  WHERE o.session_id = $1 AND o.employee_id = $2 AND o.state IN ('ACCEPTED', 'PASSED', 'NOT_PASSED') AND o.ends_on <= $3
    AND NOT EXISTS (SELECT 1 FROM completion AS c WHERE c.completion_id = o.completion_id AND c.revoked_at IS NOT NULL)`;
const GIVEN = `INSERT INTO reaction_given_elsewhere (enrolment_id) VALUES ($1) ON CONFLICT DO NOTHING`;

/** Home, level 1: what people of this region say of sessions of others. The host is told the answer, and not whose it is. */
@Injectable()
export class ReactionsElsewhere {
  constructor(private readonly outbox: Outbox) {}

  /**
   * Throws `reaction-not-yours` (403) for who had no seat, whose completion was revoked, or before the last day, `reaction-given`, `sharing-kept-at-home`,
   * `receiver-key-unknown` (409).
   */
  async give(tx: Transaction, sessionId: string, employeeId: string, reaction: Reaction, today: string): Promise<void> {
    const [seat] = await tx.query<{ enrolmentId: string; hostRegion: string }>(SEAT, [sessionId, employeeId, today]);
    if (!seat) throw new AppError('reaction-not-yours', { status: 403 });
    if ((await tx.execute(GIVEN, [seat.enrolmentId])) === 0) throw new AppError('reaction-given', { status: 409 });
    // By chance, not by time: ids in order would tell who answered when.
    const data = { reactionId: randomUUID(), sessionId, ...reaction };
    const to = `to.${regionToken(seat.hostRegion)}` as const;
    const event = GuestReacted.create({ subject: sessionId, data, to }) as unknown as NewEvent;
    if (!this.outbox.shares(event)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [event]);
  }
}
