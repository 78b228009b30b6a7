import { createHash } from 'node:crypto';

/** A use of a certificate in this region. */
export interface OwnUse {
  readonly completionId: string;
  readonly employeeId: string;
  readonly employeeNumber: string | null;
  readonly title: string;
  readonly completedOn: string;
}

/** A use as two regions compare it. */
export interface ComparedUse {
  readonly holder: string;
  readonly title: string;
  readonly completedOn: string;
}

export type HitOutcome = 'SAME_PERSON' | 'DIFFERENT_PERSONS' | 'NOT_IN_USE';

/** A digest of a person's number, the same for the same question alone. Numbers are few enough to be tried out by who has the nonce: the other region, and nobody else (ADR 17). */
function holderDigest(nonce: string, employeeNumber: string): string {
  return createHash('sha256').update(`${nonce}|${employeeNumber}`).digest('hex');
}

/** Uses as they are told to the other region. Whoever has no number here cannot be compared and is left out. */
export function comparedUses(uses: readonly OwnUse[], nonce: string): ComparedUse[] {
  return uses.flatMap(({ employeeNumber, title, completedOn }) =>
    employeeNumber === null ? [] : [{ holder: holderDigest(nonce, employeeNumber), title, completedOn }],
  );
}

/** What it comes to: one person in both regions, different ones, or nobody here any more. */
export function outcomeOf(own: readonly ComparedUse[], theirs: readonly ComparedUse[]): HitOutcome {
  if (own.length === 0 || theirs.length === 0) return 'NOT_IN_USE';
  const holders = new Set(theirs.map(({ holder }) => holder));
  return own.some(({ holder }) => holders.has(holder)) ? 'SAME_PERSON' : 'DIFFERENT_PERSONS';
}

/** Own completions that the finding is about: of the person in both regions, or all where the holders differ. */
export function concerned(
  uses: readonly OwnUse[],
  theirs: readonly ComparedUse[],
  nonce: string,
  outcome: HitOutcome,
): OwnUse[] {
  if (outcome === 'NOT_IN_USE') return [];
  const holders = new Set(theirs.map(({ holder }) => holder));
  return uses.filter(
    ({ employeeNumber }) =>
      employeeNumber !== null && (outcome === 'DIFFERENT_PERSONS' || holders.has(holderDigest(nonce, employeeNumber))),
  );
}
