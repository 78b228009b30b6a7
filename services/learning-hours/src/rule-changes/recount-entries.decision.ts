import { newId } from '@betang/contracts';
import { usageOf } from '../conversion/apply-cap.decision.js';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import { NO_RULE, type RuleBook } from '../conversion/rule-book.js';
import {
  UNKNOWN_PERSON,
  bucketKey,
  type AppliedCap,
  type Attribution,
  type LedgerEntry,
} from '../ledger/ledger-entry.js';
import { capped, requestOf, reversalOf } from '../ledger/make-entry.js';

export interface RecountState {
  /** Entries in force of the persons, oldest first by the first recording of their completion; other years share the room under caps. */
  readonly entries: readonly LedgerEntry[];
  readonly people: ReadonlyMap<string, Attribution>;
}

export interface Recount {
  readonly rules: RuleBook;
  /** Only entries of this calendar year are counted anew. */
  readonly year: number;
  /** What the new lines name as their cause. */
  readonly eventId: string;
}

/**
 * Counts a year's entries anew by the rules as they are now: whoever has other figures than before is taken back and entered again, everyone else
 * stays untouched. The first recorded is counted first, as on the day it was booked. Entries of a former region stand as they were stated there,
 * and their room under caps stays theirs.
 */
export function recountEntries(state: RecountState, recount: Recount): LedgerEntry[] {
  const lines: LedgerEntry[] = [];
  for (const bucket of bucketsOf(state.entries).values()) lines.push(...recountBucket(bucket, state.people, recount));
  return lines;
}

function recountBucket(
  bucket: readonly LedgerEntry[],
  people: RecountState['people'],
  { rules, year, eventId }: Recount,
): LedgerEntry[] {
  const stands = (entry: LedgerEntry): boolean => entry.year !== year || entry.source === 'TRANSFER';
  let taken = usageOf(bucket.filter(stands).map((entry) => entry.cap?.uses ?? []));
  const lines: LedgerEntry[] = [];
  for (const entry of bucket) {
    if (stands(entry)) continue;
    const rule = rules.find(entry.pathCode, entry.completedOn);
    const unit = rule?.unit ?? entry.unit;
    const earned = rule ? earnedHundredths(entry, rule) : 0;
    const { counted, cap } = capped(requestOf(entry, unit, earned), rule?.cap ?? null, taken);
    if (cap) taken = usageOf([cap.uses], taken);
    if (earned === entry.earned && counted === entry.counted && unit === entry.unit && sameCap(cap, entry.cap))
      continue;
    const person = people.get(entry.employeeId) ?? UNKNOWN_PERSON;
    const cause = { reason: 'RULE_CHANGED', eventId, person } as const;
    lines.push(reversalOf(entry, cause), {
      ...entry,
      ...person,
      entryId: newId(),
      ordinal: entry.ordinal + 2,
      reversesEntryId: null,
      unit,
      earned,
      counted,
      cap,
      ruleVersion: rule?.version ?? NO_RULE,
      reason: 'RULE_CHANGED',
      eventId,
    });
  }
  return lines;
}

function bucketsOf(entries: readonly LedgerEntry[]): Map<string, LedgerEntry[]> {
  const buckets = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const key = bucketKey(entry);
    const bucket = buckets.get(key);
    if (bucket) bucket.push(entry);
    else buckets.set(key, [entry]);
  }
  return buckets;
}

function sameCap(a: AppliedCap | null, b: AppliedCap | null): boolean {
  if (a === null || b === null) return a === b;
  return capText(a) === capText(b);
}

/** The database keeps fields in an order of its own. */
function capText({ period, hundredths, activities, uses }: AppliedCap): string {
  return JSON.stringify([
    period,
    hundredths,
    activities,
    uses.map((use) => [use.period, use.hundredths, use.activities]),
  ]);
}
