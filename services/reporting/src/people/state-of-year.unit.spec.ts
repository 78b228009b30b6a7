import { newId } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { changed, registered } from '../testing/events.js';
import { appointmentYear, statesOfYears, type EmployeeState } from './state-of-year.decision.js';

const statuses = (events: readonly unknown[]) =>
  statesOfYears(events as EmployeeState[])
    .map(({ fromYear, event }) => [fromYear, event.data.employmentStatus])
    .sort(([one], [other]) => Number(one) - Number(other));

describe('what a person was in each year', () => {
  const id = newId();
  const at = (time: string) => ({ region: '62.03', time });
  const events = [
    registered(id, { employmentStatus: 'CPNS' }, at('2025-02-01T02:00:00.000Z')),
    changed(id, { employmentStatus: 'PNS' }, at('2025-12-31T16:59:59.000Z')),
    // Already New Year in the region.
    changed(id, { employmentStatus: 'PPPK' }, at('2025-12-31T17:00:00.000Z')),
    changed(id, { employmentStatus: 'PPPK_PARUH_WAKTU' }, at('2026-08-01T02:00:00.000Z')),
  ];

  it('is the newest word of the year by the calendar of the region, and the oldest before there was any', () => {
    const found = [
      [0, 'CPNS'],
      [2025, 'PNS'],
      [2026, 'PPPK_PARUH_WAKTU'],
    ];
    expect(statuses(events)).toEqual(found);
    expect(statuses([...events].reverse())).toEqual(found);
  });

  it.each([
    ['198609262015051001', 2015],
    ['198609260000051001', 0],
    ['198609269999051001', 0],
  ])('begins with the appointment that the number %s tells', (number, year) => {
    expect(appointmentYear(number)).toBe(year);
  });
});
