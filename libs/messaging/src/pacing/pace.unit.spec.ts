import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { beatAfter, nextInterval, Pace, restUntilBeat } from './pace.js';

const busy = { utilization: 0.99, idle: 0.5 };
const crowded = { utilization: 0.7, idle: 0.05 };
const calm = { utilization: 0.7, idle: 0.4 };

describe('the pace of rounds', () => {
  it('widens while the process is busy, up to a bound', () => {
    expect([10, 20, 200, 250].map((interval) => nextInterval(interval, busy))).toEqual([20, 40, 250, 250]);
  });

  it('widens while the machine has nothing to spare: the database works there too', () => {
    expect(nextInterval(10, crowded)).toBe(20);
  });

  it('narrows once both have time, down to a bound', () => {
    expect([80, 20, 10].map((interval) => nextInterval(interval, calm))).toEqual([20, 10, 10]);
  });

  it('stays as it is in between, so that it does not swing', () => {
    expect(nextInterval(20, { utilization: 0.8, idle: 0.5 })).toBe(20);
    expect(nextInterval(20, { utilization: 0.5, idle: 0.15 })).toBe(20);
  });

  it('gives all rounds of an interval the same beat, and never the moment itself', () => {
    expect([20, 23, 29.9, 30].map((moment) => beatAfter(moment, 10))).toEqual([30, 30, 30, 40]);
  });

  describe('on a clock of its own', () => {
    const { signal } = new AbortController();
    /** True once the promise has resolved. */
    const watch = (rest: Promise<void>): { over: boolean } => {
      const watched = { over: false };
      void rest.then(() => (watched.over = true));
      return watched;
    };
    beforeEach(() => {
      jest.useFakeTimers({ now: 1_000_000 });
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('wakes all who look in now and then together, whenever each began to rest', async () => {
      const woken: number[] = [];
      const lookIn = async (milliseconds: number): Promise<void> => {
        await restUntilBeat(milliseconds, signal);
        woken.push(Math.floor(performance.now() / 1_000));
      };
      const now = performance.now();
      await jest.advanceTimersByTimeAsync(beatAfter(now, 5_000) - now + 4_100.4);
      const rests = [lookIn(1_000)];
      await jest.advanceTimersByTimeAsync(333.3);
      rests.push(lookIn(1_000), lookIn(5_000));
      await jest.advanceTimersByTimeAsync(566);
      expect(woken).toEqual([]);
      await jest.advanceTimersByTimeAsync(3);
      await Promise.all(rests);
      const second = beatAfter(now, 5_000) / 1_000 + 5;
      expect(woken).toEqual([second, second, second]);
    });

    it('begins calm: what follows a rest does not wait, what follows a round waits for the beat at most', async () => {
      const pace = new Pace(() => calm);
      const now = performance.now();
      await pace.nextBeat(now - 1_000, signal);
      await pace.nextReading(now - 1_000, signal);
      const [beat, reading] = [watch(pace.nextBeat(now, signal)), watch(pace.nextReading(now, signal))];
      await jest.advanceTimersByTimeAsync(4);
      expect(reading.over).toBe(false);
      await jest.advanceTimersByTimeAsync(7);
      expect([beat.over, reading.over]).toEqual([true, true]);
    });

    it('keeps rounds apart while a flood lasts, and nobody waiting when it is over', async () => {
      let load = busy;
      const pace = new Pace(() => load);
      for (let round = 0; round < 8; round += 1) {
        void pace.nextBeat(performance.now(), signal);
        await jest.advanceTimersByTimeAsync(300);
      }
      const began = performance.now();
      const [beat, reading] = [watch(pace.nextBeat(began, signal)), watch(pace.nextReading(began, signal))];
      await jest.advanceTimersByTimeAsync(50);
      expect([beat.over, reading.over]).toEqual([false, false]);
      load = calm;
      await jest.advanceTimersByTimeAsync(150);
      expect([beat.over, reading.over]).toEqual([true, true]);
    });

    it('takes a burst that is soon over, such as a collection of garbage, for no flood', async () => {
      let load = busy;
      const pace = new Pace(() => load);
      for (let sample = 0; sample < 3; sample += 1) {
        void pace.nextBeat(performance.now(), signal);
        await jest.advanceTimersByTimeAsync(100);
      }
      load = calm;
      const began = performance.now();
      const beat = watch(pace.nextBeat(began, signal));
      await jest.advanceTimersByTimeAsync(11);
      expect(beat.over).toBe(true);
    });

    it('lets a reader gather for whom nobody waits, and take in at once what comes after a rest', async () => {
      const pace = new Pace(() => calm);
      const now = performance.now();
      await pace.nextReading(now - 100, signal, 100);
      const reading = watch(pace.nextReading(now, signal, 100));
      await jest.advanceTimersByTimeAsync(99);
      expect(reading.over).toBe(false);
      await jest.advanceTimersByTimeAsync(2);
      expect(reading.over).toBe(true);
    });

    it('ends with its signal', async () => {
      const stopped = new AbortController();
      const beat = watch(new Pace(() => busy).nextBeat(performance.now(), stopped.signal));
      stopped.abort();
      await jest.advanceTimersByTimeAsync(0);
      expect(beat.over).toBe(true);
    });
  });
});
