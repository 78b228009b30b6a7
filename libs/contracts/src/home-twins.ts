import { CompetencyGapStated, CompetencyGapStatedAtHome } from './competency-mapping/competency-gap-stated.js';
import { DataCompletenessStated, DataCompletenessStatedAtHome } from './competency-mapping/data-completeness-stated.js';
import { PlanStateStated, PlanStateStatedAtHome } from './competency-mapping/plan-state-stated.js';
import { TalentBoxesStated, TalentBoxesStatedAtHome } from './competency-mapping/talent-boxes-stated.js';
import { ContingencyPlanStated, ContingencyPlanStatedAtHome } from './contingency/contingency-plan-stated.js';
import { DrillStated, DrillStatedAtHome } from './contingency/drill-stated.js';
import { ReadinessStated, ReadinessStatedAtHome } from './contingency/readiness-stated.js';
import type { EventContract, NewEvent } from './definition/define-event.js';
import { EvaluationStated, EvaluationStatedAtHome } from './training-catalog/evaluation-stated.js';
import { OverlapDecided, OverlapDecidedAtHome } from './training-catalog/overlap-decided.js';

/** Shared contracts whose figures a region's own reports show as its province does, each with its twin. */
const TWINS: ReadonlyMap<string, EventContract> = new Map(
  (
    [
      [CompetencyGapStated, CompetencyGapStatedAtHome],
      [DataCompletenessStated, DataCompletenessStatedAtHome],
      [PlanStateStated, PlanStateStatedAtHome],
      [TalentBoxesStated, TalentBoxesStatedAtHome],
      [ContingencyPlanStated, ContingencyPlanStatedAtHome],
      [DrillStated, DrillStatedAtHome],
      [ReadinessStated, ReadinessStatedAtHome],
      [EvaluationStated, EvaluationStatedAtHome],
      [OverlapDecided, OverlapDecidedAtHome],
    ] as unknown as [EventContract, EventContract][]
  ).map(([shared, twin]) => [shared.type, twin]),
);

/** The event that stays at home beside a shared one; undefined where the contract has no twin. */
export function findHomeTwin({ contract, subject, time, data, cause }: NewEvent): NewEvent | undefined {
  return TWINS.get(contract.type)?.create({ subject, time, data, cause });
}
