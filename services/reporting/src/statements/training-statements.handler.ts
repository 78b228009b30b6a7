import { EvaluationStated, OverlapDecided, ProgrammeUseStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';

/** What regions state of their trainings: use of programmes, evaluation, overlaps decided on. */
@Controller()
export class TrainingStatementsHandler {
  @EventPattern(ProgrammeUseStated, 'projection')
  async used(events: readonly ReceivedEvent<typeof ProgrammeUseStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'programme-use', events, ({ programmeId, year, statement, asOf }) => ({
      subject: `${programmeId}/${year}`,
      year,
      statement,
      asOf,
    }));
  }

  @EventPattern(EvaluationStated, 'projection')
  async evaluated(
    events: readonly ReceivedEvent<typeof EvaluationStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'evaluation', events, ({ programmeId, year, statement, asOf }) => ({
      subject: `${programmeId}/${year}`,
      year,
      statement,
      asOf,
    }));
  }

  /** Decided once: the decision is its own subject, and a repeated event changes nothing. */
  @EventPattern(OverlapDecided, 'projection')
  async overlapDecided(
    events: readonly ReceivedEvent<typeof OverlapDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'overlap', events, ({ decisionId, decidedOn }) => ({
      subject: decisionId,
      year: Number(decidedOn.slice(0, 4)),
      statement: 1,
      asOf: `${decidedOn}T00:00:00Z`,
    }));
  }
}
