import { MarkAppealed, SittingHandedIn, SittingRequested, WorkHandedIn, WorkPieceHandedIn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { GuestSittings } from './guest-sittings.js';
import { GuestWorks } from './guest-works.js';

/** Host: work and sittings that the home regions of guests send. */
@Controller()
export class GuestWorkHandlers {
  constructor(
    private readonly works: GuestWorks,
    private readonly sittings: GuestSittings,
  ) {}

  @EventPattern(WorkHandedIn, 'process')
  async work(events: readonly ReceivedEvent<typeof WorkHandedIn>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.works.take(transaction, region, data);
  }

  @EventPattern(WorkPieceHandedIn, 'process')
  async piece(events: readonly ReceivedEvent<typeof WorkPieceHandedIn>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.works.takePiece(transaction, region, data);
  }

  @EventPattern(MarkAppealed, 'process')
  async appealed(events: readonly ReceivedEvent<typeof MarkAppealed>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.works.appeal(transaction, region, data);
  }

  @EventPattern(SittingRequested, 'process')
  async asked(events: readonly ReceivedEvent<typeof SittingRequested>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.sittings.draw(transaction, region, data);
  }

  @EventPattern(SittingHandedIn, 'process')
  async handedIn(events: readonly ReceivedEvent<typeof SittingHandedIn>[], { transaction }: EventBatch): Promise<void> {
    for (const { region, data } of events) await this.sittings.mark(transaction, region, data);
  }
}
