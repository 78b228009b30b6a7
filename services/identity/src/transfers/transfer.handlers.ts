import { TransferConcluded, TransferDecided, TransferRequested } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { TransferNotices } from './transfer-notices.js';
import { answered, concluded } from './transfer-states.js';
import { TransferSweep } from './transfer-sweep.js';
import { endIn, insertIn, lockIn, lockOut, noteAnswer, noteConcluded } from './transfer-store.js';

/**
 * What the other region of a transfer says. States guard every effect: a repeated event, or one that a third region sends about a transfer of others, does
 * nothing. People leave and come in transactions of their own, right after this one's.
 */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly sweep: TransferSweep,
    private readonly notices: TransferNotices,
  ) {}

  @EventPattern(TransferRequested, 'process')
  async requested(
    events: readonly ReceivedEvent<typeof TransferRequested>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await insertIn(
      transaction,
      events.map(({ id, region, data }) => ({ fromRegion: region, request: data, eventId: id })),
    );
    for (const { region, data } of events)
      await this.notices.tell(transaction, 'transfer-asked', data.transferId, region);
  }

  @EventPattern(TransferDecided, 'process')
  async decided(events: readonly ReceivedEvent<typeof TransferDecided>[], { transaction }: EventBatch): Promise<void> {
    for (const { id, region, data } of events) {
      const transfer = await lockOut(transaction, data.transferId);
      const next = transfer?.toRegion === region ? answered(transfer, data) : undefined;
      if (!next) continue;
      const { decreeNumber, reason } = data;
      await noteAnswer(transaction, data.transferId, { ...next, decreeNumber, reason, eventId: id });
      const notice = data.decision === 'ACCEPTED' ? 'transfer-accepted' : 'transfer-refused';
      await this.notices.tell(transaction, notice, data.transferId, region);
      transaction.afterCommit(() => this.sweep.soon('settle', data.transferId));
    }
  }

  @EventPattern(TransferConcluded, 'process')
  async concluded(
    events: readonly ReceivedEvent<typeof TransferConcluded>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { id, region, data } of events) {
      const transfer = await lockIn(transaction, data.transferId);
      const next = transfer?.fromRegion === region ? concluded(transfer.state, data.outcome) : undefined;
      if (!transfer || !next) continue;
      if (next === 'COMPLETED') {
        await noteConcluded(transaction, data.transferId, data.effectiveOn ?? transfer.effectiveOn, id);
        transaction.afterCommit(() => this.sweep.soon('takeIn', data.transferId));
        continue;
      }
      await endIn(transaction, data.transferId, next, null);
      await this.notices.tell(transaction, 'transfer-ended', data.transferId, region);
    }
  }
}
