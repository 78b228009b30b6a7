import { newId } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { changed, left, registered } from '../testing/events.js';
import { appointmentYear, statesOfYears, type EmployeeEvent } from './state-of-year.decision.js';

const statuses = (events: readonly unknown[]) =>
  statesOfYears(events as EmployeeEvent[])
    .map(({ fromYear, toldLater, employmentStatus }) => [
      fromYear,
      employmentStatus,
      ...(toldLater ? ['told later'] : []),
    ])
    .sort((one, other) => Number(one[0]) - Number(other[0]) || one.length - other.length);

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

  it('is in each year that was told once it was over what was told of it last', () => {
    const was = (employmentStatus: 'CPNS' | 'PNS') => ({ agencyId: newId(), unitId: newId(), employmentStatus });
    const told = (time: string, ...earlierYears: { year: number; employmentStatus: 'CPNS' | 'PNS' }[]) =>
      changed(
        id,
        { earlierYears: earlierYears.map(({ year, employmentStatus }) => ({ year, ...was(employmentStatus) })) },
        at(time),
      );
    const late = [
      events[0]!,
      told(
        '2026-01-10T02:00:00.000Z',
        { year: 2024, employmentStatus: 'CPNS' },
        { year: 2025, employmentStatus: 'CPNS' },
      ),
      told('2026-02-10T02:00:00.000Z', { year: 2025, employmentStatus: 'PNS' }),
    ];
    const found = [
      [0, 'CPNS'],
      [2024, 'CPNS', 'told later'],
      [2025, 'CPNS'],
      [2025, 'PNS', 'told later'],
      [2026, 'PNS'],
    ];
    expect(statuses(late)).toEqual(found);
    expect(statuses([...late].reverse())).toEqual(found);
  });

  it('is what a leaving tells of years that are over, which says nothing of any other', () => {
    const was = (year: number) => ({ year, agencyId: newId(), unitId: newId(), employmentStatus: 'CPNS' as const });
    const leaving = left(
      id,
      { leftOn: '2026-01-15', earlierYears: [was(2024), was(2025), was(2026)] },
      at('2026-02-10T02:00:00.000Z'),
    );
    expect(statuses([leaving])).toEqual([
      [2024, 'CPNS', 'told later'],
      [2025, 'CPNS', 'told later'],
    ]);
    expect(statuses([left(id, {}, at('2026-02-10T02:00:00.000Z'))])).toEqual([]);
  });

  it.each([
    ['198609262015051001', 2015],
    ['198609260000051001', 0],
    ['198609269999051001', 0],
  ])('begins with the appointment that the number %s tells', (number, year) => {
    expect(appointmentYear(number)).toBe(year);
  });
});
