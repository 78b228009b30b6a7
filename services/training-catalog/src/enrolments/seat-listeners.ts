import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { EnrolmentState } from './enrolment.js';

/** A change of one seat, told in the transaction that makes it. */
export interface SeatChange {
  readonly enrolmentId: string;
  readonly sessionId: string;
  /** Person of this region; for a guest the id that both regions know the enrolment by. */
  readonly employeeId: string;
  /** Home of a guest; null for people of this region. */
  readonly homeRegion: string | null;
  readonly state: EnrolmentState;
  readonly reason: string | null;
}

/** Sessions in which guests of other regions got a seat just now. */
export function sessionsOfNewGuests(changes: readonly SeatChange[]): Set<string> {
  const seated = changes.filter(({ homeRegion, state }) => homeRegion !== null && state === 'ENROLLED');
  return new Set(seated.map(({ sessionId }) => sessionId));
}

export type SeatListener = (tx: Transaction, changes: readonly SeatChange[]) => Promise<void>;

/** Who has to know when seats change hands: notices, and what other regions are told of their people. */
@Injectable()
export class SeatListeners {
  private readonly listeners: SeatListener[] = [];

  /** To be called once, while the module starts. */
  listen(listener: SeatListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Transaction, changes: readonly SeatChange[]): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.listeners) await listener(tx, changes);
  }
}
