import type { Files, Transaction } from '@betang/platform';
import type { RetentionKind } from './retention.definition.js';

/** One table that a rule clears: what is due, found outside any transaction, and what takes it away in a short one. */
export interface RetentionTarget {
  readonly kind: RetentionKind;
  /** Answers ids; `$1` the day since which it is kept, `$2` how many. */
  readonly find: string;
  /** Takes away what is still there of the ids `$1`; `$2` is today. */
  readonly erase: string;
  /** Type of the record that files of it belong to. */
  readonly files?: string;
  /** What goes with it, for the ids `$1`. */
  readonly also?: readonly string[];
}

const OVER = `s.state IN ('HELD', 'CANCELLED') AND s.ends_on < $1::date`;
/** Elsewhere the session is known by its days alone: a host may never say how it ended. */
const OVER_ELSEWHERE = `o.ends_on < $1::date`;
const IN_VAIN = `state IN ('REFUSED', 'CANCELLED', 'WITHDRAWN')`;

/** Marks, scores, decisions and their reasons stay: what people wrote goes. */
export const RETENTION_TARGETS: readonly RetentionTarget[] = [
  {
    kind: 'SUBMISSION',
    find: `SELECT u.submission_id AS id FROM training_session AS s JOIN assignment AS g USING (session_id) JOIN submission AS u USING (assignment_id)
      WHERE ${OVER} AND u.erased_on IS NULL AND NOT EXISTS (SELECT 1 FROM mark_appeal AS a WHERE a.submission_id = u.submission_id AND a.state = 'OPEN')
      ORDER BY u.submission_id LIMIT $2`,
    erase: `UPDATE submission SET content = NULL, file_hash = NULL, file_name = NULL, media_type = NULL, erased_on = $2
      WHERE submission_id = ANY($1::uuid[]) AND erased_on IS NULL`,
    also: [`UPDATE guest_work SET content = NULL, file = NULL WHERE submission_id = ANY($1::uuid[])`],
    files: 'submission',
  },
  {
    kind: 'SUBMISSION',
    find: `SELECT w.submission_id AS id FROM work_elsewhere AS w JOIN outgoing_enrolment AS o USING (enrolment_id)
      WHERE ${OVER_ELSEWHERE} AND w.erased_on IS NULL ORDER BY w.submission_id LIMIT $2`,
    erase: `UPDATE work_elsewhere SET content = NULL, appeal_reason = NULL, file_hash = NULL, file_name = NULL, media_type = NULL, erased_on = $2
      WHERE submission_id = ANY($1::uuid[]) AND erased_on IS NULL`,
    files: 'work-elsewhere',
  },
  {
    // Work of guests whose file never came whole.
    kind: 'SUBMISSION',
    find: `SELECT submission_id AS id FROM guest_work_piece WHERE received_at < $1::date GROUP BY submission_id ORDER BY submission_id LIMIT $2`,
    erase: `DELETE FROM guest_work_piece WHERE submission_id = ANY($1::uuid[]) AND $2::date IS NOT NULL`,
    also: [`UPDATE guest_work SET content = NULL, file = NULL WHERE submission_id = ANY($1::uuid[])`],
  },
  {
    kind: 'TEST_SITTING',
    find: `SELECT a.attempt_id AS id FROM training_session AS s JOIN session_test AS t USING (session_id) JOIN test_attempt AS a USING (test_id)
      WHERE ${OVER} AND a.erased_on IS NULL ORDER BY a.attempt_id LIMIT $2`,
    erase: `UPDATE test_attempt SET paper = '[]', answers = '{}', seed = '', erased_on = $2 WHERE attempt_id = ANY($1::uuid[]) AND erased_on IS NULL`,
    also: [
      `UPDATE guest_sitting SET told = told || '{"paper": null}' WHERE attempt_id = ANY($1::uuid[]) AND told IS NOT NULL`,
    ],
  },
  {
    kind: 'TEST_SITTING',
    find: `SELECT w.attempt_id AS id FROM sitting_elsewhere AS w JOIN outgoing_enrolment AS o USING (enrolment_id)
      WHERE ${OVER_ELSEWHERE} AND w.erased_on IS NULL ORDER BY w.attempt_id LIMIT $2`,
    erase: `UPDATE sitting_elsewhere SET paper = NULL, answers = '{}', erased_on = $2 WHERE attempt_id = ANY($1::uuid[]) AND erased_on IS NULL`,
  },
  {
    kind: 'CHECK_IN_CODE',
    find: `SELECT m.meeting_id AS id FROM training_session AS s JOIN session_meeting AS m USING (session_id)
      WHERE ${OVER} AND m.code_erased_on IS NULL ORDER BY m.meeting_id LIMIT $2`,
    erase: `UPDATE session_meeting SET check_in_secret = '', code_erased_on = $2 WHERE meeting_id = ANY($1::uuid[]) AND code_erased_on IS NULL`,
    also: [`DELETE FROM check_in_attempt WHERE meeting_id = ANY($1::uuid[])`],
  },
  {
    kind: 'GUEST_REQUEST',
    find: `SELECT enrolment_id AS id FROM guest_enrolment WHERE ${IN_VAIN} AND changed_at < $1::date AND erased_on IS NULL ORDER BY enrolment_id LIMIT $2`,
    erase: `UPDATE guest_enrolment SET learner_name = NULL, employee_number = NULL, employment_status = NULL, reason = NULL, erased_on = $2
      WHERE enrolment_id = ANY($1::uuid[]) AND ${IN_VAIN} AND erased_on IS NULL`,
  },
  {
    kind: 'GUEST_REQUEST',
    find: `SELECT enrolment_id AS id FROM guest_withdrawal WHERE received_at < $1::date ORDER BY enrolment_id LIMIT $2`,
    erase: `DELETE FROM guest_withdrawal WHERE enrolment_id = ANY($1::uuid[]) AND $2::date IS NOT NULL`,
  },
  {
    kind: 'GUEST_REQUEST',
    find: `SELECT enrolment_id AS id FROM outgoing_enrolment WHERE ${IN_VAIN} AND changed_at < $1::date AND erased_on IS NULL ORDER BY enrolment_id LIMIT $2`,
    erase: `UPDATE outgoing_enrolment SET note = NULL, reason = NULL, erased_on = $2 WHERE enrolment_id = ANY($1::uuid[]) AND ${IN_VAIN} AND erased_on IS NULL`,
  },
  {
    // After the outcome was told the number serves nothing here; the name stands on the certificate (UU 27/2022: limited purpose).
    kind: 'GUEST_IDENTITY',
    find: `SELECT enrolment_id AS id FROM guest_enrolment WHERE state IN ('PASSED', 'NOT_PASSED') AND changed_at < $1::date
        AND (employee_number IS NOT NULL OR learner_name IS NOT NULL) ORDER BY enrolment_id LIMIT $2`,
    erase: `UPDATE guest_enrolment SET learner_name = NULL, employee_number = NULL WHERE enrolment_id = ANY($1::uuid[]) AND state IN ('PASSED', 'NOT_PASSED')
        AND (employee_number IS NOT NULL OR learner_name IS NOT NULL) AND $2::date IS NOT NULL`,
    also: [
      `UPDATE enrolment SET guest_name = NULL WHERE enrolment_id = ANY($1::uuid[]) AND state = 'NOT_PASSED' AND guest_name IS NOT NULL`,
    ],
  },
];

/** Answers how many rows were cleared. */
export async function erase(
  tx: Transaction,
  files: Pick<Files, 'detach'>,
  target: RetentionTarget,
  ids: readonly string[],
  today: string,
): Promise<number> {
  const erased = await tx.execute(target.erase, [ids, today]);
  for (const statement of target.also ?? []) await tx.execute(statement, [ids]);
  if (target.files !== undefined) for (const id of ids) await files.detach(tx, { type: target.files, id });
  return erased;
}
