import type { Transaction } from '@betang/platform';

/** Tells the home regions of guests when, where and how a session takes place; the module says who does. */
export abstract class ScheduleTeller {
  /** To be called in the transaction that changes a session or one of its meetings. */
  abstract tell(tx: Transaction, sessionId: string): Promise<void>;
}

/** Tells the home regions of guests what there is to do in a session; the module says who does. */
export abstract class TaskTeller {
  /** To be called in the transaction that sets a task. */
  abstract tell(tx: Transaction, sessionId: string): Promise<void>;
  /** After times of tasks changed. */
  abstract tellAgain(tx: Transaction, taskIds: readonly string[]): Promise<void>;
}
