import { describe, expect, it } from '@jest/globals';
import { applyCap, usageOf, type CapRequest, type CapUse } from './apply-cap.decision.js';
import type { HoursCap } from './conversion-rule.js';

const twoHoursADay: HoursCap = { period: 'DAY', hundredths: 200, activities: null };
const twiceAMonth: HoursCap = { period: 'MONTH', hundredths: null, activities: 200 };

const study = (earned: number, startedOn = '2026-03-02', completedOn = startedOn): CapRequest => ({
  earned,
  unit: 'PROGRAM_JP',
  quantityHundredths: earned,
  startedOn,
  completedOn,
});
const coaching = (sessions: number, startedOn = '2026-03-02', completedOn = startedOn): CapRequest => ({
  earned: sessions * 200,
  unit: 'SESSION',
  quantityHundredths: sessions * 100,
  startedOn,
  completedOn,
});
const used = (...uses: CapUse[]) => usageOf([uses]);
const hours = (period: string, hundredths: number): CapUse => ({ period, hundredths, activities: 0 });
const sessions = (period: string, activities: number): CapUse => ({ period, hundredths: activities * 2, activities });

describe('a cap of two hours a day', () => {
  it.each([
    ['below it', 199, 0, 199],
    ['exactly at it', 200, 0, 200],
    ['one hundredth above', 201, 0, 200],
    ['beside earlier hours', 150, 100, 100],
    ['beside a full day', 100, 200, 0],
    ['beside an overfull day', 100, 250, 0],
  ])('%s', (_, earned, before, counted) => {
    const result = applyCap(study(earned), twoHoursADay, before === 0 ? used() : used(hours('2026-03-02', before)));
    expect(result).toEqual({ counted, uses: counted === 0 ? [] : [hours('2026-03-02', counted)] });
  });

  it('has room on each day of a longer training, first day first', () => {
    expect(applyCap(study(500, '2026-03-02', '2026-03-04'), twoHoursADay, used())).toEqual({
      counted: 500,
      uses: [hours('2026-03-02', 200), hours('2026-03-03', 200), hours('2026-03-04', 100)],
    });
    expect(
      applyCap(study(900, '2026-03-02', '2026-03-04'), twoHoursADay, used(hours('2026-03-03', 150))),
    ).toMatchObject({
      counted: 450,
    });
  });

  it('looks at the day alone: other days do not matter', () => {
    expect(applyCap(study(200), twoHoursADay, used(hours('2026-03-01', 200), hours('2026-03-03', 200))).counted).toBe(
      200,
    );
  });
});

describe('a cap of two activities a month', () => {
  it.each([
    [1, 0, 200],
    [2, 0, 400],
    [3, 0, 400],
    [1, 100, 200],
    [2, 100, 200],
    [1, 200, 0],
    [1, 300, 0],
  ])('%p sessions beside %p hundredths of earlier ones count %p', (count, before, counted) => {
    const result = applyCap(coaching(count), twiceAMonth, before === 0 ? used() : used(sessions('2026-03', before)));
    expect(result.counted).toBe(counted);
  });

  it('has room in each month of a longer coaching', () => {
    const result = applyCap(coaching(5, '2026-01-20', '2026-03-02'), twiceAMonth, used(sessions('2026-02', 100)));
    expect(result).toEqual({
      counted: 1000,
      uses: [sessions('2026-01', 200), sessions('2026-02', 100), sessions('2026-03', 200)],
    });
  });

  it('keeps every hundredth when sessions are worth an odd amount', () => {
    const request: CapRequest = { ...coaching(3, '2026-01-20', '2026-03-02'), earned: 1000 };
    const result = applyCap(request, { ...twiceAMonth, activities: 100 }, used());
    expect(result.uses.map((use) => use.hundredths)).toEqual([333, 333, 334]);
    expect(result.counted).toBe(1000);
  });

  it('takes a programme with hours of its own whole, in the month of its end, or not at all', () => {
    const request = study(800, '2026-02-27', '2026-03-02');
    expect(applyCap(request, twiceAMonth, used(sessions('2026-03', 100)))).toEqual({
      counted: 800,
      uses: [{ period: '2026-03', hundredths: 800, activities: 100 }],
    });
    expect(applyCap(request, twiceAMonth, used(sessions('2026-03', 150))).counted).toBe(0);
  });
});

describe('a cap of hours and activities', () => {
  const both: HoursCap = { period: 'YEAR', hundredths: 300, activities: 200 };
  it('holds for both', () => {
    expect(applyCap(coaching(2), both, used()).counted).toBe(300);
    expect(applyCap(coaching(1), both, used()).counted).toBe(200);
    expect(applyCap(coaching(1), both, used(sessions('2026', 200))).counted).toBe(0);
    expect(applyCap(coaching(1), both, used(hours('2026', 250))).counted).toBe(50);
  });
});

it('a cap of nothing counts nothing', () => {
  expect(applyCap(study(100), { period: 'DAY', hundredths: 0, activities: null }, used())).toEqual({
    counted: 0,
    uses: [],
  });
});

it('never counts more than was earned nor more than there is room for', () => {
  for (let earned = 0; earned <= 700; earned += 37)
    for (let before = 0; before <= 250; before += 50) {
      const result = applyCap(
        study(earned, '2026-03-02', '2026-03-03'),
        twoHoursADay,
        used(hours('2026-03-02', before)),
      );
      const room = Math.max(0, 200 - before) + 200;
      expect(result.counted).toBe(Math.min(earned, room));
      expect(result.uses.reduce((sum, use) => sum + use.hundredths, 0)).toBe(result.counted);
    }
});
