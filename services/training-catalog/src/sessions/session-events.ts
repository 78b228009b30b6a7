import {
  SessionChanged,
  SessionClosed,
  SessionOpened,
  SessionPublished,
  type Cause,
  type NewEvent,
} from '@betang/contracts';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { SessionChange } from './change-session.decision.js';

/** The session as services of the region need it. */
function stateOf(session: TrainingSessionEntity): SessionOpened {
  const { sessionId, revision, programmeId, programmeVersion, proposalId, kind, title, cohort } = session;
  const { startsOn, endsOn, delivery, capacity, organiser, pathCode, quantityHundredths } = session;
  const { competencies, developmentTargetId, targetGroup, enrolUntil } = session;
  return {
    sessionId,
    revision,
    programmeId,
    programmeVersion,
    proposalId,
    kind,
    title,
    cohort,
    startsOn,
    endsOn,
    delivery,
    capacity,
    organiser,
    pathCode,
    quantityHundredths,
    competencies,
    developmentTargetId,
    targetGroup,
    enrolUntil,
  };
}

/** The same for the federation: no address of a virtual meeting, nobody's name. */
export function sessionPublished(session: TrainingSessionEntity, region: string, cause: Cause = {}): NewEvent {
  const { sessionId, revision, programmeId, kind, title, organiser, startsOn, endsOn, enrolUntil } = session;
  const { delivery, place, capacity, targetGroup, competencies, state } = session;
  const data = {
    sessionId,
    revision,
    organiserRegion: region,
    state: state === 'CANCELLED' || state === 'HELD' ? state : ('OPEN' as const),
    programmeId,
    kind,
    title,
    organiser,
    startsOn,
    endsOn,
    enrolUntil,
    delivery,
    venue: /^https?:/i.test(place) ? null : place,
    capacity,
    targetGroup,
    competencies,
  };
  return SessionPublished.create({ subject: sessionId, data, cause }) as unknown as NewEvent;
}

export function sessionOpened(session: TrainingSessionEntity, cause: Cause): NewEvent {
  return SessionOpened.create({ subject: session.sessionId, data: stateOf(session), cause }) as unknown as NewEvent;
}

export function sessionChanged(session: TrainingSessionEntity, change: SessionChange, cause: Cause): NewEvent {
  const data = { ...stateOf(session), change };
  return SessionChanged.create({ subject: session.sessionId, data, cause }) as unknown as NewEvent;
}

export interface SessionEnd {
  readonly participants: number;
  readonly passed: number;
  readonly notPassed: number;
}

export function sessionClosed(session: TrainingSessionEntity, end: SessionEnd, cause: Cause): NewEvent {
  const { sessionId, programmeId, proposalId } = session;
  const cancelled = session.state === 'CANCELLED';
  const data = {
    sessionId,
    programmeId,
    proposalId,
    outcome: cancelled ? ('CANCELLED' as const) : ('HELD' as const),
    ...end,
    reason: cancelled ? session.cancelledReason : null,
  };
  return SessionClosed.create({ subject: sessionId, data, cause }) as unknown as NewEvent;
}
