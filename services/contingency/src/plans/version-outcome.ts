import type { Outcome } from '../consequences.js';
import type { PlanVersion } from './plan-rows.js';

/** What was done to a version of a plan, and what follows from it. */
export function versionOutcome(actor: string, action: string, version: PlanVersion): Outcome {
  const { planId, version: number, state, revision, decreeNumber } = version;
  return {
    actor,
    action,
    object: { type: 'plan', id: planId },
    after: { version: number, state, revision, decreeNumber },
    plans: [planId],
    hazards: state === 'IN_FORCE',
  };
}
