import {
  EpochOpened,
  HeadsPublished,
  RegionKeysPublished,
  ReplayRefused,
  ReplayRequested,
  SnapshotStated,
  findContract,
  type EventContract,
  type EventData,
  type EventRecord,
  type ServiceName,
} from '@betang/contracts';
import type { SqlClient, Transaction } from '@betang/platform';
import { read } from '../reader/plan-effects.js';
import type { ReaderState } from '../reader/reader-state.js';
import type { SystemEvents } from '../reader/service-reader.js';
import type { Reread } from '../reader/reread.js';
import { firstWatermark, originKey, type Origin } from '../reader/watermark.js';
import { DeliveryError } from '../delivery-error.js';
import { expectClosedEpochs } from './closed-epochs.js';
import { dropHeldOrphans } from './held-orphans.js';
import type { ReplayAnswers } from './replay-answers.js';
import { skipReread } from './reread-store.js';

/** Which region signed what. */
export interface KeyRing {
  /** True when `signature` over the event's chain value is by a signing key of the event's region that had not run out when it happened. */
  verify(event: EventRecord): boolean;
  /** Whether any key of the region has been stated yet. */
  knows(region: string): boolean;
  /** The ids of the keys of a region that are in force, in the form in which parked events name them. */
  inForce(region: string): string;
  /** Reads anew what the province has stated. */
  load(db: SqlClient): Promise<void>;
}

type Handle = (event: EventRecord, data: never, tx: Transaction) => Promise<void>;

/** What delivery itself says and every service's reader acts on: heads, epochs, key lists, replays, snapshots. */
export class DeliveryEvents implements SystemEvents {
  private readonly handlers: ReadonlyMap<string, Handle>;
  /** Position of the newest list of keys that was taken over, by line. */
  private readonly listed = new Map<string, number>();

  constructor(
    private readonly ports: {
      readonly service: ServiceName;
      /** This service's own region. */
      readonly region: string;
      readonly answers: Pick<ReplayAnswers, 'accept'>;
      readonly keys: KeyRing;
      readonly now: () => number;
      readonly onKeyList?:
        ((tx: Transaction, list: EventData<typeof RegionKeysPublished>, region: string) => Promise<void>) | undefined;
    },
    private readonly state: ReaderState,
  ) {
    const table: [EventContract, Handle][] = [
      [HeadsPublished as never, this.heads as Handle],
      [EpochOpened as never, this.epochOpened as Handle],
      [RegionKeysPublished as never, this.regionKeys as Handle],
      [ReplayRequested as never, this.replayRequested as Handle],
      [ReplayRefused as never, this.replayRefused as Handle],
      [SnapshotStated as never, this.snapshotStated as Handle],
    ];
    this.handlers = new Map(table.map(([contract, handle]) => [contract.type, handle]));
  }

  handles(event: EventRecord): boolean {
    return this.handlers.has(event.type);
  }

  genuine(event: EventRecord): boolean {
    if (!findContract(event.type)?.definition.signed) return true;
    return this.ports.keys.verify(event);
  }

  isStranger({ region }: EventRecord): boolean {
    return !this.ports.keys.knows(region);
  }

  judgedBy({ region }: EventRecord): string {
    return this.ports.keys.inForce(region);
  }

  learnKeys(db: SqlClient): Promise<void> {
    return this.ports.keys.load(db);
  }

  async handle(events: readonly EventRecord[], tx: Transaction): Promise<void> {
    for (const event of events) {
      const received = read(event);
      if ('reason' in received) throw new DeliveryError('handler-failed', `${event.type}: ${received.detail}`);
      await this.handlers.get(event.type)!(event, received.data as never, tx);
    }
  }

  /** Whatever heads name stands before them in the stream: a service that is behind knows that something was lost on the way. */
  private readonly heads = async (
    event: EventRecord,
    data: EventData<typeof HeadsPublished>,
    tx: Transaction,
  ): Promise<void> => {
    for (const head of data.heads) {
      const origin: Origin = {
        region: event.region,
        service: head.service,
        audience: event.audience,
        epoch: data.epoch,
      };
      const known = this.state.watermark(originKey(origin));
      if (known && known.position === head.position && known.chain !== head.chain) {
        await this.incident(tx, 'fork', origin, head.position, 'heads name another chain');
      }
      tx.afterCommit(() => this.state.expect(origin, head.position, this.ports.now()));
    }
  };

  private readonly epochOpened = async (
    event: EventRecord,
    data: EventData<typeof EpochOpened>,
    tx: Transaction,
  ): Promise<void> => {
    const outcome = await this.state.epochs.open(tx, event.region, data);
    if (outcome === 'fork')
      await this.incident(tx, 'fork', event, event.position, `epoch ${data.epoch} has another parent`);
    // Known is an own epoch, which the service has read from its database: the orphans in its archive are yet to be marked.
    if (outcome === 'fork' || data.parent === null) return;
    await dropHeldOrphans(tx, this.state, { region: event.region, epoch: data.parent, heads: data.heads });
    tx.afterCommit(() => expectClosedEpochs(this.state, this.ports.region, this.ports.now()));
    for (const head of data.heads) {
      const origin: Origin = {
        region: event.region,
        service: head.service,
        audience: head.audience,
        epoch: data.parent,
      };
      await tx.execute(
        `UPDATE archive SET orphaned = true WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position > $5`,
        [origin.region, origin.service, origin.audience, origin.epoch, head.position],
      );
      await tx.execute(
        `INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
         SELECT 'orphan', region, service, audience, epoch, position, id::text FROM archive
          WHERE region = $1 AND service = $2 AND audience = $3 AND epoch = $4 AND position > $5 ON CONFLICT DO NOTHING`,
        [origin.region, origin.service, origin.audience, origin.epoch, head.position],
      );
    }
  };

  /** The province vouches for every region's first epoch: until then its events are held. */
  private readonly regionKeys = async (
    event: EventRecord,
    data: EventData<typeof RegionKeysPublished>,
    tx: Transaction,
  ): Promise<void> => {
    // The province alone vouches for others: any other region's list could give a neighbour keys of its own making.
    if (event.region !== this.ports.region.slice(0, 2)) {
      await this.incident(tx, 'foreign-key-list', event, event.position, event.id);
      return;
    }
    for (const { region, firstEpoch, presentEpoch, state } of data.regions) {
      if (state !== 'REMOVED') await this.state.epochs.begin(tx, region, presentEpoch ?? firstEpoch);
    }
    // A late list of a closed epoch is older than what the province has stated since: at each start it states the whole list anew.
    if (event.epoch !== this.state.epochs.current(event.region)) return;
    // One that waited for the key of its signature may come behind a newer one.
    const line = originKey(event);
    if (event.position < (this.listed.get(line) ?? 0)) return;
    await this.ports.onKeyList?.(tx, data, this.ports.region);
    tx.afterCommit(() => this.listed.set(line, event.position));
  };

  private readonly replayRequested = async (
    event: EventRecord,
    data: EventData<typeof ReplayRequested>,
    tx: Transaction,
  ): Promise<void> => {
    if (data.service === this.ports.service) await this.ports.answers.accept(tx, event, data);
  };

  private readonly replayRefused = async (
    event: EventRecord,
    data: EventData<typeof ReplayRefused>,
    tx: Transaction,
  ): Promise<void> => {
    const pending = this.state.replays.get(data.requestId);
    if (!pending || pending.origin.region !== event.region) return;
    const reread = this.rereadOf(pending.origin);
    if (reread) await this.endReread(tx, reread, data.requestId);
    // The present of what is no longer kept follows, in the present epoch.
    if (reread && data.reason === 'NOT_KEPT' && this.isPresent(pending.origin)) return;
    await tx.execute(`UPDATE replay_request SET state = 'REFUSED', reason = $2 WHERE request_id = $1`, [
      data.requestId,
      data.reason,
    ]);
    await this.incident(tx, 'replay-refused', pending.origin, pending.first, data.reason);
  };

  /** The origin restates its present behind `position`: this reader goes on from there. Only forward, and only where it asked. */
  private readonly snapshotStated = async (
    event: EventRecord,
    data: EventData<typeof SnapshotStated>,
    tx: Transaction,
  ): Promise<void> => {
    const origin: Origin = { region: event.region, service: data.service, audience: data.audience, epoch: data.epoch };
    const pending = data.requestId === null ? undefined : this.state.replays.get(data.requestId);
    if (!pending || originKey(pending.origin) !== originKey(origin)) return;
    const reread = this.rereadOf(origin);
    // The other handlers have had everything up to where the line stood: for them it goes on there, and the facts that follow are theirs too.
    if (reread) return this.endReread(tx, reread, pending.requestId);
    const known = this.state.watermark(originKey(origin)) ?? firstWatermark(origin);
    if (known.position >= data.position) return;
    const moved = { ...known, position: data.position, chain: data.chain, eventId: '' };
    await tx.execute(
      `INSERT INTO reader_watermark (region, service, audience, epoch, position, chain, event_id) VALUES ($1, $2, $3, $4, $5, $6, '')
       ON CONFLICT (region, service, audience, epoch) DO UPDATE SET position = EXCLUDED.position, chain = EXCLUDED.chain, event_id = ''`,
      [origin.region, origin.service, origin.audience, origin.epoch, data.position, data.chain],
    );
    tx.afterCommit(() => this.state.watermarks.set(originKey(origin), moved));
  };

  private isPresent({ region, epoch }: Origin): boolean {
    return this.state.epochs.current(region) === epoch;
  }

  /** Undefined where the line is not, or no longer, read again. */
  private rereadOf(origin: Origin): Reread | undefined {
    const key = originKey(origin);
    const reread = this.state.rereads.get(key);
    return reread && (this.state.watermark(key)?.position ?? 0) < reread.through ? reread : undefined;
  }

  private async endReread(tx: Transaction, reread: Reread, requestId: string): Promise<void> {
    const { origin, through: position, chain, eventId } = reread;
    const key = originKey(origin);
    await skipReread(tx, reread);
    await tx.execute(`UPDATE replay_request SET state = 'REFUSED', reason = 'NOT_KEPT' WHERE request_id = $1`, [
      requestId,
    ]);
    tx.afterCommit(() => {
      this.state.watermarks.set(key, { ...firstWatermark(origin), position, chain, eventId });
      this.state.rereads.delete(key);
      // Refusal and snapshot answer the same request: whichever comes second has nothing more to say.
      this.state.replays.delete(requestId);
      this.state.settle(key);
    });
  }

  private async incident(
    tx: Transaction,
    kind: string,
    origin: Origin,
    position: number,
    detail: string,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [kind, origin.region, origin.service, origin.audience, origin.epoch, position, detail],
    );
  }
}
