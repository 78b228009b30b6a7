import { DeliveryHost, MessagingModule } from '@betang/messaging';
import { FileImportsModule, JobsModule, PlatformModule, RegionConfig } from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { competencyMapping } from './competency-mapping.definition.js';
import { ImportsController } from './file-import/imports.controller.js';
import { TableFiles } from './file-import/table-files.js';
import './messages.js';
import { PeopleAccess } from './people/people-access.js';
import { PeopleHandlers } from './people/people.handlers.js';
import { presentFacts } from './present-facts.js';
import { SharedTargetsHandler } from './targets/shared-targets.handler.js';
import { TargetFilesController } from './targets/target-files.controller.js';
import { TargetImport } from './targets/target-import.js';
import { TargetQueries } from './targets/target.queries.js';
import { TargetsController } from './targets/targets.controller.js';
import { DevelopmentTargets } from './targets/targets.js';

/** Competency mapping (pemetaan kompetensi). */
@Module({
  imports: [
    PlatformModule.forService(competencyMapping),
    MessagingModule.forService(competencyMapping),
    JobsModule.forService(competencyMapping),
    FileImportsModule.forService(competencyMapping),
  ],
  controllers: [ImportsController, PeopleHandlers, SharedTargetsHandler, TargetFilesController, TargetsController],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    DevelopmentTargets,
    PeopleAccess,
    TableFiles,
    TargetImport,
    TargetQueries,
  ],
})
export class CompetencyMappingModule implements OnModuleInit {
  constructor(
    private readonly delivery: DeliveryHost,
    private readonly config: RegionConfig,
    private readonly files: TableFiles,
    private readonly targetFiles: TargetImport,
  ) {}

  onModuleInit(): void {
    this.files.add(this.targetFiles);
    this.delivery.stateBy(competencyMapping.name, presentFacts(this.config.region));
  }
}
