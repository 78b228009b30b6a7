import { AppError } from '@betang/platform';
import type { RuleValues } from '../rules/rule-values.js';
import type { DrillState } from './drill-rows.js';

export type DrillStep = 'invite' | 'change' | 'hold' | 'correct' | 'find' | 'evaluate' | 'cancel';

const STEPS: Readonly<Record<DrillStep, { readonly from: readonly DrillState[]; readonly to: DrillState | 'SAME' }>> = {
  invite: { from: ['PLANNED'], to: 'SAME' },
  change: { from: ['PLANNED'], to: 'SAME' },
  hold: { from: ['PLANNED'], to: 'HELD' },
  correct: { from: ['HELD', 'EVALUATED'], to: 'SAME' },
  find: { from: ['HELD', 'EVALUATED'], to: 'SAME' },
  evaluate: { from: ['HELD'], to: 'EVALUATED' },
  cancel: { from: ['PLANNED'], to: 'CANCELLED' },
};

/** The state after a step. Throws `drill-step-refused` (409). */
export function stepDrill(state: DrillState, step: DrillStep): DrillState {
  const { from, to } = STEPS[step];
  if (!from.includes(state)) throw new AppError('drill-step-refused', { status: 409, params: { state, step } });
  return to === 'SAME' ? state : to;
}

/** Learning hours of the minutes of a drill, hundredths of a JP, cut to whole ones (PerLAN 5/2018: 1 JP = 45 minutes). */
export function drillHours(minutes: number, { minutesPerJp }: RuleValues['drill.learning']): number {
  return Math.floor(minutes / minutesPerJp) * 100;
}
