import { ContingencyPlanStated, DrillStated, ReadinessStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';
import { contingencyPlanPlace, drillPlace, readinessPlace } from './statement-places.js';

/** What regions state of their contingency plans: state, readiness, drills. */
@Controller()
export class ContingencyStatementsHandler {
  @EventPattern(ReadinessStated, 'projection')
  async readiness(
    events: readonly ReceivedEvent<typeof ReadinessStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'readiness', events, readinessPlace);
  }

  @EventPattern(ContingencyPlanStated, 'projection')
  async plans(
    events: readonly ReceivedEvent<typeof ContingencyPlanStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'contingency-plan', events, contingencyPlanPlace);
  }

  @EventPattern(DrillStated, 'projection')
  async drills(events: readonly ReceivedEvent<typeof DrillStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'drill', events, drillPlace);
  }
}
