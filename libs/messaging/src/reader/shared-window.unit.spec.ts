import { describe, expect, it, jest } from '@jest/globals';
import type { Delivery } from './delivery.js';
import { SharedWindow } from './shared-window.js';
import type { StreamPlace, StreamSource } from './stream-source.js';

/** A stream in memory that counts how often each message was fetched. */
class MemoryStream implements StreamSource {
  created = 'first';
  readonly fetched: number[] = [];
  private waiters: (() => void)[] = [];

  constructor(public last: number) {}

  async next(place: StreamPlace, limit: number, signal: AbortSignal) {
    const after = (): number => (place.created === this.created ? place.sequence : 0);
    while (after() >= this.last && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.waiters.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    const deliveries: Delivery[] = [];
    for (let sequence = after() + 1; sequence <= Math.min(this.last, after() + limit); sequence += 1) {
      this.fetched.push(sequence);
      deliveries.push({ sequence, subject: '', rawHeaders: () => '[]', body: new Uint8Array(), hubSequence: 0 });
    }
    return { created: this.created, deliveries };
  }

  grow(last: number): void {
    this.last = last;
    this.waiters.splice(0).forEach((wake) => wake());
  }

  async close(): Promise<void> {}
}

/** Reads until `last` and answers every sequence seen. */
async function readAll(source: StreamSource, start: StreamPlace, last: number, signal: AbortSignal): Promise<number[]> {
  const seen: number[] = [];
  let place = start;
  while (place.sequence < last) {
    const { created, deliveries } = await source.next(place, 100, signal);
    seen.push(...deliveries.map(({ sequence }) => sequence));
    place = { created, sequence: deliveries[deliveries.length - 1]!.sequence };
  }
  return seen;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the shared window on a stream', () => {
  it('fetches each message once for all readers, and each reads all in order', async () => {
    const stop = new AbortController();
    const stream = new MemoryStream(2_500);
    const own = new MemoryStream(2_500);
    const window = new SharedWindow(stream);
    const seats = ['a', 'b', 'c'].map((name) => window.seat(name, own));
    const running = window.run(stop.signal);
    const all = await Promise.all(seats.map((seat) => readAll(seat, { created: '', sequence: 0 }, 2_500, stop.signal)));
    for (const seen of all) expect(seen).toEqual(upTo(2_500));
    expect(stream.fetched).toEqual(upTo(2_500));
    expect(own.fetched).toEqual([]);
    stop.abort();
    await running;
  });

  it('lets a reader that is behind read for itself until it has caught up', async () => {
    const stop = new AbortController();
    const stream = new MemoryStream(1_000);
    const own = new MemoryStream(1_000);
    const window = new SharedWindow(stream);
    const ahead = window.seat('ahead', new MemoryStream(1_000));
    const behind = window.seat('behind', own);
    const running = window.run(stop.signal);
    const first = readAll(ahead, { created: 'first', sequence: 900 }, 1_010, stop.signal);
    const second = readAll(behind, { created: 'first', sequence: 0 }, 1_010, stop.signal);
    stream.grow(1_010);
    own.grow(1_010);
    expect(await first).toEqual(upTo(1_010).slice(900));
    expect(await second).toEqual(upTo(1_010));
    stop.abort();
    await running;
  });

  it('keeps nothing that all readers have taken: who comes later reads for itself', async () => {
    const stop = new AbortController();
    const own = new MemoryStream(300);
    const window = new SharedWindow(new MemoryStream(300));
    const seats = ['a', 'b'].map((name) => window.seat(name, new MemoryStream(300)));
    const running = window.run(stop.signal);
    await Promise.all(seats.map((seat) => readAll(seat, { created: 'first', sequence: 0 }, 300, stop.signal)));
    const waiting = seats.map((seat) => seat.next({ created: 'first', sequence: 300 }, 100, stop.signal));
    const late = window.seat('late', own);
    expect(await readAll(late, { created: 'first', sequence: 100 }, 300, stop.signal)).toEqual(upTo(300).slice(100));
    expect(own.fetched).toEqual(upTo(300).slice(100));
    stop.abort();
    await Promise.all([running, ...waiting]);
  });

  it('keeps what the slowest reader has yet to take', async () => {
    const stop = new AbortController();
    const own = new MemoryStream(300);
    const window = new SharedWindow(new MemoryStream(300));
    const [quick, slow] = [window.seat('quick', new MemoryStream(300)), window.seat('slow', own)];
    const running = window.run(stop.signal);
    const { deliveries } = await slow.next({ created: 'first', sequence: 0 }, 100, stop.signal);
    await readAll(quick, { created: 'first', sequence: 0 }, 300, stop.signal);
    const waiting = quick.next({ created: 'first', sequence: 300 }, 100, stop.signal);
    const rest = await readAll(slow, { created: 'first', sequence: deliveries.length }, 300, stop.signal);
    expect([...deliveries.map(({ sequence }) => sequence), ...rest]).toEqual(upTo(300));
    expect(own.fetched).toEqual([]);
    stop.abort();
    await Promise.all([running, waiting]);
  });

  it('lets a reader that is ahead wait until the window has come up to it', async () => {
    const stop = new AbortController();
    const stream = new MemoryStream(10);
    const window = new SharedWindow(stream);
    const [ahead, behind] = [window.seat('ahead', new MemoryStream(40)), window.seat('behind', new MemoryStream(40))];
    const running = window.run(stop.signal);
    await behind.next({ created: 'first', sequence: 9 }, 100, stop.signal);
    const next = ahead.next({ created: 'first', sequence: 30 }, 100, stop.signal);
    stream.grow(40);
    expect((await next).deliveries.map(({ sequence }) => sequence)).toEqual(upTo(40).slice(30));
    stop.abort();
    await running;
  });

  it('begins anew with a stream that was made anew', async () => {
    const stop = new AbortController();
    const stream = new MemoryStream(50);
    const window = new SharedWindow(stream);
    const seat = window.seat('a', new MemoryStream(50));
    const running = window.run(stop.signal);
    expect(await readAll(seat, { created: 'first', sequence: 40 }, 50, stop.signal)).toEqual(upTo(50).slice(40));
    stream.created = 'second';
    stream.grow(7);
    const { created, deliveries } = await seat.next({ created: 'first', sequence: 50 }, 100, stop.signal);
    expect([created, deliveries.map(({ sequence }) => sequence)]).toEqual(['second', upTo(7)]);
    stop.abort();
    await running;
  });

  it('waits no longer for a reader that is stuck because a clock was put back', async () => {
    const stop = new AbortController();
    const stream = new MemoryStream(20_000);
    const window = new SharedWindow(stream);
    const [stuck, reader] = [
      window.seat('stuck', new MemoryStream(20_000)),
      window.seat('reader', new MemoryStream(20_000)),
    ];
    const running = window.run(stop.signal);
    await stuck.next({ created: 'first', sequence: 0 }, 100, stop.signal);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    expect(await readAll(reader, { created: 'first', sequence: 0 }, 20_000, stop.signal)).toEqual(upTo(20_000));
    clock.mockRestore();
    stop.abort();
    await running;
  });
});
