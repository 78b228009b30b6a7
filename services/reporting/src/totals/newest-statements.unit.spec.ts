import type { UnitLearningHoursStated } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { newestStatements } from './newest-statements.decision.js';

const stated = (
  statement: number,
  changes: Partial<UnitLearningHoursStated> = {},
  region = '62.03',
  epoch = '1.a',
) => ({
  region,
  epoch,
  id: `event-${statement}`,
  position: statement,
  data: { agencyId: null, employmentStatus: 'PNS', year: 2026, statement, ...changes } as UnitLearningHoursStated,
});
const numbers = (events: Parameters<typeof newestStatements>[0]) =>
  newestStatements(events).map(({ data }) => data.statement);

describe('the statement that holds', () => {
  it('is the one with the highest number, wherever it stands', () => {
    expect(numbers([stated(2), stated(9), stated(3)])).toEqual([9]);
    expect(numbers([stated(9), stated(9)])).toEqual([9]);
  });

  it('is one of each region, agency, status and year', () => {
    const agencyId = '00000000-0000-4000-8000-00000000000a';
    const events = [
      stated(1),
      stated(2, { agencyId }),
      stated(3, { employmentStatus: 'PPPK' }),
      stated(4, { year: 2025 }),
      stated(5, {}, '62.71'),
    ];
    expect(numbers(events)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is of the newest generation, whatever its number', () => {
    expect(
      numbers([stated(9, {}, '62.03', '1.a'), stated(4, {}, '62.03', '2.b'), stated(10, {}, '62.03', '1.a')]),
    ).toEqual([4]);
  });
});
