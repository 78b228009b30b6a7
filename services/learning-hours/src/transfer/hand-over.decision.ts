import { createHash } from 'node:crypto';
import { newId, type EventData, type LearningRecordHandedOver } from '@betang/contracts';
import type { Attribution, LedgerEntry } from '../ledger/ledger-entry.js';

export type HandedOverEntry = EventData<typeof LearningRecordHandedOver>['entries'][number];

/** An entry in force with the region that booked it first. */
export interface OwnedEntry extends LedgerEntry {
  readonly originCompletionId: string | null;
  readonly formerRegion: string | null;
  readonly originEventId: string | null;
}

/** A sealed event holds 180 KiB at most; a part stays well under it, however long titles and caps are. */
const ENTRIES_A_PART = 100;
const BYTES_A_PART = 100 * 1024;
const LONGEST_VERSION = 60;

/** A person's entries in force as another region takes them in, in parts, oldest first; one empty part for whoever has none. */
export function handOver(entries: readonly OwnedEntry[], region: string): HandedOverEntry[][] {
  const parts = inParts(entries.map((entry) => handedOver(entry, region)));
  return parts.length === 0 ? [[]] : parts;
}

/** Pieces of a record in parts that an event can hold. */
export function inParts<T>(pieces: readonly T[]): T[][] {
  const parts: T[][] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const size = Buffer.byteLength(JSON.stringify(piece));
    const part = parts.at(-1);
    if (part && part.length < ENTRIES_A_PART && bytes + size <= BYTES_A_PART) {
      part.push(piece);
      bytes += size;
    } else {
      parts.push([piece]);
      bytes = size;
    }
  }
  return parts;
}

/** An entry as its former region counts it, with where it comes from first. */
export function handedOver(entry: OwnedEntry, region: string): HandedOverEntry {
  const { title, organiser, pathCode, scope, unit, quantityHundredths, startedOn, completedOn, year, month } = entry;
  const { earned, counted, ruleVersion, certificateNumber, source, cap } = entry;
  return {
    completionId: entry.originCompletionId ?? entry.completionId,
    originRegion: entry.formerRegion ?? region,
    title,
    organiser,
    pathCode,
    scope,
    unit,
    quantityHundredths,
    startedOn,
    completedOn,
    year,
    month,
    earned,
    counted,
    ruleVersion: ruleVersion.slice(0, LONGEST_VERSION),
    cap: cap && { ...cap, uses: cap.uses.map((use) => ({ ...use })) },
    certificateNumber,
    source,
    originEventId: entry.originEventId ?? entry.eventId,
  };
}

export interface TakeInState {
  /** Completions that are booked here already, and for whom. */
  readonly booked: ReadonlyMap<string, string>;
  readonly person: Attribution;
}

/**
 * The entries of a part as this region books them: counted as the former region counted them, the room under caps that they took taken here too. What
 * this region booked itself before the person left is here already and is not booked again, unless it stands with another record of the person.
 */
export function takeIn(
  entries: readonly HandedOverEntry[],
  transfer: { readonly transferId: string; readonly employeeId: string; readonly eventId: string },
  state: TakeInState,
): LedgerEntry[] {
  return entries.flatMap((entry) => {
    const holder = state.booked.get(entry.completionId);
    if (holder === transfer.employeeId) return [];
    const completionId = holder === undefined ? entry.completionId : derivedId(transfer.transferId, entry.completionId);
    if (state.booked.has(completionId)) return [];
    const { originRegion: _region, originEventId: _event, ...told } = entry;
    return [
      {
        ...told,
        ...state.person,
        completionId,
        employeeId: transfer.employeeId,
        entryId: newId(),
        ordinal: 1,
        reversesEntryId: null,
        reason: 'COMPLETED' as const,
        source: 'TRANSFER' as const,
        eventId: transfer.eventId,
      },
    ];
  });
}

/** A second id for a completion that stands here with another record of the person: always the same one for the same transfer. */
export function derivedId(transferId: string, completionId: string): string {
  const hex = createHash('sha256').update(`${transferId}|${completionId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
