import type { ApprovalStep, TrainingSessionEntity } from '../database/training-session.entity.js';
import type { EnrolmentOrigin, EnrolmentState } from './enrolment.js';

export type EnrolmentRefusal = 'session-closed' | 'enrolment-not-open' | 'self-enrolment-closed';

/** Why nobody can ask for a seat just now; undefined when one can. Officers may still name people until the session ends. */
export function refusalOf(
  session: Pick<TrainingSessionEntity, 'state' | 'enrolFrom' | 'enrolUntil' | 'selfEnrolment'>,
  origin: EnrolmentOrigin,
  byOfficer: boolean,
  today: string,
): EnrolmentRefusal | undefined {
  if (session.state !== 'OPEN') return 'session-closed';
  if (origin === 'SELF' && !session.selfEnrolment) return 'self-enrolment-closed';
  if (byOfficer) return undefined;
  if (session.enrolFrom !== null && today < session.enrolFrom) return 'enrolment-not-open';
  if (session.enrolUntil !== null && today > session.enrolUntil) return 'enrolment-not-open';
  return undefined;
}

/**
 * The state in which an enrolment begins. Enrolling oneself asks for every approval of the session's rule; a nomination by the agency stands
 * for the supervisor's; an officer who names somebody gives both.
 */
export function firstState(
  approvals: readonly ApprovalStep[],
  origin: EnrolmentOrigin,
  byOfficer: boolean,
): EnrolmentState {
  if (byOfficer || origin === 'ACROSS') return 'WAITING';
  if (origin === 'SELF' && approvals.includes('SUPERVISOR')) return 'AWAITING_SUPERVISOR';
  return approvals.includes('OFFICER') ? 'AWAITING_OFFICER' : 'WAITING';
}

/** The state after an approval; undefined when this step is not what it waits for. */
export function stateAfterApproval(
  state: EnrolmentState,
  step: ApprovalStep,
  approvals: readonly ApprovalStep[],
): EnrolmentState | undefined {
  if (state === 'AWAITING_SUPERVISOR' && step === 'SUPERVISOR')
    return approvals.includes('OFFICER') ? 'AWAITING_OFFICER' : 'WAITING';
  // An officer of the region stands above both steps.
  if ((state === 'AWAITING_OFFICER' || state === 'AWAITING_SUPERVISOR') && step === 'OFFICER') return 'WAITING';
  return undefined;
}
