import type { PassRule } from './pass-rule.js';

/** What somebody did in a session; meetings of independent work are not among them, their assignments prove it. */
export interface ParticipationFacts {
  readonly meetings: number;
  readonly attended: number;
  readonly excused: number;
  /** Best scores; undefined where the session has no such test, null where nobody sat it. */
  readonly preScore: number | null | undefined;
  readonly postScore: number | null | undefined;
  readonly assignments: readonly AssignmentFact[];
}

export interface AssignmentFact {
  readonly weight: number;
  readonly submitted: boolean;
  /** Final mark; null: not handed in, or not marked. */
  readonly mark: number | null;
}

export type CheckCode =
  'attendance-too-low' | 'test-not-taken' | 'test-too-low' | 'assignment-missing' | 'assignments-too-low';

/** One thing that the rule asks for: what it asks, what was reached, whether that is enough. Shares in hundredths of a percent. */
export interface CompletionCheck {
  readonly code: CheckCode;
  readonly required: number | null;
  readonly reached: number | null;
  readonly met: boolean;
}

export interface CompletionDecision {
  readonly passed: boolean;
  /** All that was looked at, met or not: the reasons of the decision. */
  readonly checks: readonly CompletionCheck[];
  readonly attendance: number | null;
  readonly preScore: number | null;
  readonly postScore: number | null;
  readonly assignments: number | null;
}

const WHOLE = 10_000;

/** Whether somebody has completed a session: one decision, by the rule of its first day, whatever the mode of delivery. */
export function decideCompletion(facts: ParticipationFacts, rule: PassRule): CompletionDecision {
  const attendance = attendanceShare(facts, rule);
  const assignments = weightedMark(facts.assignments);
  const checks = [
    ...attendanceCheck(attendance, rule),
    ...testChecks(facts.postScore, rule),
    ...assignmentChecks(facts.assignments, assignments, rule),
  ];
  return {
    passed: checks.every(({ met }) => met),
    checks,
    attendance,
    preScore: facts.preScore ?? null,
    postScore: facts.postScore ?? null,
    assignments,
  };
}

/**
 * Share of the meetings, without those from which somebody was excused as far as the rule allows. Null where there is no meeting at all, as in
 * e-learning at one's own pace.
 */
export function attendanceShare(
  { meetings, attended, excused }: Pick<ParticipationFacts, 'meetings' | 'attended' | 'excused'>,
  { maxExcused }: Pick<PassRule, 'maxExcused'>,
): number | null {
  if (meetings === 0) return null;
  const excusable = Math.min(excused, Math.floor((meetings * maxExcused) / WHOLE));
  const counted = meetings - excusable;
  return counted === 0 ? WHOLE : Math.floor((attended / counted) * WHOLE);
}

/** Mark of all assignments by their weights; what was not handed in counts as nothing. Null without assignments. */
export function weightedMark(assignments: readonly AssignmentFact[]): number | null {
  const weights = assignments.reduce((sum, { weight }) => sum + weight, 0);
  if (weights === 0) return null;
  return Math.round(assignments.reduce((sum, { weight, mark }) => sum + weight * (mark ?? 0), 0) / weights);
}

function attendanceCheck(reached: number | null, { minAttendance }: PassRule): CompletionCheck[] {
  if (reached === null) return [];
  return [{ code: 'attendance-too-low', required: minAttendance, reached, met: reached >= minAttendance }];
}

function testChecks(postScore: number | null | undefined, { minTest }: PassRule): CompletionCheck[] {
  if (postScore === undefined || minTest === null) return [];
  if (postScore === null) return [{ code: 'test-not-taken', required: minTest, reached: null, met: false }];
  return [{ code: 'test-too-low', required: minTest, reached: postScore, met: postScore >= minTest }];
}

function assignmentChecks(
  assignments: readonly AssignmentFact[],
  reached: number | null,
  { minAssignments, allAssignments }: PassRule,
): CompletionCheck[] {
  if (reached === null) return [];
  const handedIn = assignments.filter(({ submitted }) => submitted).length;
  const share = Math.floor((handedIn / assignments.length) * WHOLE);
  return [
    ...(allAssignments
      ? [{ code: 'assignment-missing' as const, required: WHOLE, reached: share, met: share === WHOLE }]
      : []),
    ...(minAssignments === null
      ? []
      : [{ code: 'assignments-too-low' as const, required: minAssignments, reached, met: reached >= minAssignments }]),
  ];
}
