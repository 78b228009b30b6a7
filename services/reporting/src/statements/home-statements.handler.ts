import {
  CompetencyGapStatedAtHome,
  ContingencyPlanStatedAtHome,
  DataCompletenessStatedAtHome,
  DrillStatedAtHome,
  EvaluationStatedAtHome,
  OverlapDecidedAtHome,
  PlanStateStatedAtHome,
  ReadinessStatedAtHome,
  TalentBoxesStatedAtHome,
} from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';
import {
  completenessPlace,
  contingencyPlanPlace,
  drillPlace,
  evaluationPlace,
  gapPlace,
  overlapPlace,
  planPlace,
  readinessPlace,
  talentPlace,
} from './statement-places.js';

/** What the region itself states, as its own services are told: a region has the reports about itself that its province has. */
@Controller()
export class HomeStatementsHandler {
  @EventPattern(DataCompletenessStatedAtHome, 'projection')
  async completeness(
    events: readonly ReceivedEvent<typeof DataCompletenessStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'completeness', events, completenessPlace);
  }

  @EventPattern(CompetencyGapStatedAtHome, 'projection')
  async gaps(
    events: readonly ReceivedEvent<typeof CompetencyGapStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'competency-gap', events, gapPlace);
  }

  @EventPattern(PlanStateStatedAtHome, 'projection')
  async plans(
    events: readonly ReceivedEvent<typeof PlanStateStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'plan', events, planPlace);
  }

  @EventPattern(TalentBoxesStatedAtHome, 'projection')
  async talent(
    events: readonly ReceivedEvent<typeof TalentBoxesStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'talent', events, talentPlace);
  }

  @EventPattern(ReadinessStatedAtHome, 'projection')
  async readiness(
    events: readonly ReceivedEvent<typeof ReadinessStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'readiness', events, readinessPlace);
  }

  @EventPattern(ContingencyPlanStatedAtHome, 'projection')
  async contingencyPlans(
    events: readonly ReceivedEvent<typeof ContingencyPlanStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'contingency-plan', events, contingencyPlanPlace);
  }

  @EventPattern(DrillStatedAtHome, 'projection')
  async drills(events: readonly ReceivedEvent<typeof DrillStatedAtHome>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'drill', events, drillPlace);
  }

  @EventPattern(EvaluationStatedAtHome, 'projection')
  async evaluated(
    events: readonly ReceivedEvent<typeof EvaluationStatedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'evaluation', events, evaluationPlace);
  }

  @EventPattern(OverlapDecidedAtHome, 'projection')
  async overlapDecided(
    events: readonly ReceivedEvent<typeof OverlapDecidedAtHome>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await saveStatements(transaction, 'overlap', events, overlapPlace);
  }
}
