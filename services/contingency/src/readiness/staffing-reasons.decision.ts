import type { Staffing } from '../roles/staffing.decision.js';
import type { PeopleNeed } from './plan-facts.js';
import type { Reason } from './readiness-result.js';

/** Why a role or a service is not filled: who is missing, what those in place lack, which alternates there are not. */
export interface StaffingReasons {
  readonly people: readonly Reason[];
  readonly competencies: readonly Reason[];
  readonly alternates: readonly Reason[];
}

export function staffingReasons(need: PeopleNeed, staffing: Staffing): StaffingReasons {
  return {
    people: peopleMissing(need, staffing),
    competencies: competenciesMissing(need, staffing),
    alternates: alternatesMissing(need, staffing),
  };
}

function peopleMissing({ id: subjectId, name, people }: PeopleNeed, { absent, holders }: Staffing): Reason[] {
  const reasons: Reason[] = absent.map(({ employeeId, standing }) => ({
    code: `readiness.holder-${standing.toLowerCase()}`,
    subjectId,
    params: { name },
    employeeId,
  }));
  if (holders < people)
    reasons.push({ code: 'readiness.people-missing', subjectId, params: { name, missing: people - holders, people } });
  return reasons;
}

/** A code that the dictionary does not have is said once, and not of everybody who cannot have it. */
function competenciesMissing({ id: subjectId, name, unknownCodes }: PeopleNeed, { counted }: Staffing): Reason[] {
  const unknown = unknownCodes.map((competency) => ({
    code: 'readiness.competency-code-unknown',
    subjectId,
    params: { name, competency },
  }));
  const lacking = counted.flatMap(({ employeeId, gaps }) =>
    gaps
      .filter(({ competency }) => !unknownCodes.includes(competency.competencyCode))
      .map(({ competency: { competencyCode: competency, level }, expired }) => ({
        code: expired ? 'readiness.competency-expired' : 'readiness.competency-lacking',
        subjectId,
        employeeId,
        params: { name, competency, level },
      })),
  );
  return [...unknown, ...lacking];
}

function alternatesMissing({ id: subjectId, name, alternates }: PeopleNeed, staffing: Staffing): Reason[] {
  const missing = alternates - staffing.alternates;
  if (missing <= 0) return [];
  return [{ code: 'readiness.alternates-missing', subjectId, params: { name, missing, people: alternates } }];
}
