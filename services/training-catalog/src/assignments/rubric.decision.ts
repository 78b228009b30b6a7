import { AppError } from '@betang/platform';

/** One thing that is looked at, and how many points it is worth at most. */
export interface Criterion {
  readonly criterion: string;
  readonly maxPoints: number;
  readonly description: string | null;
}

export type MarkingRole = 'FIRST' | 'SECOND' | 'THIRD' | 'APPEAL';

export interface Marking {
  readonly role: MarkingRole;
  /** Hundredths of a percent of the whole. */
  readonly mark: number;
  readonly markedBy: string;
}

const WHOLE = 10_000;

/** The mark of points given criterion by criterion, hundredths of a percent. Throws `marking-refused` (422) naming the criterion. */
export function markOf(rubric: readonly Criterion[], points: Readonly<Record<string, number>>): number {
  const problems = Object.keys(points)
    .filter((name) => !rubric.some(({ criterion }) => criterion === name))
    .map((name) => ({ field: `points.${name}`, code: 'marking.criterion-unknown' }));
  let given = 0;
  let most = 0;
  for (const { criterion, maxPoints } of rubric) {
    const value = points[criterion];
    const fits = typeof value === 'number' && value >= 0 && value <= maxPoints;
    if (!fits) problems.push({ field: `points.${criterion}`, code: 'marking.points-out-of-range' });
    given += value ?? 0;
    most += maxPoints;
  }
  if (problems.length > 0) throw new AppError('marking-refused', { status: 422, errors: problems });
  return Math.round((given / most) * WHOLE);
}

export interface MarkingPolicy {
  readonly secondMarker: boolean;
  /** How far two marks may lie apart before a third marker is asked for. */
  readonly tolerance: number;
  readonly latePenalty: number;
}

export type FinalMark = { readonly mark: number } | { readonly awaits: MarkingRole };

/**
 * The final mark of one work, or who has to mark next. One marker's mark stands; of two the mean; of two that lie further apart than the
 * tolerance a third decides together with the one that is nearer. A mark given on appeal replaces all. Lateness takes its penalty off last.
 */
export function finalMark(markings: readonly Marking[], policy: MarkingPolicy, late: boolean): FinalMark {
  const raw = withoutPenalty(markings, policy);
  if ('awaits' in raw) return raw;
  return { mark: Math.max(0, raw.mark - (late ? policy.latePenalty : 0)) };
}

function withoutPenalty(markings: readonly Marking[], { secondMarker, tolerance }: MarkingPolicy): FinalMark {
  const by = new Map(markings.map(({ role, mark }) => [role, mark]));
  const [first, second, third, appeal] = [by.get('FIRST'), by.get('SECOND'), by.get('THIRD'), by.get('APPEAL')];
  if (appeal !== undefined) return { mark: appeal };
  if (first === undefined) return { awaits: 'FIRST' };
  if (!secondMarker) return { mark: first };
  if (second === undefined) return { awaits: 'SECOND' };
  if (Math.abs(first - second) <= tolerance) return { mark: Math.round((first + second) / 2) };
  if (third === undefined) return { awaits: 'THIRD' };
  const nearer = Math.abs(first - third) <= Math.abs(second - third) ? first : second;
  return { mark: Math.round((nearer + third) / 2) };
}

export type SubmissionTime = 'in-time' | 'late' | 'closed';

/** Whether work handed in at an instant counts. */
export function submissionTime(at: Date, dueAt: Date, lateUntil: Date | null): SubmissionTime {
  if (at <= dueAt) return 'in-time';
  return lateUntil !== null && at <= lateUntil ? 'late' : 'closed';
}
