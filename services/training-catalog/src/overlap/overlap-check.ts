import { createHash } from 'node:crypto';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import type { Outline, Period } from './score-similarity.decision.js';
import type { SimilarTraining } from './similar-trainings.js';

/** What was shown of a programme before it was published. */
export interface OverlapCheck {
  readonly checkId: string;
  readonly programmeId: string;
  readonly fingerprint: string;
  readonly rulesFrom: string;
  readonly threshold: number;
  readonly periodFrom: string | null;
  readonly periodTo: string | null;
  readonly findings: readonly SimilarTraining[];
  readonly checkedAt: Date;
}

export function outlineOf(programme: ProgrammeEntity, period: Period | undefined): Outline {
  const { title, competencies, targetGroups } = programme;
  return { title, competencies, targetGroups, period };
}

/** Hash of what the score looks at: a check or a decision holds for that outline only. */
export function fingerprintOf({ title, competencies, targetGroups }: ProgrammeEntity): string {
  const codes = competencies.map(({ code, level }) => `${code}:${level ?? ''}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([title, codes, [...targetGroups].sort()]))
    .digest('hex');
}

/** One training among findings; a programme's own id for itself, its session's for a session. */
export function identityOf({ programmeId, sessionId }: Pick<SimilarTraining, 'programmeId' | 'sessionId'>): string {
  return sessionId ?? programmeId;
}

/** What of the similar trainings found now nobody has seen and gone on from: empty when all have been decided on. */
export function undecided(
  findings: readonly SimilarTraining[],
  decided: readonly SimilarTraining[],
): readonly SimilarTraining[] {
  const known = new Set(decided.map(identityOf));
  return findings.filter((finding) => !known.has(identityOf(finding)));
}
