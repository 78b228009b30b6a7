import type { ServiceDatabase, SqlClient, Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { planEffects, type Segment } from '../reader/plan-effects.js';
import type { Invoke } from '../reader/service-reader.js';
import type { ArchivedEvents } from './archived-events.js';
import type { OpenRebuild, RebuildStore } from './rebuild-store.js';

/** Archive places a transaction; events of other handlers among them are passed over. */
const STRETCH = 2_000;
const NOTHING_PARKED: ReadonlySet<string> = new Set();

export interface ShadowFeedPorts {
  readonly schema: string;
  readonly database: ServiceDatabase;
  readonly registry: HandlerRegistry;
  readonly invoke: Invoke;
  readonly archive: ArchivedEvents;
  readonly store: RebuildStore;
}

/** A stretch of the archive, read and grouped for the handlers. */
interface Stretch {
  readonly through: number;
  readonly rows: number;
  readonly segments: readonly Segment[];
}

/** Feeds archived events to the projections' own handlers, whose unqualified table names mean the shadow tables here. */
export class ShadowFeed {
  constructor(private readonly ports: ShadowFeedPorts) {}

  /**
   * Feeds up to the present end of the archive, a stretch a transaction, with its progress in it. The next one is read and decoded while
   * one is applied.
   * @throws DeliveryError `rebuild-not-possible` for an event that this release cannot handle; `place-moved`
   */
  async feed(from: OpenRebuild, signal: AbortSignal): Promise<OpenRebuild> {
    const { archive, database } = this.ports;
    const head = await archive.head(database);
    let rebuild = from;
    let next = this.readAhead(rebuild.fedThrough, head);
    while (rebuild.fedThrough < head && !signal.aborted) {
      const stretch = await next;
      next = this.readAhead(stretch.through, head);
      rebuild = await database.unitOfWork.run(async (tx) => {
        // Nothing is lost with the last commits of a crash: progress and rows go together, and the swap is durable.
        await tx.execute('SET LOCAL synchronous_commit = off');
        return this.apply(tx, rebuild, stretch);
      });
    }
    return rebuild;
  }

  /** Feeds what has come since, inside the caller's transaction. */
  async feedRest(tx: Transaction, from: OpenRebuild): Promise<OpenRebuild> {
    const head = await this.ports.archive.head(tx);
    let rebuild = from;
    while (rebuild.fedThrough < head)
      rebuild = await this.apply(tx, rebuild, await this.read(tx, rebuild.fedThrough, head));
    return rebuild;
  }

  /** Its failure counts when its turn comes, if it comes. */
  private readAhead(after: number, head: number): Promise<Stretch> {
    const stretch = this.read(this.ports.database, after, head);
    stretch.catch(() => undefined);
    return stretch;
  }

  private async read(db: SqlClient, after: number, head: number): Promise<Stretch> {
    const { archive, registry } = this.ports;
    const through = Math.min(after + STRETCH, head);
    const events = through > after ? await archive.between(db, after, through) : [];
    const handlers = new Map(archive.types.map((type) => [type, registry.find(type)]));
    const plan = planEffects(events, (type) => handlers.get(type), NOTHING_PARKED);
    const [refused] = plan.parked;
    if (refused) throw new DeliveryError('rebuild-not-possible', `${refused.event.type}: ${refused.reason}`);
    return { through, rows: events.length, segments: plan.segments };
  }

  private async apply(
    tx: Transaction,
    rebuild: OpenRebuild,
    { through, rows, segments }: Stretch,
  ): Promise<OpenRebuild> {
    const { schema, invoke, store } = this.ports;
    // The shadow schema alone: a handler that writes a table that is not swapped fails here instead of writing to the live one.
    await tx.execute(`SET LOCAL search_path = ${schema}_shadow`);
    for (const { handler, events } of segments) await invoke(handler, events, tx, true);
    await tx.execute(`SET LOCAL search_path = ${schema}`);
    return store.advance(tx, rebuild, through, rows);
  }
}
