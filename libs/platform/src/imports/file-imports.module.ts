import { Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap } from '@nestjs/common';

import { ServiceDatabase } from '../database/service-database.js';
import { Jobs } from '../jobs/jobs.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { oncePerService } from '../service/once-per-service.js';
import { PlatformModule, ServiceLogger } from '../service/platform-module.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { FileImports } from './file-imports.js';

@Injectable()
class FileImportsStart implements OnApplicationBootstrap {
  constructor(private readonly imports: FileImports) {}

  /** After the modules' `onModuleInit`, in which services register their kinds. */
  async onApplicationBootstrap(): Promise<void> {
    await this.imports.start();
  }
}

/** Imports of table files for one service: provides `FileImports`. Kinds are registered in `onModuleInit`. */
@Module({})
export class FileImportsModule {
  static readonly forService = oncePerService(moduleOf);
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  const imports = {
    provide: FileImports,
    inject: [ServiceDatabase, Jobs, ServiceLogger],
    useFactory: (database: ServiceDatabase, jobs: Jobs, logger: ServiceLogger) =>
      new FileImports(database, jobs, logger),
  };
  return {
    module: FileImportsModule,
    imports: [PlatformModule.forService(definition), JobsModule.forService(definition)],
    providers: [imports, FileImportsStart],
    exports: [FileImports],
  };
}
