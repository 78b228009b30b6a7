import { usageOf } from '../conversion/apply-cap.decision.js';
import { newId } from '@betang/contracts';
import { UNKNOWN_PERSON, bucketKey, type Attribution, type LedgerEntry } from './ledger-entry.js';
import { capped, reversalOf } from './make-entry.js';

export interface RevocationFact {
  readonly eventId: string;
  readonly completionId: string;
  /** Why the entry is taken back; default: the completion was revoked. */
  readonly kind?: 'REVOKED' | 'DOUBLE';
}

export interface RevocationState {
  /** The entry in force of each completion concerned; absent when it is unknown or taken back already. */
  readonly inForce: ReadonlyMap<string, LedgerEntry>;
  /** Entries in force under a cap, in the order of their recording, by bucket; those of `inForce` among them. */
  readonly capped: ReadonlyMap<string, readonly LedgerEntry[]>;
  readonly people: ReadonlyMap<string, Attribution>;
}

/**
 * Takes completions back, and gives the room that they held under a cap to the person's other entries of the same path: each of those whose
 * counted hours change is taken back and entered anew, in the order of their recording. Revoking twice, or what is not booked, books nothing.
 */
export function revokeCompletions(facts: readonly RevocationFact[], state: RevocationState): LedgerEntry[] {
  const lines: LedgerEntry[] = [];
  const gone = new Map<string, string>();
  for (const { eventId, completionId, kind } of facts) {
    const entry = state.inForce.get(completionId);
    if (!entry || gone.has(completionId)) continue;
    gone.set(completionId, eventId);
    lines.push(reversalOf(entry, { reason: kind ?? 'REVOKED', eventId, person: attributionOf(entry, state.people) }));
  }
  const touched = new Set([...gone.keys()].map((id) => bucketKey(state.inForce.get(id)!)));
  for (const key of touched) {
    const entries = state.capped.get(key) ?? [];
    const eventId = lastEvent(entries, gone);
    const staying = entries.filter((entry) => !gone.has(entry.completionId));
    lines.push(...recount(staying, eventId, state.people));
  }
  return lines;
}

/**
 * A revocation only ever frees room, so an entry can gain and never lose: what already counts keeps its place, and the first recorded gains
 * first.
 */
function recount(entries: readonly LedgerEntry[], eventId: string, people: RevocationState['people']): LedgerEntry[] {
  const lines: LedgerEntry[] = [];
  const present = [...entries];
  for (const [index, entry] of entries.entries()) {
    if (entry.counted >= entry.earned) continue;
    const others = present.filter((_, other) => other !== index);
    const next = capped(entry, entry.cap, usageOf(others.map((other) => other.cap?.uses ?? [])));
    if (next.counted <= entry.counted) continue;
    const person = attributionOf(entry, people);
    const anew: LedgerEntry = {
      ...entry,
      ...person,
      ...next,
      entryId: newId(),
      ordinal: entry.ordinal + 2,
      reversesEntryId: null,
      reason: 'RECOUNTED',
      eventId,
    };
    lines.push(reversalOf(entry, { reason: 'RECOUNTED', eventId, person }), anew);
    present[index] = anew;
  }
  return lines;
}

function lastEvent(entries: readonly LedgerEntry[], gone: ReadonlyMap<string, string>): string {
  const events = entries.flatMap((entry) => gone.get(entry.completionId) ?? []);
  return events.at(-1) ?? [...gone.values()].at(-1)!;
}

function attributionOf(entry: LedgerEntry, people: RevocationState['people']): Attribution {
  return people.get(entry.employeeId) ?? UNKNOWN_PERSON;
}
