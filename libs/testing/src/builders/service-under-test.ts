import { join } from 'node:path';
import { findContract, type NewEvent, type ServiceName } from '@betang/contracts';
import {
  Bus,
  CommitSignal,
  EncryptionKeyFolder,
  HandlerRegistry,
  JetStreamSource,
  Opener,
  Outbox,
  RegionKeyRing,
  Sealer,
  ServiceDelivery,
  findEpoch,
  hubConnectionOptions,
  localConnectionOptions,
  presentSeed,
  readCredentials,
  readRegionKeys,
  receiptsReceived,
  regionTasks,
  saveKeyList,
  schemaOf,
  signEvent,
  topologyPaths,
  type EventHandler,
  type SnapshotProvider,
} from '@betang/messaging';
import { ServiceDatabase, appRole, getPassword } from '@betang/platform';

export interface ServiceUnderTest {
  readonly database: ServiceDatabase;
  readonly outbox: Outbox;
  readonly delivery: ServiceDelivery;
  readonly problems: unknown[];
  /** Writes events in a transaction of their own. */
  publish(...events: object[]): Promise<void>;
  query<R>(text: string, values?: unknown[]): Promise<R[]>;
  /** Begins to lead; resolves at once. */
  start(): void;
  stop(): Promise<void>;
}

export interface ServiceOpening {
  readonly region: string;
  readonly dir: string;
  readonly databaseUrl: string;
  readonly name: ServiceName;
  readonly handlers: readonly EventHandler[];
  readonly snapshot?: SnapshotProvider | undefined;
  /** Whether the region has a hub. */
  readonly linked: boolean;
  readonly signal: AbortSignal;
}

const FAST = { changedMs: 100, idleMs: 5_000 };

/** The delivery of one service as its process runs it, with handlers that a test brings. */
export async function openServiceUnderTest(opening: ServiceOpening): Promise<ServiceUnderTest> {
  const { region, dir, name, signal } = opening;
  const schema = schemaOf(name);
  const problems: unknown[] = [];
  const onProblem = (error: unknown): unknown => problems.push(error);
  const database = await ServiceDatabase.open({
    url: opening.databaseUrl,
    role: appRole(schema),
    password: await getPassword(join(dir, 'passwords.json'), appRole(schema)),
    schema,
    applicationName: name,
    entities: [],
    onBackgroundError: onProblem,
  });
  const query = async <R>(text: string, values?: readonly unknown[]) =>
    (await database.pool.query(text, values as unknown[])).rows as R[];
  const db = {
    query,
    execute: async (text: string, values?: readonly unknown[]) => (await query(text, values)).length,
  };
  const epoch = (await findEpoch(db))!;
  const keys = await readRegionKeys(join(dir, 'keys'));
  const keyRing = new RegionKeyRing();
  await keyRing.load(db);
  const paths = topologyPaths(join(dir, 'nats'));
  const localOptions = localConnectionOptions(await readCredentials(paths.local('all')));
  const local = await Bus.open(name, localOptions, signal);
  const linked = opening.linked ? await readCredentials(paths.hub) : undefined;
  const hubOptions = linked && hubConnectionOptions(linked, presentSeed(paths.hub, linked.seed));
  const hub = hubOptions && Bus.open(`${name}-hub`, hubOptions, signal);
  hub?.catch(() => undefined);
  const committed = new CommitSignal(`${schema}_outbox`, database.pool);
  const outbox = new Outbox(
    { service: name, generation: epoch.generation },
    { allows: () => true },
    committed.committed,
    new Sealer({ region, service: name }),
  );
  const registry = new HandlerRegistry(name);
  for (const handler of opening.handlers) registry.register(handler);
  const isIdentity = name === 'identity';
  if (isIdentity) registry.register(receiptsReceived);
  const tasks = regionTasks({
    region,
    epoch: epoch.epoch,
    unitOfWork: database.unitOfWork,
    outbox,
    local,
    hub,
    times: FAST,
    keyRing,
    onProblem,
  });
  const delivery = new ServiceDelivery({
    identity: { region, service: name, generation: epoch.generation, epoch: epoch.epoch },
    database,
    outbox,
    committed,
    registry,
    invoke: (handler, events, transaction, rebuilding) => handler.handle(events, { transaction, rebuilding }),
    keys: keyRing,
    opener: new Opener(new EncryptionKeyFolder(join(dir, 'keys'))),
    sign: (event) =>
      findContract(event.type)?.definition.signed ? signEvent(event, keys.signing.privateKey) : undefined,
    local,
    ...(localOptions.inboxPrefix === undefined ? {} : { localInbox: localOptions.inboxPrefix }),
    hub: hub && { bus: hub, inbox: hubOptions!.inboxPrefix! },
    source: (stream) => new JetStreamSource(local, stream, name, localOptions.inboxPrefix, onProblem),
    onProblem,
    gapPatienceMs: 200,
    ...(opening.snapshot ? { snapshot: opening.snapshot } : {}),
    ...(isIdentity ? { tasks: tasks.tasks, onKeyList: saveKeyList } : {}),
  });
  let leading: { stop: AbortController; done: Promise<void> } | undefined;
  return {
    database,
    outbox,
    delivery,
    problems,
    query,
    publish: (...events) => database.unitOfWork.run((tx) => outbox.append(tx, events as NewEvent[])),
    start: () => {
      const stop = new AbortController();
      leading = { stop, done: delivery.run(AbortSignal.any([stop.signal, signal])) };
    },
    stop: async () => {
      leading?.stop.abort();
      await leading?.done;
      await Promise.all([local.close(), hub?.then((bus) => bus.close()).catch(() => undefined)]);
      if (database.dataSource.isInitialized) await database.close();
    },
  };
}
