import type { Claim, ClaimDetails, RefusalReason } from './claim.js';

/** What a verifier says about one claim. */
export interface ClaimDecision {
  readonly claimId: string;
  readonly decision: 'ACCEPT' | 'REFUSE' | 'RETURN';
  readonly reasonCode: RefusalReason | null;
  readonly note: string | null;
  /** What the evidence says instead of what was claimed; for an acceptance only. */
  readonly corrected: Partial<ClaimDetails>;
}

export interface Correction {
  readonly field: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
}

export type Decided =
  | { readonly refusedBecause: string }
  | {
      readonly state: 'ACCEPTED' | 'REFUSED' | 'RETURNED';
      readonly details: ClaimDetails;
      readonly corrections: readonly Correction[];
      readonly withinDeadline: boolean;
    };

const STATES = { ACCEPT: 'ACCEPTED', REFUSE: 'REFUSED', RETURN: 'RETURNED' } as const;

/**
 * Decides one claim. Nobody decides on a claim of one's own, one that one entered, or an appeal against one's own refusal; a refusal names its reason, a return says what is missing.
 * Codes in `refusedBecause` are those of the service's errors.
 */
export function decideClaim(
  claim: Claim,
  command: ClaimDecision,
  verifier: { readonly subject: string; readonly employeeId: string | undefined; readonly today: string },
): Decided {
  if (claim.state !== 'SUBMITTED') return { refusedBecause: 'claim-not-waiting' };
  if (verifier.employeeId === claim.employeeId || verifier.subject === claim.enteredBy)
    return { refusedBecause: 'claim-own' };
  if (isBy(claim, verifier)) return { refusedBecause: 'claim-appeal-same-verifier' };
  if (command.decision === 'REFUSE' && command.reasonCode === null) return { refusedBecause: 'claim-reason-missing' };
  if (command.decision === 'RETURN' && !command.note) return { refusedBecause: 'claim-note-missing' };
  const corrections = command.decision === 'ACCEPT' ? correctionsOf(claim, command.corrected) : [];
  return {
    state: STATES[command.decision],
    details: detailsOf(claim, command.decision === 'ACCEPT' ? command.corrected : {}),
    corrections,
    withinDeadline: claim.dueOn === null || verifier.today <= claim.dueOn,
  };
}

/** An appeal is for someone else than whoever refused. */
function isBy(
  { refusedBy, refusedByEmployee }: Claim,
  { subject, employeeId }: { readonly subject: string; readonly employeeId: string | undefined },
): boolean {
  return refusedBy === subject || (refusedByEmployee !== null && refusedByEmployee === employeeId);
}

/** What holds after corrections. */
function detailsOf(claim: ClaimDetails, corrected: Partial<ClaimDetails>): ClaimDetails {
  const { title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn, certificateNumber } = claim;
  const given = Object.fromEntries(Object.entries(corrected).filter(([, value]) => value !== undefined));
  return {
    title,
    organiser,
    pathCode,
    scope,
    quantityHundredths,
    startedOn,
    completedOn,
    certificateNumber,
    ...given,
  };
}

/** Fields in which a claim differs from what holds after corrections, or after its person changed it. */
export function correctionsOf(claim: ClaimDetails, corrected: Partial<ClaimDetails>): Correction[] {
  const after = detailsOf(claim, corrected);
  return (Object.keys(after) as (keyof ClaimDetails)[])
    .filter((field) => after[field] !== claim[field])
    .map((field) => ({ field, before: claim[field], after: after[field] }));
}
