import { GuestReacted } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Clock, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import { EventPattern } from '../events.js';
import { addAnswer, takeTurn } from './reactions.js';

/** A day more: midnight comes two hours later in the west of the country than in the east. */
const SEATS_LEFT = `SELECT (SELECT count(*) FROM enrolment AS n JOIN training_session AS s USING (session_id)
     WHERE n.session_id = $1 AND n.home_region = $2 AND n.state IN ${SEATED} AND s.state <> 'CANCELLED' AND s.ends_on <= $3::date + 1)
   > (SELECT count(*) FROM guest_reaction WHERE session_id = $1 AND home_region = $2) AS left`;
const COUNTED = `INSERT INTO guest_reaction (reaction_id, session_id, home_region) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

/**
 * Host, level 1: what guests say of a session, beside everybody's answers and as little to be told apart. Their region vouches for who may answer; it can
 * answer no more often than it has people there.
 */
@Controller()
export class GuestReactionHandler {
  constructor(private readonly clock: Clock) {}

  @EventPattern(GuestReacted, 'process')
  async reacted(events: readonly ReceivedEvent<typeof GuestReacted>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.take(transaction, region, data);
  }

  private async take(tx: Transaction, region: string, { reactionId, sessionId, ...reaction }: GuestReacted) {
    await takeTurn(tx, sessionId);
    const [seats] = await tx.query<{ left: boolean }>(SEATS_LEFT, [sessionId, region, this.clock.today()]);
    if (!seats!.left || (await tx.execute(COUNTED, [reactionId, sessionId, region])) === 0) return;
    await addAnswer(tx, sessionId, reaction);
  }
}
