import type { PlanState } from '@betang/contracts';
import { AppError, type Scope } from '@betang/platform';
import type { Plan, PlanAction, PlanStep } from './plan.js';

interface Move {
  readonly from: PlanState;
  readonly to: PlanState;
  readonly scope: Scope;
}

/**
 * The AKPK: inventory by the planner, verification in the agency, validation by the personnel agency, approval by the appointing authority
 * (PPK), as in the stages that BPSDM DKI uses (2023). SYNC is the province's word, never a person's.
 */
const MOVES: Readonly<Record<Exclude<PlanAction, 'RETURN' | 'SYNC'>, Move>> = {
  INVENTORY: { from: 'DRAFT', to: 'INVENTORIED', scope: 'plans:write' },
  VERIFY: { from: 'INVENTORIED', to: 'VERIFIED', scope: 'plans:write' },
  VALIDATE: { from: 'VERIFIED', to: 'VALIDATED', scope: 'plans:approve' },
  APPROVE: { from: 'VALIDATED', to: 'APPROVED', scope: 'plans:approve' },
};

export interface MoveCommand {
  readonly action: Exclude<PlanAction, 'SYNC'>;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly decree: string | null;
}

/** What the plan becomes, and the step to note. */
export interface Moved {
  readonly plan: Plan;
  readonly step: PlanStep;
}

/** The right that a step asks for. */
export function scopeOf(action: MoveCommand['action'], state: PlanState): Scope {
  if (action !== 'RETURN') return MOVES[action].scope;
  // Whoever decides on the next step may send the plan back instead.
  return state === 'INVENTORIED' ? 'plans:write' : 'plans:approve';
}

/**
 * Takes a plan one step on, or back to its draft. Nobody takes two steps in a row, so that each stage is seen by other eyes; a delegate counts
 * as who acts. Throws `plan-not-there` (409), `plan-empty`, `plan-decree-missing`, `plan-reason-missing` (422), `plan-same-eyes` (403).
 */
export function movePlan(plan: Plan, command: MoveCommand, lines: number, last: PlanStep | undefined): Moved {
  const { action, actor } = command;
  const to = action === 'RETURN' ? 'DRAFT' : MOVES[action].to;
  refuseWrongState(plan, action);
  if (action === 'RETURN' && command.reason === null)
    throw new AppError('plan-reason-missing', { status: 422, field: 'reason' });
  if (action === 'INVENTORY' && lines === 0) throw new AppError('plan-empty', { status: 422 });
  if (action === 'APPROVE' && command.decree === null)
    throw new AppError('plan-decree-missing', { status: 422, field: 'decree' });
  const seen = action !== 'RETURN' && action !== 'INVENTORY' && last?.actor === actor;
  if (seen) throw new AppError('plan-same-eyes', { status: 403 });
  return {
    plan: {
      ...plan,
      state: to,
      revision: plan.revision + 1,
      returned: plan.returned + (action === 'RETURN' ? 1 : 0),
      decree: action === 'APPROVE' ? command.decree : action === 'RETURN' ? null : plan.decree,
    },
    step: {
      action,
      fromState: plan.state,
      toState: to,
      actor,
      onBehalfOf: command.onBehalfOf,
      reason: command.reason,
    },
  };
}

function refuseWrongState({ state }: Plan, action: MoveCommand['action']): void {
  const fits = action === 'RETURN' ? state !== 'DRAFT' : state === MOVES[action].from;
  if (!fits) throw new AppError('plan-not-there', { status: 409, params: { state } });
}

/** The state that comes next, by which a deadline is found; undefined when nothing is left to do. */
export function nextState(state: PlanState): PlanState | undefined {
  const order: readonly PlanState[] = ['DRAFT', 'INVENTORIED', 'VERIFIED', 'VALIDATED', 'APPROVED', 'SYNCED'];
  return order[order.indexOf(state) + 1];
}
