import { HoursRecorded, LearnerHoursShared, type Cause, type NewEvent } from '@betang/contracts';
import type { Pseudonyms } from '../sharing/pseudonyms.js';
import type { LedgerEntry } from './ledger-entry.js';

/** What the region's other services are told of lines of the ledger, and what the province is where the region opted in. */
export function eventsOf(
  lines: readonly LedgerEntry[],
  pseudonyms: Pseudonyms,
  causeOf: (line: LedgerEntry) => Cause,
): NewEvent[] {
  return lines.flatMap((line) => {
    const recorded = hoursRecorded(line, causeOf(line));
    const shared = learnerHours(line, pseudonyms.find(line.employeeId));
    return shared ? [recorded, shared] : [recorded];
  });
}

/** A line as the region's other services read it. */
export function hoursRecorded(line: LedgerEntry, cause: Cause): NewEvent {
  const { entryId, reversesEntryId, completionId, employeeId, agencyId, employmentStatus } = line;
  const { year, month, pathCode, earned, counted, ruleVersion } = line;
  return HoursRecorded.create({
    // A line is told once: its own id is the event's too, and on the hot path one id less is made.
    id: entryId,
    subject: employeeId,
    cause,
    data: {
      entryId,
      reversesEntryId,
      completionId,
      employeeId,
      agencyId,
      employmentStatus,
      year,
      month,
      pathCode,
      earned,
      counted,
      ruleVersion,
      // Left out where they say nothing new: the hot path pays for no byte of it.
      ...(line.source === 'TRAINING' ? {} : { source: line.source }),
      ...(line.reason === 'COMPLETED' ? {} : { reason: line.reason === 'MERGED' ? 'RECOUNTED' : line.reason }),
    },
  }) as unknown as NewEvent;
}

/** A line as the province reads it, where the region gives the person a pseudonym. */
export function learnerHours(line: LedgerEntry, learner: string | undefined): NewEvent | undefined {
  if (learner === undefined) return undefined;
  const { entryId, agencyId, employmentStatus, year, month, pathCode, counted } = line;
  return LearnerHoursShared.create({
    subject: learner,
    data: { learner, entryId, agencyId, employmentStatus, year, month, pathCode, counted },
  }) as unknown as NewEvent;
}
