import {
  AgencyPublished,
  BudgetShareStated,
  DataCompletenessStatedAtHome,
  CompetencyGapStatedAtHome,
  PlanStateStatedAtHome,
  TalentBoxesStatedAtHome,
  ReadinessStatedAtHome,
  ContingencyPlanStatedAtHome,
  DrillStatedAtHome,
  EvaluationStatedAtHome,
  OverlapDecidedAtHome,
  DutyPolicyRecorded,
  DutyPolicyStated,
  CompetencyGapStated,
  CompletionRevoked,
  ContingencyPlanStated,
  DataCompletenessStated,
  DevelopmentTargetPublished,
  DrillStated,
  EvaluationStated,
  OverlapDecided,
  PlanStateStated,
  ProgrammePublished,
  ProgrammeUseStated,
  ReadinessStated,
  TalentBoxesStated,
  TrainingCompleted,
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRecordsMerged,
  EmployeeRegistered,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  HoursRecorded,
  LearnerHoursShared,
  LearnerPseudonymReplaced,
  OpeningBalanceStated,
  UnitLearningHoursStated,
  UnitRecorded,
  type EventContract,
} from '@betang/contracts';
import type { EventBatch, EventHandler } from '@betang/messaging';
import { DutyPolicyHandler } from '../duties/duty-policy.handler.js';
import { EmployeeMovedHandler } from '../home/employee-moved.handler.js';
import { EmployeeStateHandler } from '../home/employee-state.handler.js';
import { HomeCompletionsHandler } from '../home/home-completions.handler.js';
import { HoursRecordedHandler } from '../home/hours-recorded.handler.js';
import { RecordsMergedHandler } from '../home/records-merged.handler.js';
import { UnitRecordedHandler } from '../home/unit-recorded.handler.js';
import { LearnerHoursSharedHandler } from '../learners/learner-hours-shared.handler.js';
import { LearnerPseudonymReplacedHandler } from '../learners/learner-pseudonym-replaced.handler.js';
import { OpeningBalanceStatedHandler } from '../learners/opening-balance-stated.handler.js';
import { BudgetShareStatedHandler } from '../statements/budget-share-stated.handler.js';
import { CompetencyStatementsHandler } from '../statements/competency-statements.handler.js';
import { ContingencyStatementsHandler } from '../statements/contingency-statements.handler.js';
import { DevelopmentTargetHandler } from '../statements/development-target.handler.js';
import { HomeStatementsHandler } from '../statements/home-statements.handler.js';
import { TrainingStatementsHandler } from '../statements/training-statements.handler.js';
import { AgencyPublishedHandler } from '../totals/agency-published.handler.js';
import { UnitLearningHoursStatedHandler } from '../totals/unit-learning-hours-stated.handler.js';

type Handle = (events: readonly never[], batch: EventBatch) => Promise<void>;

/** The service's handlers as the strategy would register them, without Nest. */
export function projections(): EventHandler[] {
  const stated = new UnitLearningHoursStatedHandler();
  const named = new AgencyPublishedHandler();
  const learners = new LearnerHoursSharedHandler();
  const names = new LearnerPseudonymReplacedHandler();
  const arrivals = new OpeningBalanceStatedHandler();
  const hours = new HoursRecordedHandler();
  const units = new UnitRecordedHandler();
  const employees = new EmployeeStateHandler();
  const moves = new EmployeeMovedHandler();
  const completions = new HomeCompletionsHandler();
  const merges = new RecordsMergedHandler();
  const trainings = new TrainingStatementsHandler();
  const competencies = new CompetencyStatementsHandler();
  const contingency = new ContingencyStatementsHandler();
  const budgets = new BudgetShareStatedHandler();
  const targets = new DevelopmentTargetHandler();
  const atHome = new HomeStatementsHandler();
  const duties = new DutyPolicyHandler();
  const table: [unknown, Handle][] = [
    [UnitLearningHoursStated, (events, batch) => stated.handle(events, batch)],
    [AgencyPublished, (events, batch) => named.handle(events, batch)],
    [LearnerHoursShared, (events, batch) => learners.handle(events, batch)],
    [LearnerPseudonymReplaced, (events, batch) => names.handle(events, batch)],
    [OpeningBalanceStated, (events, batch) => arrivals.handle(events, batch)],
    [HoursRecorded, (events, batch) => hours.handle(events, batch)],
    [UnitRecorded, (events, batch) => units.handle(events, batch)],
    [EmployeeRegistered, (events, batch) => employees.registered(events, batch)],
    [EmployeeChanged, (events, batch) => employees.changed(events, batch)],
    [EmployeeLeft, (events, batch) => employees.left(events, batch)],
    [EmployeeIdentityErased, (events, batch) => employees.erased(events, batch)],
    [EmployeeTransferredIn, (events, batch) => moves.arrived(events, batch)],
    [EmployeeTransferredOut, (events, batch) => moves.released(events, batch)],
    [EmployeeRecordsMerged, (events, batch) => merges.merged(events, batch)],
    [TrainingCompleted, (events, batch) => completions.completed(events, batch)],
    [CompletionRevoked, (events, batch) => completions.revoked(events, batch)],
    [ProgrammeUseStated, (events, batch) => trainings.used(events, batch)],
    [ProgrammePublished, (events, batch) => trainings.published(events, batch)],
    [EvaluationStated, (events, batch) => trainings.evaluated(events, batch)],
    [OverlapDecided, (events, batch) => trainings.overlapDecided(events, batch)],
    [DataCompletenessStated, (events, batch) => competencies.completeness(events, batch)],
    [CompetencyGapStated, (events, batch) => competencies.gaps(events, batch)],
    [PlanStateStated, (events, batch) => competencies.plans(events, batch)],
    [TalentBoxesStated, (events, batch) => competencies.talent(events, batch)],
    [ReadinessStated, (events, batch) => contingency.readiness(events, batch)],
    [ContingencyPlanStated, (events, batch) => contingency.plans(events, batch)],
    [DrillStated, (events, batch) => contingency.drills(events, batch)],
    [BudgetShareStated, (events, batch) => budgets.handle(events, batch)],
    [DataCompletenessStatedAtHome, (events, batch) => atHome.completeness(events, batch)],
    [CompetencyGapStatedAtHome, (events, batch) => atHome.gaps(events, batch)],
    [PlanStateStatedAtHome, (events, batch) => atHome.plans(events, batch)],
    [TalentBoxesStatedAtHome, (events, batch) => atHome.talent(events, batch)],
    [ReadinessStatedAtHome, (events, batch) => atHome.readiness(events, batch)],
    [ContingencyPlanStatedAtHome, (events, batch) => atHome.contingencyPlans(events, batch)],
    [DrillStatedAtHome, (events, batch) => atHome.drills(events, batch)],
    [EvaluationStatedAtHome, (events, batch) => atHome.evaluated(events, batch)],
    [OverlapDecidedAtHome, (events, batch) => atHome.overlapDecided(events, batch)],
    [DutyPolicyRecorded, (events, batch) => duties.recorded(events, batch)],
    [DutyPolicyStated, (events, batch) => duties.stated(events, batch)],
    [DevelopmentTargetPublished, (events, batch) => targets.handle(events, batch)],
  ];
  return table.map(([contract, handle]) => ({
    contract: contract as EventContract,
    kind: 'projection',
    handle: handle as EventHandler['handle'],
  }));
}
