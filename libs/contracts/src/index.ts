// Envelope
export { ContractError, type ContractErrorCode } from './envelope/contract-error.js';
export { newId } from './envelope/new-id.js';
export { SERVICE_NAMES, isServiceName, type ServiceName } from './envelope/service-name.js';
export {
  EventContract,
  dataschemaOf,
  defineEvent,
  parseEventType,
  type Cause,
  type EventData,
  type EventDefinition,
  type EventInput,
  type Lift,
  type NewEvent,
} from './definition/define-event.js';
export { MAX_EVENT_BYTES, type EventRecord, type UnnumberedEvent } from './envelope/event-record.js';
export { chainedHeaders, decodeHeaders, encodeHeaders, type HeaderList } from './envelope/headers.js';
export { chainHolds, firstChain, nextChain, numberEvent } from './envelope/chain.js';

// Sharing
export { isDirected, parseAudience, type Audience } from './envelope/audience.js';
export { mustBeSealed } from './definition/sealed.js';
export { awayUnder, untold, type PersonMove, type RecordPiece } from './sharing/follow-person.js';
export { findHomeTwin } from './home-twins.js';
export {
  RETENTION_DAYS,
  type PersonalData,
  type RetentionClass,
  type SharedWith,
  type SharingRule,
} from './sharing/sharing-rule.js';

// The published language
export { CONTRACTS, findContract } from './catalogue.js';
export { VersionLadder, latestVersion, liftToLatest, type LatestData } from './versions/version-ladder.js';
export { CompetencyCodesSucceeded } from './competency-mapping/competency-codes-succeeded.js';
export { CompetencyDictionaryPublished } from './competency-mapping/competency-dictionary-published.js';
export { CompetencyDictionaryRecorded } from './competency-mapping/competency-dictionary-recorded.js';
export { CompetencyGapStated, CompetencyGapStatedAtHome } from './competency-mapping/competency-gap-stated.js';
export { CompetencyRecordHandedOver } from './competency-mapping/competency-record-handed-over.js';
export { LaterEvidenceHandedOver } from './competency-mapping/later-evidence-handed-over.js';
export { DevelopmentTargetPublished } from './competency-mapping/development-target-published.js';
export { DevelopmentTargetRecorded } from './competency-mapping/development-target-recorded.js';
export { JointSessionProposed } from './competency-mapping/joint-session-proposed.js';
export { PlanLineSubmitted } from './competency-mapping/plan-line-submitted.js';
export { PlanSubmitted } from './competency-mapping/plan-submitted.js';
export { PlanWithdrawn } from './competency-mapping/plan-withdrawn.js';
export { TalentBoxesStated, TalentBoxesStatedAtHome } from './competency-mapping/talent-boxes-stated.js';
export {
  CompetencyProfileChanged,
  PROFILE_CHANGE_CAUSES,
  type ProfileChangeCause,
} from './competency-mapping/competency-profile-changed.js';
export {
  COMPLETENESS_DATASETS,
  DataCompletenessStated,
  DataCompletenessStatedAtHome,
  type CompletenessDataset,
} from './competency-mapping/data-completeness-stated.js';
export {
  DEVELOPMENT_TARGET_KINDS,
  type DevelopmentTargetKind,
} from './competency-mapping/development-target-fields.js';
export { PLAN_LINE_OUTCOMES, PlanLineDecided, type PlanLineOutcome } from './competency-mapping/plan-line-decided.js';
export {
  PLAN_KINDS,
  PLAN_STATES,
  PlanStateStated,
  PlanStateStatedAtHome,
  type PlanKind,
  type PlanState,
} from './competency-mapping/plan-state-stated.js';
export { AgencyPublished } from './identity/agency-published.js';
export { EmployeeChanged } from './identity/employee-changed.js';
export { EmployeeLeft } from './identity/employee-left.js';
export { EmployeeRegistered } from './identity/employee-registered.js';
export { EmployeeIdentityErased } from './identity/employee-identity-erased.js';
export { EmployeeRecordsMerged } from './identity/employee-records-merged.js';
export { EmployeeTransferredOut } from './identity/employee-transferred-out.js';
export { EmployeeTransferredIn } from './identity/employee-transferred-in.js';
export { TransferRequested } from './identity/transfer-requested.js';
export { TransferDecided } from './identity/transfer-decided.js';
export { TransferConcluded } from './identity/transfer-concluded.js';
export { UnitRecorded } from './identity/unit-recorded.js';
export { CompletionRevoked } from './training-catalog/completion-revoked.js';
export { ProgrammePublished } from './training-catalog/programme-published.js';
export { SeatsOffered } from './training-catalog/seats-offered.js';
export { EnrolmentRequested } from './training-catalog/enrolment-requested.js';
export { EnrolmentWithdrawn } from './training-catalog/enrolment-withdrawn.js';
export { EnrolmentDecided } from './training-catalog/enrolment-decided.js';
export { CompletionReported } from './training-catalog/completion-reported.js';
export { SeatsReturned } from './training-catalog/seats-returned.js';
export { GuestReacted } from './training-catalog/guest-reacted.js';
export { GuestScheduleStated } from './training-catalog/guest-schedule-stated.js';
export { GuestTaskStated } from './training-catalog/guest-task-stated.js';
export { WorkHandedIn } from './training-catalog/work-handed-in.js';
export { WorkPieceHandedIn } from './training-catalog/work-piece-handed-in.js';
export { MarkAppealed } from './training-catalog/mark-appealed.js';
export { WorkAnswered } from './training-catalog/work-answered.js';
export { SittingRequested } from './training-catalog/sitting-requested.js';
export { SittingHandedIn } from './training-catalog/sitting-handed-in.js';
export { SittingAnswered } from './training-catalog/sitting-answered.js';
export { EquivalenceProposed } from './training-catalog/equivalence-proposed.js';
export { EquivalenceDecided } from './training-catalog/equivalence-decided.js';
export { PublicationSubmitted } from './training-catalog/publication-submitted.js';
export { PublicationDecided } from './training-catalog/publication-decided.js';
export { PublicationWithdrawn } from './training-catalog/publication-withdrawn.js';
export { OverlapDecided, OverlapDecidedAtHome } from './training-catalog/overlap-decided.js';
export { ProgrammeUseStated } from './training-catalog/programme-use-stated.js';
export { FUNDING_PATTERNS, MODULE_MODES } from './training-catalog/programme-content.js';
export { ProgrammeWithdrawn } from './training-catalog/programme-withdrawn.js';
export { SessionOpened } from './training-catalog/session-opened.js';
export { SessionChanged } from './training-catalog/session-changed.js';
export { SessionClosed } from './training-catalog/session-closed.js';
export { SessionPublished } from './training-catalog/session-published.js';
export { TrainingNotPassed } from './training-catalog/training-not-passed.js';
export { CertificateIssued } from './training-catalog/certificate-issued.js';
export { CertificatesHandedOver } from './training-catalog/certificates-handed-over.js';
export { CertificateReissued } from './training-catalog/certificate-reissued.js';
export { CertificateRevoked } from './training-catalog/certificate-revoked.js';
export { TrainingNeedRaised } from './training-catalog/training-need-raised.js';
export { EvaluationStated, EvaluationStatedAtHome } from './training-catalog/evaluation-stated.js';
export { SESSION_KINDS } from './training-catalog/session-state.js';
export { TrainingCompleted } from './training-catalog/training-completed.js';
export { HoursRecorded } from './learning-hours/hours-recorded.js';
export { DutyPolicyRecorded } from './learning-hours/duty-policy-recorded.js';
export { DutyPolicyStated } from './learning-hours/duty-policy-stated.js';
export { ClaimDecided } from './learning-hours/claim-decided.js';
export { LaterUseConfirmed } from './learning-hours/later-use-confirmed.js';
export { YearRecomputed } from './learning-hours/year-recomputed.js';
export { CertificateFingerprintStated } from './learning-hours/certificate-fingerprint-stated.js';
export { DoubleCertificateFound } from './learning-hours/double-certificate-found.js';
export { DoubleCertificateAsked } from './learning-hours/double-certificate-asked.js';
export { DoubleCertificateAnswered } from './learning-hours/double-certificate-answered.js';
export { LearningRecordHandedOver } from './learning-hours/learning-record-handed-over.js';
export { CertificateCorrectionsHandedOver } from './learning-hours/certificate-corrections-handed-over.js';
export { LaterHoursHandedOver } from './learning-hours/later-hours-handed-over.js';
export { OpeningBalanceStated } from './learning-hours/opening-balance-stated.js';
export { LearnerHoursShared } from './learning-hours/learner-hours-shared.js';
export { LearnerPseudonymReplaced } from './learning-hours/learner-pseudonym-replaced.js';
export { UnitLearningHoursStated } from './learning-hours/unit-learning-hours-stated.js';
export { HazardStated } from './contingency/hazard-stated.js';
export { ContingencyPlanStated, ContingencyPlanStatedAtHome } from './contingency/contingency-plan-stated.js';
export { PlanReviewAsked, PlanReviewAskedV2 } from './contingency/plan-review-asked.js';
export { PlanTemplatePublished } from './contingency/plan-template-published.js';
export { PlanTemplateWithdrawn } from './contingency/plan-template-withdrawn.js';
export { ReadinessChanged, type ReadinessTrigger } from './contingency/readiness-changed.js';
export { ReadinessStated, ReadinessStatedAtHome } from './contingency/readiness-stated.js';
export { DrillParticipationRecorded } from './contingency/drill-participation-recorded.js';
export { DrillParticipationWithdrawn } from './contingency/drill-participation-withdrawn.js';
export { DrillFindingRaised, DrillFindingRaisedV2 } from './contingency/drill-finding-raised.js';
export { DrillStated, DrillStatedAtHome } from './contingency/drill-stated.js';
export { EmergencyDeclared } from './contingency/emergency-declared.js';
export { EmergencyEnded } from './contingency/emergency-ended.js';
export { MutualAidAsked, MutualAidAskedV2 } from './contingency/mutual-aid-asked.js';
export { MutualAidOffered, MutualAidOfferedV2 } from './contingency/mutual-aid-offered.js';
export { MutualAidAccepted, MutualAidAcceptedV2 } from './contingency/mutual-aid-accepted.js';
export { MutualAidDeclined, MutualAidDeclinedV2 } from './contingency/mutual-aid-declined.js';
export { MutualAidReturned, MutualAidReturnedV2 } from './contingency/mutual-aid-returned.js';
export {
  DRILL_KINDS,
  EMERGENCY_LEVELS,
  READINESS_BANDS,
  READINESS_COMPONENTS,
  RESOURCE_CATEGORIES,
} from './contingency/terms.js';

// Delivery
export { Directed } from './delivery/directed.js';
export { EpochOpened } from './delivery/epoch-opened.js';
export { HeadsPublished } from './delivery/heads-published.js';
export { ReceiptsPublished } from './delivery/receipts-published.js';
export { RegionKeysPublished } from './delivery/region-keys-published.js';
export { ReplayRefused } from './delivery/replay-refused.js';
export { ReplayRequested } from './delivery/replay-requested.js';
export { SnapshotStated } from './delivery/snapshot-stated.js';

// Reference data
export { ReferenceDataError, type ReferencePlace } from './reference/reference-data.error.js';
export { competencies, type Competency } from './reference/competencies.js';
export {
  findLearningHourPolicy,
  learningHourPolicies,
  type LearningHourPolicy,
  type PolicyStatus,
} from './reference/learning-hour-policies.js';
export {
  findLearningPath,
  findPathBySiasnType,
  learningPaths,
  type CapPeriod,
  type LearningForm,
  type LearningPath,
  type LearningUnit,
} from './reference/learning-paths.js';
export { findRegion, regions, type Region } from './reference/regions.js';
export { inForce, type DatedRule, type RuleStatus } from './reference/validity.js';
export { findCompetencyProblem, type CompetencyProblem } from './dictionary/competency-problem.js';
export {
  knownCompetency,
  knownDictionary,
  searchCompetencies,
  unknownCompetencies,
  type CodeStep,
  type KnownCompetency,
  type KnownDictionary,
  type ToldSteps,
  type ToldVersion,
} from './dictionary/known-dictionary.js';
export {
  findSuccessors,
  inPresentCodes,
  lostCompetencies,
  succeedCompetencies,
  type CompetencyAtLevel,
} from './dictionary/succeed-competencies.js';
export { BudgetShareStated } from './reporting/budget-share-stated.js';
export { ReportPeriodDecided } from './reporting/report-period-decided.js';
export { ReportPeriodSubmitted } from './reporting/report-period-submitted.js';
export { BUDGET_STAGES, PERIOD_PARTS, SHARE_DENOMINATORS } from './reporting/terms.js';
export type { BudgetStage, PeriodPart, ShareDenominator } from './reporting/terms.js';
