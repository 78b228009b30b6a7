import 'reflect-metadata';
import { EventEmitter } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Controller, Module } from '@nestjs/common';
import { AgencyPublished, UnitRecorded, type NewEvent, type ServiceName } from '@betang/contracts';
import {
  DeliveryConfig,
  MessagingModule,
  Outbox,
  connectDelivery,
  deliveryMigrations,
  eventPatternOf,
  type ReceivedEvent,
} from '@betang/messaging';
import {
  PlatformModule,
  UnitOfWork,
  createLogger,
  localKeySet,
  runServices,
  schemaOf,
  type RunnableService,
  type ServiceDefinition,
} from '@betang/platform';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { environmentOf } from '../region/region-environment.js';
import { regionPaths } from '../region/region-paths.js';
import { readRegionSettings, writeRegionSettings } from '../region/region-settings.js';
import { ISSUER_UNDER_TEST, TEST_SERVICES } from './deployment-under-test.js';

/** A region's services in this process, over HTTP, as mode `all` runs them. */
export interface RegionProcess {
  readonly address: string;
  readonly log: readonly string[];
  publish(service: ServiceName, ...events: object[]): Promise<void>;
  stop(): Promise<void>;
}

/** Names of units that reporting cannot handle, until they are taken out again. */
export const POISON = new Set<string>();

export const TEST_DEFINITIONS: readonly ServiceDefinition[] = TEST_SERVICES.map((name) => ({
  name,
  schema: schemaOf(name),
  entities: [],
  migrations: [deliveryMigrations()],
  config: DeliveryConfig,
}));

class PoisonedUnitError extends Error {
  readonly code = 'unit-poisoned';
}

@Controller()
class ReportingHandlers {
  @(eventPatternOf('reporting')(UnitRecorded, 'projection'))
  async units(events: readonly ReceivedEvent<typeof UnitRecorded>[]): Promise<void> {
    for (const { data } of events) if (POISON.has(data.name)) throw new PoisonedUnitError();
  }

  @(eventPatternOf('reporting')(AgencyPublished, 'projection'))
  async agencies(): Promise<void> {
    return Promise.resolve();
  }
}

const SERVICES: readonly RunnableService[] = TEST_DEFINITIONS.map((definition) => {
  @Module({
    imports: [PlatformModule.forService(definition), MessagingModule.forService(definition)],
    controllers: definition.name === 'reporting' ? [ReportingHandlers] : [],
  })
  class ServiceModule {
    constructor(
      readonly outbox: Outbox,
      readonly unitOfWork: UnitOfWork,
    ) {}
  }
  return { definition, module: ServiceModule };
});

class ProcessUnderTest extends EventEmitter {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}

const keyPair = generateKeyPair('ES256');

/** Starts the services, and lets the operator's tool in: the token and the address stand where it looks for them. */
export async function startRegionProcess(
  dataDir: string,
  role = 'operator',
  environment: Readonly<Record<string, string>> = {},
): Promise<RegionProcess> {
  const { publicKey } = await keyPair;
  const log: string[] = [];
  const host = new ProcessUnderTest();
  const running = await runServices({
    name: 'all',
    services: SERVICES,
    environment: {
      ...(await environmentOf(dataDir)),
      BETANG_HTTP_PORT: '0',
      BETANG_HEADS_SECONDS: '1',
      // Who waits for something here asks more often than people do.
      BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
      ...environment,
    },
    keys: localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] }),
    host,
    logger: createLogger({ level: 'info', destination: { write: (line: string) => log.push(line) } }),
    prepare: connectDelivery,
  });
  if (!running) throw new Error(`the process did not start\n${log.join('')}`);
  const settings = await readRegionSettings(dataDir);
  const { hostname, port } = new URL(running.address);
  await writeRegionSettings(dataDir, { ...settings, http: { host: hostname, port: Number(port) } });
  await writeToken(dataDir, [{ role, region: settings.region }]);
  return {
    address: running.address,
    log,
    publish: async (service, ...events) => {
      const { module } = SERVICES.find(({ definition }) => definition.name === service)!;
      const { outbox, unitOfWork } = running.app.get<{ outbox: Outbox; unitOfWork: UnitOfWork }>(module, {
        strict: false,
      });
      await unitOfWork.run((tx) => outbox.append(tx, events as NewEvent[]));
    },
    stop: async () => {
      host.emit('SIGTERM');
      await host.exited;
    },
  };
}

/** Signs the operator's tool in with these roles. */
export async function writeToken(dataDir: string, roles: readonly object[]): Promise<void> {
  const { privateKey } = await keyPair;
  const token = await new SignJWT({ kind: 'person', roles })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(ISSUER_UNDER_TEST)
    .setAudience('betang')
    .setSubject('operator-1')
    .setIssuedAt()
    .setExpirationTime('30m')
    .sign(privateKey);
  const file = regionPaths(dataDir).token;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${token}\n`, { mode: 0o600 });
}
