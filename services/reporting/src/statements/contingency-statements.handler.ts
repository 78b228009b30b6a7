import { ContingencyPlanStated, DrillStated, ReadinessStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';

/** What regions state of their contingency plans: state, readiness, drills. */
@Controller()
export class ContingencyStatementsHandler {
  @EventPattern(ReadinessStated, 'projection')
  async readiness(
    events: readonly ReceivedEvent<typeof ReadinessStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'readiness', events, ({ planId, statement, asOf }) => ({
      subject: planId,
      year: null,
      statement,
      asOf,
    }));
  }

  @EventPattern(ContingencyPlanStated, 'projection')
  async plans(
    events: readonly ReceivedEvent<typeof ContingencyPlanStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'contingency-plan', events, ({ planId, statement, asOf }) => ({
      subject: planId,
      year: null,
      statement,
      asOf,
    }));
  }

  @EventPattern(DrillStated, 'projection')
  async drills(events: readonly ReceivedEvent<typeof DrillStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'drill', events, ({ drillId, statement, startsOn, asOf }) => ({
      subject: drillId,
      year: Number(startsOn.slice(0, 4)),
      statement,
      asOf,
    }));
  }
}
