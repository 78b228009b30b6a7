import { DeliveryHost, MessagingModule } from '@betang/messaging';
import { JobsModule, PlatformModule, RegionConfig } from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { CompletionImportsController } from './completion-import/completion-imports.controller.js';
import { ImportQueue } from './completion-import/import-queue.js';
import { ImportWork } from './completion-import/import-work.js';
import { CompletionsController } from './completions/completions.controller.js';
import { CompletionRecorder } from './completions/record-completion.js';
import { CompletionRevoker } from './completions/revoke-completion.js';
import { EmployeeDirectoryHandlers } from './employees/employee-directory.handlers.js';
import './messages.js';
import { presentFacts } from './present-facts.js';
import { CatalogueController } from './programmes/catalogue.controller.js';
import { ProgrammeQueries } from './programmes/programme.queries.js';
import { Programmes } from './programmes/programmes.js';
import { ProgrammesController } from './programmes/programmes.controller.js';
import { SharedProgrammeHandlers } from './programmes/shared-programme.handlers.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { trainingCatalog } from './training-catalog.definition.js';

@Module({
  imports: [
    PlatformModule.forService(trainingCatalog),
    MessagingModule.forService(trainingCatalog),
    JobsModule.forService(trainingCatalog),
  ],
  controllers: [
    ProgrammesController,
    CatalogueController,
    SessionsController,
    CompletionsController,
    CompletionImportsController,
    EmployeeDirectoryHandlers,
    SharedProgrammeHandlers,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    CompletionRecorder,
    CompletionRevoker,
    ImportQueue,
    ImportWork,
    ProgrammeQueries,
    Programmes,
  ],
})
export class TrainingCatalogModule implements OnModuleInit {
  constructor(private readonly delivery: DeliveryHost) {}

  onModuleInit(): void {
    this.delivery.stateBy(trainingCatalog.name, presentFacts);
  }
}
