import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { EventRecord, NewEvent, ServiceName } from '@betang/contracts';
import {
  Bus,
  CommitSignal,
  HandlerRegistry,
  JetStreamSource,
  Outbox,
  ServiceDelivery,
  applyTopology,
  deliveryMigrations,
  initTopology,
  localConnectionOptions,
  readCredentials,
  regionMigrations,
  schemaOf,
  topologyPaths,
  writeServerConfig,
  type EventHandler,
} from '@betang/messaging';
import { ServiceDatabase, appRole, getPassword, migrate, migratorRole, provisionDatabase } from '@betang/platform';
import { findFreePort } from '../servers/free-port.js';
import { startNats, type NatsServerProcess } from '../servers/nats-server.js';
import { startPostgres, type PostgresServer } from '../servers/postgres-server.js';
import { createWorkFolder, removeWorkFolder } from '../servers/work-folder.js';

export interface ServiceUnderTest {
  readonly database: ServiceDatabase;
  readonly outbox: Outbox;
  readonly delivery: ServiceDelivery;
  readonly problems: unknown[];
  /** Writes events in a transaction of their own. */
  publish(...events: NewEvent<never>[] | object[]): Promise<void>;
  /** Begins to lead; resolves at once. */
  start(): void;
  stop(): Promise<void>;
}

export interface RegionUnderTest {
  readonly region: string;
  readonly dir: string;
  readonly postgres: PostgresServer;
  readonly nats: NatsServerProcess;
  service(name: ServiceName, handlers?: readonly EventHandler[]): Promise<ServiceUnderTest>;
  stop(): Promise<void>;
}

const EPOCH = { generation: 1, epoch: '1.test' };

/** One region with a Postgres and a nats-server of its own, and the delivery of whichever services a test asks for. */
export async function startRegionUnderTest(region: string, services: readonly ServiceName[]): Promise<RegionUnderTest> {
  const dir = createWorkFolder(`region-${region}`);
  const postgres = await startPostgres();
  const { databaseUrl } = await prepareDatabase(postgres.url, dir, services);
  const nats = await startBus(dir, region, services);
  const running: ServiceUnderTest[] = [];
  const lifetime = new AbortController();
  return {
    region,
    dir,
    postgres,
    nats,
    service: async (name, handlers = []) => {
      const service = await openService({ region, dir, databaseUrl, name, handlers, signal: lifetime.signal });
      running.push(service);
      return service;
    },
    stop: async () => {
      lifetime.abort();
      for (const service of running) await service.stop();
      await Promise.all([nats.stop(), postgres.stop()]);
      removeWorkFolder(dir);
    },
  };
}

async function prepareDatabase(ownerUrl: string, dir: string, services: readonly ServiceName[]): Promise<{ databaseUrl: string }> {
  const passwordsFile = join(dir, 'passwords.json');
  const schemas = [...new Set<ServiceName>(['identity', ...services])].map((name) => ({ schema: schemaOf(name), observer: name === 'identity' }));
  const { databaseUrl } = await provisionDatabase({ ownerUrl, services: schemas, passwordsFile });
  const as = async (schema: string) => ({
    url: databaseUrl,
    role: migratorRole(schema),
    password: await getPassword(passwordsFile, migratorRole(schema)),
    applicationName: 'test',
  });
  await migrate({ connection: await as('betang'), schema: 'betang', directories: [regionMigrations()] });
  for (const { schema } of schemas) await migrate({ connection: await as(schema), schema, directories: [deliveryMigrations()] });
  return { databaseUrl };
}

async function startBus(dir: string, region: string, services: readonly ServiceName[]): Promise<NatsServerProcess> {
  const port = await findFreePort();
  const bus = join(dir, 'nats');
  const MIB = 1024 * 1024;
  const store = { eventsBytes: 256 * MIB, inboundBytes: 256 * MIB, federationBytes: 256 * MIB };
  await initTopology(bus, { region, role: 'region', mode: 'all', services, listen: { host: '127.0.0.1', port }, store });
  await writeServerConfig(bus);
  const nats = await startNats({ dir: bus, port, jetstream: false, config: await readFile(topologyPaths(bus).configFile, 'utf8') });
  await applyTopology(bus);
  return nats;
}

interface Opening {
  readonly region: string;
  readonly dir: string;
  readonly databaseUrl: string;
  readonly name: ServiceName;
  readonly handlers: readonly EventHandler[];
  readonly signal: AbortSignal;
}

async function openService({ region, dir, databaseUrl, name, handlers, signal }: Opening): Promise<ServiceUnderTest> {
  const schema = schemaOf(name);
  const problems: unknown[] = [];
  const onProblem = (error: unknown): unknown => problems.push(error);
  const database = await ServiceDatabase.open({
    url: databaseUrl,
    role: appRole(schema),
    password: await getPassword(join(dir, 'passwords.json'), appRole(schema)),
    schema,
    applicationName: name,
    entities: [],
    onBackgroundError: onProblem,
  });
  const options = localConnectionOptions(await readCredentials(topologyPaths(join(dir, 'nats')).local('all')));
  const bus = await Bus.open(name, options, signal);
  const committed = new CommitSignal(`${schema}_outbox`, database.pool);
  const outbox = new Outbox({ service: name, generation: EPOCH.generation }, { allows: () => true }, committed.committed);
  const registry = new HandlerRegistry(name);
  for (const handler of handlers) registry.register(handler);
  const delivery = new ServiceDelivery({
    identity: { region, service: name, ...EPOCH },
    database,
    outbox,
    committed,
    registry,
    invoke: (handler, events, transaction, rebuilding) => handler.handle(events, { transaction, rebuilding }),
    keys: { verify: (_event: EventRecord) => true },
    sign: () => undefined,
    local: bus,
    localInbox: options.inboxPrefix,
    hub: undefined,
    source: (stream) => new JetStreamSource(bus, stream, name, options.inboxPrefix, onProblem),
    onProblem,
    gapPatienceMs: 200,
  });
  let leading: { stop: AbortController; done: Promise<void> } | undefined;
  return {
    database,
    outbox,
    delivery,
    problems,
    publish: (...events) => database.unitOfWork.run((tx) => outbox.append(tx, events as unknown as NewEvent[])),
    start: () => {
      const stop = new AbortController();
      leading = { stop, done: delivery.run(AbortSignal.any([stop.signal, signal])) };
    },
    stop: async () => {
      leading?.stop.abort();
      await leading?.done;
      await bus.close();
      await database.close();
    },
  };
}
