import { Module, type DynamicModule, type INestApplication, type OnApplicationBootstrap } from '@nestjs/common';
import {
  HealthRegistry,
  Lifecycle,
  Logger,
  Metrics,
  PlatformModule,
  ServiceConfigs,
  ServiceDatabase,
  type ServiceDefinition,
} from '@betang/platform';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { operationsOf } from './operations/operations-of.js';
import { Outbox } from './outbox/outbox.js';
import { DeliveryConfig } from './host/delivery-config.js';
import { DeliveryHost } from './host/delivery-host.js';
import { DeliveryStrategy } from './host/delivery-strategy.js';

/** What delivery has once in a process. */
@Module({
  providers: [
    DeliveryStrategy,
    {
      provide: DeliveryHost,
      inject: [ServiceConfigs, Logger, Lifecycle, HealthRegistry, Metrics],
      useFactory: (
        configs: ServiceConfigs,
        logger: Logger,
        lifecycle: Lifecycle,
        health: HealthRegistry,
        metrics: Metrics,
      ) => {
        const host = new DeliveryHost(configs.getConfig(DeliveryConfig), logger);
        host.observe(health);
        host.measure(metrics);
        lifecycle.onStop('delivery', { stopPulling: () => host.stop(), close: () => host.close() });
        return host;
      },
    },
  ],
  exports: [DeliveryHost, DeliveryStrategy],
})
export class DeliveryModule implements OnApplicationBootstrap {
  constructor(
    private readonly host: DeliveryHost,
    private readonly strategy: DeliveryStrategy,
  ) {}

  onApplicationBootstrap(): void {
    this.host.start(this.strategy);
  }
}

const MODULES = new WeakMap<ServiceDefinition, DynamicModule>();

/** Delivery for one service: its outbox, and what operators see and do of it over HTTP. Imported by the service's module and by the modules inside it. */
@Module({})
export class MessagingModule {
  static forService(definition: ServiceDefinition): DynamicModule {
    const known = MODULES.get(definition);
    if (known) return known;
    const module: DynamicModule = {
      module: MessagingModule,
      imports: [DeliveryModule, PlatformModule.forService(definition)],
      controllers: operationsOf(definition.name),
      providers: [
        {
          provide: Outbox,
          inject: [DeliveryHost, ServiceDatabase],
          useFactory: (host: DeliveryHost, database: ServiceDatabase) => host.add(definition.name, database),
        },
      ],
      exports: [Outbox, DeliveryModule],
    };
    MODULES.set(definition, module);
    return module;
  }
}

/** Connects the handlers of an application's modules to delivery; for the `prepare` step of `runServices`. */
export async function connectDelivery(app: INestApplication): Promise<void> {
  app.connectMicroservice<MicroserviceOptions>({ strategy: app.get(DeliveryStrategy, { strict: false }) });
  await app.startAllMicroservices();
}
