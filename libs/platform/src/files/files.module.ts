import { join } from 'node:path';

import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';

import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { oncePerService } from '../service/once-per-service.js';
import { PlatformModule } from '../service/platform-module.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { Files } from './files.js';

/** The files of one service: provides `Files`, in `<BETANG_DATA_DIR>/<service>`, which backups take along. */
@Module({})
export class FilesModule {
  static readonly forService = oncePerService(moduleOf);
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  const files = {
    provide: Files,
    inject: [RegionConfig, ServiceDatabase],
    useFactory: (config: RegionConfig, database: ServiceDatabase) =>
      new Files(database, join(config.dataDir, definition.name)),
  };
  return {
    module: FilesModule,
    imports: [PlatformModule.forService(definition)],
    providers: [files],
    exports: [Files],
  };
}
