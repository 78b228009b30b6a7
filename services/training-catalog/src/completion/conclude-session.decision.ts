import type { TrainingSessionEntity } from '../database/training-session.entity.js';

/** What is still open in a session. */
export interface SessionProgress {
  /** Works handed in without a final mark. */
  readonly unmarked: number;
  readonly openAppeals: number;
  readonly assignments: number;
  readonly independentAssignments: number;
  readonly meetings: number;
  /** Meetings that have not begun. */
  readonly toCome: number;
  /** People who sit a test just now. */
  readonly sitting: number;
}

export type ConclusionObstacle =
  | 'session-closed'
  | 'session-not-over'
  | 'test-being-sat'
  | 'marks-outstanding'
  | 'appeals-open'
  | 'blended-incomplete';

/**
 * Why a session cannot be concluded yet. Blended learning is virtual sessions and independent assignments: one without either was another
 * mode of delivery, and is to be switched to it first.
 */
export function obstacleOf(
  session: Pick<TrainingSessionEntity, 'state' | 'endsOn' | 'delivery'>,
  progress: SessionProgress,
  today: string,
): ConclusionObstacle | undefined {
  if (session.state !== 'OPEN') return 'session-closed';
  if (today < session.endsOn || progress.toCome > 0) return 'session-not-over';
  if (progress.sitting > 0) return 'test-being-sat';
  if (progress.unmarked > 0) return 'marks-outstanding';
  if (progress.openAppeals > 0) return 'appeals-open';
  const whole = progress.meetings > 0 && progress.independentAssignments > 0;
  return session.delivery === 'BLENDED' && !whole ? 'blended-incomplete' : undefined;
}
