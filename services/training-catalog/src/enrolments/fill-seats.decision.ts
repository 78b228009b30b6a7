import type { EnrolmentState } from './enrolment.js';

/** Somebody who may have a seat: all approvals are given. */
export interface SeatCandidate {
  readonly enrolmentId: string;
  readonly queueNumber: number;
}

/**
 * Who gets the free seats: in the order of asking, whoever asked and whenever it was approved, so that neither rank nor a slow approval
 * counts. Capacity that shrank below the seats taken takes no seat back.
 */
export function fillSeats(
  capacity: number,
  taken: number,
  waiting: readonly SeatCandidate[],
): { readonly seated: readonly string[]; readonly waiting: readonly string[] } {
  const inOrder = [...waiting].sort((a, b) => a.queueNumber - b.queueNumber).map(({ enrolmentId }) => enrolmentId);
  const free = Math.max(0, capacity - taken);
  return { seated: inOrder.slice(0, free), waiting: inOrder.slice(free) };
}

/** The place in the waiting list, 1 for the next; null for whoever is not on it. */
export function placeInQueue(enrolmentId: string, waiting: readonly SeatCandidate[]): number | null {
  const { waiting: inOrder } = fillSeats(0, 0, waiting);
  const place = inOrder.indexOf(enrolmentId);
  return place < 0 ? null : place + 1;
}

/** Seats count for whoever has one, also after the decision on completion. */
export function takesSeat(state: EnrolmentState): boolean {
  return state === 'ENROLLED' || state === 'PASSED' || state === 'NOT_PASSED';
}
