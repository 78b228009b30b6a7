import { describe, expect, it } from '@jest/globals';
import { RegionCode } from '../region/region-code.js';
import {
  calendarDateAt,
  formatInstant,
  ianaTimeZones,
  indonesianTimeZones,
  parseTimeZone,
  timeZoneOf,
} from './time-zone.js';

const instant = new Date('2026-11-21T16:30:00Z');

describe('Indonesian time zones', () => {
  it.each([
    ['WIB', '21 November 2026 23.30 WIB', '2026-11-21'],
    ['WITA', '22 November 2026 00.30 WITA', '2026-11-22'],
    ['WIT', '22 November 2026 01.30 WIT', '2026-11-22'],
  ] as const)('shows an instant in %s', (zone, text, day) => {
    expect(formatInstant(instant, zone, 'id')).toBe(text);
    expect(formatInstant(instant, zone, 'en')).toBe(text.replace('.', ':'));
    expect(calendarDateAt(instant, zone).iso).toBe(day);
  });

  it.each(indonesianTimeZones)('agrees with the tz database on %s through the year', (zone) => {
    const local = new Intl.DateTimeFormat('en-CA', { timeZone: ianaTimeZones[zone], dateStyle: 'short' });
    for (let hour = 0; hour < 366 * 24; hour += 1) {
      const at = new Date(Date.UTC(2026, 0, 1, hour));
      if (local.format(at) !== calendarDateAt(at, zone).iso) throw new Error(at.toISOString());
    }
    expect(local.format(instant)).toBe(calendarDateAt(instant, zone).iso);
  });

  it.each([
    ['11', 'WIB'],
    ['31', 'WIB'],
    ['36.71', 'WIB'],
    ['61', 'WIB'],
    ['62.03', 'WIB'],
    ['63', 'WITA'],
    ['64.72', 'WITA'],
    ['65', 'WITA'],
    ['51', 'WITA'],
    ['53', 'WITA'],
    ['71', 'WITA'],
    ['76', 'WITA'],
    ['81', 'WIT'],
    ['82', 'WIT'],
    ['91', 'WIT'],
    ['96', 'WIT'],
  ])('puts region %s in %s', (code, zone) => {
    expect(timeZoneOf(RegionCode.parse(code))).toBe(zone);
  });

  it('reads its names and no other', () => {
    expect(parseTimeZone(' wita ')).toBe('WITA');
    expect(() => parseTimeZone('GMT+7')).toThrow(expect.objectContaining({ code: 'time-zone.unknown' }));
  });
});
