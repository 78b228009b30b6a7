import type { Transaction } from '@betang/platform';

/** Tells the home region of a guest of the mark; the module says who does. */
export abstract class MarkTeller {
  /** The mark is final, or what became of an appeal against it. */
  abstract marked(tx: Transaction, submissionId: string): Promise<void>;
}
