import { describe, expect, it } from '@jest/globals';
import { nextInterval, Pace } from './pace.js';

const busy = { utilization: 0.99, idle: 0.5 };
const crowded = { utilization: 0.7, idle: 0.05 };
const calm = { utilization: 0.7, idle: 0.4 };

describe('the pace of rounds', () => {
  it('widens while the process is busy, up to a bound', () => {
    expect([5, 10, 200, 250].map((interval) => nextInterval(interval, busy))).toEqual([10, 20, 250, 250]);
  });

  it('widens while the machine has nothing to spare: the database works there too', () => {
    expect(nextInterval(5, crowded)).toBe(10);
  });

  it('narrows once both have time, down to a bound', () => {
    expect([80, 10, 5].map((interval) => nextInterval(interval, calm))).toEqual([20, 5, 5]);
  });

  it('stays as it is in between, so that it does not swing', () => {
    expect(nextInterval(20, { utilization: 0.8, idle: 0.5 })).toBe(20);
    expect(nextInterval(20, { utilization: 0.5, idle: 0.15 })).toBe(20);
  });

  it('begins calm', () => {
    expect(new Pace().roundMs()).toBeLessThanOrEqual(10);
  });
});
