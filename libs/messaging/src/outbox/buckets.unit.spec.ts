import { describe, expect, it } from '@jest/globals';
import { bucketsAround, isExpired } from './buckets.js';

describe('the buckets of the outbox', () => {
  it('are there for this month and the next, over the turn of the year too', () => {
    expect(bucketsAround(new Date('2026-12-31T23:00:00Z'))).toEqual([
      'days-90:2026-12',
      'days-90:2027-01',
      'years-2:2026-12',
      'years-2:2027-01',
      'years-10:2026-12',
      'years-10:2027-01',
    ]);
  });

  it.each([
    ['days-90:2026-01', '2026-04-30T23:59:59Z', false],
    ['days-90:2026-01', '2026-05-02T00:00:00Z', true],
    ['years-2:2026-01', '2028-01-30T00:00:00Z', false],
    ['years-2:2026-01', '2028-02-01T00:00:00Z', true],
    ['years-10:2026-01', '2035-12-31T00:00:00Z', false],
  ])('%s at %s: expired %s', (bucket, now, expired) => {
    expect(isExpired(bucket, new Date(now))).toBe(expired);
  });
});
