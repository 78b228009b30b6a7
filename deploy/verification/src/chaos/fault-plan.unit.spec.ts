import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../generator/seeded-random.js';
import { FAULTS, planFaults } from './fault-plan.js';

const plan = (seed: string, count: number, only: string[] = []) =>
  planFaults(new SeededRandom(seed), count, only).map(({ name }) => name);

describe('the faults of a run', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(plan('a', 12)).toEqual(plan('a', 12));
    expect(plan('a', 12)).not.toEqual(plan('b', 12));
  });

  it('are of every kind in a nightly run of twenty', () => {
    expect(new Set(plan('any', 20)).size).toBe(FAULTS.length);
    expect(FAULTS.length).toBeLessThanOrEqual(20);
  });

  it('begin anew when there are more of them than kinds', () => {
    expect(
      plan('a', 5, ['hub-disk-lost', 'bus-killed']).filter((name) => name === 'bus-killed').length,
    ).toBeGreaterThan(1);
  });

  it('have names, and no others are accepted', () => {
    expect(() => plan('a', 1, ['earthquake'])).toThrow(/earthquake/);
  });
});
