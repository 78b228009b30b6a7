import { TransferConcluded, TransferDecided, TransferRequested } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { Reception } from './reception.js';
import { Release } from './release.js';
import { TransferNotices } from './transfer-notices.js';
import { answered, concluded } from './transfer-states.js';
import { endIn, insertIn, lockIn, lockOut, noteAnswer } from './transfer-store.js';

/**
 * What the other region of a transfer says. States guard every effect: a repeated event, or one that a third region sends about a transfer of others, does
 * nothing.
 */
@Controller()
export class TransferHandlers {
  constructor(
    private readonly release: Release,
    private readonly reception: Reception,
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
      await this.release.settle(transaction, data.transferId);
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
      if (next === 'COMPLETED')
        await this.reception.takeIn(transaction, transfer, data.effectiveOn ?? transfer.effectiveOn, id);
      else await endIn(transaction, data.transferId, next, null);
      await this.notices.tell(transaction, 'transfer-ended', data.transferId, region);
    }
  }
}
