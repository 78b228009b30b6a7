import type { TrainingScope } from '../conversion/convert-hours.decision.js';

export const CLAIM_STATES = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'REVOKED'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** Why a claim is refused or taken back. */
export const REFUSAL_REASONS = [
  'EVIDENCE_INSUFFICIENT',
  'EVIDENCE_UNREADABLE',
  'NOT_DEVELOPMENT',
  'ANOTHER_PERSON',
  'DOUBLE',
  'OUT_OF_PERIOD',
  'OTHER',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What a person claims: a training that the region's catalogue does not know of. */
export interface ClaimDetails {
  readonly title: string;
  readonly organiser: string;
  readonly pathCode: string;
  readonly scope: TrainingScope;
  /** Hundredths of the unit of the path. */
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
  readonly certificateNumber: string | null;
}

export interface Claim extends ClaimDetails {
  readonly claimId: string;
  readonly employeeId: string;
  readonly state: ClaimState;
  readonly note: string | null;
  readonly enteredBy: string;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  /** Last day on which it should be decided. */
  readonly dueOn: string | null;
  /** Employee who is to verify it; null: whoever may. */
  readonly assignedTo: string | null;
  readonly decidedBy: string | null;
  readonly decidedByEmployee: string | null;
  readonly decidedAt: Date | null;
  readonly reasonCode: RefusalReason | null;
  readonly decisionNote: string | null;
  readonly withinDeadline: boolean | null;
  /** Day and words of the appeal against a refusal (keberatan); null: none. */
  readonly appealedAt: Date | null;
  readonly appealStatement: string | null;
  /** Who refused it before the appeal: someone else decides on that. */
  readonly refusedBy: string | null;
  readonly refusedByEmployee: string | null;
  readonly version: number;
}

export interface Evidence {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly fileName: string;
  readonly addedBy: string;
  readonly addedAt: Date;
  /** When the file went by a rule of retention; its hash stays. */
  readonly erasedAt: Date | null;
}
