import type { ServiceName } from '@betang/contracts';
import {
  sqlState,
  type MigrationDirectory,
  type ServiceDatabase,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { pause } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { schemaOf } from '../schema.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { WakeSignal } from '../outbox/wake-signal.js';
import { codeOf, isRetryable } from '../reader/reader-failure.js';
import type { Invoke, ServiceReader } from '../reader/service-reader.js';
import { ArchivedEvents } from './archived-events.js';
import { FeedingRelease } from './feeding-release.js';
import type { RebuildProgress, RebuildReason } from './rebuild-progress.js';
import { RebuildStore, type OpenRebuild } from './rebuild-store.js';
import { ShadowFeed } from './shadow-feed.js';

/** A request is heard at once in the process that took it; this is for those of other instances, and for orphans. */
const POLL_MS = 30_000;
const RETRY_MS = 250;
const LOCK_NOT_AVAILABLE = '55P03';
/** Shorter than the server's deadlock_timeout: where readers of the API and the swap wait for each other, the swap gives way. */
const LOCK_TIMEOUT_MS = 300;

export interface ProjectionRebuilderPorts {
  readonly service: ServiceName;
  readonly database: ServiceDatabase;
  readonly registry: HandlerRegistry;
  /** Those of the service's release that make and change projections. */
  readonly migrations: readonly MigrationDirectory[];
  readonly invoke: Invoke;
  /** The reader while this instance leads; undefined otherwise, and rebuilds are left to the instance that does. */
  readonly reader: () => Pick<ServiceReader, 'inTurn'> | undefined;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Rebuilds all projections of a service from its archive, without downtime: the archive is fed to the same handlers in shadow tables while
 * the live ones are read and written as ever; at the end the reader stands still for the last few events and the swap. A rebuild that was
 * interrupted goes on from its last batch, in whichever instance leads then; it begins anew where that is of another release, or the tables are
 * others. A release that the schema is ahead of leaves it alone.
 */
export class ProjectionRebuilder {
  private readonly store: RebuildStore;
  private readonly archive: ArchivedEvents;
  private readonly release: FeedingRelease;
  private readonly wake = new WakeSignal();
  private readonly feed: ShadowFeed;
  private readonly following: ((tx: Transaction) => Promise<void>)[] = [];

  constructor(private readonly ports: ProjectionRebuilderPorts) {
    const { service, database, registry, migrations, invoke } = ports;
    const schema = schemaOf(service);
    this.store = new RebuildStore(schema);
    this.archive = new ArchivedEvents(schema, registry);
    this.release = new FeedingRelease(schema, migrations, this.archive);
    this.feed = new ShadowFeed({ schema, database, registry, invoke, archive: this.archive, store: this.store });
  }

  /** Asks for a rebuild in the caller's transaction; undefined when one is open already. */
  async request(tx: Transaction, requestedBy: string): Promise<RebuildProgress | undefined> {
    const requested = await this.store.request(tx, requestedBy);
    tx.afterCommit(this.wake.wake);
    return requested;
  }

  /**
   * Asks again for what is computed from the projections and stands beside them: called once after each rebuild, in a transaction of its own, when the
   * rebuilt tables are in force. Handlers cannot do it: what they are fed comes into force later, and it is not they who know what was taken back.
   */
  followWith(follow: (tx: Transaction) => Promise<void>): void {
    this.following.push(follow);
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
          await this.follow();
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
   * Takes the open rebuild to its end; false when there is none for this release. What cannot be handled ends it as FAILED, and the live tables stay.
   * @throws what is transient: the next call goes on
   */
  async work(reader: Pick<ServiceReader, 'inTurn'>, signal: AbortSignal): Promise<boolean> {
    const open = await this.findOurs();
    if (!open) return false;
    try {
      await this.rebuild(open, reader, signal);
    } catch (error) {
      if (isRetryable(error)) throw error;
      // Under a migration anything may fail: what it changed is looked at first.
      const now = await this.findOurs();
      if (!now) return false;
      if (!isImpossible(error) && (await this.changeOf(this.ports.database, now))) return true;
      await this.store.fail(this.ports.database, open.rebuildId, codeOf(error));
      this.ports.onProblem(error);
    }
    return true;
  }

  /** A kill between swap and this loses nothing: the rebuild stands as not followed. */
  private async follow(): Promise<void> {
    const { database } = this.ports;
    if (!(await this.store.isUnfollowed(database))) return;
    await database.unitOfWork.run(async (tx) => {
      if (await this.store.follow(tx)) for (const follow of this.following) await follow(tx);
    });
  }

  /** Undefined also where the schema is ahead of this release: then the open rebuild rests. */
  private async findOurs(): Promise<OpenRebuild | undefined> {
    const { database } = this.ports;
    const open = await this.store.findOpen(database);
    if (!open || (await this.release.isSchemas(database))) return open;
    await this.store.rest(database, open.rebuildId);
    return undefined;
  }

  private async rebuild(open: OpenRebuild, reader: Pick<ServiceReader, 'inTurn'>, signal: AbortSignal): Promise<void> {
    let rebuild: OpenRebuild | undefined = open;
    while (!signal.aborted && rebuild) {
      const fed: OpenRebuild | undefined = await this.feedWhole(rebuild, signal);
      if (!fed) return;
      await this.store.analyze(this.ports.database);
      // Without the lock first: the tables are to be locked for an instant, not for the last events.
      const swapped = await reader.inTurn(async () => {
        rebuild = await this.feed.feed(fed, signal);
        return !signal.aborted && (await this.swap(rebuild));
      });
      if (swapped) return;
      await pause(RETRY_MS, signal);
      rebuild = await this.findOurs();
    }
  }

  /** Feeds up to the present end, from the beginning where what was fed counts no more; undefined when that was interrupted. */
  private async feedWhole(from: OpenRebuild, signal: AbortSignal): Promise<OpenRebuild | undefined> {
    const { database } = this.ports;
    let rebuild = from.state === 'WAITING' ? await this.begin(from) : from;
    while (!signal.aborted) {
      const before = await this.changeOf(database, rebuild);
      if (!before) rebuild = await this.feed.feed(rebuild, signal);
      if (signal.aborted) return undefined;
      const reason = before ?? (await this.changeOf(database, rebuild)) ?? (await this.archiveChange(rebuild));
      if (!reason) return rebuild;
      if (!(await this.findOurs())) return undefined;
      rebuild = await this.begin(rebuild, reason);
    }
    return undefined;
  }

  /** @throws DeliveryError `rebuild-not-possible` for tables that cannot be copied */
  private async begin(open: OpenRebuild, reason?: RebuildReason): Promise<OpenRebuild> {
    const { database } = this.ports;
    const rowsTotal = await this.archive.count(database);
    const begunFor = { release: await this.release.migrations(), handlers: this.release.handlers() };
    try {
      return await database.unitOfWork.run(async (tx) => {
        const begun = await this.store.begin(tx, open, { rowsTotal, begunFor, reason: reason ?? firstReason(open) });
        const change = await this.store.shadowChange(tx);
        if (change) throw new DeliveryError('rebuild-not-possible', `a copy of the tables is none: ${change}`);
        return begun;
      });
    } catch (error) {
      if (isRetryable(error) || isImpossible(error)) throw error;
      throw new DeliveryError('rebuild-not-possible', 'the tables cannot be copied', { cause: error });
    }
  }

  /** Why what was fed counts no more. An epoch that opened meanwhile may have orphaned some of it. */
  private async changeOf(db: SqlClient, rebuild: OpenRebuild): Promise<RebuildReason | undefined> {
    const change = await this.store.shadowChange(db);
    if (change) return change;
    if (rebuild.for?.handlers !== this.release.handlers()) return 'handlers-changed';
    if (rebuild.for.release !== (await this.release.migrations())) return 'release-changed';
    return (await this.store.epochs(db)) === rebuild.epochs ? undefined : 'epoch-opened';
  }

  /** A row that committed late would have been passed by. */
  private async archiveChange({ fedThrough, rowsDone }: OpenRebuild): Promise<RebuildReason | undefined> {
    return (await this.archive.count(this.ports.database, fedThrough)) === rowsDone ? undefined : 'archive-changed';
  }

  /** The reader stands still. False when somebody else holds the tables for longer than is good to wait, or something has changed. */
  private async swap(rebuild: OpenRebuild): Promise<boolean> {
    try {
      return await this.ports.database.unitOfWork.run(async (tx) => {
        await tx.execute(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await this.store.lock(tx);
        // From here on no migration changes a projection: what is found now holds until the swap is committed.
        if (!(await this.release.isSchemas(tx)) || (await this.changeOf(tx, rebuild))) return false;
        await this.store.swap(tx, await this.feed.feedRest(tx, rebuild));
        return true;
      });
    } catch (error) {
      if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
      throw error;
    }
  }
}

/** One that the release before had begun is not asked for anew: it begins anew. */
function firstReason({ begun }: OpenRebuild): RebuildReason | undefined {
  return begun > 0 ? 'release-changed' : undefined;
}

function isImpossible(error: unknown): boolean {
  return error instanceof DeliveryError && error.code === 'rebuild-not-possible';
}
