import { DeliveryHost, MessagingModule, RebuildModule } from '@betang/messaging';
import {
  FileImportsModule,
  FilesModule,
  JobsModule,
  NoticesModule,
  PlatformModule,
  retentionControllerOf,
  retentionRulesOf,
} from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { BudgetImportsController } from './budgets/budget-imports.controller.js';
import { BudgetLineImport } from './budgets/budget-line-import.js';
import { BudgetsController } from './budgets/budgets.controller.js';
import { Budgets } from './budgets/budgets.js';
import { Clock, SystemClock } from './clock.js';
import { DutiesController } from './duties/duties.controller.js';
import { DutiesQueries } from './duties/duties.queries.js';
import { DutyPolicyHandler } from './duties/duty-policy.handler.js';
import { FulfilmentController } from './fulfilment/fulfilment.controller.js';
import { FulfilmentQueries } from './fulfilment/fulfilment.queries.js';
import { FulfilmentReports } from './fulfilment/fulfilment-reports.js';
import { FigureHistory } from './history/figure-history.js';
import { SeriesController } from './history/series.controller.js';
import { EmployeeMovedHandler } from './home/employee-moved.handler.js';
import { EmployeeStateHandler } from './home/employee-state.handler.js';
import { RecordsMergedHandler } from './home/records-merged.handler.js';
import { HomeCompletionsHandler } from './home/home-completions.handler.js';
import { HomeController } from './home/home.controller.js';
import { HomeQueries } from './home/home.queries.js';
import { HomeTotals } from './home/home-totals.js';
import { HoursRecordedHandler } from './home/hours-recorded.handler.js';
import { UnitRecordedHandler } from './home/unit-recorded.handler.js';
import { LearnerHoursController } from './learners/learner-hours.controller.js';
import { LearnerHoursQueries } from './learners/learner-hours.queries.js';
import { LearnerHoursSharedHandler } from './learners/learner-hours-shared.handler.js';
import { LearnerPseudonymReplacedHandler } from './learners/learner-pseudonym-replaced.handler.js';
import { OpeningBalanceStatedHandler } from './learners/opening-balance-stated.handler.js';
import './messages.js';
import { OpenDataController } from './open-data/open-data.controller.js';
import { OpenData } from './open-data/open-data.js';
import { OriginsController } from './origins/origins.controller.js';
import { OriginsQueries } from './origins/origins.queries.js';
import { MissingPeriodsController } from './periods/missing-periods.controller.js';
import { MissingPeriods } from './periods/missing-periods.js';
import { PeriodEventsHandler } from './periods/period-events.handler.js';
import { PeriodFigures } from './periods/period-figures.js';
import { PeriodsController } from './periods/periods.controller.js';
import { Periods } from './periods/periods.js';
import { RegionCorrections } from './periods/region-corrections.js';
import { presentFacts } from './present-facts.js';
import { RebuildsController } from './rebuilds/rebuilds.controller.js';
import { ReportingConfig } from './reporting.config.js';
import { reporting } from './reporting.definition.js';
import { ReportCatalogue } from './reports/report-catalogue.js';
import { ReportsController } from './reports/reports.controller.js';
import { Reports } from './reports/reports.js';
import './retention/retention.messages.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { REPORT_RETENTION } from './retention/retention.definition.js';
import { ScheduledReports } from './schedules/scheduled-reports.js';
import { SchedulesController } from './schedules/schedules.controller.js';
import { BudgetShareStatedHandler } from './statements/budget-share-stated.handler.js';
import { CompetencyStatementsHandler } from './statements/competency-statements.handler.js';
import { ContingencyStatementsHandler } from './statements/contingency-statements.handler.js';
import { DevelopmentTargetHandler } from './statements/development-target.handler.js';
import { HomeStatementsHandler } from './statements/home-statements.handler.js';
import { StatementsQueries } from './statements/statements.queries.js';
import { SessionStatementsHandler } from './statements/session-statements.handler.js';
import { TrainingStatementsHandler } from './statements/training-statements.handler.js';
import { AgencyPublishedHandler } from './totals/agency-published.handler.js';
import { UnitLearningHoursStatedHandler } from './totals/unit-learning-hours-stated.handler.js';

@Module({
  imports: [
    PlatformModule.forService(reporting),
    MessagingModule.forService(reporting),
    RebuildModule.forService(reporting),
    JobsModule.forService(reporting),
    FilesModule.forService(reporting),
    FileImportsModule.forService(reporting),
    NoticesModule.forService(reporting),
  ],
  controllers: [
    FulfilmentController,
    LearnerHoursController,
    HomeController,
    DutiesController,
    OriginsController,
    RebuildsController,
    ReportsController,
    SeriesController,
    BudgetsController,
    BudgetImportsController,
    MissingPeriodsController,
    PeriodsController,
    SchedulesController,
    OpenDataController,
    retentionControllerOf(REPORT_RETENTION),
    UnitLearningHoursStatedHandler,
    AgencyPublishedHandler,
    LearnerHoursSharedHandler,
    LearnerPseudonymReplacedHandler,
    OpeningBalanceStatedHandler,
    HoursRecordedHandler,
    UnitRecordedHandler,
    EmployeeStateHandler,
    EmployeeMovedHandler,
    RecordsMergedHandler,
    HomeCompletionsHandler,
    TrainingStatementsHandler,
    CompetencyStatementsHandler,
    ContingencyStatementsHandler,
    SessionStatementsHandler,
    BudgetShareStatedHandler,
    DevelopmentTargetHandler,
    HomeStatementsHandler,
    DutyPolicyHandler,
    PeriodEventsHandler,
  ],
  providers: [
    { provide: Clock, useClass: SystemClock },
    FulfilmentQueries,
    FulfilmentReports,
    HomeQueries,
    HomeTotals,
    DutiesQueries,
    LearnerHoursQueries,
    OriginsQueries,
    StatementsQueries,
    Budgets,
    BudgetLineImport,
    ReportCatalogue,
    Reports,
    FigureHistory,
    PeriodFigures,
    RegionCorrections,
    MissingPeriods,
    Periods,
    ScheduledReports,
    retentionRulesOf(REPORT_RETENTION, Clock),
    RetentionSweep,
    OpenData,
  ],
})
export class ReportingModule implements OnModuleInit {
  constructor(
    private readonly delivery: DeliveryHost,
    private readonly budgets: Budgets,
    private readonly config: ReportingConfig,
  ) {}

  onModuleInit(): void {
    this.delivery.stateBy(reporting.name, presentFacts(this.budgets, this.config.region));
  }
}
