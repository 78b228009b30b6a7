import { describe, expect, it } from '@jest/globals';
import { lastDaily, statedDailyAsOf } from './stated-daily.decision.js';

const at = (time: string) => new Date(`2026-06-30T${time}Z`);

describe('figures that are stated once a day', () => {
  it('are as old as the last time, on the clocks of the region', () => {
    expect(lastDaily('02:30', 'WIB', at('12:00:00')).toISOString()).toBe('2026-06-29T19:30:00.000Z');
    expect(lastDaily('02:30', 'WIT', at('12:00:00')).toISOString()).toBe('2026-06-29T17:30:00.000Z');
    expect(lastDaily('02:30', 'WIB', at('19:30:00')).toISOString()).toBe('2026-06-30T19:30:00.000Z');
    expect(lastDaily('02:30', 'WIB', at('19:29:59')).toISOString()).toBe('2026-06-29T19:30:00.000Z');
  });

  it('or as the newest statement since, and never newer than the region was heard', () => {
    const heard = at('12:00:00');
    const asOf = (newest: Date | undefined) => statedDailyAsOf({ heard, newest }, '02:30', 'WIB');
    expect(asOf(undefined)).toEqual(new Date('2026-06-29T19:30:00Z'));
    expect(asOf(new Date('2026-05-01T00:00:00Z'))).toEqual(new Date('2026-06-29T19:30:00Z'));
    expect(asOf(at('08:00:00'))).toEqual(at('08:00:00'));
    expect(asOf(at('13:00:00'))).toEqual(heard);
  });
});
