import { newId } from '@betang/contracts';
import { usageOf, type CapUsage } from '../conversion/apply-cap.decision.js';
import { UNKNOWN_PERSON, type Attribution, type LedgerEntry } from './ledger-entry.js';
import { capped, reversalOf } from './make-entry.js';

/**
 * Moves entries to the record that stays: each is taken back from the one and entered for the other, oldest first, with what room the caps that it was
 * booked under leave beside the other's own entries.
 */
export function mergeRecords(
  entries: readonly LedgerEntry[],
  staying: {
    readonly employeeId: string;
    /** The record's own entries in force under caps. */
    readonly capped: readonly LedgerEntry[];
    readonly people: ReadonlyMap<string, Attribution>;
  },
  eventId: string,
): LedgerEntry[] {
  const taken = new Map<string, CapUsage>();
  for (const { pathCode, cap } of staying.capped)
    taken.set(pathCode, usageOf([cap?.uses ?? []], taken.get(pathCode) ?? usageOf([])));
  const to = staying.people.get(staying.employeeId) ?? UNKNOWN_PERSON;
  return entries.flatMap((entry) => {
    const used = taken.get(entry.pathCode) ?? usageOf([]);
    const { counted, cap } = capped(entry, entry.cap, used);
    if (cap) taken.set(entry.pathCode, usageOf([cap.uses], used));
    const person = staying.people.get(entry.employeeId) ?? UNKNOWN_PERSON;
    const anew: LedgerEntry = {
      ...entry,
      ...to,
      employeeId: staying.employeeId,
      entryId: newId(),
      ordinal: entry.ordinal + 2,
      reversesEntryId: null,
      counted,
      cap,
      reason: 'MERGED',
      eventId,
    };
    return [reversalOf(entry, { reason: 'MERGED', eventId, person }), anew];
  });
}
