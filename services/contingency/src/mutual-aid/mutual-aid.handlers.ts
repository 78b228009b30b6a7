import {
  MutualAidAcceptedV2,
  MutualAidAskedV2,
  MutualAidDeclinedV2,
  MutualAidOfferedV2,
  MutualAidReturnedV2,
  type EventContract,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError, type Transaction } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { NeighbourNotices } from '../reminders/neighbour-notices.js';
import { AID } from './aid-case.js';
import { receiveMove, type AidMove } from './aid-moves.decision.js';
import { hear, hearAsks, type HeardWord } from './aid-words.js';

/** The business key of a case is its id: a repeated ask is the same case. */
const TAKE = `INSERT INTO aid (aid_id, direction, other_region, emergency_id, hazard_code, title, needed_by, meeting_point, state, lines, changed_at)
  SELECT i, 'GIVEN', r, e, h, t, n, m, 'ASKED', l, c FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::date[], $7::text[],
    $8::jsonb[], $9::timestamptz[]) AS u(i, r, e, h, t, n, m, l, c)
  ON CONFLICT (aid_id) DO NOTHING`;

const STEP_OF = { offer: 'offered', accept: 'accepted', decline: 'declined', return: 'returned' } as const;

/** What every move has in common. */
interface Moved extends HeardWord {
  readonly region: string;
}

/** What other regions say in cases of mutual aid. */
@Controller()
export class MutualAidHandlers {
  constructor(private readonly notices: NeighbourNotices) {}

  @EventPattern(MutualAidAskedV2, 'process')
  async asked(events: readonly ReceivedEvent<typeof MutualAidAskedV2>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events)
      if (data.askingRegion !== region) throw new AppError('aid-of-another-region', { params: { origin: region } });
    const none = { offered: 0, accepted: 0, returned: 0 };
    await transaction.execute(TAKE, [
      events.map(({ data }) => data.aidId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.emergencyId),
      events.map(({ data }) => data.hazardCode),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.neededBy),
      events.map(({ data }) => data.meetingPoint),
      events.map(({ data }) => JSON.stringify(data.lines.map((line) => ({ ...line, ...none })))),
      events.map(({ time }) => time),
    ]);
    await hearAsks(transaction, events);
    const told = events.map(({ region, data: { aidId, hazardCode } }) => ({ aidId, region, hazardCode }));
    await this.notices.aid(
      transaction,
      told.map((ask) => ({ ...ask, step: 'asked', number: 0 })),
    );
  }

  @EventPattern(MutualAidOfferedV2, 'process')
  async offered(
    events: readonly ReceivedEvent<typeof MutualAidOfferedV2>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) {
      const { lines, availableFrom, availableUntil, conditions } = event.data;
      const move = { kind: 'offer', lines, availableFrom, availableUntil, conditions } as const;
      await this.receive(transaction, event, MutualAidOfferedV2, move);
    }
  }

  @EventPattern(MutualAidAcceptedV2, 'process')
  async accepted(
    events: readonly ReceivedEvent<typeof MutualAidAcceptedV2>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events)
      await this.receive(transaction, event, MutualAidAcceptedV2, { kind: 'accept', lines: event.data.lines });
  }

  @EventPattern(MutualAidDeclinedV2, 'process')
  async declined(
    events: readonly ReceivedEvent<typeof MutualAidDeclinedV2>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) {
      const move = { kind: 'decline', by: event.region, reason: event.data.reason } as const;
      await this.receive(transaction, event, MutualAidDeclinedV2, move);
    }
  }

  @EventPattern(MutualAidReturnedV2, 'process')
  async returned(
    events: readonly ReceivedEvent<typeof MutualAidReturnedV2>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) {
      const { returnNumber, lines, final } = event.data;
      await this.receive(transaction, event, MutualAidReturnedV2, {
        kind: 'return',
        number: returnNumber,
        lines,
        final,
      });
    }
  }

  /**
   * Applies a move to the case. Throws `aid-unknown` for a case that nobody asked about here (it is parked, and waits for the ask), `aid-of-another-region` for
   * a sender that is not the other side.
   */
  private async receive(tx: Transaction, event: Moved, contract: unknown, move: AidMove): Promise<void> {
    const { aidId } = event.data;
    const found = await AID.find(tx, aidId);
    if (!found) throw new AppError('aid-unknown', { params: { origin: event.region } });
    const before = await AID.lock(tx, aidId);
    if (before.otherRegion !== event.region)
      throw new AppError('aid-of-another-region', { params: { origin: event.region } });
    const after = receiveMove(before, move);
    await hear(tx, contract as EventContract, event, after !== before);
    if (after === before) return;
    const { state, lines, availableFrom, availableUntil, conditions, returns, declinedBy, reason } = after;
    const changed = { state, lines, availableFrom, availableUntil, conditions, returns, declinedBy, reason };
    await AID.update(tx, aidId, { ...changed, changedAt: new Date(event.time) });
    const { otherRegion: region, hazardCode } = after;
    const number = move.kind === 'return' ? move.number : 0;
    await this.notices.aid(tx, [{ aidId, region, hazardCode, step: STEP_OF[move.kind], number }]);
  }
}
