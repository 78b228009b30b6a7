import { DeliveryHost, MessagingModule, ProjectionRebuilder, RebuildModule } from '@betang/messaging';
import {
  Clock,
  FileImportsModule,
  FilesModule,
  JobsModule,
  NoticesModule,
  PlatformModule,
  RegionConfig,
  Sweeps,
  SystemClock,
  retentionControllerOf,
  retentionRulesOf,
} from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { competencyMapping } from './competency-mapping.definition.js';
import { DictionaryAdoption } from './dictionary-versions/adopt-dictionary.js';
import { Dictionaries } from './dictionary-versions/dictionaries.js';
import { DictionariesController } from './dictionary-versions/dictionaries.controller.js';
import { DictionaryFilesController } from './dictionary-versions/dictionary-files.controller.js';
import { DictionaryImport } from './dictionary-versions/dictionary-import.js';
import { DictionaryQueries } from './dictionary-versions/dictionary.queries.js';
import { UnansweredCodes } from './dictionary-versions/unanswered.js';
import { UnansweredController } from './dictionary-versions/unanswered.controller.js';
import { SharedDictionariesHandler } from './dictionary-versions/shared-dictionaries.handler.js';
import { AssessmentEvidenceController } from './assessments/assessment-evidence.controller.js';
import { AssessmentFilesController } from './assessments/assessment-files.controller.js';
import { AssessmentImport } from './assessments/assessment-import.js';
import { Assessments } from './assessments/assessments.js';
import { AssessmentsController } from './assessments/assessments.controller.js';
import { TrainingEvidenceHandlers } from './assessments/training-evidence.handlers.js';
import { ImportsController } from './file-import/imports.controller.js';
import { TableFiles } from './file-import/table-files.js';
import './messages.js';
import './retention/retention.messages.js';
import './peer-assessment/peer-assessment.messages.js';
import { OwnPeerRequestsController } from './peer-assessment/own-peer-requests.controller.js';
import { PeerAccess } from './peer-assessment/peer-access.js';
import { PeerAnswers } from './peer-assessment/peer-answers.js';
import { PeerQueries } from './peer-assessment/peer.queries.js';
import { PeerRequestSweep } from './peer-assessment/peer-request-sweep.js';
import { PeerRequests } from './peer-assessment/peer-requests.js';
import { PeerRequestsController } from './peer-assessment/peer-requests.controller.js';
import { PeopleAccess } from './people/people-access.js';
import { PeopleHandlers } from './people/people.handlers.js';
import { presentFacts } from './present-facts.js';
import { IndividualPlanFilesController } from './individual-plans/individual-plan-files.controller.js';
import { IndividualPlansController } from './individual-plans/individual-plans.controller.js';
import { IndividualPlans } from './individual-plans/individual-plans.js';
import { PlanRealisation } from './individual-plans/plan-realisation.js';
import { DrillFindingHandler } from './needs/drill-finding.handler.js';
import { LineDrawing } from './multi-year/line-drawing.js';
import { LineDrawingController } from './multi-year/line-drawing.controller.js';
import { NeedsMap } from './needs/needs-map.js';
import { NeedsController } from './needs/needs.controller.js';
import { RaisedNeeds } from './needs/raised-needs.js';
import { TargetTies } from './needs/target-ties.js';
import { PlanDelegations } from './plans/delegations.js';
import { PlanAccess } from './plans/plan-access.js';
import { PlanDeadlines } from './plans/plan-deadlines.js';
import { PlanLinesController } from './plans/plan-lines.controller.js';
import { LineViews } from './plans/line-views.js';
import { PlanDelegationsController } from './plans/plan-delegations.controller.js';
import { PlanProgress } from './plans/plan-progress.js';
import { PlanQueries } from './plans/plan.queries.js';
import { PlansController } from './plans/plans.controller.js';
import { Plans } from './plans/plans.js';
import { Consolidator } from './synchronisation/consolidator.js';
import { LineDecisions } from './synchronisation/decision-store.js';
import { JointSessions } from './synchronisation/joint-sessions.js';
import { OutcomeHandlers } from './synchronisation/outcome.handlers.js';
import { SubmissionHandlers } from './synchronisation/submission.handlers.js';
import { PlanSubmissions } from './synchronisation/submissions.js';
import { SynchronisationController } from './synchronisation/synchronisation.controller.js';
import { SynchronisationQueries } from './synchronisation/synchronisation.queries.js';
import { CompletenessReminders } from './completeness/completeness-reminders.js';
import { CompletenessController } from './completeness/completeness.controller.js';
import { StatementBook } from './statements/statement-book.js';
import { StatementPublisher } from './statements/statement-publisher.js';
import { StatementSignal } from './marks/statement-signal.js';
import { Statements } from './statements/statements.js';
import { TalentImport } from './talent/talent-import.js';
import { SnapshotComparisonsController } from './talent/snapshot-comparisons.controller.js';
import { SnapshotComparisons } from './talent/snapshot-comparisons.js';
import { SuccessorPoolsController } from './talent/successor-pools.controller.js';
import { TalentAccess } from './talent/talent-access.js';
import { TalentController } from './talent/talent.controller.js';
import { Talents } from './talent/talents.js';
import { LaterEvidence } from './transfer/later-evidence.js';
import { MergedRecordsHandler } from './transfer/merged-records.handler.js';
import { TransferHandlers } from './transfer/transfer.handlers.js';
import { MappingContexts } from './profiles/mapping-context.js';
import { MovedPeople } from './profiles/moved-people.js';
import { ProfileComputation } from './profiles/profile-computation.js';
import { ProfileMarks } from './marks/profile-marks.js';
import { ProfileSweep } from './profiles/profile-sweep.js';
import { ProfileWorker } from './profiles/profile-worker.js';
import { ProfileQueries } from './profiles/profile.queries.js';
import { ProfilesController } from './profiles/profiles.controller.js';
import { BudgetLines } from './realisation/budget-lines.js';
import { RealisationController } from './realisation/realisation.controller.js';
import { Realisations } from './realisation/realisations.js';
import { MAPPING_RETENTION } from './retention/retention.definition.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { RuleBook } from './rules/rule-book.js';
import { RulesController } from './rules/rules.controller.js';
import { StandardFilesController } from './standards/standard-files.controller.js';
import { StandardImport } from './standards/standard-import.js';
import { JobStandards } from './standards/standards.js';
import { StandardsController } from './standards/standards.controller.js';
import { SharedTargetsHandler } from './targets/shared-targets.handler.js';
import { TargetFilesController } from './targets/target-files.controller.js';
import { TargetImport } from './targets/target-import.js';
import { TargetQueries } from './targets/target.queries.js';
import { TargetsController } from './targets/targets.controller.js';
import { DevelopmentTargets } from './targets/targets.js';

/** Evidence and profiles are made from marks, seconds after the events: a twentieth of one more is nobody's loss. */
const GATHER_MS = 50;

/** Competency mapping (pemetaan kompetensi). */
@Module({
  imports: [
    PlatformModule.forService(competencyMapping),
    MessagingModule.forService(competencyMapping),
    RebuildModule.forService(competencyMapping),
    JobsModule.forService(competencyMapping),
    FileImportsModule.forService(competencyMapping),
    FilesModule.forService(competencyMapping),
    NoticesModule.forService(competencyMapping),
  ],
  controllers: [
    retentionControllerOf(MAPPING_RETENTION),
    CompletenessController,
    TalentController,
    SnapshotComparisonsController,
    SuccessorPoolsController,
    MergedRecordsHandler,
    TransferHandlers,
    IndividualPlanFilesController,
    IndividualPlansController,
    DrillFindingHandler,
    NeedsController,
    LineDrawingController,
    PlanLinesController,
    PlanDelegationsController,
    RealisationController,
    PlansController,
    OutcomeHandlers,
    SubmissionHandlers,
    SynchronisationController,
    AssessmentEvidenceController,
    AssessmentFilesController,
    AssessmentsController,
    UnansweredController,
    DictionariesController,
    DictionaryFilesController,
    ImportsController,
    PeopleHandlers,
    OwnPeerRequestsController,
    PeerRequestsController,
    ProfilesController,
    RulesController,
    SharedDictionariesHandler,
    SharedTargetsHandler,
    StandardFilesController,
    StandardsController,
    TargetFilesController,
    TargetsController,
    TrainingEvidenceHandlers,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    retentionRulesOf(MAPPING_RETENTION, Clock),
    RetentionSweep,
    AssessmentImport,
    Assessments,
    CompletenessReminders,
    StatementBook,
    StatementPublisher,
    StatementSignal,
    Statements,
    TalentImport,
    Talents,
    TalentAccess,
    SnapshotComparisons,
    IndividualPlans,
    PlanRealisation,
    NeedsMap,
    RaisedNeeds,
    TargetTies,
    PlanDelegations,
    PlanAccess,
    PlanDeadlines,
    PlanProgress,
    BudgetLines,
    Realisations,
    LineDrawing,
    LineViews,
    PlanQueries,
    Plans,
    Consolidator,
    LineDecisions,
    JointSessions,
    PlanSubmissions,
    SynchronisationQueries,
    DevelopmentTargets,
    Dictionaries,
    DictionaryAdoption,
    DictionaryImport,
    DictionaryQueries,
    UnansweredCodes,
    JobStandards,
    MappingContexts,
    PeopleAccess,
    PeerAccess,
    PeerAnswers,
    PeerQueries,
    PeerRequests,
    PeerRequestSweep,
    ProfileComputation,
    LaterEvidence,
    { provide: MovedPeople, useExisting: LaterEvidence },
    ProfileMarks,
    ProfileQueries,
    ProfileSweep,
    ProfileWorker,
    RuleBook,
    StandardImport,
    TableFiles,
    TargetImport,
    TargetQueries,
  ],
})
export class CompetencyMappingModule implements OnModuleInit {
  constructor(
    private readonly delivery: DeliveryHost,
    private readonly config: RegionConfig,
    private readonly sweeps: Sweeps,
    private readonly files: TableFiles,
    private readonly targetFile: TargetImport,
    private readonly dictionaryFile: DictionaryImport,
    private readonly standardFile: StandardImport,
    private readonly assessmentFile: AssessmentImport,
    private readonly rules: RuleBook,
    private readonly dictionaries: Dictionaries,
    private readonly standards: JobStandards,
    private readonly profileSweep: ProfileSweep,
    private readonly planDeadlines: PlanDeadlines,
    private readonly talentFile: TalentImport,
    private readonly reminders: CompletenessReminders,
    private readonly statements: Statements,
    private readonly retention: RetentionSweep,
    private readonly peers: PeerRequestSweep,
    private readonly rebuilder: ProjectionRebuilder,
    private readonly marks: ProfileMarks,
  ) {}

  /** Rules, dictionary and standards are there before the first event is handled. */
  async onModuleInit(): Promise<void> {
    await this.rules.seed();
    await this.dictionaries.seed();
    await this.standards.seed();
    this.files.add(this.targetFile, this.dictionaryFile, this.standardFile, this.assessmentFile, this.talentFile);
    this.profileSweep.register(this.sweeps);
    this.planDeadlines.register(this.sweeps);
    this.reminders.register(this.sweeps);
    this.retention.register(this.sweeps);
    this.peers.register(this.sweeps);
    this.delivery.stateBy(competencyMapping.name, presentFacts(this.config.region, this.statements));
    this.delivery.gatherFor(competencyMapping.name, GATHER_MS);
    this.rebuilder.followWith((tx) => this.marks.markAll(tx, 'POSITION'));
  }
}
