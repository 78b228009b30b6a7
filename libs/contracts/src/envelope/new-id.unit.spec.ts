import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from './new-id.js';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const msecsOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describe('new ids', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('are UUIDs of version 7 and of this moment', () => {
    const before = Date.now();
    const id = newId();
    expect(id).toMatch(SHAPE);
    expect(msecsOf(id)).toBeGreaterThanOrEqual(before);
    expect(msecsOf(id)).toBeLessThanOrEqual(Date.now());
  });

  it('differ and sort as they were made, through many draws of random bytes', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('sort as they were made while the clock stands still or is put back', () => {
    const now = Date.now() + 60_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const ids = Array.from({ length: 2_000 }, newId);
    clock.mockReturnValue(now - 3_600_000);
    ids.push(...Array.from({ length: 2_000 }, newId));
    clock.mockReturnValue(now + 1);
    ids.push(newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids.map(msecsOf))).toEqual(new Set([now, now + 1]));
  });

  it('are random in what time and order leave free', () => {
    const tails = new Set(Array.from({ length: 1_000 }, () => newId().slice(-11)));
    expect(tails.size).toBe(1_000);
  });
});
