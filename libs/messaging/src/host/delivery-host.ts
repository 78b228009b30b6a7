import type { ServiceName } from '@betang/contracts';
import {
  AppError,
  type HealthRegistry,
  type Logger,
  type Metrics,
  type ServiceDatabase,
  type SqlClient,
} from '@betang/platform';
import { Bus, pause } from '../connection/bus.js';
import { CommitSignal } from '../engine/commit-signal.js';
import { regionTasks } from '../engine/region-tasks.js';
import { schemaOf } from '../schema.js';
import { ServiceDelivery } from '../engine/service-delivery.js';
import { findEpochDoubt, type EpochDoubt } from '../epoch/epoch-check.js';
import { findEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import { handleInSpan } from '../handling/handled-in-span.js';
import { HandlerRegistry } from '../handling/handler-registry.js';
import { RegionKeyRing } from '../keys/region-key-ring.js';
import { SigningKey } from '../keys/signing-key.js';
import { makeBuckets } from '../outbox/buckets.js';
import { Outbox } from '../outbox/outbox.js';
import { EncryptionKeyFolder } from '../sealing/encryption-keys.js';
import { Opener } from '../sealing/opener.js';
import { Sealer } from '../sealing/sealer.js';
import { saveKeyList } from '../proof/key-list-publisher.js';
import { receiptsReceived } from '../proof/receipts-received.handler.js';
import { JetStreamSource } from '../reader/jetstream-source.js';
import { SharedWindow } from '../reader/shared-window.js';
import type { StreamSource } from '../reader/stream-source.js';
import type { SnapshotProvider } from '../replay/replay-answers.js';
import { hubConnectionOptions, localConnectionOptions } from '../topology/connection-options.js';
import { presentSeed, readCredentials } from '../topology/credentials.js';
import { WINDOW_READER } from '../topology/local-account.js';
import { inboundStreamName, streamName } from '../topology/subjects.js';
import type { LinkProgress } from '../link/link.js';
import type { DeliveryConfig } from './delivery-config.js';
import { measureDelivery, measureIntake } from './delivery-metrics.js';
import type { DeliveryStrategy } from './delivery-strategy.js';
import { HubIntake, readHeld } from './hub-intake.js';
import { ProblemLog } from './problem-log.js';
import { checkProgress } from './progress-check.js';
import { migrateSharedSchema } from './shared-schema.js';
import { readStreamFills } from './stream-fills.js';
import { SharingSettings } from './sharing-settings.js';

interface Member {
  readonly database: ServiceDatabase;
  readonly outbox: Outbox;
  readonly sharing: SharingSettings;
  readonly registry: HandlerRegistry;
  readonly committed: CommitSignal;
  delivery?: ServiceDelivery;
  snapshot?: SnapshotProvider;
  apartMs?: number;
}

const KEYS_MS = 30_000;
const INTAKE_SECONDS = 30;
const START_FIRST_MS = 250;
const START_MAX_MS = 5_000;

/** The delivery of all services of one process: their buses, their shared view of the streams, their leaders. */
export class DeliveryHost {
  private readonly members = new Map<ServiceName, Member>();
  private readonly stopping = new AbortController();
  private readonly keyRing = new RegionKeyRing();
  private readonly opener: Opener;
  private migrated: Promise<void> | undefined;
  /** Of all that this process writes: one that is opened later is the next process's. */
  private epoch: RegionEpoch | undefined;
  private readonly buses: Bus[] = [];
  private running: Promise<void> = Promise.resolve();
  private readonly problems: ProblemLog;
  /** Of the hub, where it is this region's own. */
  private intake: HubIntake | undefined;
  private link: { readonly progress: LinkProgress } | undefined;
  private doubt: EpochDoubt | { code: 'bus-unreachable'; detail: string } | undefined = {
    code: 'bus-unreachable',
    detail: 'not connected yet',
  };

  constructor(
    private readonly config: DeliveryConfig,
    private readonly logger: Logger,
  ) {
    this.problems = new ProblemLog(logger);
    this.opener = new Opener(new EncryptionKeyFolder(config.keysDir));
  }

  /** Adds a service and answers its outbox. @throws AppError `region-not-initialised` before `betang region init` */
  async add(service: ServiceName, database: ServiceDatabase): Promise<Outbox> {
    const epoch = (this.epoch ??= await findEpoch(database));
    if (!epoch) throw new AppError('region-not-initialised', { params: { region: this.config.region } });
    await (this.migrated ??= migrateSharedSchema(this.config));
    // Before anybody writes: an event on its way to the rest partition fails when its month's own comes into being meanwhile.
    await makeBuckets(database, new Date());
    const committed = new CommitSignal(`${schemaOf(service)}_outbox`, database.pool);
    const sharing = new SharingSettings({
      optIn: this.config.sharingOptIn,
      optOut: this.config.sharingOptOut,
      linked: this.config.hubUrl !== undefined,
    });
    const outbox = new Outbox(
      { service, generation: epoch.generation },
      sharing,
      committed.committed,
      new Sealer({ region: this.config.region, service }),
    );
    this.members.set(service, { database, outbox, sharing, registry: new HandlerRegistry(service), committed });
    return outbox;
  }

  /** The delivery of a service once the buses are there; undefined before. */
  find(service: ServiceName): ServiceDelivery | undefined {
    return this.members.get(service)?.delivery;
  }

  /** What a service says to who asks for what is no longer kept; with it, old buckets of its outbox may go. Called before delivery starts. */
  stateBy(service: ServiceName, snapshot: SnapshotProvider): void {
    this.members.get(service)!.snapshot = snapshot;
  }

  /**
   * For a service of whose effects nobody waits for the single one: its readers take in events at most so often, more at a time. A round costs the
   * same for one event as for fifty, and others want its time. What comes after a rest is taken in at once. Called before delivery starts.
   */
  gatherFor(service: ServiceName, apartMs: number): void {
    this.members.get(service)!.apartMs = apartMs;
  }

  registry(service: ServiceName): HandlerRegistry {
    return this.members.get(service)!.registry;
  }

  /** Starts in the background: a lost broker or hub never keeps a region from its own work. */
  start(strategy: DeliveryStrategy): void {
    strategy.fill([...this.members.values()].map(({ registry }) => registry));
    if (this.members.has('identity')) this.registry('identity').register(receiptsReceived);
    this.running = this.run(this.stopping.signal).catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      this.doubt = { code: 'bus-unreachable', detail: 'delivery stopped' };
      this.logger.error('delivery stopped', { error });
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  async close(): Promise<void> {
    await Promise.all(this.buses.map((bus) => bus.close()));
  }

  /** Registers what readiness shows. Only a doubt about the epoch makes a region unready. */
  observe(health: HealthRegistry): void {
    health.register({
      name: 'epoch',
      effect: 'essential',
      check: () =>
        !this.doubt || this.doubt.code === 'bus-unreachable'
          ? { ok: true }
          : { ok: false, code: this.doubt.code, details: { remedy: remedyOf(this.doubt), detail: this.doubt.detail } },
    });
    health.register({ name: 'delivery', effect: 'degraded', check: () => this.progressCheck() });
  }

  /** Registers what `/metrics` tells of delivery. */
  measure(metrics: Metrics): void {
    const deliveries = () =>
      [...this.members].map(([service, { database, delivery }]) => ({ service, database, delivery }));
    measureDelivery(metrics, deliveries, () => readStreamFills(this.config.region, this.buses));
    measureIntake(metrics, () => this.intake?.regions() ?? []);
  }

  private progressCheck() {
    if (this.doubt) return { ok: false, code: this.doubt.code };
    return checkProgress({
      busConnected: this.buses[0]?.connected === true,
      link: this.link?.progress,
      services: [...this.members].map(([service, { delivery }]) => ({ service, progress: delivery?.progress })),
    });
  }

  /** What an operator sees of this process. */
  status(): object {
    const services = Object.fromEntries(
      [...this.members].map(([service, { delivery }]) => [service, delivery?.progress ?? { leading: false }]),
    );
    const intake = this.intake?.regions() ?? null;
    return { doubt: this.doubt ?? null, link: this.link?.progress ?? null, intake, services };
  }

  private async run(signal: AbortSignal): Promise<void> {
    const [first] = this.members.values();
    if (!first) return;
    const { natsCredentials, natsUrl } = this.config;
    if (natsCredentials === undefined)
      throw new AppError('setting-missing', { params: { setting: 'BETANG_NATS_CREDENTIALS' } });
    const localOptions = localConnectionOptions({ ...(await readCredentials(natsCredentials)), url: natsUrl });
    const local = await this.open('betang', localOptions, signal);
    const epoch = this.epoch!;
    await this.settleEpoch(local, signal);
    const signing = await this.sooner(() => SigningKey.open(this.config.keysDir), signal);
    await this.sooner(() => this.keyRing.load(first.database), signal);
    const hub = await this.hubOf(signal);
    const windows = this.windowsOf(local, localOptions.inboxPrefix);
    for (const [service, member] of this.members) {
      member.delivery = this.deliveryOf(service, member, {
        epoch,
        signing,
        local,
        localInbox: localOptions.inboxPrefix,
        hub,
        windows,
      });
    }
    await Promise.all([
      ...[...windows.values()].map((window) => window?.run(signal)),
      this.keepKeys(signing, signal),
      this.watchHub(hub?.bus, signal),
      ...[...this.members.values()].map(({ delivery }) => delivery!.run(signal)),
    ]);
  }

  /** Does what the start needs, sooner or later: a database or bus that is away for a moment must not leave a process without delivery. */
  private async sooner<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let waitMs = START_FIRST_MS; ; waitMs = Math.min(START_MAX_MS, waitMs * 2)) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted) throw error;
        this.warn(error, 'start');
        await pause(waitMs, signal);
      }
    }
  }

  /** New keys take effect while everything runs. */
  private async keepKeys(signing: SigningKey, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(KEYS_MS, signal);
      await Promise.all([signing.refresh(), this.opener.keys.refresh()]).catch(this.warnOf('keys'));
    }
  }

  /** The province looks who fills its hub: one region's flood is the others' outage. */
  private async watchHub(opening: Promise<Bus> | undefined, signal: AbortSignal): Promise<void> {
    if (!opening || this.config.region.length !== 2 || !this.members.has('identity')) return;
    // A hub that is away must not keep the process from stopping.
    const hub = await Promise.race([opening.catch(() => undefined), pause(2 ** 31 - 1, signal).then(() => undefined)]);
    if (!hub) return;
    const intake = (this.intake = new HubIntake());
    const restMs = Math.min(INTAKE_SECONDS, this.config.headsSeconds) * 1_000;
    while (!signal.aborted) {
      if (hub.connected)
        await readHeld(hub).then((held) => intake.note(held, performance.now()), this.warnOf('hub intake'));
      await pause(restMs, signal);
    }
  }

  private async open(name: string, options: Parameters<typeof Bus.open>[1], signal: AbortSignal): Promise<Bus> {
    const bus = await Bus.open(name, options, signal);
    this.buses.push(bus);
    return bus;
  }

  /** No relay and no reader before the epoch is beyond doubt; an operator's `epoch open` takes effect with the next start. */
  private async settleEpoch(local: Bus, signal: AbortSignal): Promise<void> {
    // In mode `split` a service sees, and vouches for, its own line only.
    const services = [...this.members.keys()];
    const observer = (this.members.get('identity') ?? [...this.members.values()][0])?.database;
    const begun = { region: this.config.region, epoch: this.epoch!.epoch };
    while (observer && !signal.aborted) {
      this.doubt = await this.sooner(() => findEpochDoubt(observer, local, begun, services), signal);
      if (!this.doubt) return;
      this.logger.error(`epoch in doubt: relays and readers stand still until ${remedyOf(this.doubt)}`, {
        ...this.doubt,
      });
      await pause(5_000, signal);
    }
  }

  private async hubOf(signal: AbortSignal): Promise<{ bus: Promise<Bus>; inbox: string } | undefined> {
    const { hubUrl, hubCredentials } = this.config;
    if (hubUrl === undefined || hubCredentials === undefined) return undefined;
    const credentials = await readCredentials(hubCredentials);
    const options = hubConnectionOptions(
      { ...credentials, url: hubUrl },
      presentSeed(hubCredentials, credentials.seed),
    );
    const bus = this.open('betang-link', options, signal);
    bus.catch(() => undefined);
    return { bus, inbox: options.inboxPrefix ?? '_INBOX' };
  }

  /** With several services in the process each stream is fetched once for all of them. */
  private windowsOf(local: Bus, inbox: string | undefined): Map<string, SharedWindow | undefined> {
    const streams = [streamName(this.config.region), inboundStreamName(this.config.region)];
    return new Map(
      streams.map((stream) => [
        stream,
        this.members.size === 1
          ? undefined
          : new SharedWindow(new JetStreamSource(local, stream, WINDOW_READER, inbox, this.warnOf(`window ${stream}`))),
      ]),
    );
  }

  private deliveryOf(service: ServiceName, member: Member, parts: DeliveryParts): ServiceDelivery {
    const { epoch, signing, local, localInbox, hub, windows } = parts;
    const { database, outbox, sharing, committed, registry } = member;
    const source = (stream: string): StreamSource => {
      const own = new JetStreamSource(local, stream, service, localInbox, this.warnOf(`${service} ${stream}`));
      return windows.get(stream)?.seat(service, own) ?? own;
    };
    return new ServiceDelivery({
      identity: { region: this.config.region, service, generation: epoch.generation, epoch: epoch.epoch },
      database,
      outbox,
      committed,
      registry,
      invoke: (handler, events, transaction, rebuilding) =>
        handleInSpan(service, handler, events, { transaction, rebuilding }),
      keys: this.keyRing,
      opener: this.opener,
      sign: signing.sign,
      local,
      ...(localInbox === undefined ? {} : { localInbox }),
      hub,
      source,
      ...(member.apartMs === undefined ? {} : { apartMs: member.apartMs }),
      onProblem: (error, part) => this.warn(error, `${service} ${part}`),
      ...(member.snapshot ? { snapshot: member.snapshot, purposes: sharing.purposesOf(service) } : {}),
      ...(service === 'identity' ? this.regionPart(member, epoch, local, hub) : {}),
    });
  }

  private regionPart({ database, outbox }: Member, epoch: RegionEpoch, local: Bus, hub: DeliveryParts['hub']) {
    const changedMs = this.config.headsSeconds * 1_000;
    const { link, tasks } = regionTasks({
      region: this.config.region,
      epoch: epoch.epoch,
      unitOfWork: database.unitOfWork,
      outbox,
      local,
      hub: hub?.bus,
      times: { changedMs, idleMs: changedMs * 15 },
      keyRing: this.keyRing,
      onProblem: this.warn,
    });
    this.link = link;
    return { tasks: (db: SqlClient) => tasks(db), onKeyList: saveKeyList };
  }

  private readonly warn = (error: unknown, part: string): void => {
    if (!this.stopping.signal.aborted) this.problems.report(part, error);
  };

  private warnOf(part: string): (error: unknown) => void {
    return (error) => this.warn(error, part);
  }
}

/** Whoever waited while an epoch was opened has written in the one before. */
function remedyOf({ code }: { readonly code: string }): string {
  return code === 'epoch-opened' ? 'a restart' : 'betang epoch open';
}

interface DeliveryParts {
  readonly epoch: RegionEpoch;
  readonly signing: SigningKey;
  readonly local: Bus;
  readonly localInbox: string | undefined;
  readonly hub: { readonly bus: Promise<Bus>; readonly inbox: string } | undefined;
  readonly windows: ReadonlyMap<string, SharedWindow | undefined>;
}
