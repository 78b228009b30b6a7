import type { Approval } from '../rules/catalogue-rules.js';

export const DECISIONS = ['APPROVED', 'RETURNED', 'REFUSED'] as const;
/** RETURNED: to be changed and submitted anew. */
export type Decision = (typeof DECISIONS)[number];
/** WITHDRAWN: taken back by who asked, or not needed any more. */
export const REQUEST_STATES = ['PENDING', ...DECISIONS, 'WITHDRAWN'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** A programme in one revision before the door. */
export interface PublicationRequest {
  readonly requestId: string;
  readonly programmeId: string;
  readonly revision: number;
  /** Region that decides. */
  readonly approver: string;
  readonly state: RequestState;
}

/** The region whose academy decides; undefined where the rules ask for nobody. The province is its own. */
export function approverOf(approval: Approval, region: string): string | undefined {
  if (approval === 'NONE') return undefined;
  return approval === 'OWN' ? region : region.slice(0, 2);
}

/** Whether this very revision was approved by whom the rules name today: an approval of another text is none. */
export function isApproved(requests: readonly PublicationRequest[], revision: number, approver: string): boolean {
  return of(requests, revision, approver).some(({ state }) => state === 'APPROVED');
}

/** Why this revision is not put before the approver again; undefined where it may be. What was refused has to be changed first. */
export function submissionRefusal(
  requests: readonly PublicationRequest[],
  revision: number,
  approver: string,
): string | undefined {
  const states = new Set(of(requests, revision, approver).map(({ state }) => state));
  if (states.has('APPROVED')) return 'publication-approved-already';
  if (states.has('PENDING')) return 'publication-pending-already';
  return states.has('REFUSED') ? 'publication-refused-before' : undefined;
}

/** What waits is decided; an approval may be taken back, everything else stays. */
export function isDecidable(state: RequestState, decision: Decision): boolean {
  return state === 'PENDING' || (state === 'APPROVED' && decision !== 'APPROVED');
}

const of = (requests: readonly PublicationRequest[], revision: number, approver: string) =>
  requests.filter((request) => request.revision === revision && request.approver === approver);
