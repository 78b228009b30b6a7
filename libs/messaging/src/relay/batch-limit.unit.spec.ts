import { describe, expect, it } from '@jest/globals';
import { BatchLimit } from './batch-limit.js';

describe('the size of a batch', () => {
  it('takes at least one event, however large', () => {
    expect(new BatchLimit(500, 1_000).take([5_000_000, 1])).toBe(1);
  });

  it('shrinks to what a slow link carries in its time, and grows back', () => {
    const limit = new BatchLimit(500, 1_024 * 1_024);
    const sizes = Array.from({ length: 500 }, () => 1_000);
    const before = limit.take(sizes);
    for (let turn = 0; turn < 10; turn += 1) limit.learn(5_000, 1_000);
    const slow = limit.take(sizes);
    expect(slow).toBeLessThan(before);
    expect(slow).toBeLessThanOrEqual(31);
    for (let turn = 0; turn < 10; turn += 1) limit.learn(1_000_000, 20);
    expect(limit.take(sizes)).toBe(500);
  });

  it('grows where question and answer alone take longer than two seconds, also after small batches', () => {
    const limit = new BatchLimit(500, 1_024 * 1_024);
    for (let turn = 0; turn < 10; turn += 1) limit.learn(1_100, 2_400);
    const bytesPerMs = 32;
    for (let turn = 0; turn < 20; turn += 1) limit.learn(limit.allowed, 2_400 + limit.allowed / bytesPerMs);
    expect(limit.allowed).toBeGreaterThan(100_000);
  });

  it('shrinks at once when a batch was not acknowledged in time', () => {
    const limit = new BatchLimit(500, 1_024 * 1_024);
    const sizes = Array.from({ length: 500 }, () => 1_000);
    const before = limit.take(sizes);
    limit.shrink();
    expect(limit.take(sizes)).toBeLessThan(before / 2);
  });
});
