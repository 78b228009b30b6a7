import type { AmountBounds } from '@betang/asn';
import { plain } from '../doubles/certificate-fingerprint.decision.js';
import { convertCourse, isStructural, obstaclesOf, wholeHours } from '../siasn/siasn-fields.decision.js';
import { structuralTrainingOf } from '../siasn/structural-training.js';
import { isComplete, type OwnCourse, type SiasnObstacle, type SiasnRecord } from '../siasn/siasn-course.js';

export type ReconcileAction = 'NOTHING' | 'TAKE_IN' | 'PUSH' | 'REVIEW' | 'CANNOT_TAKE_IN';

/** One line of the report: theirs, ours, what to do, and where the two differ. */
export interface ReconciledLine<T> {
  readonly theirs: T | null;
  readonly ours: OwnCourse | null;
  readonly action: ReconcileAction;
  readonly differences: readonly string[];
  /** Why theirs cannot be taken in. */
  readonly obstacles: readonly SiasnObstacle[];
}

/** A record of theirs with the completion that it is known to be. */
export interface TheirRecord {
  readonly course: SiasnRecord;
  /** Completion that was linked to it before. */
  readonly linkedTo: string | undefined;
}

/**
 * Compares one person's records with ours. A record is ours when it was linked before, names the same certificate, or is the same training begun on
 * the same day; each of ours is matched once. What only they have is to be taken in, what only we have is to be sent, what differs is for a person.
 */
export function reconcile<T extends TheirRecord>(
  theirs: readonly T[],
  ours: readonly OwnCourse[],
  bounds: AmountBounds,
): ReconciledLine<T>[] {
  const free = new Map(ours.map((own) => [own.completionId, own]));
  const matched = new Map<T, OwnCourse>();
  for (const same of [isLinked, hasSameCertificate, isSameTraining]) {
    for (const record of theirs) {
      if (matched.has(record)) continue;
      const own = [...free.values()].find((candidate) => same(record, candidate));
      if (!own) continue;
      matched.set(record, own);
      free.delete(own.completionId);
    }
  }
  return [
    ...theirs.map((record) => lineOf(record, matched.get(record), bounds)),
    ...[...free.values()].map((own): ReconciledLine<T> => ({
      theirs: null,
      ours: own,
      action: 'PUSH',
      differences: [],
      obstacles: [],
    })),
  ];
}

function lineOf<T extends TheirRecord>(record: T, own: OwnCourse | undefined, bounds: AmountBounds): ReconciledLine<T> {
  const obstacles = obstaclesOf(record.course, bounds);
  if (!own) {
    // It was ours and is not any more: taken in anew it would count what an officer took back.
    if (record.linkedTo !== undefined) obstacles.push('taken-back');
    const action = obstacles.length === 0 ? 'TAKE_IN' : 'CANNOT_TAKE_IN';
    return { theirs: record, ours: null, action, differences: [], obstacles };
  }
  const differences = differencesOf(record.course, own);
  return { theirs: record, ours: own, action: differences.length === 0 ? 'NOTHING' : 'REVIEW', differences, obstacles };
}

/** Fields in which a record and a completion differ, as the report names them. */
export function differencesOf(course: SiasnRecord, own: OwnCourse): string[] {
  const differences: string[] = [];
  if (Math.trunc(course.hours / 100) !== wholeHours(own)) differences.push('hours');
  if (course.startedOn !== own.startedOn) differences.push('startedOn');
  if (course.completedOn !== own.completedOn) differences.push('completedOn');
  // A structural training is named by its number in SIASN's list, whatever the class was called.
  if (!isSameTitle(course, own)) differences.push(course.record === 'DIKLAT' ? 'structuralTraining' : 'title');
  if (plain(course.certificateNumber ?? '') !== plain(own.certificateNumber ?? ''))
    differences.push('certificateNumber');
  const converted = isComplete(course) ? convertCourse(course) : undefined;
  if (converted && converted.pathCode !== own.pathCode) differences.push('pathCode');
  return differences;
}

function isLinked({ linkedTo }: TheirRecord, own: OwnCourse): boolean {
  return linkedTo === own.completionId;
}

function hasSameCertificate({ course, linkedTo }: TheirRecord, own: OwnCourse): boolean {
  const number = plain(course.certificateNumber ?? '');
  return linkedTo === undefined && number.length >= 4 && number === plain(own.certificateNumber ?? '');
}

function isSameTraining({ course, linkedTo }: TheirRecord, own: OwnCourse): boolean {
  return (
    linkedTo === undefined && course.title !== '' && course.startedOn === own.startedOn && isSameTitle(course, own)
  );
}

function isSameTitle(course: SiasnRecord, own: OwnCourse): boolean {
  if (course.record !== 'DIKLAT') return plain(course.title) === plain(own.title);
  return isStructural(own) && structuralTrainingOf(own.title).id === course.structuralId;
}
