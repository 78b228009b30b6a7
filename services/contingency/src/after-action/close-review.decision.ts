import type { FieldProblem } from '@betang/platform';

/** A finding of the review, as far as closing depends on it. */
export interface ReviewedFinding {
  readonly title: string;
  readonly state: 'OPEN' | 'SETTLED';
  /** Actions with an owner and a day. */
  readonly actions: number;
}

export interface ReviewToClose {
  readonly summary: string | null;
  readonly wentWell: number;
  readonly wentIll: number;
  readonly findings: readonly ReviewedFinding[];
  /** Tasks of the operations plan that are neither done nor dropped. */
  readonly openTasks: number;
}

/**
 * What is missing before a review is closed: what went well and ill, a summary, the fate of every task, and for every finding an action with owner and
 * day, or its answer. Empty: it may be closed.
 */
export function missingToClose(review: ReviewToClose): FieldProblem[] {
  const { summary, wentWell, wentIll, findings, openTasks } = review;
  const missing = (field: string) => ({ field, code: 'after-action.missing' });
  return [
    ...(summary === null || summary.trim() === '' ? [missing('summary')] : []),
    ...(wentWell === 0 ? [missing('wentWell')] : []),
    ...(wentIll === 0 ? [missing('wentIll')] : []),
    ...(openTasks > 0 ? [{ field: 'tasks', code: 'after-action.tasks-open', params: { count: openTasks } }] : []),
    ...findings.flatMap(({ title, state, actions }, index) =>
      state === 'OPEN' && actions === 0
        ? [{ field: `findings[${index}]`, code: 'after-action.without-action', params: { title } }]
        : [],
    ),
  ];
}
