import type { EpochOpened, EventData, EventRecord, RegionKeysPublished, ServiceName } from '@betang/contracts';
import type { ServiceDatabase, SqlClient, Transaction } from '@betang/platform';
import type pg from 'pg';
import { pause, type Bus } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { findEpoch } from '../epoch/region-epoch.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import type { Outbox } from '../outbox/outbox.js';
import { WakeSignal } from '../outbox/wake-signal.js';
import { ParkingStore } from '../parking/parking-store.js';
import { EpochBook } from '../reader/epoch-book.js';
import { ReaderState } from '../reader/reader-state.js';
import { ReaderStore } from '../reader/reader-store.js';
import { ServiceReader, type Invoke } from '../reader/service-reader.js';
import { StreamLoop } from '../reader/stream-loop.js';
import type { StreamSource } from '../reader/stream-source.js';
import { BatchLimit, HUB_BATCH, LOCAL_BATCH } from '../relay/batch-limit.js';
import type { EventPublisher } from '../relay/event-publisher.js';
import { JetStreamPublisher } from '../relay/jetstream-publisher.js';
import { recoverLocal } from '../relay/recover-local.js';
import { Relay } from '../relay/relay.js';
import type { Opener } from '../sealing/opener.js';
import { RelayStore, type RelayIdentity } from '../relay/relay-store.js';
import { ParkedRetry } from '../parking/parked-retry.js';
import { DeliveryEvents, type KeyRing } from '../replay/delivery-events.js';
import { PresentStatement, type PresentProgress, type SharedPurpose } from '../replay/present-statement.js';
import { ReplayAnswers, type SnapshotProvider } from '../replay/replay-answers.js';
import { expectClosedEpochs } from '../replay/closed-epochs.js';
import { ReplayDesk } from '../replay/replay-desk.js';
import { beginRereads, endDone, loadRereads } from '../replay/reread-store.js';
import { asLeader, together } from '../leading/leadership.js';
import type { CommitSignal } from './commit-signal.js';
import { every, type Task } from './every.js';
import { keepTables } from './keep-tables.js';
import { readPlaces, type StreamPlaces } from './stream-places.js';
import type { LeaderConnection } from '../leading/leader-connection.js';

const TEND_MS = 1_000;
/** Of what an operator asks for, and of what waits for a way that is not there. */
const SLOW_TEND_MS = 5_000;
/** Behind the signal of a request that was taken in. */
const ANSWER_POLL_MS = 15_000;
/** Who leads begins anew so soon, and later each time while it does not last. */
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5_000;
const STEADY_MS = 30_000;
const BUCKETS_MS = 6 * 3_600_000;
const BUSY_BUCKETS_MS = 30_000;

export interface ServiceDeliveryPorts {
  readonly identity: RelayIdentity;
  readonly database: ServiceDatabase;
  readonly outbox: Outbox;
  readonly committed: CommitSignal;
  readonly registry: HandlerRegistry;
  readonly invoke: Invoke;
  readonly keys: KeyRing;
  /** Opens what was sealed for this region. */
  readonly opener?: Opener;
  readonly sign: (event: EventRecord) => string | undefined;
  readonly local: Bus;
  readonly localInbox?: string;
  /** Absent where the region is not linked to a province. */
  readonly hub: { readonly bus: Promise<Bus>; readonly inbox: string } | undefined;
  readonly source: (stream: string) => StreamSource;
  /** Milliseconds between rounds of its readers at least, where nobody waits for them. */
  readonly apartMs?: number;
  /** Told of what is tried again, and of which part: `to hub`, `INBOUND_r6203`. */
  readonly onProblem: (error: unknown, part: string) => void;
  readonly now?: () => number;
  readonly gapPatienceMs?: number;
  /** What else runs while this service leads: identity's work for the region. */
  readonly snapshot?: SnapshotProvider;
  /** For what the service shares with others now: of what it never told them it states its present. Empty while it shares nothing. */
  readonly purposes?: readonly SharedPurpose[];
  readonly tasks?: (db: SqlClient) => ((signal: AbortSignal) => Promise<void>)[];
  /** Told of the province's list of members and keys, in the transaction that takes it in. */
  readonly onKeyList?: (tx: Transaction, list: EventData<typeof RegionKeysPublished>, region: string) => Promise<void>;
}

type OwnEpoch = EventData<typeof EpochOpened>;

/** What one service's delivery is doing, for status and readiness. */
export interface DeliveryProgress {
  leading: boolean;
  relays: { local?: Relay['progress']; hub?: Relay['progress'] };
  readers: Record<string, StreamLoop['progress']>;
  /** Where the region is linked: whether others have been told what was kept from them before. */
  present?: PresentProgress;
}

/**
 * The delivery of one service: its relays and its readers, run by one instance at a time. Everything it knows it reads from Postgres when it
 * begins to lead, so that another instance, or this one after any failure, goes on without loss.
 */
export class ServiceDelivery {
  readonly progress: DeliveryProgress = { leading: false, relays: {}, readers: {} };
  /** The reader of the leader, for rebuilds and operators' commands; undefined while another instance leads. */
  reader: ServiceReader | undefined;

  constructor(readonly ports: ServiceDeliveryPorts) {}

  get service(): ServiceName {
    return this.ports.identity.service;
  }

  /** Leads whenever it can, until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { database, identity } = this.ports;
    let delay = RETRY_FIRST_MS;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await asLeader(
          () => database.connect(),
          `betang-delivery:${identity.service}`,
          signal,
          (connection, client, leading) => this.lead(connection, client, leading),
        );
      } catch (error) {
        this.ports.onProblem(error, 'leading');
        if (performance.now() - began > STEADY_MS) delay = RETRY_FIRST_MS;
        await pause(delay, signal);
        delay = Math.min(RETRY_MAX_MS, delay * 2);
      }
    }
  }

  private async lead(connection: LeaderConnection, client: pg.Client, signal: AbortSignal): Promise<void> {
    await this.assertSameEpoch(sqlClient(connection));
    const { local, localInbox } = this.ports;
    const publishers: { local: EventPublisher; hub: EventPublisher | undefined } = {
      local: new JetStreamPublisher(local, localInbox),
      hub: undefined,
    };
    const wakes = { local: new WakeSignal(), hub: new WakeSignal() };
    const unlisten = await this.ports.committed.listen(client, [wakes.local, wakes.hub]);
    this.progress.leading = true;
    try {
      const answers = new ReplayAnswers({
        identity: this.ports.identity,
        unitOfWork: this.ports.database.unitOfWork,
        outbox: this.ports.outbox,
        client: connection,
        publishers,
        sign: this.ports.sign,
        snapshot: this.ports.snapshot,
      });
      await this.ports.database.unitOfWork.run((tx) => beginRereads(tx, this.ports.registry.types()));
      const places = await readPlaces(sqlClient(connection), this.ports.identity.region);
      const { reader, desk, retry } = await this.readerOf(connection, answers);
      const loops = this.loops(places, reader);
      await together(signal, [
        (both) => this.relayLocal(connection, publishers.local, wakes.local, both),
        (both) => this.relayHub(connection, publishers, wakes.hub, both),
        (both) => this.statePresent(both),
        ...(this.ports.tasks?.(sqlClient(connection)) ?? []),
        ...loops.map((loop) => (both: AbortSignal) => loop.run(both)),
        (both) => this.keepTables(sqlClient(connection), both),
        this.every(TEND_MS, 'replays', () => reader.inTurn(() => desk.tend())),
        this.every(TEND_MS, 'rereads', () => this.endRereads(sqlClient(connection), reader)),
        this.every(SLOW_TEND_MS, 'parked', () => reader.inTurn(() => retry.work())),
        this.every(SLOW_TEND_MS, 'held', () => loops[0]!.releaseHeld()),
        (both) => this.answer(answers, both),
      ]);
    } finally {
      this.progress.leading = false;
      this.reader = undefined;
      unlisten();
      await Promise.all([publishers.local.close(), publishers.hub?.close()]);
    }
  }

  /**
   * With the lock held nobody opens an epoch. What this process wrote is of the one that it began in: in a later one it would number facts with
   * positions that others have seen, or write what no relay looks for any more. @throws DeliveryError `epoch-opened`
   */
  private async assertSameEpoch(db: SqlClient): Promise<void> {
    const present = await findEpoch(db);
    if (present?.epoch !== this.ports.identity.epoch)
      throw new DeliveryError('epoch-opened', `epoch ${present?.epoch} was opened since this process began`);
  }

  private async readerOf(
    client: LeaderConnection,
    answers: ReplayAnswers,
  ): Promise<{ reader: ServiceReader; desk: ReplayDesk; retry: ParkedRetry }> {
    const { identity, database, registry, invoke, outbox, keys, gapPatienceMs } = this.ports;
    const now = this.ports.now ?? Date.now;
    const db = sqlClient(client);
    const state = new ReaderState(new EpochBook(), identity.region);
    const store = new ReaderStore(db);
    const parking = new ParkingStore(db);
    await database.unitOfWork.run(async (tx) => {
      await state.epochs.load((text) => tx.query(text));
      // A service that is new here begins with the region's first epoch: what counts of the closed ones it will ask for.
      const [first] = await tx.query<{ epoch: string }>('SELECT epoch FROM betang.epoch ORDER BY generation LIMIT 1');
      await state.epochs.begin(tx, identity.region, first?.epoch ?? identity.epoch);
      // Members that the province has vouched for; a region that has just joined knows the province itself from its join file.
      const members = await tx.query<{ region: string; first_epoch: string }>(
        `SELECT region, coalesce(present_epoch, first_epoch) AS first_epoch FROM betang.region_member
          WHERE state <> 'REMOVED' AND region <> $1`,
        [identity.region],
      );
      for (const member of members) await state.epochs.begin(tx, member.region, member.first_epoch);
    });
    await this.closeOwnEpochs(state.epochs);
    state.watermarks = await store.watermarks();
    state.rereads = await loadRereads(db);
    for (const key of await parking.openKeys()) state.parkedKeys.add(key);
    state.parked = await parking.openByRegion();
    state.loadHeld(await store.heldOrigins());
    expectClosedEpochs(state, identity.region, now());
    // Nothing is on its way that could close these gaps by itself: they are asked for at once.
    for (const { origin, through } of state.rereads.values()) state.expect(origin, through, 0);
    const system = new DeliveryEvents(
      { service: identity.service, region: identity.region, answers, keys, now, onKeyList: this.ports.onKeyList },
      state,
    );
    const reader = new ServiceReader(
      {
        service: identity.service,
        unitOfWork: database.unitOfWork,
        store,
        parking,
        registry,
        invoke,
        system,
        opener: this.ports.opener,
        now,
      },
      state,
    );
    const desk = new ReplayDesk(
      {
        region: identity.region,
        unitOfWork: database.unitOfWork,
        outbox,
        now,
        ...(gapPatienceMs === undefined ? {} : { patienceMs: gapPatienceMs }),
      },
      state,
    );
    await desk.load(db);
    this.reader = reader;
    return {
      reader,
      desk,
      retry: new ParkedRetry(
        { unitOfWork: database.unitOfWork, parking, store, registry, invoke, system, opener: this.ports.opener },
        state,
      ),
    };
  }

  /**
   * Of its own region's epochs a service learns from the database, not from the bus: there, what an abandoned epoch published too much stands
   * before the news of the next one, and would take effect at home.
   */
  private async closeOwnEpochs(epochs: EpochBook): Promise<void> {
    const { identity, database } = this.ports;
    const { region } = identity;
    const own = await database.query<OwnEpoch>(
      'SELECT epoch, parent, reason, heads FROM betang.epoch ORDER BY generation',
    );
    const known = own.findIndex(({ epoch }) => epoch === epochs.current(region));
    for (const next of own.slice(known + 1)) await database.unitOfWork.run((tx) => epochs.open(tx, region, next));
  }

  private loops(places: StreamPlaces, reader: ServiceReader): StreamLoop[] {
    const { source, onProblem, apartMs } = this.ports;
    return places.map(([stream, place]) => {
      const loop = new StreamLoop(reader, source(stream), stream, place, (error) => onProblem(error, stream), apartMs);
      this.progress.readers[stream] = loop.progress;
      return loop;
    });
  }

  private async relayLocal(
    client: LeaderConnection,
    publisher: EventPublisher,
    wake: WakeSignal,
    signal: AbortSignal,
  ): Promise<void> {
    const { identity, local, sign, onProblem } = this.ports;
    const relay = new Relay({
      store: new RelayStore(client, identity, 'local'),
      publisher,
      wake,
      limit: new BatchLimit(LOCAL_BATCH.events, LOCAL_BATCH.bytes),
      sign,
      recover: (heads, both) => recoverLocal({ bus: local, client, identity, publisher, sign }, heads, both),
      connected: (both) => local.whenConnected(both),
      connects: () => local.connects,
      onProblem: (error) => onProblem(error, 'to local'),
    });
    this.progress.relays.local = relay.progress;
    // What the bus lost meanwhile is found when the relay next looks.
    const forget = local.onReconnect(wake.wake);
    await relay.run(signal).finally(forget);
  }

  private async relayHub(
    client: LeaderConnection,
    publishers: { hub: EventPublisher | undefined },
    wake: WakeSignal,
    signal: AbortSignal,
  ): Promise<void> {
    const { identity, hub, sign, onProblem } = this.ports;
    const bus = hub && (await unlessAborted(hub.bus, signal));
    if (!bus) return;
    const publisher = new JetStreamPublisher(bus, hub.inbox);
    publishers.hub = publisher;
    const relay = new Relay({
      store: new RelayStore(client, identity, 'hub'),
      publisher,
      wake,
      limit: new BatchLimit(HUB_BATCH.events, HUB_BATCH.bytes),
      sign,
      // What the hub lost is found by its readers, who ask for a replay: a region may not look into the hub's stream.
      recover: async () => undefined,
      connected: (both) => bus.whenConnected(both),
      connects: () => bus.connects,
      onProblem: (error) => onProblem(error, 'to hub'),
    });
    this.progress.relays.hub = relay.progress;
    const forget = bus.onReconnect(wake.wake);
    await relay.run(signal).finally(async () => {
      forget();
      // What answers to replays wait for over a dead line would hold up the stop.
      await publisher.close();
    });
  }

  private async statePresent(signal: AbortSignal): Promise<void> {
    const { identity, database, outbox, snapshot, purposes, onProblem } = this.ports;
    if (!snapshot || !purposes) return;
    const statement = new PresentStatement({
      service: identity.service,
      unitOfWork: database.unitOfWork,
      outbox,
      snapshot,
      purposes,
      onProblem: (error) => onProblem(error, 'present'),
    });
    if (purposes.length > 0) this.progress.present = statement.progress;
    await statement.run(signal);
  }

  private async endRereads(db: SqlClient, { state }: ServiceReader): Promise<void> {
    if (state.rereads.size > 0) for (const key of await endDone(db)) state.rereads.delete(key);
  }

  /** Soon again where it failed, a long transaction is in the way of a bucket, or the clock is in doubt: what is dropped by a wrong one does not come back. */
  private async keepTables(db: SqlClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isDone = await this.keepTablesNow(db).catch((error: unknown) => {
        this.ports.onProblem(error, 'tables');
        return false;
      });
      await pause(isDone ? BUCKETS_MS : BUSY_BUCKETS_MS, signal);
    }
  }

  private async keepTablesNow(db: SqlClient): Promise<boolean> {
    if (await this.ports.database.clock.look()) return false;
    const now = new Date(this.ports.now?.() ?? Date.now());
    const { isBusy } = await keepTables(db, this.ports.registry, {
      now,
      line: this.ports.identity,
      dropExpired: this.ports.snapshot !== undefined,
    });
    return !isBusy;
  }

  private async answer(answers: ReplayAnswers, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      while (!signal.aborted && (await answers.work(signal)));
      await answers.accepted.wait(ANSWER_POLL_MS, signal);
    }
  }

  private every(milliseconds: number, part: string, work: () => Promise<unknown>): Task {
    return every(milliseconds, work, (error) => this.ports.onProblem(error, part));
  }
}

/** A hub that is away for weeks must not keep a process from stopping. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return Promise.race([promise, pause(2 ** 31 - 1, signal).then(() => undefined)]);
}

/** Reads on the leader's own connection. */
export function sqlClient(client: LeaderConnection): SqlClient {
  return {
    query: async <R>(text: string, values?: readonly unknown[]) => (await client.query(text, values)).rows as R[],
    execute: async (text, values) => (await client.query(text, values)).rowCount ?? 0,
  };
}
