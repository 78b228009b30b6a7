import { AppError, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { takenBackOf } from '../completions/taken-back.js';
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

/**
 * The session before the seat, as everyone does: what is written refers to both, seat first, and who concludes the session holds it while it takes the
 * seats one by one. They would wait for each other.
 */
const DOOR = `SELECT 1 FROM training_session WHERE session_id = $1 FOR KEY SHARE`;
const SEAT = `SELECT n.enrolment_id AS id FROM enrolment AS n JOIN training_session AS s USING (session_id)
  WHERE n.session_id = $1 AND n.employee_id = $2 AND n.state IN ${SEATED} AND s.ends_on <= $3 AND NOT ${takenBackOf('n')}`;
const GIVEN = `INSERT INTO reaction_given (enrolment_id, session_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
/**
 * All answers of the session are written anew with each one, in an order of chance: the database's own marks of a row (transaction, place on the page) would
 * else pair an answer with who answered at that moment.
 */
const ANSWER = `WITH before AS (DELETE FROM reaction_answer WHERE session_id = $1 RETURNING content, trainer, method, facilities, usefulness, remark)
  INSERT INTO reaction_answer (answer_id, session_id, content, trainer, method, facilities, usefulness, remark)
  SELECT gen_random_uuid(), $1, a.* FROM (SELECT * FROM before UNION ALL SELECT $2::integer, $3::integer, $4::integer, $5::integer, $6::integer, $7::text) AS a
   ORDER BY random()`;
/** One at a time: nobody's answer is missed when two are written at once. */
const TURN = `SELECT pg_advisory_xact_lock(hashtextextended('reaction ' || $1::text, 0))`;
const average = (column: string) => `round(avg(${column}) * 100)::integer`;
const SUMMARY = `SELECT count(*)::integer AS respondents, ${average('content')} AS content, ${average('trainer')} AS trainer,
    ${average('method')} AS method, ${average('facilities')} AS facilities, ${average('usefulness')} AS usefulness,
    ${average('(content + trainer + method + facilities + usefulness) / 5.0')} AS average,
    coalesce(array_agg(remark ORDER BY answer_id) FILTER (WHERE remark IS NOT NULL), '{}') AS remarks
  FROM reaction_answer WHERE session_id = $1`;

export async function takeTurn(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query(TURN, [sessionId]);
}

/** For who has the turn. */
export async function addAnswer(tx: Transaction, sessionId: string, reaction: Reaction): Promise<void> {
  const { content, trainer, method, facilities, usefulness, remark } = reaction;
  await tx.execute(ANSWER, [sessionId, content, trainer, method, facilities, usefulness, remark]);
}

/** Level 1. Answers name nobody: that somebody answered is kept apart, without the time, and their ids tell no order. */
@Injectable()
export class Reactions {
  /** Throws `reaction-not-yours` (403) for who had no seat, whose completion was revoked, or before the last day, `reaction-given` (409). */
  async give(tx: Transaction, sessionId: string, employeeId: string, reaction: Reaction, today: string): Promise<void> {
    await tx.query(DOOR, [sessionId]);
    const [seat] = await tx.query<{ id: string }>(SEAT, [sessionId, employeeId, today]);
    if (!seat) throw new AppError('reaction-not-yours', { status: 403 });
    if ((await tx.execute(GIVEN, [seat.id, sessionId])) === 0) throw new AppError('reaction-given', { status: 409 });
    await takeTurn(tx, sessionId);
    await addAnswer(tx, sessionId, reaction);
  }

  async summary(db: SqlClient, sessionId: string): Promise<ReactionSummary> {
    const [row] = await db.query<ReactionSummary>(SUMMARY, [sessionId]);
    if (row && row.respondents >= FEWEST_PEOPLE) return row;
    const none = { content: null, trainer: null, method: null, facilities: null, usefulness: null, average: null };
    return { respondents: row?.respondents ?? 0, ...none, remarks: [] };
  }
}
