/**
 * The region that releases: REQUESTED -> AGREED (the other one accepted) -> COMPLETED on the first day there; or REFUSED, WITHDRAWN by an officer before it is
 * completed, LAPSED without an answer in time. It alone ends a transfer, so nobody is ever in service in two regions.
 */
export const OUT_STATES = ['REQUESTED', 'AGREED', 'COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED'] as const;
export type OutState = (typeof OUT_STATES)[number];

/** The region that is asked: REQUESTED -> ACCEPTED -> COMPLETED once the other one has said so; or REFUSED, or as the other one ended it. */
export const IN_STATES = ['REQUESTED', 'ACCEPTED', 'COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED'] as const;
export type InState = (typeof IN_STATES)[number];

export interface OutTransfer {
  readonly state: OutState;
  /** First day in the new region, `YYYY-MM-DD`. */
  readonly effectiveOn: string;
  readonly answerBy: Date;
}

export interface Answer {
  readonly decision: 'ACCEPTED' | 'REFUSED';
  readonly effectiveOn: string | null;
}

/** What an answer does. An answer to what has ended changes nothing: the other region has been told, or will be. */
export function answered(
  transfer: OutTransfer,
  answer: Answer,
): { readonly state: OutState; readonly effectiveOn: string } | undefined {
  if (transfer.state !== 'REQUESTED') return undefined;
  if (answer.decision === 'REFUSED') return { state: 'REFUSED', effectiveOn: transfer.effectiveOn };
  return { state: 'AGREED', effectiveOn: answer.effectiveOn ?? transfer.effectiveOn };
}

/** What time does: a request without an answer lapses, an agreed transfer is completed on its day. */
export function due(transfer: OutTransfer, now: Date, today: string): 'LAPSE' | 'COMPLETE' | undefined {
  if (transfer.state === 'REQUESTED' && transfer.answerBy <= now) return 'LAPSE';
  if (transfer.state === 'AGREED' && transfer.effectiveOn <= today) return 'COMPLETE';
  return undefined;
}

export const mayWithdraw = (state: OutState): boolean => state === 'REQUESTED' || state === 'AGREED';

/** Whether the asked region may still answer: in time, and not after the other one ended it. */
export function mayAnswer(transfer: { readonly state: InState; readonly answerBy: Date }, now: Date): boolean {
  return transfer.state === 'REQUESTED' && now < transfer.answerBy;
}

/**
 * What the other region's word does here. Only who was accepted is taken in; after the end nothing changes.
 */
export function concluded(state: InState, outcome: 'COMPLETED' | 'WITHDRAWN' | 'LAPSED'): InState | undefined {
  if (state === 'COMPLETED' || state === 'WITHDRAWN' || state === 'LAPSED') return undefined;
  if (outcome === 'COMPLETED') return state === 'ACCEPTED' ? 'COMPLETED' : undefined;
  return state === 'REFUSED' ? undefined : outcome;
}
