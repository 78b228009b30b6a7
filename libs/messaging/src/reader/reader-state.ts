import type { EventRecord } from '@betang/contracts';
import type { EpochBook, EpochStanding } from './epoch-book.js';
import type { IntakeState } from './intake.js';
import type { Reread } from './reread.js';
import { originKey, type Origin, type Watermark } from './watermark.js';

/** What waits for a gap to be filled. `upTo` is the highest position known to exist, from held events or from the origin's heads. */
export interface Gap {
  readonly origin: Origin;
  held: number;
  heldBytes: number;
  upTo: number;
  since: number;
}

export interface PendingReplay {
  readonly requestId: string;
  readonly origin: Origin;
  readonly first: number;
  readonly last: number;
}

/** Past these a region stops: nothing more of it is stored until an operator has looked. */
export const PARKED_LIMIT = { count: 1_000, bytes: 64 * 1024 * 1024 };

export const HELD_LIMIT = { count: 10_000, bytes: 64 * 1024 * 1024 };

const NOTHING = { held: 0, bytes: 0 };

function isBelow(held: number, bytes: number): boolean {
  return held < HELD_LIMIT.count && bytes < HELD_LIMIT.bytes;
}

/** A service's knowledge of all origins, in memory; Postgres holds the same and is read again after any failure. */
export class ReaderState implements IntakeState {
  watermarks = new Map<string, Watermark>();
  readonly gaps = new Map<string, Gap>();
  /** Lines that are read once more for handlers that are new. */
  rereads = new Map<string, Reread>();
  readonly parkedKeys = new Set<string>();
  readonly replays = new Map<string, PendingReplay>();
  /** How much of each region is parked and undecided. */
  parked = new Map<string, { count: number; bytes: number }>();

  /** How much of each region is held for epochs that nobody has announced. It only grows: an announced one keeps the room that it took until the next start. */
  private readonly unannounced = new Map<string, { readonly held: number; readonly bytes: number }>();

  /** What is on record already, by kind and line: once is enough. */
  readonly noticed = new Set<string>();

  /** @param home the service's own region */
  constructor(
    readonly epochs: EpochBook,
    private readonly home?: string,
  ) {}

  watermark(key: string): Watermark | undefined {
    return this.watermarks.get(key);
  }

  /** A region knows its own epochs from its database; at home another one may still be announced, from elsewhere it is a copy's. */
  epoch(origin: Origin, position: number): EpochStanding {
    const standing = this.epochs.standing(origin, position);
    return standing === 'unknown' && origin.region === this.home && origin.audience !== 'local' ? 'foreign' : standing;
  }

  stopped(region: string): boolean {
    const parked = this.parked.get(region);
    return parked !== undefined && (parked.count >= PARKED_LIMIT.count || parked.bytes >= PARKED_LIMIT.bytes);
  }

  noteParked(region: string, bytes: number): void {
    const { count, bytes: before } = this.parked.get(region) ?? { count: 0, bytes: 0 };
    this.parked.set(region, { count: count + 1, bytes: before + bytes });
  }

  asked(event: EventRecord): boolean {
    const replay = event.replay === undefined ? undefined : this.replays.get(event.replay);
    return (
      replay !== undefined &&
      originKey(replay.origin) === originKey(event) &&
      event.position >= replay.first &&
      event.position <= replay.last
    );
  }

  /** Notes that an origin has published up to `position`; nothing to note when all of it has arrived. */
  expect(origin: Origin, position: number, now: number): void {
    const key = originKey(origin);
    if ((this.watermarks.get(key)?.position ?? 0) >= position) return;
    const gap = this.gaps.get(key) ?? { origin, held: 0, heldBytes: 0, upTo: 0, since: now };
    gap.upTo = Math.max(gap.upTo, position);
    this.gaps.set(key, gap);
  }

  /**
   * Whether an origin may have more events held. Epochs that nobody has announced share the room of their region: whoever invents one for each
   * event would fill everybody's tables.
   */
  hasRoom(origin: Origin): boolean {
    const gap = this.gaps.get(originKey(origin));
    if (gap && !isBelow(gap.held, gap.heldBytes)) return false;
    if (!this.isUnannounced(origin)) return true;
    const { held, bytes } = this.unannounced.get(origin.region) ?? NOTHING;
    return isBelow(held, bytes);
  }

  /** Lines of which something is held that may have its turn now: what belongs to an epoch that is not open yet has none. */
  waitingLines(): Gap[] {
    return [...this.gaps.values()].filter(({ origin, held }) => held > 0 && !this.isUnannounced(origin));
  }

  private isUnannounced(origin: Origin): boolean {
    return this.epochs.standing(origin, 1) === 'unknown';
  }

  noteHeld(origin: Origin & { position: number }, bytes: number, now: number): void {
    this.expect(origin, origin.position, now);
    const gap = this.gaps.get(originKey(origin));
    if (!gap) return;
    gap.held += 1;
    gap.heldBytes += bytes;
    this.countUnannounced(origin, 1, bytes);
  }

  /** So many events of a line were let go. Their bytes are those of an average one: they only keep a store within bounds. */
  noteReleased(key: string, count: number): void {
    const gap = this.gaps.get(key);
    if (!gap) return;
    const bytes = gap.held > 0 ? gap.heldBytes / gap.held : 0;
    gap.held = Math.max(0, gap.held - count);
    gap.heldBytes = bytes * gap.held;
  }

  /** Nothing of a line counts beyond `position`: it is not asked for, and so many that waited there are let go. */
  endAt(key: string, position: number, count: number): void {
    const gap = this.gaps.get(key);
    if (!gap) return;
    this.noteReleased(key, count);
    gap.upTo = Math.min(gap.upTo, position);
    this.settle(key);
  }

  /** Reads the gaps as the database has them. */
  loadHeld(held: readonly (Origin & { count: number; bytes: number; last: number; since: Date })[]): void {
    for (const line of held) {
      const { region, service, audience, epoch, count, bytes, last, since } = line;
      const origin = { region, service, audience, epoch };
      this.gaps.set(originKey(origin), { origin, held: count, heldBytes: bytes, upTo: last, since: since.getTime() });
      this.countUnannounced(origin, count, bytes);
    }
  }

  private countUnannounced(origin: Origin, count: number, bytes: number): void {
    if (!this.isUnannounced(origin)) return;
    const known = this.unannounced.get(origin.region) ?? NOTHING;
    this.unannounced.set(origin.region, { held: known.held + count, bytes: known.bytes + bytes });
  }

  /** Forgets the gap once the watermark has reached its end. */
  settle(key: string): void {
    const gap = this.gaps.get(key);
    if (gap && (this.watermarks.get(key)?.position ?? 0) >= gap.upTo) this.gaps.delete(key);
  }
}
