import { plain } from './certificate-fingerprint.decision.js';

/** A completion in force, as far as doubles are concerned. */
export interface Candidate {
  readonly completionId: string;
  readonly employeeId: string;
  readonly pathCode: string;
  readonly title: string;
  readonly startedOn: string;
  readonly completedOn: string;
}

export type DoubleKind = 'SAME_CERTIFICATE' | 'SAME_TRAINING' | 'OVERLAPPING_DAYS';

export interface DoubleFound {
  readonly kind: DoubleKind;
  /** The later recorded of the two. */
  readonly completion: Candidate;
  readonly other: Candidate;
}

/** More holders than this share a number that the organiser gave to the whole course: it says nothing about anyone. */
const MOST_HOLDERS = 3;

/**
 * How two completions of one person look like one: the same training on the same days, or two classes in different places on one day. Courses at
 * one's own pace may run beside anything.
 */
export function overlapOf(completion: Candidate, other: Candidate): DoubleKind | undefined {
  if (completion.employeeId !== other.employeeId || completion.completionId === other.completionId) return undefined;
  if (completion.startedOn > other.completedOn || other.startedOn > completion.completedOn) return undefined;
  const alike = plain(completion.title) === plain(other.title);
  if (alike && completion.pathCode === other.pathCode) return 'SAME_TRAINING';
  return isClass(completion) && isClass(other) ? 'OVERLAPPING_DAYS' : undefined;
}

/** Findings among candidates that name one certificate. */
export function sameCertificate(fresh: Candidate, others: readonly Candidate[]): DoubleFound[] {
  const holders = new Set([fresh, ...others].map(({ employeeId }) => employeeId));
  return others
    .filter((other) => other.completionId !== fresh.completionId)
    .filter((other) => other.employeeId === fresh.employeeId || holders.size <= MOST_HOLDERS)
    .map((other) => ({ kind: 'SAME_CERTIFICATE', completion: fresh, other }));
}

/** A classical training takes place somewhere, at a time. */
function isClass({ pathCode }: Candidate): boolean {
  return pathCode.startsWith('KL');
}
