import { EvaluationStated, OverlapDecided, ProgrammePublished, ProgrammeUseStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';
import { evaluationPlace, overlapPlace, usePlace } from './statement-places.js';

/** What regions state of their trainings: use of programmes, evaluation, overlaps decided on. */
@Controller()
export class TrainingStatementsHandler {
  @EventPattern(ProgrammeUseStated, 'projection')
  async used(events: readonly ReceivedEvent<typeof ProgrammeUseStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'programme-use', events, usePlace);
  }

  /** Whose a programme is, and whether it was taken over: by that a region knows what it uses together with others. */
  @EventPattern(ProgrammePublished, 'projection')
  async published(
    events: readonly ReceivedEvent<typeof ProgrammePublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const told = events.map(({ data, time, ...event }) => {
      const { programmeId, programmeVersion, title, origin } = data;
      return { ...event, data: { programmeId, programmeVersion, title, origin: origin?.kind ?? null, asOf: time } };
    });
    await saveStatements(transaction, 'programme', told, ({ programmeId, programmeVersion, asOf }) => ({
      subject: programmeId,
      year: null,
      statement: programmeVersion,
      asOf,
    }));
  }

  @EventPattern(EvaluationStated, 'projection')
  async evaluated(
    events: readonly ReceivedEvent<typeof EvaluationStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'evaluation', events, evaluationPlace);
  }

  @EventPattern(OverlapDecided, 'projection')
  async overlapDecided(
    events: readonly ReceivedEvent<typeof OverlapDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'overlap', events, overlapPlace);
  }
}
