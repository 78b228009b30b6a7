import { Lifecycle, PlatformModule, ServiceDatabase, ServiceLogger, type ServiceDefinition } from '@betang/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveryHost } from '../host/delivery-host.js';
import { MessagingModule } from '../messaging.module.js';
import { Outbox } from '../outbox/outbox.js';
import { ProjectionRebuilder } from './projection-rebuilder.js';
import { rebuildOperationsOf } from './rebuild-operations.controller.js';

/**
 * Rebuilds of one service's projections: provides its {@link ProjectionRebuilder}, which works whenever this process leads the service's
 * delivery, and what operators see and ask of it over HTTP. For services whose migrations include `rebuildMigrations()`.
 */
@Module({})
export class RebuildModule {
  static forService(definition: ServiceDefinition): DynamicModule {
    return {
      module: RebuildModule,
      imports: [PlatformModule.forService(definition), MessagingModule.forService(definition)],
      controllers: [rebuildOperationsOf(definition.name)],
      providers: [
        {
          provide: ProjectionRebuilder,
          // The outbox is asked for because it is what makes the service known to the host.
          inject: [DeliveryHost, ServiceDatabase, ServiceLogger, Lifecycle, Outbox],
          useFactory: (host: DeliveryHost, database: ServiceDatabase, logger: ServiceLogger, lifecycle: Lifecycle) =>
            startRebuilder(definition, host, database, logger, lifecycle),
        },
      ],
      exports: [ProjectionRebuilder],
    };
  }
}

function startRebuilder(
  { name, migrations }: ServiceDefinition,
  host: DeliveryHost,
  database: ServiceDatabase,
  logger: ServiceLogger,
  lifecycle: Lifecycle,
): ProjectionRebuilder {
  const stopping = new AbortController();
  const rebuilder = new ProjectionRebuilder({
    service: name,
    database,
    registry: host.registry(name),
    migrations,
    invoke: (handler, events, transaction, rebuilding) => handler.handle(events, { transaction, rebuilding }),
    reader: () => host.find(name)?.reader,
    onProblem: (error) => logger.warn('a rebuild met a problem', { error }),
  });
  const running = rebuilder.run(stopping.signal);
  lifecycle.onStop(`${name} rebuilds`, { stopPulling: () => stopping.abort(), drain: () => running });
  return rebuilder;
}
