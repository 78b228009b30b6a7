import { DeliveryHost, MessagingModule, RebuildModule } from '@betang/messaging';
import {
  Clock,
  FileImportsModule,
  FilesModule,
  JobsModule,
  NoticesModule,
  PlatformModule,
  RegionConfig,
  SystemClock,
} from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { CATALOGUE_CONTROLLERS, CATALOGUE_PROVIDERS } from './catalogue-parts.js';
import { LaterCertificates } from './certificates-across/later-certificates.js';
import { CompletionImportsController } from './completion-import/completion-imports.controller.js';
import { CompletionImport } from './completion-import/completion-import.js';
import { CompletionsController } from './completions/completions.controller.js';
import { CompletionRecorder } from './completions/record-completion.js';
import { CompletionRevoker } from './completions/revoke-completion.js';
import { EmployeeDirectoryHandlers } from './employees/employee-directory.handlers.js';
import { RecordsMergedHandler } from './employees/records-merged.handler.js';
import './messages.js';
import { federationFacts } from './federation-facts.js';
import { presentFacts } from './present-facts.js';
import { sessionFacts } from './session-facts.js';
import { SESSION_CONTROLLERS, SESSION_PROVIDERS } from './session-parts.js';
import { trainingCatalog } from './training-catalog.definition.js';
import { WORK_CONTROLLERS, WORK_PROVIDERS } from './work-parts.js';

@Module({
  imports: [
    PlatformModule.forService(trainingCatalog),
    MessagingModule.forService(trainingCatalog),
    RebuildModule.forService(trainingCatalog),
    JobsModule.forService(trainingCatalog),
    FilesModule.forService(trainingCatalog),
    FileImportsModule.forService(trainingCatalog),
    NoticesModule.forService(trainingCatalog),
  ],
  controllers: [
    ...CATALOGUE_CONTROLLERS,
    ...SESSION_CONTROLLERS,
    ...WORK_CONTROLLERS,
    CompletionsController,
    CompletionImportsController,
    EmployeeDirectoryHandlers,
    RecordsMergedHandler,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    ...CATALOGUE_PROVIDERS,
    ...SESSION_PROVIDERS,
    ...WORK_PROVIDERS,
    CompletionRecorder,
    CompletionRevoker,
    CompletionImport,
  ],
})
export class TrainingCatalogModule implements OnModuleInit {
  constructor(
    private readonly delivery: DeliveryHost,
    private readonly config: RegionConfig,
    private readonly later: LaterCertificates,
  ) {}

  onModuleInit(): void {
    const federated = federationFacts(this.config.region);
    const sessions = sessionFacts(this.config.region);
    this.delivery.stateBy(trainingCatalog.name, async (tx, audience) => [
      ...(await presentFacts(tx, audience)),
      ...(await federated(tx, audience)),
      ...(await sessions(tx, audience)),
      ...(await this.later.present(tx, audience)),
    ]);
  }
}
