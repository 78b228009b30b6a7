import type { PlanKind, PlanState } from '@betang/contracts';

/** A plan of competency development (rencana pengembangan kompetensi), or a multi-year one (HCDP). */
export interface Plan {
  readonly planId: string;
  readonly kind: PlanKind;
  /** Null: of the whole region. */
  readonly agencyId: string | null;
  readonly title: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly state: PlanState;
  readonly revision: number;
  /** How often it was sent back. */
  readonly returned: number;
  /** Decree by which the appointing authority (PPK) fixed it. */
  readonly decree: string | null;
}

export const FORMS = ['EDUCATION', 'CLASSICAL', 'NON_CLASSICAL'] as const;

/** Out of the gaps, written, out of an agency's plan, or drawn out of a multi-year plan (HCDP). */
export const LINE_ORIGINS = ['INVENTORY', 'MANUAL', 'GATHERED', 'MULTI_YEAR'] as const;

/** One line: the seven fields of PP 11/2017 article 207(3), and what it serves. */
export interface PlanLine {
  readonly lineId: string;
  readonly planId: string;
  readonly year: number;
  readonly agencyId: string | null;
  readonly competencyCode: string;
  readonly level: number;
  readonly targetGroup: string;
  readonly people: number;
  readonly form: (typeof FORMS)[number];
  readonly pathCode: string;
  readonly organiser: string;
  readonly quarter: number;
  readonly curriculumStandard: string;
  /** Whole rupiah. */
  readonly budget: number;
  /** Hundredths of a JP per person. */
  readonly hours: number;
  readonly developmentTargetId: string | null;
  readonly urgency: number;
  readonly origin: (typeof LINE_ORIGINS)[number];
  readonly sourceLineId: string | null;
}

/** Steps of the AKPK, and what else happens to a plan. */
export const PLAN_ACTIONS = ['INVENTORY', 'VERIFY', 'VALIDATE', 'APPROVE', 'RETURN', 'SYNC'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

export interface PlanStep {
  readonly action: PlanAction;
  readonly fromState: PlanState;
  readonly toState: PlanState;
  readonly actor: string;
  /** Whose step it was, where it was delegated. */
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
}
