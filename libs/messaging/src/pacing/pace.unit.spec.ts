import { describe, expect, it } from '@jest/globals';
import { beatAfter, nextInterval, Pace } from './pace.js';

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

  it('begins calm: what follows a rest does not wait, what follows a round waits for the beat at most', () => {
    const pace = new Pace();
    const now = performance.now();
    expect(pace.untilNextBeat(now - 1_000)).toBeLessThanOrEqual(0);
    expect(pace.untilNextReading(now - 1_000)).toBeLessThanOrEqual(0);
    expect(pace.untilNextBeat(now)).toBeLessThanOrEqual(20);
    expect(pace.untilNextReading(now)).toBeLessThanOrEqual(10);
  });
});
