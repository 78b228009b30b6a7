import type { AssignedPerson, PeopleNeed, RequiredCompetency } from './plan-facts.js';
import type { Reason } from './readiness-result.js';

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

/** How far one role or service is filled on a day. */
export interface PeopleState {
  readonly holders: number;
  readonly competenciesMet: number;
  readonly competenciesAsked: number;
  readonly alternates: number;
  /** Holders who have everything asked for. */
  readonly qualified: number;
  readonly reasons: {
    readonly people: readonly Reason[];
    readonly competencies: readonly Reason[];
    readonly alternates: readonly Reason[];
  };
}

export function peopleState(need: PeopleNeed, day: string): PeopleState {
  const place = { subjectId: need.id, params: { name: need.name } };
  const people: Reason[] = [];
  const competencies: Reason[] = [];
  const standing = need.assigned.map((person) => ({ person, standing: standingOf(person, day) }));
  for (const { person, standing: state } of standing)
    if (person.kind === 'HOLDER' && state !== 'READY')
      people.push({ code: `readiness.holder-${state.toLowerCase()}`, ...place, employeeId: person.employeeId });
  const holders = standing.filter(({ person, standing: state }) => person.kind === 'HOLDER' && state === 'READY');
  if (holders.length < need.people)
    people.push({
      code: 'readiness.people-missing',
      ...place,
      params: { name: need.name, missing: need.people - holders.length, people: need.people },
    });
  for (const competency of need.unknownCodes)
    competencies.push({
      code: 'readiness.competency-code-unknown',
      subjectId: need.id,
      params: { name: need.name, competency },
    });
  let met = 0;
  let qualified = 0;
  for (const { person, gaps } of bestOf(holders, need, day)) {
    met += need.competencies.length - gaps.length;
    if (gaps.length === 0) qualified += 1;
    for (const { competency, expired } of gaps.filter((gap) => !need.unknownCodes.includes(codeOf(gap))))
      competencies.push({
        code: expired ? 'readiness.competency-expired' : 'readiness.competency-lacking',
        subjectId: need.id,
        employeeId: person.employeeId,
        params: { name: need.name, competency: competency.competencyCode, level: competency.level },
      });
  }
  const alternates = standing.filter(
    ({ person, standing: state }) =>
      person.kind === 'ALTERNATE' && state === 'READY' && lacking(person, need.competencies, day).length === 0,
  ).length;
  const missing = need.alternates - alternates;
  return {
    holders: Math.min(holders.length, need.people),
    competenciesMet: met,
    competenciesAsked: need.people * need.competencies.length,
    alternates: Math.min(alternates, need.alternates),
    qualified,
    reasons: {
      people,
      competencies,
      alternates:
        missing > 0
          ? [
              {
                code: 'readiness.alternates-missing',
                ...place,
                params: { name: need.name, missing, people: need.alternates },
              },
            ]
          : [],
    },
  };
}

/** As many holders as are needed, those who lack least first: more people than needed never make a role or a service less ready. */
function bestOf(holders: readonly { readonly person: AssignedPerson }[], need: PeopleNeed, day: string) {
  return holders
    .map(({ person }) => ({ person, gaps: lacking(person, need.competencies, day) }))
    .sort((a, b) => a.gaps.length - b.gaps.length)
    .slice(0, need.people);
}

function codeOf({ competency }: MissingCompetency): string {
  return competency.competencyCode;
}
