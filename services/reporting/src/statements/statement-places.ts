import type {
  CompetencyGapStated,
  ContingencyPlanStated,
  DataCompletenessStated,
  DrillStated,
  EvaluationStated,
  OverlapDecided,
  PlanStateStated,
  ProgrammeUseStated,
  ReadinessStated,
  TalentBoxesStated,
} from '@betang/contracts';
import type { StatementPlace } from './save-statements.js';

/** What a statement replaces: the one before about the same subject. A twin that stays at home has the place of the one that is shared. */

export const gapPlace = (data: CompetencyGapStated): StatementPlace => ofAgency(data);
export const completenessPlace = (data: DataCompletenessStated): StatementPlace => ofAgency(data);

export function planPlace({ planId, agencyId, year, statement, asOf }: PlanStateStated): StatementPlace {
  return { subject: planId, year, agencyId, statement, asOf };
}

export function talentPlace({ agencyId, year, statement, asOf }: TalentBoxesStated): StatementPlace {
  return { subject: `${agencyId ?? 'rest'}/${year}`, year, agencyId, statement, asOf };
}

export const readinessPlace = (data: ReadinessStated): StatementPlace => ofContingencyPlan(data);
export const contingencyPlanPlace = (data: ContingencyPlanStated): StatementPlace => ofContingencyPlan(data);

export function drillPlace({ drillId, statement, startsOn, asOf }: DrillStated): StatementPlace {
  return { subject: drillId, year: Number(startsOn.slice(0, 4)), statement, asOf };
}

export const usePlace = (data: ProgrammeUseStated): StatementPlace => ofProgramme(data);
export const evaluationPlace = (data: EvaluationStated): StatementPlace => ofProgramme(data);

/** Decided once: the decision is its own subject, and a repeated event changes nothing. */
export function overlapPlace({ decisionId, decidedOn }: OverlapDecided): StatementPlace {
  const year = Number(decidedOn.slice(0, 4));
  return { subject: decisionId, year, statement: 1, asOf: `${decidedOn}T00:00:00Z` };
}

type Counted = Pick<StatementPlace, 'statement' | 'asOf'>;

function ofAgency({ agencyId, statement, asOf }: Counted & { readonly agencyId: string | null }): StatementPlace {
  return { subject: agencyId ?? 'rest', year: null, agencyId, statement, asOf };
}

function ofContingencyPlan({ planId, statement, asOf }: Counted & { readonly planId: string }): StatementPlace {
  return { subject: planId, year: null, statement, asOf };
}

function ofProgramme(data: Counted & { readonly programmeId: string; readonly year: number }): StatementPlace {
  const { programmeId, year, statement, asOf } = data;
  return { subject: `${programmeId}/${year}`, year, statement, asOf };
}
