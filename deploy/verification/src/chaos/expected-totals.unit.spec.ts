import { describe, expect, it } from '@jest/globals';
import type { AcceptedCompletion } from './acceptance-record.js';
import { expectedTotals } from './expected-totals.js';
import type { StaffMember } from './staff.js';

const people = (agencyId: string, count: number, employmentStatus: StaffMember['employmentStatus'] = 'PNS') =>
  Array.from({ length: count }, (_, index) => ({ employeeId: `${agencyId}${index}`, agencyId, employmentStatus }));
const accepted = (employeeId: string, hours: number) => ({ employeeId, hours }) as AcceptedCompletion;

describe('what a province must show', () => {
  it('is the sum of what was accepted, by agency', () => {
    expect(expectedTotals(people('a', 5), [accepted('a0', 400), accepted('a0', 100), accepted('a4', 50)])).toEqual([
      { agencyId: 'a', status: 'PNS', people: 5, counted: 550 },
    ]);
  });

  it('counts at most 24 JP of a PPPK', () => {
    expect(expectedTotals(people('a', 5, 'PPPK'), [accepted('a0', 9_999)])).toMatchObject([{ counted: 2_400 }]);
  });

  it('puts agencies under five people together, with the smallest other one while that is not enough', () => {
    const staff = [...people('a', 2), ...people('b', 6), ...people('c', 9)];
    expect(expectedTotals(staff, [])).toMatchObject([
      { agencyId: 'c', people: 9 },
      { agencyId: null, people: 8 },
    ]);
    expect(expectedTotals(people('a', 4), [])).toEqual([]);
  });
});
