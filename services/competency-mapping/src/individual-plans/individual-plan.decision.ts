import { AppError } from '@betang/platform';

/** Belum/draf, menunggu verifikasi, perlu revisi, disetujui. */
export const INDIVIDUAL_PLAN_STATES = ['DRAFT', 'SUBMITTED', 'TO_REVISE', 'APPROVED'] as const;
export type IndividualPlanState = (typeof INDIVIDUAL_PLAN_STATES)[number];

export type IndividualPlanAction = 'WRITE' | 'SUBMIT' | 'APPROVE' | 'RETURN';

const MOVES: Readonly<Record<IndividualPlanAction, { from: readonly IndividualPlanState[]; to: IndividualPlanState }>> =
  {
    WRITE: { from: ['DRAFT', 'TO_REVISE'], to: 'DRAFT' },
    SUBMIT: { from: ['DRAFT', 'TO_REVISE'], to: 'SUBMITTED' },
    APPROVE: { from: ['SUBMITTED'], to: 'APPROVED' },
    RETURN: { from: ['SUBMITTED', 'APPROVED'], to: 'TO_REVISE' },
  };

/** The state after an action. A plan to revise stays so while it is written. Throws `individual-plan-not-there` (409), `individual-plan-empty` (422). */
export function moveIndividualPlan(
  state: IndividualPlanState,
  action: IndividualPlanAction,
  items: number,
): IndividualPlanState {
  const { from, to } = MOVES[action];
  if (!from.includes(state)) throw new AppError('individual-plan-not-there', { status: 409, params: { state } });
  if (action === 'SUBMIT' && items === 0) throw new AppError('individual-plan-empty', { status: 422 });
  return action === 'WRITE' ? state : to;
}

/** Percent of the items that are realised, rounded down; 0 for none. */
export function realisedPercent(items: readonly { readonly realisedOn: string | null }[]): number {
  const realised = items.filter(({ realisedOn }) => realisedOn !== null).length;
  return items.length === 0 ? 0 : Math.floor((realised * 100) / items.length);
}
