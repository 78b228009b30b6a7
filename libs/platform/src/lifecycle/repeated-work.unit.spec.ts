import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import type { Lifecycle, StopPhases } from './lifecycle.js';
import { RepeatedWork, type RepeatedWorkOptions } from './repeated-work.js';

type Check = Parameters<HealthRegistry['register']>[0];

/** Work that notes when its turns began, in milliseconds since the start, on a clock that stands still. */
class Watched {
  readonly turns: number[] = [];
  readonly warned = jest.fn();
  readonly repeated: RepeatedWork;
  turn: () => Promise<unknown> = () => Promise.resolve();
  stopPhases!: StopPhases;
  check!: Check['check'];
  private readonly began = performance.now();

  constructor(options: Partial<RepeatedWorkOptions>) {
    const work = (): Promise<unknown> => {
      this.turns.push(Math.round(performance.now() - this.began));
      return this.turn();
    };
    const logger = { warn: this.warned } as unknown as Logger;
    this.repeated = new RepeatedWork({ name: 'sums', failureCode: 'sums-not-made', work, ...options }, logger);
  }

  start(): this {
    const lifecycle = { onStop: (_: string, phases: StopPhases) => (this.stopPhases = phases) } as unknown as Lifecycle;
    const health = { register: ({ check }: Check) => (this.check = check) } as unknown as HealthRegistry;
    this.repeated.start(lifecycle, health);
    return this;
  }
}

const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);
const lasting = (milliseconds: number) => () => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('work that comes round', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('comes by the clock, counted from the end of the turn before', async () => {
    const sums = new Watched({ everyMs: 1_000 }).start();
    sums.turn = lasting(300);
    await pass(3_700);
    expect(sums.turns).toEqual([1_000, 2_300, 3_600]);
  });

  it('comes when it is asked for, once for all who ask meanwhile, and by the clock after that', async () => {
    const sums = new Watched({ everyMs: 10_000, gatherMs: 500 }).start();
    await pass(1_000);
    sums.repeated.soon();
    await pass(400);
    sums.repeated.soon();
    await pass(12_000);
    expect(sums.turns).toEqual([1_500, 11_500]);
  });

  it('comes at once for who asks before the start', async () => {
    const sums = new Watched({ everyMs: 10_000 });
    sums.repeated.soon();
    sums.start();
    await pass(10_000);
    expect(sums.turns).toEqual([0, 10_000]);
  });

  it('rests for ever where nobody asks and no clock is set', async () => {
    const sums = new Watched({ gatherMs: 500 }).start();
    await pass(1_000_000);
    expect(sums.turns).toEqual([]);
  });

  it('comes again for what is asked for during a turn', async () => {
    const sums = new Watched({ gatherMs: 100 }).start();
    sums.turn = lasting(300);
    sums.repeated.soon();
    await pass(150);
    sums.repeated.soon();
    await pass(1_000);
    expect(sums.turns).toEqual([100, 500]);
  });

  it('leaves others their time after a long turn, whoever asks', async () => {
    const sums = new Watched({ restFactor: 4 }).start();
    sums.turn = lasting(200);
    sums.repeated.soon();
    await pass(250);
    sums.repeated.soon();
    await pass(2_000);
    expect(sums.turns).toEqual([0, 1_000]);
  });

  it.each([{ everyMs: 1_000 }, { gatherMs: 1_000 }])('shows a failure and tries again (%p)', async (times) => {
    const sums = new Watched(times);
    sums.turn = () => Promise.reject(new Error('no answer'));
    sums.repeated.soon();
    sums.start();
    await pass(1_000);
    expect(sums.check()).toEqual({ ok: false, code: 'sums-not-made' });
    expect(sums.warned).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ work: 'sums' }));
    sums.turn = () => Promise.resolve();
    await pass(1_100);
    expect(sums.check()).toEqual({ ok: true });
  });

  it('stops: no further turn, and the one under way is waited for and told', async () => {
    let isStopping = (): boolean => false;
    const sums = new Watched({
      everyMs: 1_000,
      work: async (asks) => {
        isStopping = asks;
        await lasting(300)();
      },
    }).start();
    await pass(1_100);
    expect(isStopping()).toBe(false);
    await sums.stopPhases.stopPulling!();
    expect(isStopping()).toBe(true);
    const drained = jest.fn();
    void Promise.resolve(sums.stopPhases.drain!()).then(drained);
    await pass(100);
    expect(drained).not.toHaveBeenCalled();
    sums.repeated.soon();
    await pass(5_000);
    expect(drained).toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
