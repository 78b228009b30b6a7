import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';

import { accountabilityControllerOf } from '../accountability/accountability.controller.js';
import { Audit } from '../audit/audit.js';
import { RegionConfig } from '../config/region-config.js';
import type { ConfigClass } from '../config/setting.js';
import { ServiceDatabase } from '../database/service-database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HealthRegistry } from '../health/health-registry.js';
import { Idempotency } from '../idempotency/idempotency.js';
import { IdempotencyStore } from '../idempotency/idempotency-store.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { Logger } from '../logging/logger.js';
import { clockCheck } from './clock-check.js';
import { databaseCheck } from './database-check.js';
import { oncePerService } from './once-per-service.js';
import { openServiceDatabase } from './service-connections.js';
import { ServiceConfigs } from './service-configs.js';
import type { ServiceDefinition } from './service-definition.js';

const DEFINITION = Symbol('betang:service-definition');

/** Injects the definition of the service that a provider belongs to. */
export const CurrentService = (): ParameterDecorator => Inject(DEFINITION);

/** A service's own logger: the process's, with the service's name on each line. */
export class ServiceLogger extends Logger {}

/**
 * The platform for one service: its database, unit of work, audit trail, idempotency and log. Imported by the service's
 * module and by the modules inside it; several services in one process each get their own.
 */
@Module({})
export class PlatformModule {
  static readonly forService = oncePerService(moduleOf);
}

function moduleOf(definition: ServiceDefinition): DynamicModule {
  return {
    module: PlatformModule,
    controllers: [accountabilityControllerOf(definition.name)],
    providers: providersOf(definition),
    exports: [
      ...configTokens(definition),
      DEFINITION,
      ServiceLogger,
      ServiceDatabase,
      UnitOfWork,
      Audit,
      IdempotencyStore,
      Idempotency,
    ],
  };
}

function configTokens(definition: ServiceDefinition): ConfigClass<RegionConfig>[] {
  return definition.config === undefined || definition.config === RegionConfig ? [] : [definition.config];
}

function providersOf(definition: ServiceDefinition): Provider[] {
  return [
    ...configTokens(definition).map((config) => ({
      provide: config,
      inject: [ServiceConfigs],
      useFactory: (configs: ServiceConfigs) => configs.getConfig(config),
    })),
    { provide: DEFINITION, useValue: definition },
    {
      provide: ServiceLogger,
      inject: [Logger],
      useFactory: (logger: Logger) => logger.child({ service: definition.name }),
    },
    {
      provide: ServiceDatabase,
      inject: [RegionConfig, ServiceLogger, Lifecycle, HealthRegistry],
      useFactory: async (config: RegionConfig, logger: Logger, lifecycle: Lifecycle, health: HealthRegistry) => {
        const database = await openServiceDatabase(definition, config, logger);
        lifecycle.onStop(`${definition.name} database`, { close: () => database.close() });
        health.register(databaseCheck(definition.name, database));
        health.register(clockCheck(definition.name, database.clock));
        // A process does not begin by a clock that leapt: what it makes ready would bear its time.
        await database.clock.look();
        database.clock.assertRight();
        return database;
      },
    },
    { provide: UnitOfWork, inject: [ServiceDatabase], useFactory: (database: ServiceDatabase) => database.unitOfWork },
    { provide: Audit, useFactory: () => new Audit() },
    { provide: IdempotencyStore, useFactory: () => new IdempotencyStore() },
    {
      provide: Idempotency,
      inject: [ServiceDatabase, IdempotencyStore],
      useFactory: (database: ServiceDatabase, store: IdempotencyStore) => new Idempotency(database, store),
    },
  ];
}
