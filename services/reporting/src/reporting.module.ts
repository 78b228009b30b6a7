import { MessagingModule, RebuildModule } from '@betang/messaging';
import { PlatformModule } from '@betang/platform';
import { Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { FulfilmentController } from './fulfilment/fulfilment.controller.js';
import { FulfilmentQueries } from './fulfilment/fulfilment.queries.js';
import { FulfilmentReports } from './fulfilment/fulfilment-reports.js';
import { EmployeeStateHandler } from './home/employee-state.handler.js';
import { HomeController } from './home/home.controller.js';
import { HomeQueries } from './home/home.queries.js';
import { HoursRecordedHandler } from './home/hours-recorded.handler.js';
import { UnitRecordedHandler } from './home/unit-recorded.handler.js';
import { LearnerHoursController } from './learners/learner-hours.controller.js';
import { LearnerHoursQueries } from './learners/learner-hours.queries.js';
import { LearnerHoursSharedHandler } from './learners/learner-hours-shared.handler.js';
import './messages.js';
import { OriginsController } from './origins/origins.controller.js';
import { OriginsQueries } from './origins/origins.queries.js';
import { RebuildsController } from './rebuilds/rebuilds.controller.js';
import { reporting } from './reporting.definition.js';
import { AgencyPublishedHandler } from './totals/agency-published.handler.js';
import { UnitLearningHoursStatedHandler } from './totals/unit-learning-hours-stated.handler.js';

@Module({
  imports: [
    PlatformModule.forService(reporting),
    MessagingModule.forService(reporting),
    RebuildModule.forService(reporting),
  ],
  controllers: [
    FulfilmentController,
    LearnerHoursController,
    HomeController,
    OriginsController,
    RebuildsController,
    UnitLearningHoursStatedHandler,
    AgencyPublishedHandler,
    LearnerHoursSharedHandler,
    HoursRecordedHandler,
    UnitRecordedHandler,
    EmployeeStateHandler,
  ],
  providers: [
    { provide: Clock, useClass: SystemClock },
    FulfilmentQueries,
    FulfilmentReports,
    HomeQueries,
    LearnerHoursQueries,
    OriginsQueries,
  ],
})
export class ReportingModule {}
