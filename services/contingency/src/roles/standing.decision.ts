import type { RequiredCompetency } from '../dictionary/required-competency.js';
import type { AssignedPerson } from './assigned-person.js';

export type Standing = 'READY' | 'UNKNOWN' | 'LEFT' | 'MOVED' | 'RETIRED';

/** Whether a person stands where the plan counts on. Somebody confirmed after the day of retirement stays: office may be extended. */
export function standingOf(person: AssignedPerson, day: string): Standing {
  if (!person.known) return 'UNKNOWN';
  if (person.leftOn !== null && person.leftOn <= day) return 'LEFT';
  if (person.retiresOn !== null && person.retiresOn <= day && person.confirmedOn < person.retiresOn) return 'RETIRED';
  return person.unitId === person.assignedUnitId ? 'READY' : 'MOVED';
}

export interface MissingCompetency {
  readonly competency: RequiredCompetency;
  /** It was there, and its evidence ran out. */
  readonly expired: boolean;
}

/** Required competencies that a person lacks on a day: never reached, too low, or expired. */
export function lacking(
  person: AssignedPerson,
  required: readonly RequiredCompetency[],
  day: string,
): MissingCompetency[] {
  return required.flatMap((competency): MissingCompetency[] => {
    const held = person.levels.get(competency.competencyCode);
    if (held === undefined || held.level < competency.level) return [{ competency, expired: false }];
    return held.validUntil !== null && held.validUntil < day ? [{ competency, expired: true }] : [];
  });
}
