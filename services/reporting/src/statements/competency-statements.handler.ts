import { CompetencyGapStated, DataCompletenessStated, PlanStateStated, TalentBoxesStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';

/** What regions state of competencies, plans, talent, and of who has filled in what. */
@Controller()
export class CompetencyStatementsHandler {
  @EventPattern(DataCompletenessStated, 'projection')
  async completeness(
    events: readonly ReceivedEvent<typeof DataCompletenessStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'completeness', events, ({ agencyId, statement, asOf }) => ({
      subject: agencyId ?? 'rest',
      year: null,
      agencyId,
      statement,
      asOf,
    }));
  }

  @EventPattern(CompetencyGapStated, 'projection')
  async gaps(events: readonly ReceivedEvent<typeof CompetencyGapStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'competency-gap', events, ({ agencyId, statement, asOf }) => ({
      subject: agencyId ?? 'rest',
      year: null,
      agencyId,
      statement,
      asOf,
    }));
  }

  @EventPattern(PlanStateStated, 'projection')
  async plans(events: readonly ReceivedEvent<typeof PlanStateStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'plan', events, ({ planId, agencyId, year, statement, asOf }) => ({
      subject: planId,
      year,
      agencyId,
      statement,
      asOf,
    }));
  }

  @EventPattern(TalentBoxesStated, 'projection')
  async talent(events: readonly ReceivedEvent<typeof TalentBoxesStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'talent', events, ({ agencyId, year, statement, asOf }) => ({
      subject: `${agencyId ?? 'rest'}/${year}`,
      year,
      agencyId,
      statement,
      asOf,
    }));
  }
}
