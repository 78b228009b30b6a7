import { describe, expect, it } from '@jest/globals';
import { pseudonymStep } from './pseudonym-step.decision.js';

const key = (version: number) => ({ version, secret: Buffer.alloc(32, version) });
const step = (present: number, former: readonly number[], told: number | undefined, shares: boolean) =>
  pseudonymStep({ ...key(present), former: former.map(key) }, { version: told, shares });

describe('the rotation of pseudonyms', () => {
  it.each([
    ['makes the next key where there is no former one', 1, [], 1, true, 'make'],
    ['makes it also where nobody was told of anyone', 1, [], undefined, false, 'make'],
    ['waits while the province knows the former names', 2, [1], 1, true, 'waiting'],
    ['keeps the former secret where the region opted out', 2, [1], 1, false, 'kept'],
    ['forgets it once the province knows the new names', 2, [1], 2, true, 'forget'],
    ['forgets it also where the region opted out after that', 2, [1], 2, false, 'forget'],
    ['forgets it where nobody was ever told of anyone', 2, [1], undefined, false, 'forget'],
  ] as const)('%s', (_, present, former, told, shares, expected) => {
    expect(step(present, former, told, shares)).toBe(expected);
  });

  it('stops where the province knows names that no key at hand makes', () => {
    const refused = expect.objectContaining({ code: 'pseudonym-secret-missing' }) as unknown as Error;
    for (const [present, former, told] of [
      [2, [], 1],
      [1, [], 2],
      [3, [2], 1],
    ] as const)
      expect(() => step(present, former, told, true)).toThrow(refused);
  });
});
