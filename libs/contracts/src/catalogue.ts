import type { EventContract } from './definition/define-event.js';
import { CompetencyCodesSucceeded } from './competency-mapping/competency-codes-succeeded.js';
import { CompetencyDictionaryPublished } from './competency-mapping/competency-dictionary-published.js';
import { CompetencyDictionaryRecorded } from './competency-mapping/competency-dictionary-recorded.js';
import { CompetencyGapStated, CompetencyGapStatedAtHome } from './competency-mapping/competency-gap-stated.js';
import { CompetencyProfileChanged } from './competency-mapping/competency-profile-changed.js';
import { CompetencyRecordHandedOver } from './competency-mapping/competency-record-handed-over.js';
import { LaterEvidenceHandedOver } from './competency-mapping/later-evidence-handed-over.js';
import { DataCompletenessStated, DataCompletenessStatedAtHome } from './competency-mapping/data-completeness-stated.js';
import { DevelopmentTargetPublished } from './competency-mapping/development-target-published.js';
import { DevelopmentTargetRecorded } from './competency-mapping/development-target-recorded.js';
import { JointSessionProposed } from './competency-mapping/joint-session-proposed.js';
import { PlanLineDecided } from './competency-mapping/plan-line-decided.js';
import { PlanLineSubmitted } from './competency-mapping/plan-line-submitted.js';
import { PlanStateStated, PlanStateStatedAtHome } from './competency-mapping/plan-state-stated.js';
import { PlanSubmitted } from './competency-mapping/plan-submitted.js';
import { PlanWithdrawn } from './competency-mapping/plan-withdrawn.js';
import { TalentBoxesStated, TalentBoxesStatedAtHome } from './competency-mapping/talent-boxes-stated.js';
import { Directed } from './delivery/directed.js';
import { HazardStated } from './contingency/hazard-stated.js';
import { ContingencyPlanStated, ContingencyPlanStatedAtHome } from './contingency/contingency-plan-stated.js';
import { PlanReviewAsked, PlanReviewAskedV2 } from './contingency/plan-review-asked.js';
import { PlanTemplatePublished } from './contingency/plan-template-published.js';
import { PlanTemplateWithdrawn } from './contingency/plan-template-withdrawn.js';
import { ReadinessChanged } from './contingency/readiness-changed.js';
import { ReadinessStated, ReadinessStatedAtHome } from './contingency/readiness-stated.js';
import { DrillParticipationRecorded } from './contingency/drill-participation-recorded.js';
import { DrillParticipationWithdrawn } from './contingency/drill-participation-withdrawn.js';
import { DrillFindingRaised, DrillFindingRaisedV2 } from './contingency/drill-finding-raised.js';
import { DrillStated, DrillStatedAtHome } from './contingency/drill-stated.js';
import { EmergencyDeclared } from './contingency/emergency-declared.js';
import { EmergencyEnded } from './contingency/emergency-ended.js';
import { MutualAidAsked, MutualAidAskedV2 } from './contingency/mutual-aid-asked.js';
import { MutualAidOffered, MutualAidOfferedV2 } from './contingency/mutual-aid-offered.js';
import { MutualAidAccepted, MutualAidAcceptedV2 } from './contingency/mutual-aid-accepted.js';
import { MutualAidDeclined, MutualAidDeclinedV2 } from './contingency/mutual-aid-declined.js';
import { MutualAidReturned, MutualAidReturnedV2 } from './contingency/mutual-aid-returned.js';
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
import { EmployeeIdentityErased } from './identity/employee-identity-erased.js';
import { EmployeeRecordsMerged } from './identity/employee-records-merged.js';
import { EmployeeTransferredOut } from './identity/employee-transferred-out.js';
import { EmployeeTransferredIn } from './identity/employee-transferred-in.js';
import { TransferRequested } from './identity/transfer-requested.js';
import { TransferDecided } from './identity/transfer-decided.js';
import { TransferConcluded } from './identity/transfer-concluded.js';
import { UnitRecorded } from './identity/unit-recorded.js';
import { ClaimDecided } from './learning-hours/claim-decided.js';
import { LaterUseConfirmed } from './learning-hours/later-use-confirmed.js';
import { YearRecomputed } from './learning-hours/year-recomputed.js';
import { CertificateFingerprintStated } from './learning-hours/certificate-fingerprint-stated.js';
import { DoubleCertificateFound } from './learning-hours/double-certificate-found.js';
import { DoubleCertificateAsked } from './learning-hours/double-certificate-asked.js';
import { DoubleCertificateAnswered } from './learning-hours/double-certificate-answered.js';
import { LearningRecordHandedOver } from './learning-hours/learning-record-handed-over.js';
import { CertificateCorrectionsHandedOver } from './learning-hours/certificate-corrections-handed-over.js';
import { LaterHoursHandedOver } from './learning-hours/later-hours-handed-over.js';
import { OpeningBalanceStated } from './learning-hours/opening-balance-stated.js';
import { DutyPolicyRecorded } from './learning-hours/duty-policy-recorded.js';
import { DutyPolicyStated } from './learning-hours/duty-policy-stated.js';
import { HoursRecorded } from './learning-hours/hours-recorded.js';
import { LearnerHoursShared } from './learning-hours/learner-hours-shared.js';
import { LearnerPseudonymReplaced } from './learning-hours/learner-pseudonym-replaced.js';
import { UnitLearningHoursStated } from './learning-hours/unit-learning-hours-stated.js';
import { BudgetShareStated } from './reporting/budget-share-stated.js';
import { ReportPeriodDecided } from './reporting/report-period-decided.js';
import { ReportPeriodSubmitted } from './reporting/report-period-submitted.js';
import { CompletionRevoked } from './training-catalog/completion-revoked.js';
import { ProgrammePublished } from './training-catalog/programme-published.js';
import { SeatsOffered } from './training-catalog/seats-offered.js';
import { EnrolmentRequested } from './training-catalog/enrolment-requested.js';
import { EnrolmentWithdrawn } from './training-catalog/enrolment-withdrawn.js';
import { EnrolmentDecided } from './training-catalog/enrolment-decided.js';
import { CompletionReported } from './training-catalog/completion-reported.js';
import { SeatsReturned } from './training-catalog/seats-returned.js';
import { GuestReacted } from './training-catalog/guest-reacted.js';
import { GuestScheduleStated } from './training-catalog/guest-schedule-stated.js';
import { GuestTaskStated } from './training-catalog/guest-task-stated.js';
import { WorkHandedIn } from './training-catalog/work-handed-in.js';
import { WorkPieceHandedIn } from './training-catalog/work-piece-handed-in.js';
import { MarkAppealed } from './training-catalog/mark-appealed.js';
import { WorkAnswered } from './training-catalog/work-answered.js';
import { SittingRequested } from './training-catalog/sitting-requested.js';
import { SittingHandedIn } from './training-catalog/sitting-handed-in.js';
import { SittingAnswered } from './training-catalog/sitting-answered.js';
import { EquivalenceProposed } from './training-catalog/equivalence-proposed.js';
import { EquivalenceDecided } from './training-catalog/equivalence-decided.js';
import { PublicationSubmitted } from './training-catalog/publication-submitted.js';
import { PublicationDecided } from './training-catalog/publication-decided.js';
import { PublicationWithdrawn } from './training-catalog/publication-withdrawn.js';
import { OverlapDecided, OverlapDecidedAtHome } from './training-catalog/overlap-decided.js';
import { ProgrammeUseStated } from './training-catalog/programme-use-stated.js';
import { ProgrammeWithdrawn } from './training-catalog/programme-withdrawn.js';
import { SessionOpened } from './training-catalog/session-opened.js';
import { SessionChanged } from './training-catalog/session-changed.js';
import { SessionClosed } from './training-catalog/session-closed.js';
import { SessionPublished } from './training-catalog/session-published.js';
import { TrainingNotPassed } from './training-catalog/training-not-passed.js';
import { CertificateIssued } from './training-catalog/certificate-issued.js';
import { CertificatesHandedOver } from './training-catalog/certificates-handed-over.js';
import { CertificateReissued } from './training-catalog/certificate-reissued.js';
import { CertificateRevoked } from './training-catalog/certificate-revoked.js';
import { TrainingNeedRaised } from './training-catalog/training-need-raised.js';
import { EvaluationStated, EvaluationStatedAtHome } from './training-catalog/evaluation-stated.js';
import { TrainingCompleted } from './training-catalog/training-completed.js';

/** Every published version of every event: the published language of Betang. Never remove a row; add the next version below it. */
export const CONTRACTS: readonly EventContract[] = [
  UnitRecorded,
  AgencyPublished,
  EmployeeRegistered,
  EmployeeChanged,
  EmployeeLeft,
  EmployeeIdentityErased,
  EmployeeRecordsMerged,
  EmployeeTransferredOut,
  EmployeeTransferredIn,
  TransferRequested,
  TransferDecided,
  TransferConcluded,
  DevelopmentTargetRecorded,
  DevelopmentTargetPublished,
  CompetencyDictionaryPublished,
  CompetencyDictionaryRecorded,
  CompetencyCodesSucceeded,
  CompetencyProfileChanged,
  CompetencyGapStated,
  CompetencyGapStatedAtHome,
  PlanSubmitted,
  PlanLineSubmitted,
  PlanWithdrawn,
  PlanLineDecided,
  JointSessionProposed,
  PlanStateStated,
  PlanStateStatedAtHome,
  TalentBoxesStated,
  TalentBoxesStatedAtHome,
  DataCompletenessStated,
  DataCompletenessStatedAtHome,
  CompetencyRecordHandedOver,
  LaterEvidenceHandedOver,
  ProgrammePublished,
  SeatsOffered,
  EnrolmentRequested,
  EnrolmentWithdrawn,
  EnrolmentDecided,
  CompletionReported,
  SeatsReturned,
  GuestReacted,
  GuestScheduleStated,
  GuestTaskStated,
  WorkHandedIn,
  WorkPieceHandedIn,
  WorkAnswered,
  MarkAppealed,
  SittingRequested,
  SittingHandedIn,
  SittingAnswered,
  EquivalenceProposed,
  EquivalenceDecided,
  PublicationSubmitted,
  PublicationDecided,
  PublicationWithdrawn,
  OverlapDecided,
  OverlapDecidedAtHome,
  ProgrammeUseStated,
  ProgrammeWithdrawn,
  TrainingCompleted,
  CompletionRevoked,
  SessionOpened,
  SessionChanged,
  SessionClosed,
  SessionPublished,
  TrainingNotPassed,
  CertificateIssued,
  CertificateReissued,
  CertificateRevoked,
  CertificatesHandedOver,
  TrainingNeedRaised,
  EvaluationStated,
  EvaluationStatedAtHome,
  HoursRecorded,
  DutyPolicyRecorded,
  DutyPolicyStated,
  ClaimDecided,
  LaterUseConfirmed,
  YearRecomputed,
  CertificateFingerprintStated,
  DoubleCertificateFound,
  DoubleCertificateAsked,
  DoubleCertificateAnswered,
  LearningRecordHandedOver,
  LaterHoursHandedOver,
  CertificateCorrectionsHandedOver,
  OpeningBalanceStated,
  UnitLearningHoursStated,
  LearnerHoursShared,
  LearnerPseudonymReplaced,
  HazardStated,
  ContingencyPlanStated,
  ContingencyPlanStatedAtHome,
  PlanReviewAsked,
  PlanReviewAskedV2,
  PlanTemplatePublished,
  PlanTemplateWithdrawn,
  ReadinessChanged,
  ReadinessStated,
  ReadinessStatedAtHome,
  DrillParticipationRecorded,
  DrillParticipationWithdrawn,
  DrillFindingRaised,
  DrillFindingRaisedV2,
  DrillStated,
  DrillStatedAtHome,
  EmergencyDeclared,
  EmergencyEnded,
  MutualAidAsked,
  MutualAidAskedV2,
  MutualAidOffered,
  MutualAidOfferedV2,
  MutualAidAccepted,
  MutualAidAcceptedV2,
  MutualAidDeclined,
  MutualAidDeclinedV2,
  MutualAidReturned,
  MutualAidReturnedV2,
  BudgetShareStated,
  ReportPeriodSubmitted,
  ReportPeriodDecided,
  HeadsPublished,
  ReceiptsPublished,
  RegionKeysPublished,
  EpochOpened,
  ReplayRequested,
  ReplayRefused,
  SnapshotStated,
  Directed,
] as unknown as readonly EventContract[];

const byType = new Map(CONTRACTS.map((contract) => [contract.type, contract]));

/** The contract of a CloudEvents type, or undefined for a type or version that this release does not know. */
export function findContract(type: string): EventContract | undefined {
  return byType.get(type);
}
