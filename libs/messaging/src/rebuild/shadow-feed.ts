import type { ServiceDatabase, Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { planEffects } from '../reader/plan-effects.js';
import type { Invoke } from '../reader/service-reader.js';
import type { ArchivedEvent, ArchivedEvents } from './archived-events.js';
import type { OpenRebuild, RebuildStore } from './rebuild-store.js';

const BATCH = 2_000;

export interface ShadowFeedPorts {
  readonly schema: string;
  readonly database: ServiceDatabase;
  readonly registry: HandlerRegistry;
  readonly invoke: Invoke;
  readonly archive: ArchivedEvents;
  readonly store: RebuildStore;
}

/** Feeds archived events to the projections' own handlers, whose unqualified table names mean the shadow tables here. */
export class ShadowFeed {
  constructor(private readonly ports: ShadowFeedPorts) {}

  /**
   * Feeds until the end of the archive, a batch a transaction, with its progress in it. Reads the next batch while one is applied.
   * @throws DeliveryError `rebuild-not-possible` for an event that this release cannot handle; `place-moved`
   */
  async feed(from: OpenRebuild, signal: AbortSignal): Promise<OpenRebuild> {
    let rebuild = from;
    let next = this.after(rebuild.fedThrough);
    for (;;) {
      const batch = await next;
      const last = batch.at(-1);
      if (!last || signal.aborted) return rebuild;
      const more = batch.length === BATCH;
      if (more) next = this.after(last.seq);
      try {
        rebuild = await this.ports.database.unitOfWork.run(async (tx) => {
          // Nothing is lost with the last commits of a crash: progress and rows go together, and the swap is durable.
          await tx.execute('SET LOCAL synchronous_commit = off');
          return this.apply(tx, rebuild, batch);
        });
      } catch (error) {
        await next.catch(() => undefined);
        throw error;
      }
      if (!more) return rebuild;
    }
  }

  /** Feeds what has come since, inside the caller's transaction. */
  async feedRest(tx: Transaction, from: OpenRebuild): Promise<OpenRebuild> {
    let rebuild = from;
    for (;;) {
      const batch = await this.ports.archive.after(tx, rebuild.fedThrough, BATCH);
      if (batch.length === 0) return rebuild;
      rebuild = await this.apply(tx, rebuild, batch);
    }
  }

  private after(seq: number): Promise<ArchivedEvent[]> {
    return this.ports.archive.after(this.ports.database, seq, BATCH);
  }

  private async apply(tx: Transaction, rebuild: OpenRebuild, batch: readonly ArchivedEvent[]): Promise<OpenRebuild> {
    const { schema, registry, invoke, store } = this.ports;
    const plan = planEffects(
      batch.map(({ event }) => event),
      (type) => registry.find(type),
      () => false,
    );
    const [refused] = plan.parked;
    if (refused) throw new DeliveryError('rebuild-not-possible', `${refused.event.type}: ${refused.reason}`);
    // The shadow schema alone: a handler that writes a table that is not swapped fails here instead of writing to the live one.
    await tx.execute(`SET LOCAL search_path = ${schema}_shadow`);
    for (const { handler, events } of plan.segments) await invoke(handler, events, tx, true);
    await tx.execute(`SET LOCAL search_path = ${schema}`);
    return store.advance(tx, rebuild, batch[batch.length - 1]!.seq, batch.length);
  }
}
