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

/** What is told apart in a plan: the same activity for the same level of a competency. */
export interface PlannedActivity {
  readonly competencyCode: string;
  readonly level: number;
  readonly activity: string;
}

/** The items to write beside those that are realised: what a person has done stays, however the plan is written anew. */
export function itemsToWrite<T extends PlannedActivity>(
  items: readonly T[],
  realised: readonly PlannedActivity[],
): T[] {
  const left = realised.map(keyOf);
  return items.filter((item) => {
    const at = left.indexOf(keyOf(item));
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}

function keyOf({ competencyCode, level, activity }: PlannedActivity): string {
  return JSON.stringify([competencyCode, level, activity]);
}

/** Percent of the items that are realised, rounded down; 0 for none. */
export function realisedPercent(items: readonly { readonly realisedOn: string | null }[]): number {
  const realised = items.filter(({ realisedOn }) => realisedOn !== null).length;
  return items.length === 0 ? 0 : Math.floor((realised * 100) / items.length);
}
