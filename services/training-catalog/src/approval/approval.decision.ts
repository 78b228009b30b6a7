import type { Approval } from '../rules/catalogue-rules.js';

export const DECISIONS = ['APPROVED', 'RETURNED', 'REFUSED'] as const;
/** RETURNED: to be changed and submitted anew. */
export type Decision = (typeof DECISIONS)[number];

/** A programme in one revision before the door. */
export interface PublicationRequest {
  readonly requestId: string;
  readonly programmeId: string;
  readonly revision: number;
  /** Region that decides. */
  readonly approver: string;
  readonly state: 'PENDING' | Decision;
}

/** The region whose academy decides; undefined where the rules ask for nobody. The province is its own. */
export function approverOf(approval: Approval, region: string): string | undefined {
  if (approval === 'NONE') return undefined;
  return approval === 'OWN' ? region : region.slice(0, 2);
}

/** Whether this very revision was approved by whom the rules name today: an approval of another text is none. */
export function isApproved(requests: readonly PublicationRequest[], revision: number, approver: string): boolean {
  return requests.some(
    (request) => request.state === 'APPROVED' && request.revision === revision && request.approver === approver,
  );
}
