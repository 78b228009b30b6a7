import type { ServiceName } from '@betang/contracts';
import { sqlState, type ServiceDatabase, type Transaction } from '@betang/platform';
import { pause } from '../connection/bus.js';
import { schemaOf } from '../schema.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { WakeSignal } from '../outbox/wake-signal.js';
import { codeOf, isRetryable } from '../reader/reader-failure.js';
import type { Invoke, ServiceReader } from '../reader/service-reader.js';
import { ArchivedEvents } from './archived-events.js';
import type { RebuildProgress } from './rebuild-progress.js';
import { RebuildStore, type OpenRebuild } from './rebuild-store.js';
import { ShadowFeed } from './shadow-feed.js';

/** A request is heard at once in the process that took it; this is for those of other instances, and for orphans. */
const POLL_MS = 10_000;
const RETRY_MS = 250;
const LOCK_NOT_AVAILABLE = '55P03';
/** Shorter than the server's deadlock_timeout: where readers of the API and the swap wait for each other, the swap gives way. */
const LOCK_TIMEOUT_MS = 300;

export interface ProjectionRebuilderPorts {
  readonly service: ServiceName;
  readonly database: ServiceDatabase;
  readonly registry: HandlerRegistry;
  readonly invoke: Invoke;
  /** The reader while this instance leads; undefined otherwise, and rebuilds are left to the instance that does. */
  readonly reader: () => Pick<ServiceReader, 'inTurn'> | undefined;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Rebuilds all projections of a service from its archive, without downtime: the archive is fed to the same handlers in shadow tables while
 * the live ones are read and written as ever; at the end the reader stands still for the last few events and the swap. A rebuild that was
 * interrupted goes on from its last batch, in whichever instance leads then.
 */
export class ProjectionRebuilder {
  private readonly store: RebuildStore;
  private readonly archive: ArchivedEvents;
  private readonly wake = new WakeSignal();
  private readonly feed: ShadowFeed;

  constructor(private readonly ports: ProjectionRebuilderPorts) {
    const { service, database, registry, invoke } = ports;
    const schema = schemaOf(service);
    this.store = new RebuildStore(schema);
    this.archive = new ArchivedEvents(schema, registry);
    this.feed = new ShadowFeed({ schema, database, registry, invoke, archive: this.archive, store: this.store });
  }

  /** Asks for a rebuild in the caller's transaction; undefined when one is open already. */
  async request(tx: Transaction, requestedBy: string): Promise<RebuildProgress | undefined> {
    const requested = await this.store.request(tx, requestedBy);
    tx.afterCommit(this.wake.wake);
    return requested;
  }

  async find(rebuildId: string): Promise<RebuildProgress | undefined> {
    return this.store.find(this.ports.database, rebuildId);
  }

  /** Does what is asked for whenever this instance leads, until aborted. Orphans of an abandoned epoch ask by themselves. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const reader = this.ports.reader();
      try {
        if (reader) {
          if (await this.store.hasOrphans(this.ports.database))
            await this.store.request(this.ports.database, 'orphans');
          if (await this.work(reader, signal)) continue;
        }
      } catch (error) {
        this.ports.onProblem(error);
      }
      await this.wake.wait(POLL_MS, signal);
    }
  }

  /**
   * Takes the open rebuild to its end; false when there is none. What cannot be handled ends it as FAILED, and the live tables stay.
   * @throws what is transient: the next call goes on
   */
  async work(reader: Pick<ServiceReader, 'inTurn'>, signal: AbortSignal): Promise<boolean> {
    const open = await this.store.findOpen(this.ports.database);
    if (!open) return false;
    try {
      await this.rebuild(open, reader, signal);
    } catch (error) {
      if (isRetryable(error)) throw error;
      await this.store.fail(this.ports.database, open.rebuildId, codeOf(error));
      this.ports.onProblem(error);
    }
    return true;
  }

  private async rebuild(open: OpenRebuild, reader: Pick<ServiceReader, 'inTurn'>, signal: AbortSignal): Promise<void> {
    let rebuild = open.state === 'WAITING' ? await this.begin(open) : open;
    while (!signal.aborted) {
      rebuild = await this.feed.feed(rebuild, signal);
      if (signal.aborted) return;
      if (!(await this.isWhole(rebuild))) {
        rebuild = await this.begin(rebuild);
        continue;
      }
      await this.store.analyze(this.ports.database);
      // Without the lock first: the tables are to be locked for an instant, not for the last events.
      const swapped = await reader.inTurn(async () => {
        rebuild = await this.feed.feed(rebuild, signal);
        return !signal.aborted && (await this.swap(rebuild));
      });
      if (swapped) return;
      await pause(RETRY_MS, signal);
    }
  }

  private async begin({ rebuildId }: OpenRebuild): Promise<OpenRebuild> {
    const rows = await this.archive.count(this.ports.database);
    return this.ports.database.unitOfWork.run((tx) => this.store.begin(tx, rebuildId, rows));
  }

  /** An epoch that opened meanwhile may have orphaned fed events; a row that committed late would have been passed by. */
  private async isWhole(rebuild: OpenRebuild): Promise<boolean> {
    if ((await this.store.epochs(this.ports.database)) !== rebuild.epochs) return false;
    return (await this.archive.count(this.ports.database, rebuild.fedThrough)) === rebuild.rowsDone;
  }

  /** The reader stands still. False when somebody else holds the tables for longer than is good to wait, or an epoch has opened. */
  private async swap(rebuild: OpenRebuild): Promise<boolean> {
    try {
      return await this.ports.database.unitOfWork.run(async (tx) => {
        await tx.execute(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await this.store.lock(tx);
        if ((await this.store.epochs(tx)) !== rebuild.epochs) return false;
        await this.feed.feedRest(tx, rebuild);
        await this.store.swap(tx, rebuild.rebuildId);
        return true;
      });
    } catch (error) {
      if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }
}
