import { describe, expect, it } from '@jest/globals';
import { clocksAhead } from './clocks-ahead.js';

const NOW = new Date('2026-11-23T08:00:00Z');
const stated = (region: string, time: string) => ({ region, asOf: new Date(time) });

describe('a clock that is ahead', () => {
  it('is told by a statement of a time that has not come here, each region once by its newest', () => {
    expect(
      clocksAhead(
        [
          stated('62.03', '2026-11-23T07:00:00Z'),
          stated('62.03', '2026-11-23T16:00:00Z'),
          stated('62.71', '2026-11-23T08:04:59Z'),
          stated('62.10', '2036-11-23T08:00:00Z'),
        ],
        NOW,
      ),
    ).toEqual([
      { region: '62.03', seconds: 28_800 },
      { region: '62.10', seconds: 315_619_200 },
    ]);
  });

  it('is not told by one that was long on its way', () => {
    expect(clocksAhead([stated('62.03', '2000-01-01T00:00:00Z')], NOW)).toEqual([]);
  });
});
