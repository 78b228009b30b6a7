import { pause } from '../connection/bus.js';
import type { Delivery } from './delivery.js';
import type { StreamPlace, StreamSource } from './stream-source.js';

const WINDOW = 4_000;
/** A reader that keeps the others waiting for longer reads on its own until it has caught up. */
const PATIENCE_MS = 3_000;
const FETCH = 500;
/** A reader outside that is so little behind finds the window as it was when it comes. */
const NEAR = 1_000;
/** What is published together comes within so long: one round for all of it. */
const GATHER_MS = 2;

/** One service's view of the window. */
interface Seat {
  place: StreamPlace | undefined;
  movedAt: number;
  source: StreamSource;
}

/**
 * In mode `all` six readers want the same stream in one process. The window fetches and decodes each message once and keeps it until all of
 * them have taken it, a few thousand at most; a reader inside it reads from memory, one outside it (at start, or stuck on its database) reads
 * through a source of its own. Fetching waits for the slowest reader inside, for a short patience.
 */
export class SharedWindow {
  private created = '';
  /** Every sequence from here on that the stream holds is in the window or yet to come. */
  private first = 1;
  /** True while the window still begins where the stream does. */
  private fromStart = false;
  private deliveries: Delivery[] = [];
  private readonly seats = new Map<string, Seat>();
  private waiters: (() => void)[] = [];

  constructor(private readonly shared: StreamSource) {}

  /** A source for one reader. `own` serves it while it is outside the window. */
  seat(name: string, own: StreamSource): StreamSource {
    const seat: Seat = { place: undefined, movedAt: performance.now(), source: own };
    this.seats.set(name, seat);
    const { shared } = this;
    return {
      get problem() {
        return shared.problem ?? own.problem;
      },
      next: (place, limit, signal) => this.next(seat, place, limit, signal),
      close: async () => {
        this.seats.delete(name);
        await own.close();
      },
    };
  }

  /** Fetches for all seats until aborted; begins where the first reader that asks stands. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && ![...this.seats.values()].some((seat) => seat.place)) await pause(20, signal);
    let place = this.start();
    while (!signal.aborted) {
      const batch = await this.shared.next(place, FETCH, signal);
      if (batch.deliveries.length === 0) continue;
      await this.waitForRoom(signal);
      this.append(batch.created, batch.deliveries);
      place = { created: this.created, sequence: this.last };
    }
    this.wake();
  }

  private start(): StreamPlace {
    const places = [...this.seats.values()].flatMap((seat) => seat.place ?? []);
    const newest = places.reduce(
      (best, place) => (place.sequence > best.sequence ? place : best),
      places[0] ?? { created: '', sequence: 0 },
    );
    this.created = newest.created;
    this.first = newest.sequence + 1;
    return newest;
  }

  private get last(): number {
    return this.deliveries.length === 0 ? this.first - 1 : this.deliveries[this.deliveries.length - 1]!.sequence;
  }

  private append(created: string, deliveries: readonly Delivery[]): void {
    if (created !== this.created) {
      this.created = created;
      this.fromStart = true;
      this.deliveries = [];
      this.first = deliveries[0]!.sequence;
    }
    this.deliveries.push(...deliveries);
    this.drop(this.deliveries.length - WINDOW);
    this.wake();
  }

  private drop(count: number): void {
    if (count <= 0) return;
    this.first = this.deliveries[count - 1]!.sequence + 1;
    this.deliveries.splice(0, count);
    this.fromStart = false;
  }

  /**
   * Drops what every reader at hand has taken. Kept any longer, events would grow old in memory, and what is old is collected only with all of
   * the heap: requests wait for that.
   */
  private letGo(): void {
    const taken = Math.min(...[...this.seats.values()].map(({ place }) => this.takenBy(place)));
    this.drop(this.indexAfter(taken));
  }

  /** Up to where a reader needs nothing of the window any more. */
  private takenBy(place: StreamPlace | undefined): number {
    if (!place || (place.created === this.created && place.sequence + NEAR < this.first)) return Infinity;
    return place.created === this.created ? place.sequence : 0;
  }

  private async next(
    seat: Seat,
    place: StreamPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ created: string; deliveries: readonly Delivery[] }> {
    if (seat.place?.sequence !== place.sequence) seat.movedAt = performance.now();
    seat.place = place;
    this.letGo();
    while (!signal.aborted) {
      // A reader that has read for itself may be ahead: with nothing to answer it would spin, and the window never get to fetch.
      if (this.created === '' || (place.created === this.created && place.sequence >= this.last)) {
        await this.arrival(signal);
        await pause(GATHER_MS, signal);
        continue;
      }
      const anew = place.created !== this.created;
      if (anew ? !this.fromStart : place.sequence + 1 < this.first) return seat.source.next(place, limit, signal);
      await seat.source.close();
      const from = anew ? 0 : this.indexAfter(place.sequence);
      return { created: this.created, deliveries: this.deliveries.slice(from, from + limit) };
    }
    return { created: place.created, deliveries: [] };
  }

  /** Sequences may have holes (expired messages), so the index is searched for. */
  private indexAfter(sequence: number): number {
    let low = 0;
    let high = this.deliveries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.deliveries[middle]!.sequence <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private async waitForRoom(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const oldest = this.deliveries[FETCH]?.sequence ?? this.first;
      const behind = [...this.seats.values()].filter(
        ({ place, movedAt }) =>
          place &&
          place.created === this.created &&
          place.sequence >= this.first - 1 &&
          place.sequence < oldest &&
          performance.now() - movedAt < PATIENCE_MS,
      );
      if (this.deliveries.length + FETCH <= WINDOW || behind.length === 0) return;
      await pause(2, signal);
    }
  }

  private async arrival(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiters.push(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  private wake(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  }
}
