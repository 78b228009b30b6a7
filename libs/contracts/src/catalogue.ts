import type { EventContract } from './envelope/define-event.js';
import { CompetencyDictionaryPublished } from './competency-mapping/competency-dictionary-published.js';
import { CompetencyGapStated } from './competency-mapping/competency-gap-stated.js';
import { CompetencyProfileChanged } from './competency-mapping/competency-profile-changed.js';
import { CompetencyRecordHandedOver } from './competency-mapping/competency-record-handed-over.js';
import { DataCompletenessStated } from './competency-mapping/data-completeness-stated.js';
import { DevelopmentTargetPublished } from './competency-mapping/development-target-published.js';
import { DevelopmentTargetRecorded } from './competency-mapping/development-target-recorded.js';
import { JointSessionProposed } from './competency-mapping/joint-session-proposed.js';
import { PlanLineDecided } from './competency-mapping/plan-line-decided.js';
import { PlanLineSubmitted } from './competency-mapping/plan-line-submitted.js';
import { PlanStateStated } from './competency-mapping/plan-state-stated.js';
import { PlanSubmitted } from './competency-mapping/plan-submitted.js';
import { PlanWithdrawn } from './competency-mapping/plan-withdrawn.js';
import { TalentBoxesStated } from './competency-mapping/talent-boxes-stated.js';
import { EpochOpened } from './delivery/epoch-opened.js';
import { HeadsPublished } from './delivery/heads-published.js';
import { ReceiptsPublished } from './delivery/receipts-published.js';
import { RegionKeysPublished } from './delivery/region-keys-published.js';
import { ReplayRefused } from './delivery/replay-refused.js';
import { ReplayRequested } from './delivery/replay-requested.js';
import { SnapshotStated } from './delivery/snapshot-stated.js';
import { AgencyPublished } from './identity/agency-published.js';
import { EmployeeChanged } from './identity/employee-changed.js';
import { EmployeeLeft } from './identity/employee-left.js';
import { EmployeeRegistered } from './identity/employee-registered.js';
import { UnitRecorded } from './identity/unit-recorded.js';
import { HoursRecorded } from './learning-hours/hours-recorded.js';
import { LearnerHoursShared } from './learning-hours/learner-hours-shared.js';
import { UnitLearningHoursStated } from './learning-hours/unit-learning-hours-stated.js';
import { CompletionRevoked } from './training-catalog/completion-revoked.js';
import { ProgrammePublished } from './training-catalog/programme-published.js';
import { ProgrammeWithdrawn } from './training-catalog/programme-withdrawn.js';
import { TrainingCompleted } from './training-catalog/training-completed.js';

/** Every published version of every event: the published language of Betang. Never remove a row; add the next version below it. */
export const CONTRACTS: readonly EventContract[] = [
  UnitRecorded,
  AgencyPublished,
  EmployeeRegistered,
  EmployeeChanged,
  EmployeeLeft,
  DevelopmentTargetRecorded,
  DevelopmentTargetPublished,
  CompetencyDictionaryPublished,
  CompetencyProfileChanged,
  CompetencyGapStated,
  PlanSubmitted,
  PlanLineSubmitted,
  PlanWithdrawn,
  PlanLineDecided,
  JointSessionProposed,
  PlanStateStated,
  TalentBoxesStated,
  DataCompletenessStated,
  CompetencyRecordHandedOver,
  ProgrammePublished,
  ProgrammeWithdrawn,
  TrainingCompleted,
  CompletionRevoked,
  HoursRecorded,
  UnitLearningHoursStated,
  LearnerHoursShared,
  HeadsPublished,
  ReceiptsPublished,
  RegionKeysPublished,
  EpochOpened,
  ReplayRequested,
  ReplayRefused,
  SnapshotStated,
] as unknown as readonly EventContract[];

const byType = new Map(CONTRACTS.map((contract) => [contract.type, contract]));

/** The contract of a CloudEvents type, or undefined for a type or version that this release does not know. */
export function findContract(type: string): EventContract | undefined {
  return byType.get(type);
}
