import { describe, expect, it } from '@jest/globals';
import type { FigureCell } from '../figures/report.js';
import { withholdFew, type PlaceLevel } from './withhold-few.decision.js';

const FEWEST = 5;
const cell = (region: string, place: string, item: string, people: number): FigureCell => ({
  key: item,
  region,
  people,
  figures: { required: people, withGap: people },
  sources: [],
  about: { item, place, people },
});
const shown = (cells: readonly FigureCell[], level: PlaceLevel, isInside = (_: string) => false) =>
  withholdFew(cells, { level, fewest: FEWEST, isInside }).reduce(
    (sum, { figures }) => sum + (figures['required'] ?? 0),
    0,
  );

describe('figures about a few people', () => {
  it('are in no sum that would tell them', () => {
    const alone = [cell('62.03', 'a', 'MAN-08', 3), cell('62.03', 'b', 'MAN-08', 40)];
    expect(shown(alone, 'agency')).toBe(40);
    expect(shown(alone, 'region')).toBe(40);
    expect(shown([...alone, cell('62.71', 'c', 'MAN-08', 30)], 'all')).toBe(70);
  });

  it('are in the sum of their region together with others, and of all regions where they still stand alone', () => {
    const two = [cell('62.03', 'a', 'T', 3), cell('62.03', 'b', 'T', 2), cell('62.03', 'c', 'T', 9)];
    expect([shown(two, 'agency'), shown(two, 'region')]).toEqual([9, 14]);
    const apart = [cell('62.03', 'a', 'T', 3), cell('62.71', 'b', 'T', 4)];
    expect([shown(apart, 'region'), shown(apart, 'all')]).toEqual([0, 7]);
    expect(shown([cell('62.03', 'a', 'T', 3), cell('62.71', 'b', 'T', 1)], 'all')).toBe(0);
  });

  it('are for readers inside the region, and nobody is zero people', () => {
    const cells = [cell('62.03', 'a', 'T', 3), cell('62.03', 'b', 'T', 0)];
    expect(shown(cells, 'agency', (region) => region === '62.03')).toBe(3);
    expect(withholdFew(cells, { level: 'agency', fewest: FEWEST, isInside: () => false })[1]!.withheld).toBeUndefined();
  });

  it('leave the figures that tell of nobody', () => {
    const drill: FigureCell = {
      ...cell('62.03', 'rest', 'drill-1', 3),
      figures: { drills: 1, drillParticipants: 3 },
      about: { item: 'drill-1', place: 'rest', people: 3, only: ['drillParticipants'] },
    };
    expect(withholdFew([drill], { level: 'all', fewest: FEWEST, isInside: () => false })[0]).toMatchObject({
      figures: { drills: 1, drillParticipants: null },
    });
  });

  it('cannot be had by taking what is shown from its sum, whatever the figures are', () => {
    let seed = 7;
    const next = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    for (let round = 0; round < 300; round += 1) {
      const cells = ['62.01', '62.02', '62.03'].flatMap((region) =>
        ['a', 'b', 'c', 'd'].flatMap((place) =>
          ['X', 'Y', 'Z'].map((item) =>
            cell(region, `${region}/${place}`, item, next(3) === 0 ? 5 + next(9) : next(5)),
          ),
        ),
      );
      const of = (level: PlaceLevel, region?: string, item?: string) =>
        shown(
          cells.filter((one) => (region ?? one.region) === one.region && (item ?? one.about!.item) === one.about!.item),
          level,
        );
      const regions = ['62.01', '62.02', '62.03'];
      for (const item of ['X', 'Y', 'Z']) {
        const rests = [
          of('all', undefined, item) - regions.reduce((sum, region) => sum + of('region', region, item), 0),
          ...regions.map((region) => of('region', region, item) - of('agency', region, item)),
        ];
        for (const rest of rests) expect(rest === 0 || rest >= FEWEST).toBe(true);
      }
      // Sums over kinds are sums of what is shown by kind: they tell nothing more.
      for (const region of regions)
        expect(of('region', region)).toBe(['X', 'Y', 'Z'].reduce((sum, item) => sum + of('region', region, item), 0));
    }
  });
});
