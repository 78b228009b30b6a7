import { describe, expect, it } from '@jest/globals';
import { assertMinutes, unratedParts } from './drill-script.decision.js';

const numbers = (...all: number[]) => all.map((number) => ({ number }));

describe('the evaluation of a drill', () => {
  it('rates every objective and every inject once', () => {
    const script = { objectives: numbers(1, 2), injects: numbers(1) };
    expect(unratedParts(script, script)).toEqual([]);
    expect(unratedParts({ objectives: [], injects: [] }, { objectives: [], injects: [] })).toEqual([]);
    expect(unratedParts(script, { objectives: numbers(2), injects: numbers(1, 1, 7) })).toEqual([
      { field: 'objectives', code: 'drill.unrated', params: { number: 1 } },
      { field: 'injects[1]', code: 'drill.not-in-script', params: { number: 1 } },
      { field: 'injects[2]', code: 'drill.not-in-script', params: { number: 7 } },
    ]);
  });
});

describe('minutes of a drill', () => {
  it('are no more than its days have', () => {
    const oneDay = { startsOn: '2026-03-01', endsOn: '2026-03-01' };
    expect(() => assertMinutes(oneDay, [1, 1_440])).not.toThrow();
    expect(() => assertMinutes(oneDay, [1_441])).toThrow(expect.objectContaining({ code: 'drill-minutes-refused' }));
    expect(() => assertMinutes({ startsOn: '2026-02-28', endsOn: '2026-03-01' }, [2_880])).not.toThrow();
  });
});
