import { EquivalenceDecided, EquivalenceProposed } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { writeDecisions, writeProposals } from './equivalence-store.js';

/** What regions say of the equivalence of their programmes; each speaks for itself. */
@Controller()
export class EquivalenceHandlers {
  @EventPattern(EquivalenceProposed, 'process')
  async proposed(
    events: readonly ReceivedEvent<typeof EquivalenceProposed>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) assertSpeaksForItself(region, data.proposingRegion);
    await writeProposals(transaction, events);
  }

  @EventPattern(EquivalenceDecided, 'process')
  async decided(
    events: readonly ReceivedEvent<typeof EquivalenceDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) assertSpeaksForItself(region, data.decidingRegion);
    await writeDecisions(transaction, events);
  }
}

function assertSpeaksForItself(origin: string, named: string): void {
  if (origin !== named) throw new AppError('equivalence-of-another-region', { params: { origin, named } });
}
