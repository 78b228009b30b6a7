import { RetentionRules, type EraseTurn } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { RetentionKind } from './retention.definition.js';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn. A part in a drill goes on counting, under an id that belongs to nobody. */
const PARTICIPANTS = `UPDATE participation SET employee_id = gen_random_uuid(), forgotten = true,
    withdrawn_reason = CASE WHEN withdrawn_reason IS NULL THEN NULL ELSE '-' END
  WHERE participation_id IN (SELECT p.participation_id FROM participation AS p JOIN drill AS d USING (drill_id)
    WHERE NOT p.forgotten AND d.ends_on < $1::date ORDER BY p.participation_id LIMIT $2)`;
/** Of emergencies that nobody works on any more: what was done stays, without who did it. */
const EMERGENCIES = `WITH closed AS (
    SELECT e.emergency_id FROM emergency AS e JOIN after_action AS r USING (emergency_id)
     WHERE NOT e.people_forgotten AND e.level = 'ENDED' AND coalesce(r.closed_on, r.due_on) < $1::date
       AND NOT EXISTS (SELECT 1 FROM finding AS f JOIN action AS a USING (finding_id) WHERE f.source_id = e.emergency_id AND a.done_on IS NULL)
     ORDER BY e.emergency_id LIMIT $2),
  tasks AS (UPDATE operation_task SET changed_by = NULL, added_by = CASE WHEN added_by IS NULL THEN NULL ELSE '-' END
    WHERE emergency_id IN (SELECT emergency_id FROM closed)),
  steps AS (UPDATE operation_step AS s SET changed_by = NULL FROM operation_task AS t
    WHERE t.task_id = s.task_id AND t.emergency_id IN (SELECT emergency_id FROM closed)),
  decrees AS (UPDATE emergency_declaration SET declared_by = NULL WHERE emergency_id IN (SELECT emergency_id FROM closed)),
  observations AS (UPDATE observation SET recorded_by = NULL WHERE emergency_id IN (SELECT emergency_id FROM closed)),
  reviews AS (UPDATE after_action SET closed_by = NULL WHERE emergency_id IN (SELECT emergency_id FROM closed)),
  actions AS (UPDATE action AS a SET owner_employee_id = NULL, done_by = NULL FROM finding AS f
    WHERE f.finding_id = a.finding_id AND f.source_id IN (SELECT emergency_id FROM closed))
  UPDATE emergency SET people_forgotten = true WHERE emergency_id IN (SELECT emergency_id FROM closed)`;
/** Where to report and on what terms may name who to call; quantities, days and steps stay. */
const AID_WORDS = `WITH closed AS (
    SELECT aid_id FROM aid WHERE NOT words_forgotten AND state IN ('RETURNED', 'DECLINED') AND changed_at < $1::date ORDER BY aid_id LIMIT $2),
  said AS (UPDATE aid_message AS m SET said_by = NULL, data = m.data || coalesce((
      SELECT jsonb_object_agg(k, CASE WHEN k IN ('meetingPoint', 'reason') THEN '"-"'::jsonb ELSE 'null'::jsonb END)
        FROM jsonb_object_keys(m.data) AS u(k) WHERE k IN ('meetingPoint', 'reason', 'conditions', 'condition')), '{}')
    WHERE m.aid_id IN (SELECT aid_id FROM closed))
  UPDATE aid SET words_forgotten = true, meeting_point = '-', conditions = NULL, reason = CASE WHEN reason IS NULL THEN NULL ELSE '-' END
   WHERE aid_id IN (SELECT aid_id FROM closed)`;
/** A condition whose reviews are answered; they keep their reason. */
const CONDITIONS = `DELETE FROM condition WHERE condition_id IN (SELECT c.condition_id FROM condition AS c
  WHERE c.recorded_at < $1::date AND NOT EXISTS (SELECT 1 FROM review AS r WHERE r.cause = 'CONDITION' AND r.cause_id = c.condition_id AND r.state = 'OPEN')
  ORDER BY c.condition_id LIMIT $2)`;
const SHEETS = `UPDATE commitment SET signed_by = '-' WHERE commitment_id IN (SELECT commitment_id FROM commitment
  WHERE signed_by <> '-' AND least(valid_until, ended_on) < $1::date ORDER BY commitment_id LIMIT $2)`;
/** Partners that ended, and those of which every sheet is over. */
const CONTACTS = `UPDATE partner SET contact = NULL WHERE partner_id IN (SELECT p.partner_id FROM partner AS p
  WHERE p.contact IS NOT NULL AND (p.ended_on < $1::date OR EXISTS (SELECT 1 FROM commitment AS c WHERE c.partner_id = p.partner_id))
    AND NOT EXISTS (SELECT 1 FROM commitment AS c WHERE c.partner_id = p.partner_id AND least(c.valid_until, c.ended_on) >= $1::date)
  ORDER BY p.partner_id LIMIT $2)`;

const ERASE: Readonly<Record<RetentionKind, EraseTurn>> = {
  DRILL_PARTICIPANTS: (tx, since, rows) => tx.execute(PARTICIPANTS, [since, rows]),
  EMERGENCY_PEOPLE: (tx, since, rows) => tx.execute(EMERGENCIES, [since, rows]),
  MUTUAL_AID_WORDS: (tx, since, rows) => tx.execute(AID_WORDS, [since, rows]),
  CONDITIONS: (tx, since, rows) => tx.execute(CONDITIONS, [since, rows]),
  COMMITMENT_CONTACTS: async (tx, since, rows) =>
    (await tx.execute(SHEETS, [since, rows])) + (await tx.execute(CONTACTS, [since, rows])),
};

/** Takes away what is kept no longer. */
@Injectable()
export class RetentionSweep {
  constructor(private readonly rules: RetentionRules) {}

  /** Answers how many rows were cleared. */
  sweep(): Promise<number> {
    return this.rules.sweep(ERASE);
  }
}
