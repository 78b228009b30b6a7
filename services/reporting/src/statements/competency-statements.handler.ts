import { CompetencyGapStated, DataCompletenessStated, PlanStateStated, TalentBoxesStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';
import { completenessPlace, gapPlace, planPlace, talentPlace } from './statement-places.js';

/** What regions state of competencies, plans, talent, and of who has filled in what. */
@Controller()
export class CompetencyStatementsHandler {
  @EventPattern(DataCompletenessStated, 'projection')
  async completeness(
    events: readonly ReceivedEvent<typeof DataCompletenessStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'completeness', events, completenessPlace);
  }

  @EventPattern(CompetencyGapStated, 'projection')
  async gaps(events: readonly ReceivedEvent<typeof CompetencyGapStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'competency-gap', events, gapPlace);
  }

  @EventPattern(PlanStateStated, 'projection')
  async plans(events: readonly ReceivedEvent<typeof PlanStateStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'plan', events, planPlace);
  }

  @EventPattern(TalentBoxesStated, 'projection')
  async talent(events: readonly ReceivedEvent<typeof TalentBoxesStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'talent', events, talentPlace);
  }
}
