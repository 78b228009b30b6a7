import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';

import { RegionConfig } from '../config/region-config.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { Logger } from '../logging/logger.js';
import { appConnection } from '../service/service-connections.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { postgresJobs, redisJobs } from './job-backend.js';
import { Jobs } from './jobs.js';

const MODULES = new WeakMap<ServiceDefinition, DynamicModule>();

/** Background jobs for one service: provides `Jobs`. In Postgres, or in Redis where `BETANG_REDIS_URL` is set. */
@Module({})
export class JobsModule {
  static forService(definition: ServiceDefinition): DynamicModule {
    const module = MODULES.get(definition) ?? moduleOf(definition);
    MODULES.set(definition, module);
    return module;
  }
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  const jobs = {
    provide: Jobs,
    inject: [RegionConfig, Logger, Lifecycle],
    useFactory: (config: RegionConfig, logger: Logger, lifecycle: Lifecycle) => {
      const backend =
        config.redisUrl === undefined
          ? postgresJobs(appConnection(definition, config))
          : redisJobs(config.redisUrl, definition.name);
      return new Jobs(backend, logger.child({ service: definition.name }), lifecycle, definition.name);
    },
  };
  return { module: JobsModule, providers: [jobs], exports: [Jobs] };
}
