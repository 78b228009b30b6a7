import { AppError } from '@betang/platform';

/** Siaga darurat, tanggap darurat, transisi darurat ke pemulihan, and the end of the status. */
export type EmergencyLevel = 'ALERT' | 'EMERGENCY' | 'TRANSITION' | 'ENDED';
export type DeclaredLevel = Exclude<EmergencyLevel, 'ENDED'>;

/** What may follow what; the same level again is an extension. An emergency may begin at any level but transition. */
const FOLLOWS: Readonly<Record<EmergencyLevel, readonly EmergencyLevel[]>> = {
  ALERT: ['ALERT', 'EMERGENCY', 'ENDED'],
  EMERGENCY: ['EMERGENCY', 'TRANSITION', 'ENDED'],
  TRANSITION: ['TRANSITION', 'EMERGENCY', 'ENDED'],
  ENDED: [],
};

export interface Decree {
  readonly level: DeclaredLevel;
  readonly decreeOn: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/**
 * Checks a decree against the level before (undefined: the first one). Throws `emergency-level-refused` (409) for a level that does not follow,
 * `decree-refused` (422) for dates that do not fit: a decree that lies ahead, an end before the start, a start before that of the level before, an extension that
 * ends no later than what it extends.
 */
export function assertDeclares(
  before: { readonly level: EmergencyLevel; readonly startsOn: string; readonly endsOn: string } | undefined,
  decree: Decree,
  today: string,
): void {
  const allowed = before ? FOLLOWS[before.level] : (['ALERT', 'EMERGENCY'] as const);
  if (!allowed.includes(decree.level as never))
    throw new AppError('emergency-level-refused', {
      status: 409,
      params: { from: before?.level ?? '-', to: decree.level },
    });
  const errors = [
    ...(decree.decreeOn > today ? [{ field: 'decreeOn', code: 'contingency-date-ahead' }] : []),
    ...(decree.endsOn < decree.startsOn ? [{ field: 'endsOn', code: 'contingency-ends-before-start' }] : []),
    ...(before && before.level === decree.level && decree.endsOn <= before.endsOn
      ? [{ field: 'endsOn', code: 'decree.not-longer' }]
      : []),
    ...(before && decree.startsOn < before.startsOn ? [{ field: 'startsOn', code: 'decree.before-level' }] : []),
  ];
  if (errors.length > 0) throw new AppError('decree-refused', { status: 422, errors });
}

export type TaskState = 'OPEN' | 'UNDER_WAY' | 'DONE' | 'DROPPED';

const TASK_STEPS: Readonly<Record<TaskState, readonly TaskState[]>> = {
  OPEN: ['UNDER_WAY', 'DONE', 'DROPPED'],
  UNDER_WAY: ['OPEN', 'DONE', 'DROPPED'],
  DONE: ['UNDER_WAY'],
  DROPPED: ['OPEN'],
};

/** Throws `task-step-refused` (409); a task that is dropped needs its reason, `task-reason-missing` (422). */
export function assertTaskStep(from: TaskState, to: TaskState, note: string | undefined): void {
  if (!TASK_STEPS[from].includes(to)) throw new AppError('task-step-refused', { status: 409, params: { from, to } });
  if (to === 'DROPPED' && !note) throw new AppError('task-reason-missing', { status: 422, field: 'note' });
}
