import { DeliveryHost, MessagingModule, RebuildModule } from '@betang/messaging';
import {
  Clock,
  FileImportsModule,
  FilesModule,
  JobsModule,
  NoticesModule,
  PlatformModule,
  RegionConfig,
  ServiceDatabase,
  Sweeps,
  SystemClock,
  UnitOfWork,
  retentionControllerOf,
  retentionRulesOf,
} from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { CalendarWork } from './calendar-work.js';
import { ClaimEditing } from './claims/claim-editing.js';
import { Claims } from './claims/claims.js';
import './claims/claim.messages.js';
import { OwnClaimsController } from './claims/own-claims.controller.js';
import { ConversionRules } from './conversion/conversion-rules.js';
import { RulesController } from './conversion/rules.controller.js';
import { CertificateWatch } from './doubles/certificate-watch.js';
import { DoubleFindings } from './doubles/double-findings.js';
import { DoublesController } from './doubles/doubles.controller.js';
import { DoublesWorker } from './doubles/doubles-worker.js';
import { ProvinceHitsHandler } from './doubles/province-hits.handler.js';
import { SettleHitsHandler } from './doubles/settle-hits.handler.js';
import { DutyPolicies } from './duty/duty-policies.js';
import { DutyPoliciesController } from './duty/duty-policies.controller.js';
import { PolicyStatements } from './duty/policy-statements.js';
import { OwnHoursController } from './duty/own-hours.controller.js';
import { PeopleAtRiskFile } from './duty/people-at-risk-file.js';
import { PeopleAtRisk } from './duty/people-at-risk.js';
import { PeopleController } from './duty/people.controller.js';
import { YearStatements } from './duty/year-statements.js';
import { LaterUseController } from './later-use/later-use.controller.js';
import { LaterUses } from './later-use/later-uses.js';
import { LearningHoursConfig } from './learning-hours.config.js';
import { learningHours } from './learning-hours.definition.js';
import { CertificateReissuedHandler } from './ledger/certificate-reissued.handler.js';
import { CompletionRevokedHandler } from './ledger/completion-revoked.handler.js';
import { DrillParticipationHandlers } from './ledger/drill-participation.handlers.js';
import { LedgerBooking } from './ledger/ledger-booking.js';
import { LedgerQueries } from './ledger/ledger.queries.js';
import { MovedPeople } from './ledger/moved-people.js';
import { RecordsMergedHandler } from './ledger/records-merged.handler.js';
import { TrainingCompletedHandler } from './ledger/training-completed.handler.js';
import './messages.js';
import { catchUpStates } from './people/catch-up-states.js';
import { PeopleAccess } from './people/people-access.js';
import { PersonStateHandlers } from './people/person-state.handlers.js';
import { UnitRecordedHandler } from './people/unit-recorded.handler.js';
import { YearAttribution } from './people/year-attribution.js';
import { presentFacts } from './present-facts.js';
import { RecalculationQueue } from './rule-changes/recalculation-queue.js';
import { RecalculationWork } from './rule-changes/recalculation-work.js';
import { RecalculationsController } from './rule-changes/recalculations.controller.js';
import { ReminderQueue } from './reminders/reminder-queue.js';
import { ApplyingWork } from './reconciliation/applying-work.js';
import { MatchingWork } from './reconciliation/matching-work.js';
import { ReconciliationQueue } from './reconciliation/reconciliation-queue.js';
import { Reconciliations } from './reconciliation/reconciliations.js';
import { SiasnController } from './reconciliation/siasn.controller.js';
import { SiasnExportController } from './reconciliation/siasn-export.controller.js';
import { RemindersController } from './reminders/reminders.controller.js';
import { Reminders } from './reminders/reminders.js';
import './retention/retention.messages.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { HOURS_RETENTION } from './retention/retention.definition.js';
import { RuleProposalsController } from './rule-changes/rule-proposals.controller.js';
import { RuleProposals } from './rule-changes/rule-proposals.js';
import { Pseudonyms } from './sharing/pseudonyms.js';
import { regionPseudonyms } from './sharing/region-pseudonyms.js';
import { ReplacedNames, noteNames } from './sharing/replaced-names.js';
import { regionSiasn } from './siasn/region-siasn.js';
import { Siasn } from './siasn/siasn-course.js';
import './siasn/siasn.messages.js';
import { Forecasts } from './statements/forecasts.js';
import { StatementsController } from './statements/statements.controller.js';
import { YearDocuments } from './statements/year-documents.js';
import { TeamController } from './team/team.controller.js';
import { TeamYears } from './team/team-years.js';
import { TotalsController } from './totals/totals.controller.js';
import { TotalsPublisher } from './totals/totals-publisher.js';
import { TotalsStatements } from './totals/totals-statements.js';
import { HandedOverCertificates } from './transfer/handed-over-certificates.js';
import { KeyArrival } from './transfer/key-arrival.js';
import { LaterHours } from './transfer/later-hours.js';
import { RecordReception } from './transfer/record-reception.js';
import { RecordHandOver } from './transfer/record-hand-over.js';
import { TransferHandlers } from './transfer/transfer.handlers.js';
import { ClaimDecisions } from './verification/claim-decisions.js';
import { Delegations } from './verification/delegations.js';
import { DelegationsController } from './verification/delegations.controller.js';
import { EnteredClaimsController } from './verification/entered-claims.controller.js';
import { VerificationController } from './verification/verification.controller.js';

@Module({
  imports: [
    PlatformModule.forService(learningHours),
    MessagingModule.forService(learningHours),
    RebuildModule.forService(learningHours),
    JobsModule.forService(learningHours),
    FilesModule.forService(learningHours),
    NoticesModule.forService(learningHours),
    FileImportsModule.forService(learningHours),
  ],
  controllers: [
    OwnHoursController,
    StatementsController,
    PeopleController,
    TeamController,
    TotalsController,
    RulesController,
    DutyPoliciesController,
    RuleProposalsController,
    RecalculationsController,
    OwnClaimsController,
    VerificationController,
    EnteredClaimsController,
    DelegationsController,
    LaterUseController,
    DoublesController,
    RemindersController,
    SiasnController,
    SiasnExportController,
    retentionControllerOf(HOURS_RETENTION),
    TrainingCompletedHandler,
    CertificateReissuedHandler,
    CompletionRevokedHandler,
    DrillParticipationHandlers,
    RecordsMergedHandler,
    PersonStateHandlers,
    UnitRecordedHandler,
    ProvinceHitsHandler,
    SettleHitsHandler,
    TransferHandlers,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    { provide: Pseudonyms, inject: [LearningHoursConfig], useFactory: regionPseudonyms },
    { provide: Siasn, inject: [LearningHoursConfig], useFactory: regionSiasn },
    ConversionRules,
    DutyPolicies,
    PolicyStatements,
    LedgerBooking,
    KeyArrival,
    HandedOverCertificates,
    LaterHours,
    { provide: MovedPeople, useExisting: LaterHours },
    RecordHandOver,
    RecordReception,
    LedgerQueries,
    PeopleAccess,
    YearAttribution,
    ReplacedNames,
    PeopleAtRisk,
    PeopleAtRiskFile,
    YearStatements,
    YearDocuments,
    TotalsStatements,
    TotalsPublisher,
    RuleProposals,
    RecalculationWork,
    RecalculationQueue,
    Claims,
    ClaimEditing,
    ClaimDecisions,
    Delegations,
    LaterUses,
    CertificateWatch,
    DoublesWorker,
    DoubleFindings,
    Reminders,
    ReminderQueue,
    Forecasts,
    TeamYears,
    Reconciliations,
    MatchingWork,
    ApplyingWork,
    ReconciliationQueue,
    retentionRulesOf(HOURS_RETENTION, Clock),
    RetentionSweep,
    CalendarWork,
  ],
})
export class LearningHoursModule implements OnModuleInit {
  constructor(
    private readonly rules: ConversionRules,
    private readonly policies: DutyPolicies,
    private readonly statements: PolicyStatements,
    private readonly unitOfWork: UnitOfWork,
    private readonly pseudonyms: Pseudonyms,
    private readonly delivery: DeliveryHost,
    private readonly sweeps: Sweeps,
    private readonly calendar: CalendarWork,
    private readonly clock: Clock,
    private readonly database: ServiceDatabase,
  ) {}

  /** Rules, policies and what people were are there before the first event is handled. */
  async onModuleInit(): Promise<void> {
    await this.rules.seed();
    await this.policies.seed();
    await this.unitOfWork.run((tx) => this.statements.stateNew(tx));
    await noteNames(this.database, this.pseudonyms);
    await catchUpStates(this.database, Number(this.clock.today().slice(0, 4)));
    this.delivery.stateBy(learningHours.name, presentFacts(this.pseudonyms));
    this.calendar.register(this.sweeps);
  }
}
