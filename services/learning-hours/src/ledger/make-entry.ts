import { newId, type LearningUnit } from '@betang/contracts';
import { applyCap, type CapRequest, type CapUsage } from '../conversion/apply-cap.decision.js';
import type { HoursCap } from '../conversion/conversion-rule.js';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import { NO_RULE, type RuleBook } from '../conversion/rule-book.js';
import type {
  AppliedCap,
  Attribution,
  BookedCompletion,
  EntryReason,
  EntrySource,
  LedgerEntry,
} from './ledger-entry.js';

/** A completion as the first line of its booking: converted by the rule in force on its last day, capped beside what is taken already. */
export function entryOf(
  completion: BookedCompletion,
  eventId: string,
  context: { rules: RuleBook; taken: CapUsage; person: Attribution; source: EntrySource },
): LedgerEntry {
  const rule = context.rules.find(completion.pathCode, completion.completedOn);
  const earned = rule ? earnedHundredths(completion, rule) : 0;
  const unit = rule?.unit ?? 'PROGRAM_JP';
  const { counted, cap } = capped(requestOf(completion, unit, earned), rule?.cap ?? null, context.taken);
  // Field by field: on the hot path spreads cost more than everything else here.
  return {
    entryId: newId(),
    ordinal: 1,
    reversesEntryId: null,
    completionId: completion.completionId,
    employeeId: completion.employeeId,
    agencyId: context.person.agencyId,
    employmentStatus: context.person.employmentStatus,
    year: Number(completion.completedOn.slice(0, 4)),
    month: Number(completion.completedOn.slice(5, 7)),
    pathCode: completion.pathCode,
    scope: completion.scope,
    unit,
    quantityHundredths: completion.quantityHundredths,
    ruleVersion: rule?.version ?? NO_RULE,
    earned,
    counted,
    cap,
    reason: 'COMPLETED',
    title: completion.title,
    organiser: completion.organiser,
    startedOn: completion.startedOn,
    completedOn: completion.completedOn,
    eventId,
    certificateNumber: completion.certificateNumber,
    source: context.source,
  };
}

/** The line that takes `entry` back. */
export function reversalOf(
  entry: LedgerEntry,
  cause: { reason: Exclude<EntryReason, 'COMPLETED'>; eventId: string; person: Attribution },
): LedgerEntry {
  return {
    ...entry,
    ...cause.person,
    entryId: newId(),
    ordinal: entry.ordinal + 1,
    reversesEntryId: entry.entryId,
    earned: entry.earned === 0 ? 0 : -entry.earned,
    counted: entry.counted === 0 ? 0 : -entry.counted,
    reason: cause.reason,
    eventId: cause.eventId,
  };
}

/** How much of an entry counts under a cap whose room is partly taken. */
export function capped(
  entry: CapRequest,
  cap: HoursCap | null,
  taken: CapUsage,
): { counted: number; cap: AppliedCap | null } {
  if (!cap) return { counted: entry.earned, cap: null };
  const { counted, uses } = applyCap(entry, cap, taken);
  return { counted, cap: { period: cap.period, hundredths: cap.hundredths, activities: cap.activities, uses } };
}

export function requestOf(
  {
    quantityHundredths,
    startedOn,
    completedOn,
  }: Pick<BookedCompletion, 'quantityHundredths' | 'startedOn' | 'completedOn'>,
  unit: LearningUnit,
  earned: number,
): CapRequest {
  return { earned, unit, quantityHundredths, startedOn, completedOn };
}
