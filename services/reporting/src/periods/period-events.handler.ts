import { ReportPeriodDecided, ReportPeriodSubmitted } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { ReportingConfig } from '../reporting.config.js';
import { findPeriod, saveDecision, saveSubmission } from './period-store.js';

/** Reports of periods on their way: submitted to the province, decided on by it. */
@Controller()
export class PeriodEventsHandler {
  constructor(private readonly config: ReportingConfig) {}

  @EventPattern(ReportPeriodSubmitted, 'process')
  async submitted(
    events: readonly ReceivedEvent<typeof ReportPeriodSubmitted>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    // The province's own submission comes back too; it stands already.
    for (const { id, region, data } of events.filter((event) => event.region !== this.config.region))
      await saveSubmission(transaction, {
        year: data.year,
        part: data.part,
        level: 'REGION',
        place: region,
        submission: data.submission,
        submittedBy: `region ${region}`,
        submittedAt: new Date(data.submittedAt),
        asOf: data.asOf === null ? null : new Date(data.asOf),
        digest: data.digest,
        figures: data.figures,
        eventId: id,
      });
  }

  /** Decisions of the province on the own region's reports; those on others' are none of ours. */
  @EventPattern(ReportPeriodDecided, 'process')
  async decided(
    events: readonly ReceivedEvent<typeof ReportPeriodDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const own = this.config.region;
    for (const { region, data } of events) {
      if (data.region !== own || region === own || !own.startsWith(region)) continue;
      const key = { year: data.year, part: data.part, level: 'REGION', place: own } as const;
      if ((await findPeriod(transaction, key, true)) === undefined) continue;
      await saveDecision(transaction, key, {
        decision: data.decision,
        submission: data.submission,
        by: `region ${region}`,
        at: new Date(data.decidedAt),
        reason: data.reason,
      });
    }
  }
}
