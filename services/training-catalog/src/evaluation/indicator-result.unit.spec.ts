import { describe, expect, it } from '@jest/globals';
import { indicatorResult, type MeasuredIndicator } from './indicator-result.decision.js';

const indicator: MeasuredIndicator = {
  targetId: '00000000-0000-4000-8000-000000000001',
  region: '62.03',
  code: '1.1.1',
  title: 'Indeks ketahanan daerah',
  unit: 'indeks',
  revision: 4,
  values: [
    { year: 2024, target: 0.6, actual: 0.58 },
    { year: 2025, target: 0.65, actual: 0.62 },
    { year: 2026, target: 0.7, actual: 0.71 },
    { year: 2027, target: 0.75, actual: null },
  ],
  eventId: '00000000-0000-4000-8000-000000000002',
  toldOn: '2027-02-10',
};
const result = (changes: Partial<MeasuredIndicator>, year = 2026) => {
  const found = indicatorResult({ ...indicator, ...changes }, year);
  return found && [found.year, found.baseline, found.planned, found.realised, found.difference, found.observedOn];
};

describe('the result of trainings that ended in a year', () => {
  it('is planned, realised and their difference, against what was realised before, with its event', () => {
    expect(result({})).toEqual([2026, 0.62, 0.7, 0.71, 0.01, '2026-12-31']);
    expect(indicatorResult(indicator, 2026)).toMatchObject({ eventId: indicator.eventId, revision: 4, code: '1.1.1' });
  });

  it.each([
    ['of the year after, once it is known', 2025, [2026, 0.58, 0.7, 0.71, 0.01, '2026-12-31']],
    ['planned alone where nothing was realised', 2027, [2027, 0.71, 0.75, null, null, null]],
    ['without a baseline in the first year', 2024, [2025, null, 0.65, 0.62, -0.03, '2025-12-31']],
    ['nothing where the register says nothing', 2028, undefined],
    [
      'planned of the very year, though the next one is planned too',
      2023,
      [2024, null, 0.6, 0.58, -0.02, '2024-12-31'],
    ],
  ])('is %s', (_, year, expected) => {
    expect(result({}, year)).toEqual(expected);
  });

  it('is known no later than it was told', () => {
    expect(result({ toldOn: '2026-10-05' })).toEqual([2026, 0.62, 0.7, 0.71, 0.01, '2026-10-05']);
    expect(result({ toldOn: null })?.at(-1)).toBe('2026-12-31');
  });

  it('has no difference where nothing was planned', () => {
    expect(result({ values: [{ year: 2026, target: null, actual: 5 }] })).toEqual([
      2026,
      null,
      null,
      5,
      null,
      '2026-12-31',
    ]);
  });

  it('of a year without a row is nothing, and zero is a value', () => {
    expect(result({ values: [] })).toBeUndefined();
    expect(result({ values: [{ year: 2026, target: 3, actual: 0 }] })).toEqual([2026, null, 3, 0, -3, '2026-12-31']);
  });
});
