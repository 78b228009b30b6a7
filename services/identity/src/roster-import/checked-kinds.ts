import { improbableDateCodes } from '../employees/person-dates.js';
import type { RosterMapping } from '../roster-file/read-roster.js';

/** Kinds of corrections that a file of these columns can settle: a file without birth dates says nothing about them. */
export function checkedKinds({ map, further = [] }: Pick<RosterMapping, 'map' | 'further'>): string[] {
  const maps = [map, ...further.map((sheet) => sheet.map)];
  const has = (field: keyof RosterMapping['map']) => maps.every((one) => one[field] !== undefined);
  return [
    'employee-number.appointment-before-birth',
    ...improbableDateCodes,
    ...(has('birthDate') || has('birthPlaceAndDate') ? ['employee-number.birth-date-disagrees'] : []),
    ...(has('sex') ? ['employee-number.sex-disagrees'] : []),
    ...(has('employmentStatus') ? ['employee-number.status-disagrees'] : []),
    ...(has('unit') ? ['roster.unit-unknown', 'roster.unit-ambiguous'] : []),
  ];
}
