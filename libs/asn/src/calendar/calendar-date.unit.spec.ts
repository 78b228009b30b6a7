import { describe, expect, it } from '@jest/globals';
import { CalendarDate } from './calendar-date.js';

describe('reading YYYY-MM-DD', () => {
  it('agrees with the Gregorian calendar for every day of four centuries', () => {
    let days = 0;
    for (let date = CalendarDate.of(1800, 1, 1); date.year < 2200; date = date.plusDays(1)) {
      if (CalendarDate.parse(date.iso).iso !== date.iso) throw new Error(date.iso);
      days += 1;
    }
    expect(days).toBe(400 * 365 + 97);
  });

  it.each([
    ['1986-9-26', 'calendar-date.shape'],
    ['26-09-1986', 'calendar-date.shape'],
    ['1986-09-26T00:00:00Z', 'calendar-date.shape'],
    ['', 'calendar-date.shape'],
    ['1986-02-29', 'calendar-date.not-in-calendar'],
    ['1900-02-29', 'calendar-date.not-in-calendar'],
    ['1986-13-01', 'calendar-date.not-in-calendar'],
    ['1986-00-01', 'calendar-date.not-in-calendar'],
    ['1986-04-31', 'calendar-date.not-in-calendar'],
    ['1986-04-00', 'calendar-date.not-in-calendar'],
    ['0000-01-01', 'calendar-date.not-in-calendar'],
  ])('refuses %j with %s', (text, code) => {
    expect(() => CalendarDate.parse(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('reading as offices write', () => {
  it.each([
    '26-09-1986',
    '26/09/1986',
    '26.09.1986',
    '26-9-1986',
    '26 - 09 - 1986',
    '26 September 1986',
    '26 SEPTEMBER 1986',
    '26-Sep-1986',
    '26 Sept. 1986',
    'Jumat, 26 September 1986',
    "Jum'at, 26 September 1986",
    ' 26\u00a0September  1986 ',
    '1986-09-26',
    '1986/9/26',
    '1986-09-26 00:00:00',
    '1986-09-26T07:30:00.000',
    '26/09/1986 7:30',
  ])('reads %j', (text) => {
    expect(CalendarDate.parseIndonesian(text).iso).toBe('1986-09-26');
  });

  it.each([
    ['Januari', 1],
    ['Februari', 2],
    ['Pebruari', 2],
    ['Peb', 2],
    ['Maret', 3],
    ['Mrt', 3],
    ['April', 4],
    ['Mei', 5],
    ['May', 5],
    ['Juni', 6],
    ['Juli', 7],
    ['Agustus', 8],
    ['Agu', 8],
    ['Agst', undefined],
    ['Ags', 8],
    ['Aug', 8],
    ['September', 9],
    ['Oktober', 10],
    ['Okt', 10],
    ['October', 10],
    ['November', 11],
    ['Nopember', 11],
    ['Desember', 12],
    ['Des', 12],
    ['December', 12],
  ])('knows the month %s as %s', (name, month) => {
    const read = () => CalendarDate.parseIndonesian(`5 ${name} 1986`).month;
    if (month === undefined) expect(read).toThrow(expect.objectContaining({ code: 'calendar-date.shape' }));
    else expect(read()).toBe(month);
  });

  it.each([
    ['26-09-86', 'calendar-date.two-digit-year'],
    ['26 Sep 86', 'calendar-date.two-digit-year'],
    ['09/26/1986', 'calendar-date.not-in-calendar'],
    ['31 Februari 1986', 'calendar-date.not-in-calendar'],
    ['September 1986', 'calendar-date.shape'],
    ['5 Smarch 1986', 'calendar-date.shape'],
    ['5 constructor 1986', 'calendar-date.shape'],
    ['260986', 'calendar-date.shape'],
    ['1986-09-25T17:00:00Z', 'calendar-date.shape'],
    ['1986-26-09', 'calendar-date.not-in-calendar'],
    ['31681', 'calendar-date.shape'],
    ['', 'calendar-date.shape'],
    ['-', 'calendar-date.shape'],
  ])('refuses %j with %s', (text, code) => {
    expect(() => CalendarDate.parseIndonesian(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('cells of a spreadsheet', () => {
  it('takes the day of a date cell from its UTC parts', () => {
    expect(CalendarDate.fromUtcDate(new Date('1986-09-26T00:00:00Z')).iso).toBe('1986-09-26');
    expect(CalendarDate.fromUtcDate(new Date('1986-09-26T23:59:59Z')).iso).toBe('1986-09-26');
    expect(() => CalendarDate.fromUtcDate(new Date(Number.NaN))).toThrow(
      expect.objectContaining({ code: 'calendar-date.shape' }),
    );
  });

  it.each([
    [61, '1900-03-01'],
    [25569, '1970-01-01'],
    [31681, '1986-09-26'],
    [31681.75, '1986-09-26'],
    [2958465, '9999-12-31'],
  ])('takes serial %d as %s', (serial, iso) => {
    expect(CalendarDate.fromSpreadsheetSerial(serial).iso).toBe(iso);
  });

  it.each([60, 1, 0, -5, Number.NaN, Number.POSITIVE_INFINITY, 2958466])('refuses serial %d', (serial) => {
    expect(() => CalendarDate.fromSpreadsheetSerial(serial)).toThrow(
      expect.objectContaining({ code: 'calendar-date.shape' }),
    );
  });
});

describe('as a value', () => {
  const date = CalendarDate.parse('2024-01-31');

  it('counts days and months', () => {
    expect(date.plusDays(30).iso).toBe('2024-03-01');
    expect(date.plusDays(-31).iso).toBe('2023-12-31');
    expect(date.plusMonths(1).iso).toBe('2024-02-29');
    expect(date.plusMonths(13).iso).toBe('2025-02-28');
    expect(date.plusMonths(-2).iso).toBe('2023-11-30');
    expect(date.plusMonths(36).iso).toBe('2027-01-31');
    expect(date.daysUntil(CalendarDate.parse('2025-01-31'))).toBe(366);
    expect(date.daysUntil(CalendarDate.parse('2024-01-30'))).toBe(-1);
  });

  it('refuses parts that are no whole numbers', () => {
    expect(() => CalendarDate.of(2024, 1.5, 1)).toThrow(
      expect.objectContaining({ code: 'calendar-date.not-in-calendar' }),
    );
  });

  it('is ordered, equal by its day, immutable, ISO in JSON', () => {
    const later = CalendarDate.parse('2024-02-01');
    expect(date.isBefore(later)).toBe(true);
    expect(later.isBefore(date)).toBe(false);
    expect(date.equals(CalendarDate.of(2024, 1, 31))).toBe(true);
    expect([later, date].sort(CalendarDate.compare).map(String)).toEqual(['2024-01-31', '2024-02-01']);
    expect(Object.isFrozen(date)).toBe(true);
    expect(JSON.stringify([date])).toBe('["2024-01-31"]');
  });

  it('is printed day first in both languages', () => {
    expect(CalendarDate.parse('2026-08-05').format('id')).toBe('5 Agustus 2026');
    expect(CalendarDate.parse('2026-08-05').format('en')).toBe('5 August 2026');
  });
});
