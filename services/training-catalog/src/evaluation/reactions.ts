import { randomUUID } from 'node:crypto';
import { AppError, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import { FEWEST_PEOPLE } from './protect-small-cells.decision.js';

/** What participants say of a session right after it, 1 to 5. */
export interface Reaction {
  readonly content: number;
  readonly trainer: number;
  readonly method: number;
  readonly facilities: number;
  readonly usefulness: number;
  readonly remark: string | null;
}

/** Averages in hundredths of 1 to 5; all null under five answers. */
export interface ReactionSummary {
  readonly respondents: number;
  readonly content: number | null;
  readonly trainer: number | null;
  readonly method: number | null;
  readonly facilities: number | null;
  readonly usefulness: number | null;
  readonly average: number | null;
  readonly remarks: readonly string[];
}

const SEAT = `SELECT n.enrolment_id AS id FROM enrolment AS n JOIN training_session AS s USING (session_id)
  WHERE n.session_id = $1 AND n.employee_id = $2 AND n.state IN ${SEATED} AND s.ends_on <= $3`;
const GIVEN = `INSERT INTO reaction_given (enrolment_id, session_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
const ANSWER = `INSERT INTO reaction_answer (answer_id, session_id, content, trainer, method, facilities, usefulness, remark)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const average = (column: string) => `round(avg(${column}) * 100)::integer`;
const SUMMARY = `SELECT count(*)::integer AS respondents, ${average('content')} AS content, ${average('trainer')} AS trainer,
    ${average('method')} AS method, ${average('facilities')} AS facilities, ${average('usefulness')} AS usefulness,
    ${average('(content + trainer + method + facilities + usefulness) / 5.0')} AS average,
    coalesce(array_agg(remark ORDER BY answer_id) FILTER (WHERE remark IS NOT NULL), '{}') AS remarks
  FROM reaction_answer WHERE session_id = $1`;

/** Level 1. Answers name nobody: that somebody answered is kept apart, without the time, and their ids tell no order. */
@Injectable()
export class Reactions {
  /** Throws `reaction-not-yours` (403) for who had no seat or before the last day, `reaction-given` (409). */
  async give(tx: Transaction, sessionId: string, employeeId: string, reaction: Reaction, today: string): Promise<void> {
    const [seat] = await tx.query<{ id: string }>(SEAT, [sessionId, employeeId, today]);
    if (!seat) throw new AppError('reaction-not-yours', { status: 403 });
    if ((await tx.execute(GIVEN, [seat.id, sessionId])) === 0) throw new AppError('reaction-given', { status: 409 });
    const { content, trainer, method, facilities, usefulness, remark } = reaction;
    // A random id: one that counts up with time would tell who answered when.
    await tx.execute(ANSWER, [randomUUID(), sessionId, content, trainer, method, facilities, usefulness, remark]);
  }

  async summary(db: SqlClient, sessionId: string): Promise<ReactionSummary> {
    const [row] = await db.query<ReactionSummary>(SUMMARY, [sessionId]);
    if (row && row.respondents >= FEWEST_PEOPLE) return row;
    const none = { content: null, trainer: null, method: null, facilities: null, usefulness: null, average: null };
    return { respondents: row?.respondents ?? 0, ...none, remarks: [] };
  }
}
