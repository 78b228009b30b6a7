import { describe, expect, it } from '@jest/globals';
import { nextInterval } from './pace.js';

describe('the pace of rounds', () => {
  it('widens while the process is busy, up to a bound', () => {
    expect([5, 10, 40, 80].map((interval) => nextInterval(interval, 0.9))).toEqual([10, 20, 80, 80]);
  });

  it('narrows once the process is calm, down to a bound', () => {
    expect([80, 10, 5].map((interval) => nextInterval(interval, 0.3))).toEqual([40, 5, 5]);
  });

  it('stays as it is in between, so that it does not swing', () => {
    expect(nextInterval(20, 0.7)).toBe(20);
  });
});
