import { describe, expect, it } from '@jest/globals';
import { replacedNames, type KnownName, type ToldName } from './replaced-names.decision.js';

const told = (former: string, learner: string, toldOn = '2026-06-01', region = '62.03'): ToldName => ({
  ...{ region, former, learner, toldOn },
});
const known = (former: string, learner: string, region = '62.03'): KnownName => ({ region, former, learner });
/** `former>newest`, in an order of their own. */
const names = (tellings: readonly ToldName[], knownNames: readonly KnownName[] = []) =>
  replacedNames(tellings, knownNames)
    .map(({ region, former, learner }) => `${region === '62.03' ? '' : `${region} `}${former}>${learner}`)
    .sort();

describe('names that are replaced', () => {
  it('end at the newest one, whatever the order of the links', () => {
    const [one, two] = [told('k1:a', 'k2:a'), told('k2:a', 'k3:a')];
    expect(names([one, two])).toEqual(['k1:a>k3:a', 'k2:a>k3:a']);
    expect(names([two, one])).toEqual(['k1:a>k3:a', 'k2:a>k3:a']);
    expect(names([two], [known('k1:a', 'k2:a')])).toEqual(['k2:a>k3:a']);
    expect(names([one], [known('k2:a', 'k3:a')])).toEqual(['k1:a>k3:a']);
  });

  it('stay as they are when they are told again, with the newest day', () => {
    const again = replacedNames([told('k1:a', 'k2:a', '2026-07-01')], [known('k1:a', 'k2:a')]);
    expect(again).toEqual([told('k1:a', 'k2:a', '2026-07-01')]);
    const twice = [told('k1:a', 'k2:a', '2026-07-01'), told('k1:a', 'k2:a', '2026-06-01')];
    expect(replacedNames(twice, [])).toEqual([twice[0]]);
    expect(replacedNames([...twice].reverse(), [])).toEqual([twice[0]]);
  });

  it('are of one region, and ordered by the number of the key', () => {
    expect(names([told('k1:a', 'k2:a'), told('k1:a', 'k2:b', '2026-06-01', '62.71')])).toEqual([
      '62.71 k1:a>k2:b',
      'k1:a>k2:a',
    ]);
    expect(names([told('k9:a', 'k10:a')])).toEqual(['k9:a>k10:a']);
  });

  it('are all one person’s where a region contradicts itself, in any order, and never go round', () => {
    const contradiction = [told('k1:a', 'k2:a'), told('k1:a', 'k2:b')];
    expect(names(contradiction)).toEqual(['k1:a>k2:b', 'k2:a>k2:b']);
    expect(names([...contradiction].reverse())).toEqual(['k1:a>k2:b', 'k2:a>k2:b']);
    expect(names([told('k1:a', 'k2:a'), told('k2:a', 'k1:a')])).toEqual(['k1:a>k2:a']);
    expect(names([told('k1:a', 'k1:a')])).toEqual([]);
  });
});
