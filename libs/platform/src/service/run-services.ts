import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { tokenVerifierOf } from '../auth/issuer.js';
import type { KeySet } from '../auth/token-verifier.js';
import type { Environment } from '../config/read-config.js';
import type { RegionConfig } from '../config/region-config.js';
import { appRole } from '../database/identifier.js';
import { sealCursorsWith } from '../http/cursor-seal.js';
import { RequestsInHand } from '../http/requests-in-hand.js';
import { createHttpApplication, listen } from './http-application.js';
import type { HttpApplicationOptions } from './http-application.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';
import { runProcess } from '../lifecycle/run-process.js';
import type { ProcessHost } from '../lifecycle/run-process.js';
import { createLogger } from '../logging/logger.js';
import type { Logger } from '../logging/logger.js';
import { getPassword } from '../provisioning/password-file.js';
import { startTracing } from '../tracing/tracing.js';
import { processParts } from './process-module.js';
import { ServiceConfigs } from './service-configs.js';
import { assertServiceMigrated, isServiceMigrated, migrateService } from './service-connections.js';
import type { RunnableService, ServiceDefinition } from './service-definition.js';
import { keepObjectsYoung } from './young-objects.js';

/** How many of the milliseconds of a stop requests in hand may take: half of them. */
const HTTP_SHARE = 500;

export interface RunOptions {
  /** Name of the process in logs and traces: the service's, or `all`. */
  readonly name: string;
  readonly services: readonly RunnableService[];
  readonly modules?: HttpApplicationOptions['modules'];
  readonly environment?: Environment;
  /** Keys to verify tokens by; default: the issuer's, fetched from `<issuer>/jwks`. */
  readonly keys?: KeySet;
  /** Before the modules start, e.g. to mount a plug-in or connect a transport. */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
  readonly host?: ProcessHost;
  readonly logger?: Logger;
}

/** A running process and where it listens. */
export interface RunningServices {
  readonly app: NestFastifyApplication;
  readonly address: string;
}

/**
 * Runs one service (mode `split`) or all of a region (mode `all`) until the process is told to stop. A wrong configuration
 * ends it at once, with every problem named. Answers undefined when the start failed; the process is ending then.
 */
export async function runServices(options: RunOptions): Promise<RunningServices | undefined> {
  keepObjectsYoung();
  const definitions = options.services.map((service) => service.definition);
  const bootLogger = options.logger ?? createLogger({ fields: { process: options.name } });
  let configs: ServiceConfigs;
  try {
    configs = ServiceConfigs.read(definitions, options.environment);
  } catch (error) {
    bootLogger.fatal('configuration refused', { error });
    (options.host ?? process).exit(1);
    return undefined;
  }
  const config = configs.region;
  const logger = options.logger ?? processLogger(options.name, config);
  let running: RunningServices | undefined;
  await runProcess({
    logger,
    stopSeconds: config.stopSeconds,
    ...(options.host === undefined ? {} : { host: options.host }),
    start: async (lifecycle) => {
      running = await start(options, configs, logger, lifecycle);
    },
  });
  return running;
}

async function start(
  options: RunOptions,
  configs: ServiceConfigs,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<RunningServices> {
  const config = configs.region;
  await startTraces(options.name, config, lifecycle);
  await prepareSchemas(definitionsOf(options), config, lifecycle);
  const parts = processParts(configs, logger, lifecycle);
  parts.metrics.collectProcessMetrics();
  sealCursorsWith(await cursorSecretOf(definitionsOf(options), config));
  const tokens = tokenVerifierOf(config, options.keys);
  const app = await lifecycle.step('modules', async () => {
    const created = await createHttpApplication({
      ...parts,
      tokens,
      services: options.services,
      modules: options.modules ?? [],
    });
    // The connections of the modules close by themselves, later: first the last answers go out.
    const inHand = new RequestsInHand(created);
    lifecycle.onStop('http', { stopPulling: () => inHand.endServer(config.stopSeconds * HTTP_SHARE) });
    await options.prepare?.(created);
    await created.init();
    return created;
  });
  const unknown = configs.unknown();
  if (unknown.length > 0)
    logger.warn('unknown settings: misspelt, or of another process', { settings: unknown.join(', ') });
  const address = await lifecycle.step('listen', () => listen(app, config));
  logger.info('listening', { address });
  return { app, address };
}

async function prepareSchemas(
  definitions: readonly ServiceDefinition[],
  config: RegionConfig,
  lifecycle: Lifecycle,
): Promise<void> {
  if (!config.migrateAtStart) {
    for (const definition of definitions)
      await lifecycle.step(`schema of ${definition.name}`, () => assertServiceMigrated(definition, config));
    return;
  }
  const migrated = await lifecycle.step('schemas', () =>
    Promise.all(definitions.map((definition) => isServiceMigrated(definition, config))),
  );
  for (const [index, definition] of definitions.entries())
    if (migrated[index] !== true)
      await lifecycle.step(`migrations of ${definition.name}`, () => migrateService(definition, config));
}

function definitionsOf({ services }: RunOptions): readonly ServiceDefinition[] {
  return services.map(({ definition }) => definition);
}

/** The same in all processes of a service, and nobody else's: its own database password. */
async function cursorSecretOf([first]: readonly ServiceDefinition[], config: RegionConfig): Promise<string> {
  return first === undefined ? '' : getPassword(config.databasePasswordsFile, appRole(first.schema));
}

function processLogger(name: string, config: RegionConfig): Logger {
  return createLogger({ level: config.logLevel, fields: { process: name, region: config.region } });
}

async function startTraces(name: string, config: RegionConfig, lifecycle: Lifecycle): Promise<void> {
  if (config.tracesUrl === undefined) return;
  const tracing = await startTracing({ url: config.tracesUrl, name, region: config.region });
  lifecycle.onStop('traces', { close: () => tracing.stop() });
}
