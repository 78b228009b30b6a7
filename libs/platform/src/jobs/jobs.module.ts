import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap } from '@nestjs/common';

import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { HealthRegistry } from '../health/health-registry.js';
import { forgetAnswers } from '../idempotency/forget-answers.js';
import { IdempotencyStore } from '../idempotency/idempotency-store.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { Logger } from '../logging/logger.js';
import { oncePerService } from '../service/once-per-service.js';
import { PlatformModule } from '../service/platform-module.js';
import { appConnection } from '../service/service-connections.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { postgresJobs } from './job-backend.js';
import { Jobs } from './jobs.js';
import { redisJobs } from './redis-jobs.js';
import { Sweeps } from './sweeps.js';

@Injectable()
class SweepsStart implements OnApplicationBootstrap {
  constructor(
    @Inject(Sweeps) private readonly sweeps: Sweeps,
    @Inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @Inject(ServiceDatabase) private readonly database: ServiceDatabase,
  ) {}

  /** After the modules' `onModuleInit`, in which services register their sweeps; no request waits for them. */
  onApplicationBootstrap(): void {
    const start = (): void => this.lifecycle.onceRunning('sweeps', () => this.sweeps.start());
    this.database.clock.onPutBack(start);
    start();
  }
}

/** Background jobs for one service: provides `Jobs` and `Sweeps`, with the forgetting of kept answers among them. In Postgres, or in Redis where `BETANG_REDIS_URL` is set. */
@Module({})
export class JobsModule {
  static readonly forService = oncePerService(moduleOf);
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  const jobs = {
    provide: Jobs,
    inject: [RegionConfig, Logger, Lifecycle, HealthRegistry],
    useFactory: async (config: RegionConfig, logger: Logger, lifecycle: Lifecycle, health: HealthRegistry) => {
      const serviceLogger = logger.child({ service: definition.name });
      const { redisUrl: url, region } = config;
      const backend =
        url === undefined
          ? postgresJobs(appConnection(definition, config))
          : await redisJobs({ url, region, service: definition.name }, serviceLogger);
      const { check } = backend;
      if (check !== undefined) health.register({ name: `${definition.name} job queues`, effect: 'degraded', check });
      backend.onError((error) =>
        serviceLogger.warn('connection of the job queues failed in the background', { error }),
      );
      // Registered before any queue, and so closed after all of them.
      lifecycle.onStop(`${definition.name} jobs`, { close: () => backend.close() });
      return new Jobs(backend, serviceLogger, lifecycle, definition.name);
    },
  };
  const sweeps = {
    provide: Sweeps,
    inject: [Jobs, RegionConfig, ServiceDatabase, IdempotencyStore],
    useFactory: (queues: Jobs, config: RegionConfig, database: ServiceDatabase, answers: IdempotencyStore) => {
      const service = new Sweeps(queues, config.region, database.clock);
      service.register('kept-answers', { dailyAt: '01:40' }, () => forgetAnswers(answers, database));
      return service;
    },
  };
  return {
    module: JobsModule,
    imports: [PlatformModule.forService(definition)],
    providers: [jobs, sweeps, SweepsStart],
    exports: [Jobs, Sweeps],
  };
}
