import type { RequiredCompetency } from '../dictionary/required-competency.js';
import type { AssignedPerson } from './assigned-person.js';
import { lacking, standingOf, type MissingCompetency, type Standing } from './standing.decision.js';

/** How many people a role or a critical service asks for, what they must be able to do, and who is named. */
export interface StaffingNeed {
  readonly people: number;
  readonly alternates: number;
  readonly competencies: readonly RequiredCompetency[];
  readonly assigned: readonly AssignedPerson[];
}

/** How far one role or service is filled on a day. */
export interface Staffing {
  /** Holders who do not stand where they are counted on. */
  readonly absent: readonly { readonly employeeId: string; readonly standing: Exclude<Standing, 'READY'> }[];
  /** Holders in place, as many as are asked for at most. */
  readonly holders: number;
  /** Of those counted as holders, what each one lacks. */
  readonly counted: readonly { readonly employeeId: string; readonly gaps: readonly MissingCompetency[] }[];
  readonly competenciesMet: number;
  readonly competenciesAsked: number;
  /** Holders who have everything asked for. */
  readonly qualified: number;
  /** Alternates in place who have everything asked for, as many as are asked for at most. */
  readonly alternates: number;
}

export function staffingOf(need: StaffingNeed, day: string): Staffing {
  const { people, competencies } = need;
  const standing = need.assigned.map((person) => ({ person, standing: standingOf(person, day) }));
  const holders = standing.filter(({ person }) => person.kind === 'HOLDER');
  const ready = holders.filter((each) => each.standing === 'READY').map(({ person }) => person);
  const counted = bestOf(ready, need, day);
  const alternates = standing.filter(
    (each) =>
      each.person.kind === 'ALTERNATE' &&
      each.standing === 'READY' &&
      lacking(each.person, competencies, day).length === 0,
  );
  return {
    absent: holders.flatMap((each) =>
      each.standing === 'READY' ? [] : [{ employeeId: each.person.employeeId, standing: each.standing }],
    ),
    holders: Math.min(ready.length, people),
    counted,
    competenciesMet: counted.reduce((met, { gaps }) => met + competencies.length - gaps.length, 0),
    competenciesAsked: people * competencies.length,
    qualified: counted.filter(({ gaps }) => gaps.length === 0).length,
    alternates: Math.min(alternates.length, need.alternates),
  };
}

/** As many holders as are needed, those who lack least first: more people than needed never make a role or a service less ready. */
function bestOf(holders: readonly AssignedPerson[], { people, competencies }: StaffingNeed, day: string) {
  return holders
    .map((person) => ({ employeeId: person.employeeId, gaps: lacking(person, competencies, day) }))
    .sort((a, b) => a.gaps.length - b.gaps.length)
    .slice(0, people);
}
