import { DeliveryHost, MessagingModule, ProjectionRebuilder, RebuildModule } from '@betang/messaging';
import {
  Clock,
  FilesModule,
  NoticesModule,
  PlatformModule,
  RegionConfig,
  SystemClock,
  retentionControllerOf,
  retentionRulesOf,
} from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { ContingencyAccess } from './access/contingency-access.js';
import { AfterActionController } from './after-action/after-action.controller.js';
import { AfterActions } from './after-action/after-actions.js';
import { ConditionsController } from './conditions/conditions.controller.js';
import { Consequences, Restatement } from './consequences.js';
import { contingency } from './contingency.definition.js';
import { ServiceStaffController } from './continuity/service-staff.controller.js';
import { RestorationQueries } from './continuity/restoration.queries.js';
import { ServicesController } from './continuity/services.controller.js';
import { CompetencyCodesHandler } from './dictionary-succession/competency-codes.handler.js';
import { DictionaryController } from './dictionary/dictionary.controller.js';
import { DictionaryHandler } from './dictionary/dictionary.handler.js';
import { Drills } from './drills/drills.js';
import { DrillScriptController } from './drills/drill-script.controller.js';
import { DrillWork } from './drills/drill-work.js';
import { DrillsController } from './drills/drills.controller.js';
import { Findings } from './drills/findings.js';
import { FindingsController } from './drills/findings.controller.js';
import { ParticipationsController } from './drills/participations.controller.js';
import { Emergencies } from './emergencies/emergencies.js';
import { EmergenciesController } from './emergencies/emergencies.controller.js';
import { OperationsController } from './emergencies/operations.controller.js';
import { EmergencyReview } from './emergencies/emergency-review.js';
import { EmergencyHandlers } from './emergencies/emergency.handlers.js';
import { HazardKinds } from './hazards/hazard-kinds.js';
import { HazardKindsController } from './hazards/hazard-kinds.controller.js';
import { HazardStatements } from './hazards/hazard-statements.js';
import { HazardsController } from './hazards/hazards.controller.js';
import { RiskWatch } from './hazards/risk-watch.js';
import { PlanDocumentController } from './legalisation/plan-document.controller.js';
import { PlanLegalisation } from './legalisation/plan-legalisation.js';
import { PlanWithdrawal } from './legalisation/plan-withdrawal.js';
import { PlanWithdrawalController } from './legalisation/plan-withdrawal.controller.js';
import { VersionStepsController } from './legalisation/version-steps.controller.js';
import './messages.js';
import { MutualAid } from './mutual-aid/mutual-aid.js';
import { MutualAidController } from './mutual-aid/mutual-aid.controller.js';
import { MutualAidHandlers } from './mutual-aid/mutual-aid.handlers.js';
import { CommitmentsController } from './partners/commitments.controller.js';
import { Commitments } from './partners/commitments.js';
import { PartnersController } from './partners/partners.controller.js';
import { PeopleHandlers } from './people/people.handlers.js';
import { RecordsMergedHandler } from './merged-people/records-merged.handler.js';
import { PlanAttachmentsController } from './plans/plan-attachments.controller.js';
import { PlanKeeperController } from './plans/plan-keeper.controller.js';
import { PlanStatements } from './plans/plan-statements.js';
import { PlanTemplates } from './plans/plan-template.js';
import { PlanVersionsController } from './plans/plan-versions.controller.js';
import { Plans } from './plans/plans.js';
import { PlansController } from './plans/plans.controller.js';
import { presentFacts } from './present-facts.js';
import { ExpirySweep } from './readiness/expiry-sweep.js';
import { ReadinessRestatement } from './readiness/readiness-restatement.js';
import { ReadinessCourseController } from './readiness/readiness-course.controller.js';
import { ReadinessController } from './readiness/readiness.controller.js';
import { ReadinessMarks } from './marks/readiness-marks.js';
import { ReadinessSweep } from './readiness/readiness-sweep.js';
import { ReadinessWork } from './readiness/readiness-work.js';
import { ReadinessWorker } from './readiness/readiness-worker.js';
import { NeighbourNotices } from './reminders/neighbour-notices.js';
import { ReviewReminders } from './reminders/review-reminders.js';
import { Reminders } from './reminders/reminders.js';
import { CommitmentSupply } from './resources/commitment-supply.js';
import { NeedsController } from './resources/needs.controller.js';
import { StockPromises } from './resources/stock-promises.js';
import { StockController } from './resources/stock.controller.js';
import { Reviews } from './reviews/reviews.js';
import './retention/retention.messages.js';
import { CONTINGENCY_RETENTION } from './retention/retention.definition.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { Assignments } from './roles/assignments.js';
import { OwnPartController } from './roles/own-part.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { Rules } from './rules/rules.js';
import { RulesController } from './rules/rules.controller.js';
import { Statements } from './statements.js';
import { TemplateHandlers } from './templates/template.handlers.js';
import { Templates } from './templates/templates.js';
import { TemplatesController } from './templates/templates.controller.js';

/** Contingency planning (rencana kontingensi): hazards, plans, readiness, drills, emergencies, mutual aid. */
@Module({
  imports: [
    PlatformModule.forService(contingency),
    MessagingModule.forService(contingency),
    RebuildModule.forService(contingency),
    NoticesModule.forService(contingency),
    FilesModule.forService(contingency),
  ],
  controllers: [
    RulesController,
    HazardKindsController,
    HazardsController,
    PlansController,
    PlanWithdrawalController,
    PlanVersionsController,
    VersionStepsController,
    PlanDocumentController,
    PlanKeeperController,
    PlanAttachmentsController,
    TemplatesController,
    RolesController,
    OwnPartController,
    DictionaryController,
    NeedsController,
    StockController,
    PartnersController,
    CommitmentsController,
    ServicesController,
    ServiceStaffController,
    ReadinessController,
    ReadinessCourseController,
    ReviewsController,
    ConditionsController,
    DrillsController,
    DrillScriptController,
    ParticipationsController,
    FindingsController,
    EmergenciesController,
    OperationsController,
    AfterActionController,
    MutualAidController,
    retentionControllerOf(CONTINGENCY_RETENTION),
    PeopleHandlers,
    RecordsMergedHandler,
    CompetencyCodesHandler,
    DictionaryHandler,
    TemplateHandlers,
    EmergencyHandlers,
    MutualAidHandlers,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    ContingencyAccess,
    Rules,
    HazardKinds,
    Statements,
    HazardStatements,
    PlanStatements,
    ReadinessWork,
    ReadinessMarks,
    ReadinessWorker,
    ExpirySweep,
    ReadinessSweep,
    Reviews,
    { provide: RiskWatch, useExisting: Reviews },
    Reminders,
    ReviewReminders,
    NeighbourNotices,
    ReadinessRestatement,
    { provide: Restatement, useExisting: ReadinessRestatement },
    Consequences,
    Templates,
    { provide: PlanTemplates, useExisting: Templates },
    Plans,
    PlanLegalisation,
    PlanWithdrawal,
    Assignments,
    StockPromises,
    Commitments,
    { provide: CommitmentSupply, useExisting: Commitments },
    Drills,
    DrillWork,
    Findings,
    Emergencies,
    AfterActions,
    { provide: EmergencyReview, useExisting: AfterActions },
    MutualAid,
    RestorationQueries,
    retentionRulesOf(CONTINGENCY_RETENTION, Clock),
    RetentionSweep,
  ],
})
export class ContingencyModule implements OnModuleInit {
  constructor(
    private readonly rules: Rules,
    private readonly kinds: HazardKinds,
    private readonly emergencies: Emergencies,
    private readonly aid: MutualAid,
    private readonly delivery: DeliveryHost,
    private readonly rebuilder: ProjectionRebuilder,
    private readonly marks: ReadinessMarks,
  ) {}

  /** Rules and kinds of hazards are there before the first event is handled. */
  async onModuleInit(): Promise<void> {
    await this.rules.seed();
    await this.kinds.seed();
    this.delivery.stateBy(contingency.name, presentFacts(this.emergencies, this.aid));
    this.rebuilder.followWith((tx) => this.marks.markAll(tx));
  }
}
