import type { Transaction } from '@betang/platform';
import type { Completion } from '../completions/completion.js';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { ConclusionContext } from './conclusion-context.js';
import type { CompletionDecision } from './decide-completion.decision.js';
import type { Participant } from './participation-facts.js';

export interface Outcome extends Participant {
  readonly decision: CompletionDecision;
  /** Null where nobody passed, or the session is worth no learning hours. */
  readonly completionId: string | null;
}

const OUTCOMES = `INSERT INTO training_outcome AS o (enrolment_id, session_id, employee_id, home_region, passed, checks, attendance, pre_score, post_score,
    assignments, rule_id, completion_id, reason, decided_on, decided_by)
  SELECT e, $2, p, h, d, c, a, b, t, g, $11, k, $13, $14, $15
    FROM unnest($1::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::jsonb[], $7::integer[], $8::integer[], $9::integer[], $10::integer[], $12::uuid[])
      AS u(e, p, h, d, c, a, b, t, g, k)
  ON CONFLICT (enrolment_id) DO UPDATE SET passed = excluded.passed, checks = excluded.checks, attendance = excluded.attendance,
    pre_score = excluded.pre_score, post_score = excluded.post_score, assignments = excluded.assignments, rule_id = excluded.rule_id,
    completion_id = excluded.completion_id, reason = excluded.reason, decided_on = excluded.decided_on, decided_by = excluded.decided_by,
    decided_at = now()
  WHERE NOT o.passed`;
const COMPLETIONS = `INSERT INTO completion (completion_id, employee_id, programme_id, session_id, title, organiser, path_code, scope, quantity_hundredths,
    started_on, completed_on, certificate_number, source_key, recorded_by)
  SELECT i, e, p, s, t, o, g, c, q, f, l, n, 'session:' || s || ':' || e, $13
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::date[], $11::date[],
                $12::text[]) AS u(i, e, p, s, t, o, g, c, q, f, l, n)`;
const DETAILS = `INSERT INTO completion_detail (completion_id, programme_version, delivery, competencies, development_target_id, certificate_id)
  SELECT i, $2, $3, $4, $5, c FROM unnest($1::uuid[], $6::uuid[]) AS u(i, c)`;

export async function insertOutcomes(
  tx: Transaction,
  outcomes: readonly Outcome[],
  { session, rule, actor, reason }: ConclusionContext,
  today: string,
): Promise<void> {
  await tx.execute(OUTCOMES, [
    outcomes.map(({ enrolmentId }) => enrolmentId),
    session.sessionId,
    outcomes.map(({ employeeId }) => employeeId),
    outcomes.map(({ homeRegion }) => homeRegion),
    outcomes.map(({ decision }) => decision.passed),
    outcomes.map(({ decision }) => JSON.stringify(decision.checks)),
    outcomes.map(({ decision }) => decision.attendance),
    outcomes.map(({ decision }) => decision.preScore),
    outcomes.map(({ decision }) => decision.postScore),
    outcomes.map(({ decision }) => decision.assignments),
    rule.ruleId,
    outcomes.map(({ completionId }) => completionId),
    reason,
    today,
    actor,
  ]);
}

/** The unique key of session and person keeps anybody from completing the same session twice. */
export async function insertCompletions(
  tx: Transaction,
  completions: readonly Completion[],
  actor: string,
): Promise<void> {
  if (completions.length === 0) return;
  await tx.execute(COMPLETIONS, [
    completions.map(({ completionId }) => completionId),
    completions.map(({ employeeId }) => employeeId),
    completions.map(({ programmeId }) => programmeId),
    completions.map(({ sessionId }) => sessionId),
    completions.map(({ title }) => title),
    completions.map(({ organiser }) => organiser),
    completions.map(({ pathCode }) => pathCode),
    completions.map(({ scope }) => scope),
    completions.map(({ quantityHundredths }) => quantityHundredths),
    completions.map(({ startedOn }) => startedOn),
    completions.map(({ completedOn }) => completedOn),
    completions.map(({ certificateNumber }) => certificateNumber),
    actor,
  ]);
}

export async function insertDetails(
  tx: Transaction,
  completions: readonly Completion[],
  session: TrainingSessionEntity,
  certificateIds: ReadonlyMap<string, string>,
): Promise<void> {
  if (completions.length === 0) return;
  const { programmeVersion, delivery, competencies, developmentTargetId } = session;
  await tx.execute(DETAILS, [
    completions.map(({ completionId }) => completionId),
    programmeVersion,
    delivery,
    JSON.stringify(competencies),
    developmentTargetId,
    completions.map(({ completionId }) => certificateIds.get(completionId) ?? null),
  ]);
}
