import { describe, expect, it } from '@jest/globals';
import { CalendarDate } from '@betang/asn';
import { findPathBySiasnType } from '@betang/contracts';
import { conversionPaths } from './conversion-paths.js';
import type { CourseRecord } from './course-records.js';
import { expectedHours, isFulfilled } from './expected-hours.js';
import { inventRegion } from './invented-region.js';

const { person } = inventRegion({ region: '62.03', people: 1, seed: 1, year: 2026 }).roster[0]!;

function record(code: string, hours: number, from = '2026-03-02', to = from, international = false): CourseRecord {
  const path = conversionPaths.find((known) => known.code === code)!;
  const [start, end] = [CalendarDate.parse(from), CalendarDate.parse(to)];
  return { id: 'x', person, path, title: 'x', organiser: 'x', certificate: 'x', hours, start, end, international };
}

describe('hours of one record', () => {
  it.each([
    ['a programme counts its own JP', record('KL03', 4050), 4050],
    ['abroad with a fifth more', record('KL03', 4050, '2026-03-02', '2026-03-06', true), 4860],
    ['cut to a hundredth', record('KL03', 1, '2026-03-02', '2026-03-02', true), 1],
    ['a seminar day is 4 JP', record('KL06', 750), 400],
    ['three days are 12', record('KL06', 750, '2026-03-02', '2026-03-04'), 1200],
    ['abroad 6 a day', record('KL06', 750, '2026-03-02', '2026-03-04', true), 1800],
    ['a workshop day is 5 JP', record('KL07', 100), 500],
    ['abroad 7', record('KL07', 100, '2026-03-02', '2026-03-02', true), 700],
    ['a session of coaching is 2 JP', record('NKL01', 900), 200],
    ['a secondment is 20 JP', record('NKL05', 100, '2026-03-02', '2026-03-20'), 2000],
    ['benchmarking is 10 JP', record('NKL07', 100), 1000],
    ['self-study is 2 JP a day at most', record('NKL09', 300), 200],
    ['and less when it was less', record('NKL09', 150), 150],
  ])('%s', (_rule, one, recorded) => {
    expect(expectedHours([one], 'PNS')).toEqual({ recorded, counted: recorded });
  });
});

describe('caps over several records', () => {
  it('counts two sessions a month of each path', () => {
    const march = ['02', '09', '16', '23'].map((day) => record('NKL01', 200, `2026-03-${day}`));
    expect(expectedHours(march, 'PNS').recorded).toBe(400);
    expect(expectedHours([...march, record('NKL02', 200), record('NKL01', 200, '2026-04-01')], 'PNS').recorded).toBe(
      800,
    );
  });

  it('counts 2 JP a day of each path, split over records', () => {
    const day = [record('NKL09', 150), record('NKL09', 150), record('NKL09', 100)];
    expect(expectedHours(day, 'PNS').recorded).toBe(200);
    expect(expectedHours([...day, record('NKL10', 150), record('NKL09', 50, '2026-03-03')], 'PNS').recorded).toBe(400);
  });

  it('counts 24 JP a year of a PPPK and records them all', () => {
    const long = [record('KL03', 4050)];
    expect(expectedHours(long, 'PPPK')).toEqual({ recorded: 4050, counted: 2400 });
    expect(expectedHours(long, 'PPPK_PARUH_WAKTU').counted).toBe(2400);
    expect(expectedHours(long, 'CPNS').counted).toBe(4050);
  });

  it('is fulfilled at 20 JP for those who have a minimum', () => {
    expect(isFulfilled({ recorded: 2000, counted: 2000 }, 'PNS')).toBe(true);
    expect(isFulfilled({ recorded: 1999, counted: 1999 }, 'CPNS')).toBe(false);
    expect(isFulfilled({ recorded: 9000, counted: 2400 }, 'PPPK')).toBeUndefined();
  });
});

describe('the paths', () => {
  it('are the 25 that SIASN has a type for, each once', () => {
    expect(conversionPaths.map(({ siasnTypeId }) => siasnTypeId)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(new Set(conversionPaths.map(({ code }) => code)).size).toBe(25);
  });

  it.each(conversionPaths)('$code agrees with the reference data of 2026: a change there must be meant', (path) => {
    const hundredths = (jp: number | undefined) => (jp === undefined ? null : jp * 100);
    expect(findPathBySiasnType(path.siasnTypeId, '2026-06-30')).toMatchObject({
      code: path.code,
      unit: path.unit,
      nationalHundredths: hundredths(path.national),
      internationalHundredths: hundredths(path.international),
      capActivities: path.capActivitiesPerMonth ?? null,
      capHundredths: hundredths(path.capJpPerDay),
      capPeriod: path.capActivitiesPerMonth ? 'MONTH' : path.capJpPerDay ? 'DAY' : null,
      ...(path.unit === 'PROGRAM_JP' ? { internationalBonusPercent: path.bonus } : {}),
    });
  });

  it('have a rate unless the programme brings its own JP', () => {
    for (const { unit, national, international, code } of conversionPaths) {
      expect([code, national !== undefined, international !== undefined]).toEqual([
        code,
        unit !== 'PROGRAM_JP',
        unit !== 'PROGRAM_JP',
      ]);
    }
  });
});
