import type { CapPeriod, LearningUnit } from '@betang/contracts';
import type { CapUse } from '../conversion/apply-cap.decision.js';
import type { TrainingScope } from '../conversion/convert-hours.decision.js';

export type EmploymentStatus = 'CPNS' | 'PNS' | 'PPPK' | 'PPPK_PARUH_WAKTU';

/** The cap that was applied to an entry, and the room it took: with it an entry explains why less counts than was earned. */
export interface AppliedCap {
  readonly period: CapPeriod;
  readonly hundredths: number | null;
  readonly activities: number | null;
  readonly uses: readonly CapUse[];
}

/** A completion as the ledger books it. */
export interface BookedCompletion {
  readonly completionId: string;
  readonly employeeId: string;
  readonly title: string;
  readonly organiser: string;
  readonly pathCode: string;
  readonly scope: TrainingScope;
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
  /** Number on the certificate (nomor sertifikat), by which doubles are found. */
  readonly certificateNumber: string | null;
}

/** Where hours come from: the catalogue, a claim with evidence, a course record of SIASN, a drill (gladi), a former region (mutasi). */
export type EntrySource = 'TRAINING' | 'CLAIM' | 'SIASN' | 'DRILL' | 'TRANSFER';

/**
 * One line of the ledger; never changed once written. The n-th line of a completion has ordinal n: odd ones enter hours, even ones take
 * back the line before. Hours are hundredths of a JP, negative in a reversal.
 */
export interface LedgerEntry extends BookedCompletion {
  readonly entryId: string;
  readonly ordinal: number;
  readonly reversesEntryId: string | null;
  readonly agencyId: string | null;
  readonly employmentStatus: EmploymentStatus | null;
  readonly year: number;
  readonly month: number;
  readonly unit: LearningUnit;
  readonly ruleVersion: string;
  readonly earned: number;
  readonly counted: number;
  readonly cap: AppliedCap | null;
  readonly reason: EntryReason;
  readonly source: EntrySource;
  /** The event that caused it. */
  readonly eventId: string;
}

/**
 * `COMPLETED` and `REVOKED` follow a fact; `RECOUNTED`: a revocation made room under a cap; `RULE_CHANGED`: a new rule was applied to the past;
 * `DOUBLE`: the same training was entered twice; `MERGED`: two records turned out to be one person.
 */
export type EntryReason = 'COMPLETED' | 'REVOKED' | 'RECOUNTED' | 'RULE_CHANGED' | 'DOUBLE' | 'MERGED';

/** Agency and status of a person when an entry is made. */
export interface Attribution {
  readonly agencyId: string | null;
  readonly employmentStatus: EmploymentStatus | null;
}

export const UNKNOWN_PERSON: Attribution = { agencyId: null, employmentStatus: null };

/** The room that a person's entries of one path share. */
export function bucketKey(entry: { readonly employeeId: string; readonly pathCode: string }): string {
  return `${entry.employeeId}/${entry.pathCode}`;
}
