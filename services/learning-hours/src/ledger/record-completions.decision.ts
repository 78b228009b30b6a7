import { usageOf, type CapUse } from '../conversion/apply-cap.decision.js';
import type { RuleBook } from '../conversion/rule-book.js';
import {
  UNKNOWN_PERSON,
  bucketKey,
  type Attribution,
  type BookedCompletion,
  type EntrySource,
  type LedgerEntry,
} from './ledger-entry.js';
import { entryOf, reversalOf } from './make-entry.js';

/** A completion and the event that told of it. */
export interface CompletionFact {
  readonly eventId: string;
  readonly completion: BookedCompletion;
  /** Default: a completion of the catalogue. */
  readonly source?: EntrySource;
}

/** What the ledger knows before it books; read under the locks of the persons concerned. */
export interface LedgerState {
  /** Completions that are booked already: a repeat of one does nothing. */
  readonly booked: ReadonlySet<string>;
  /** Completions whose revocation came first, with the event that revoked them. */
  readonly revoked: ReadonlyMap<string, string>;
  /** Room under caps that entries in force have taken, by {@link bucketKey}. */
  readonly taken: ReadonlyMap<string, readonly (readonly CapUse[])[]>;
  readonly people: ReadonlyMap<string, Attribution>;
}

/**
 * Books completions in the order in which they are told. Each becomes one entry; one that was revoked before it came is entered and taken
 * back at once, so that the ledger shows both. Repeats, also within the batch, book nothing.
 */
export function recordCompletions(
  facts: readonly CompletionFact[],
  state: LedgerState,
  rules: RuleBook,
): LedgerEntry[] {
  const booked = new Set(state.booked);
  const buckets = new Map([...state.taken].map(([key, uses]) => [key, usageOf(uses)]));
  const lines: LedgerEntry[] = [];
  for (const { eventId, completion, source } of facts) {
    if (booked.has(completion.completionId)) continue;
    booked.add(completion.completionId);
    const person = state.people.get(completion.employeeId) ?? UNKNOWN_PERSON;
    const key = bucketKey(completion);
    const taken = buckets.get(key) ?? usageOf([]);
    const entry = entryOf(completion, eventId, { rules, taken, person, source: source ?? 'TRAINING' });
    lines.push(entry);
    const revokedBy = state.revoked.get(completion.completionId);
    if (revokedBy !== undefined) lines.push(reversalOf(entry, { reason: 'REVOKED', eventId: revokedBy, person }));
    else if (entry.cap) buckets.set(key, usageOf([entry.cap.uses], taken));
  }
  return lines;
}
