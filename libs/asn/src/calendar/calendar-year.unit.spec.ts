import { describe, expect, it } from '@jest/globals';
import { CalendarDate } from './calendar-date.js';
import { CalendarYear } from './calendar-year.js';

const year = CalendarYear.parse('2026');

describe('CalendarYear', () => {
  it('has its days and neighbours', () => {
    expect(year.firstDay.iso).toBe('2026-01-01');
    expect(year.lastDay.iso).toBe('2026-12-31');
    expect([year.previous.value, year.next.value]).toEqual([2025, 2027]);
    expect(year.contains(CalendarDate.parse('2026-12-31'))).toBe(true);
    expect(year.contains(CalendarDate.parse('2027-01-01'))).toBe(false);
  });

  it.each(['26', '02026', '2026.0', '', 'MMXXVI'])('refuses the text %j', (text) => {
    expect(() => CalendarYear.parse(text)).toThrow(expect.objectContaining({ code: 'calendar-year.shape' }));
  });

  it.each([1899, 2201, 2026.5, Number.NaN])('refuses the number %d and tells the range', (value) => {
    expect(() => CalendarYear.of(value)).toThrow(
      expect.objectContaining({ code: 'calendar-year.range', params: { minimum: 1900, maximum: 2200 } }),
    );
  });

  it('is equal by number, immutable, a number in JSON', () => {
    expect(year.equals(CalendarYear.of(2026))).toBe(true);
    expect(Object.isFrozen(year)).toBe(true);
    expect(JSON.stringify([year])).toBe('[2026]');
    expect(String(year)).toBe('2026');
  });
});
