import type { Transaction } from '@betang/platform';

/** Certificates that prove a completion end with it; the module says who keeps them. */
export abstract class CompletionProof {
  /** To be called in the transaction that revokes the completion. */
  abstract revokeOf(tx: Transaction, completionId: string, reason: string, actor: string): Promise<void>;
}
