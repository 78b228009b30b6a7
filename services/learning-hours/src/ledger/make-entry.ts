import { v7 as uuidv7 } from 'uuid';
import { applyCap, usageOf } from '../conversion/apply-cap.decision.js';
import type { HoursCap } from '../conversion/conversion-rule.js';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import { NO_RULE, type RuleBook } from '../conversion/rule-book.js';
import type { AppliedCap, Attribution, BookedCompletion, LedgerEntry } from './ledger-entry.js';

/** A completion as the first line of its booking: converted by the rule in force on its last day, capped beside the entries that live already. */
export function entryOf(completion: BookedCompletion, eventId: string, context: { rules: RuleBook; others: readonly LedgerEntry[]; person: Attribution }): LedgerEntry {
  const rule = context.rules.find(completion.pathCode, completion.completedOn);
  const earned = rule ? earnedHundredths(completion, rule) : 0;
  const unit = rule?.unit ?? 'PROGRAM_JP';
  return {
    ...completion,
    ...context.person,
    entryId: uuidv7(),
    ordinal: 1,
    reversesEntryId: null,
    year: Number(completion.completedOn.slice(0, 4)),
    month: Number(completion.completedOn.slice(5, 7)),
    unit,
    ruleVersion: rule?.version ?? NO_RULE,
    earned,
    ...capped({ ...completion, unit, earned }, rule?.cap ?? null, context.others),
    reason: 'COMPLETED',
    eventId,
  };
}

/** The line that takes `entry` back. */
export function reversalOf(entry: LedgerEntry, cause: { reason: 'REVOKED' | 'RECOUNTED'; eventId: string; person: Attribution }): LedgerEntry {
  return {
    ...entry,
    ...cause.person,
    entryId: uuidv7(),
    ordinal: entry.ordinal + 1,
    reversesEntryId: entry.entryId,
    earned: -entry.earned,
    counted: entry.counted === 0 ? 0 : -entry.counted,
    reason: cause.reason,
    eventId: cause.eventId,
  };
}

/** How much of an entry counts beside others under the cap that the entry itself keeps. */
export function capped(
  entry: BookedCompletion & Pick<LedgerEntry, 'unit' | 'earned'>,
  cap: HoursCap | null,
  others: readonly LedgerEntry[],
): { counted: number; cap: AppliedCap | null } {
  if (!cap) return { counted: entry.earned, cap: null };
  const { counted, uses } = applyCap(entry, cap, usageOf(others.map((other) => other.cap?.uses ?? [])));
  return { counted, cap: { period: cap.period, hundredths: cap.hundredths, activities: cap.activities, uses } };
}
