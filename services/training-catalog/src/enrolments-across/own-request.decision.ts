import type { ApprovalStep } from '../database/training-session.entity.js';
import type { EnrolmentState } from '../enrolments/enrolment.js';
import { firstState, stateAfterApproval } from '../enrolments/request-enrolment.decision.js';
import { GUEST_STATES } from './guest-store.js';

/** States of a seat elsewhere as its home region knows them: approvals at home come before the host knows of it. */
export const OUTGOING_STATES = ['AWAITING_SUPERVISOR', 'AWAITING_OFFICER', ...GUEST_STATES] as const;
export type OutgoingState = (typeof OUTGOING_STATES)[number];

/** What remains once nobody at home has to agree any more: the host is asked. */
const asked = (state: EnrolmentState): OutgoingState =>
  state === 'AWAITING_SUPERVISOR' || state === 'AWAITING_OFFICER' ? state : 'REQUESTED';

/** The state in which one's own request begins, by the approvals of the home region's rule. */
export function firstOutgoingState(approvals: readonly ApprovalStep[]): OutgoingState {
  return asked(firstState(approvals, 'SELF', false));
}

/** The state after an approval; undefined when this step is not what the request waits for. */
export function outgoingStateAfter(
  state: OutgoingState,
  step: ApprovalStep,
  approvals: readonly ApprovalStep[],
): OutgoingState | undefined {
  if (state !== 'AWAITING_SUPERVISOR' && state !== 'AWAITING_OFFICER') return undefined;
  const next = stateAfterApproval(state, step, approvals);
  return next === undefined ? undefined : asked(next);
}
