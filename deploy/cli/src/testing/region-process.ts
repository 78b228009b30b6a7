import 'reflect-metadata';
import { EventEmitter } from 'node:events';
import { Controller, Module, type Type } from '@nestjs/common';
import { UnitRecorded, type ServiceName } from '@betang/contracts';
import {
  DeliveryConfig,
  MessagingModule,
  connectDelivery,
  deliveryMigrations,
  eventPatternOf,
  type ReceivedEvent,
} from '@betang/messaging';
import {
  PlatformModule,
  createLogger,
  localKeySet,
  runServices,
  schemaOf,
  type RunnableService,
  type ServiceDefinition,
} from '@betang/platform';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { environmentOf } from '../region/region-environment.js';
import { ISSUER_UNDER_TEST, TEST_SERVICES } from './deployment-under-test.js';

/** A region's services in this process, over HTTP, as mode `all` runs them. */
export interface RegionProcess {
  readonly address: string;
  readonly log: readonly string[];
  /** A token of a person with one role in one region. */
  token(role: string, region: string): Promise<string>;
  stop(): Promise<void>;
}

/** Names of units that reporting cannot handle, until they are taken out again. */
export const POISON = new Set<string>();

const definitions = new Map<ServiceName, ServiceDefinition>(
  TEST_SERVICES.map((name) => [
    name,
    { name, schema: schemaOf(name), entities: [], migrations: [deliveryMigrations()], config: DeliveryConfig },
  ]),
);

@Controller()
class UnitHandler {
  @(eventPatternOf('reporting')(UnitRecorded, 'projection'))
  async handle(events: readonly ReceivedEvent<typeof UnitRecorded>[]): Promise<void> {
    for (const { data } of events) if (POISON.has(data.name)) throw new PoisonedUnitError();
  }
}

class PoisonedUnitError extends Error {
  readonly code = 'unit-poisoned';
}

function moduleOf(name: ServiceName): Type {
  const definition = definitions.get(name)!;
  @Module({
    imports: [PlatformModule.forService(definition), MessagingModule.forService(definition)],
    controllers: name === 'reporting' ? [UnitHandler] : [],
  })
  class ServiceModule {}
  return ServiceModule;
}

const SERVICES: readonly RunnableService[] = TEST_SERVICES.map((name) => ({
  definition: definitions.get(name)!,
  module: moduleOf(name),
}));

class ProcessUnderTest extends EventEmitter {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}

const keyPair = generateKeyPair('ES256');

export async function startRegionProcess(dataDir: string): Promise<RegionProcess> {
  const { publicKey } = await keyPair;
  const log: string[] = [];
  const host = new ProcessUnderTest();
  const running = await runServices({
    name: 'all',
    services: SERVICES,
    environment: { ...(await environmentOf(dataDir)), BETANG_HEADS_SECONDS: '1' },
    keys: localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] }),
    host,
    logger: createLogger({ level: 'info', destination: { write: (line: string) => log.push(line) } }),
    prepare: connectDelivery,
  });
  if (!running) throw new Error(`the process did not start\n${log.join('')}`);
  return {
    address: running.address,
    log,
    token: (role, region) => tokenOf([{ role, region }]),
    stop: async () => {
      host.emit('SIGTERM');
      await host.exited;
    },
  };
}

async function tokenOf(roles: readonly object[]): Promise<string> {
  const { privateKey } = await keyPair;
  return new SignJWT({ kind: 'person', roles })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(ISSUER_UNDER_TEST)
    .setAudience('betang')
    .setSubject('operator-1')
    .setIssuedAt()
    .setExpirationTime('30m')
    .sign(privateKey);
}
