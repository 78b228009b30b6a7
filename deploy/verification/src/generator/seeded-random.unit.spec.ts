import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from './seeded-random.js';

const draw = (random: SeededRandom, count: number) => Array.from({ length: count }, () => random.uint32());

describe('SeededRandom', () => {
  it('gives the same numbers for a seed, for ever: recorded files and failures depend on it', () => {
    expect(draw(new SeededRandom('betang'), 4)).toEqual([1681328538, 3909918149, 4183624985, 2340620631]);
  });

  it('gives other numbers for other seeds, however alike', () => {
    const first = ['1', '2', '1|', 'a', 'b', ''].map((seed) => new SeededRandom(seed).uint32());
    expect(new Set(first).size).toBe(first.length);
  });

  it('forks by purpose, whatever was drawn before', () => {
    const random = new SeededRandom('betang');
    const early = draw(random.fork('people'), 3);
    draw(random, 100);
    expect(draw(random.fork('people'), 3)).toEqual(early);
    expect(draw(random.fork('layout'), 3)).not.toEqual(early);
  });

  it('draws evenly, both ends included', () => {
    const random = new SeededRandom('even');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let n = 0; n < 60_000; n += 1) counts[random.between(1, 6) - 1]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('draws by weight and by chance', () => {
    const random = new SeededRandom('weights');
    let heavy = 0;
    let lucky = 0;
    for (let n = 0; n < 10_000; n += 1) {
      const pick = random.weighted([
        ['heavy', 3],
        ['light', 1],
        ['never', 0],
      ]);
      if (pick === 'never') throw new Error('drew a weight of zero');
      if (pick === 'heavy') heavy += 1;
      if (random.chance(0.25)) lucky += 1;
    }
    expect(Math.abs(heavy - 7_500)).toBeLessThan(200);
    expect(Math.abs(lucky - 2_500)).toBeLessThan(200);
  });

  it('makes ids in the form of UUIDs', () => {
    const random = new SeededRandom('ids');
    const ids = Array.from({ length: 1_000 }, () => random.uuid());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1_000);
  });

  it('has nothing to pick from an empty list', () => {
    expect(() => new SeededRandom('x').pick([])).toThrow(RangeError);
  });
});
