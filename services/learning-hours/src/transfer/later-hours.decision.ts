import { untold, type EventData, type LaterHoursHandedOver } from '@betang/contracts';
import { usageOf, type CapUsage } from '../conversion/apply-cap.decision.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { capped } from '../ledger/make-entry.js';
import { handedOver, type OwnedEntry } from './hand-over.decision.js';

export type LaterChange = EventData<typeof LaterHoursHandedOver>['changes'][number];

/** The newest line of a completion, and how the person's new region was told of it last. */
export interface TellableLine extends OwnedEntry {
  /** Null: never. */
  readonly told: boolean | null;
  /** What the catalogue, or an officer, said when it was taken back. */
  readonly note: string | null;
}

const NO_NOTE = 'Dicabut oleh daerah asal';

/**
 * What the new region is still to be told. Facts follow: a completion came, or was taken back. That this region counts one anew, by a new rule or because
 * room under a cap came free, does not: the new region counts what it has by itself.
 */
export function laterChanges(lines: readonly TellableLine[], region: string): LaterChange[] {
  const pieces = lines.map((line) => ({ pieceId: line.completionId, stands: line.ordinal % 2 === 1, line }));
  const told = new Map(lines.flatMap(({ completionId, told: last }) => (last === null ? [] : [[completionId, last]])));
  return untold(pieces, told).map(({ stands, line }) => ({
    completionId: line.originCompletionId ?? line.completionId,
    originRegion: line.formerRegion ?? region,
    revision: line.ordinal,
    entry: stands ? handedOver(line, region) : null,
    reason: stands ? null : (line.note ?? NO_NOTE),
  }));
}

/** How a completion that a former region speaks of stands in the ledger of this one, for the same person. */
export interface Standing {
  readonly completionId: string;
  readonly ordinal: number;
  readonly source: LedgerEntry['source'];
}

/**
 * What a later word of the former region means here. What is booked is not booked again; what was taken back here stays so; and what this region booked
 * itself no other region takes back.
 */
export function followUp(
  change: Pick<LaterChange, 'entry'>,
  standing: Standing | undefined,
): 'BOOK' | 'TAKE_BACK' | 'NOTHING' {
  if (change.entry !== null) return standing === undefined ? 'BOOK' : 'NOTHING';
  const inForce = standing !== undefined && standing.ordinal % 2 === 1;
  return inForce && standing.source === 'TRANSFER' ? 'TAKE_BACK' : 'NOTHING';
}

/**
 * Entries that came later with the room that caps leave them beside what the person has here by now: hours of one day in both regions do not count twice.
 * `others` are the person's entries in force under caps.
 */
export function besideOthers(lines: readonly LedgerEntry[], others: readonly LedgerEntry[]): LedgerEntry[] {
  const taken = new Map<string, CapUsage>();
  for (const { pathCode, cap } of others)
    taken.set(pathCode, usageOf([cap?.uses ?? []], taken.get(pathCode) ?? usageOf([])));
  return lines.map((line) => {
    if (line.cap === null) return line;
    const used = taken.get(line.pathCode) ?? usageOf([]);
    const { counted, cap } = capped(line, line.cap, used);
    if (cap) taken.set(line.pathCode, usageOf([cap.uses], used));
    return { ...line, counted, cap };
  });
}
