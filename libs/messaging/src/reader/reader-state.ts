import type { EventRecord } from '@betang/contracts';
import type { EpochBook, EpochStanding } from './epoch-book.js';
import type { IntakeState } from './intake.js';
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

/** A service's knowledge of all origins, in memory; Postgres holds the same and is read again after any failure. */
export class ReaderState implements IntakeState {
  watermarks = new Map<string, Watermark>();
  readonly gaps = new Map<string, Gap>();
  readonly parkedKeys = new Set<string>();
  readonly replays = new Map<string, PendingReplay>();
  /** How much of each region is parked and undecided. */
  parked = new Map<string, { count: number; bytes: number }>();

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

  /** Whether an origin may have more events held. */
  hasRoom(origin: Origin): boolean {
    const gap = this.gaps.get(originKey(origin));
    return !gap || (gap.held < HELD_LIMIT.count && gap.heldBytes < HELD_LIMIT.bytes);
  }

  noteHeld(origin: Origin & { position: number }, bytes: number, now: number): void {
    this.expect(origin, origin.position, now);
    const gap = this.gaps.get(originKey(origin));
    if (!gap) return;
    gap.held += 1;
    gap.heldBytes += bytes;
  }

  /** Forgets the gap once the watermark has reached its end. */
  settle(key: string): void {
    const gap = this.gaps.get(key);
    if (gap && (this.watermarks.get(key)?.position ?? 0) >= gap.upTo) this.gaps.delete(key);
  }
}
