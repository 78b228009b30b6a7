import { randomBytes } from 'node:crypto';
import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { assertAnswers } from './check-answers.decision.js';
import { drawPaper, type PaperQuestion } from './draw-paper.decision.js';
import { QuestionBank } from './question-bank.js';
import type { GivenAnswer } from './question.js';
import { scoreAnswers } from './score-answers.decision.js';
import { deadlineOf, isOver, mayBegin, overdueSince, type SittingTerms } from './sitting-time.decision.js';
import type { AttemptView } from './test-view.dto.js';

const TEST = `SELECT t.test_id AS "testId", t.session_id AS "sessionId", t.opens_at AS "opensAt", t.closes_at AS "closesAt", t.minutes, t.attempts,
    t.question_count AS "questionCount", t.topics, s.state FROM session_test AS t JOIN training_session AS s USING (session_id) WHERE t.test_id = $1`;
const SEAT = `SELECT enrolment_id AS id FROM enrolment WHERE session_id = $1 AND employee_id = $2 AND state = 'ENROLLED' FOR UPDATE`;
const COLUMNS = `a.attempt_id AS "attemptId", a.test_id AS "testId", a.number, a.paper AS questions, a.answers, a.started_at AS "startedAt", a.deadline,
  a.submitted_at AS "submittedAt", a.score`;
const ATTEMPTS = `SELECT ${COLUMNS} FROM test_attempt AS a WHERE a.test_id = $1 AND a.enrolment_id = $2 ORDER BY a.number`;
const INSERT = `INSERT INTO test_attempt (attempt_id, test_id, enrolment_id, number, seed, paper, started_at, deadline) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const DRAW = `INSERT INTO test_attempt (attempt_id, test_id, enrolment_id, number, seed, paper, started_at, deadline, at_home)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true)`;
const AT_HOME = `SELECT ${COLUMNS}, t.opens_at AS "opensAt", t.closes_at AS "closesAt", t.minutes, s.state FROM test_attempt AS a
  JOIN session_test AS t USING (test_id) JOIN training_session AS s USING (session_id) WHERE a.attempt_id = $1 AND a.at_home FOR UPDATE OF a`;
const OWN = `SELECT ${COLUMNS} FROM test_attempt AS a JOIN enrolment AS n USING (enrolment_id) WHERE a.attempt_id = $1 AND n.employee_id = $2`;
const SAVE = 'UPDATE test_attempt SET answers = $2 WHERE attempt_id = $1';
const END = 'UPDATE test_attempt SET answers = $2, submitted_at = $3, score = $4 WHERE attempt_id = $1';
const OVERDUE = `SELECT attempt_id AS "attemptId", paper AS questions, answers, deadline FROM test_attempt
  WHERE submitted_at IS NULL AND NOT at_home AND deadline < $1 ORDER BY deadline LIMIT 500 FOR UPDATE SKIP LOCKED`;
/** A paper travels as one sealed event. */
const MOST_PAPER_BYTES = 160 * 1024;
const SEED_BYTES = 16;

interface TestTerms extends SittingTerms {
  readonly testId: string;
  readonly sessionId: string;
  readonly attempts: number;
  readonly questionCount: number;
  readonly topics: readonly string[];
  readonly state: string;
}

/** A paper for somebody whose region keeps the time. */
export type DrawnPaper = SittingTerms & {
  readonly number: number;
  readonly questions: readonly PaperQuestion[];
};

/** When a paper was opened and handed in, by the clock of the home region. */
export interface TimesAtHome {
  readonly startedAt: Date;
  readonly handedInAt: Date;
}

/** Sittings of tests: drawn by seed, marked here, answers never sent out. */
@Injectable()
export class Sittings {
  constructor(
    private readonly bank: QuestionBank,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a sitting, or goes on with the one that is open. Throws `test-not-found` (404), `not-enrolled` (403), `test-not-open`,
   * `attempts-used`, `question-bank-empty`, `session-closed` (409).
   */
  async begin(tx: Transaction, testId: string, employeeId: string, actor: string): Promise<AttemptView> {
    const { test, seatId, earlier } = await this.take(tx, testId, employeeId);
    const open = earlier.find(({ submittedAt }) => submittedAt === null);
    const now = this.clock.now();
    if (open && !isOver(open.deadline, now)) {
      this.audit.nothingChanged(tx);
      return open;
    }
    if (open) await this.end(tx, open, open.answers, open.deadline);
    if (!mayBegin(test, now)) throw new AppError('test-not-open', { status: 409 });
    if (earlier.length >= test.attempts) throw new AppError('attempts-used', { status: 409 });
    const { seed, paper } = await this.paperOf(tx, test);
    const deadline = deadlineOf(test, now);
    const attemptId = newId();
    const number = earlier.length + 1;
    await tx.execute(INSERT, [attemptId, testId, seatId, number, seed, JSON.stringify(paper), now, deadline]);
    await this.audit.record(tx, { actor, action: 'begin-test', object: { type: 'test-attempt', id: attemptId } });
    return {
      attemptId,
      testId,
      number,
      questions: paper,
      answers: {},
      startedAt: now,
      deadline,
      submittedAt: null,
      score: null,
    };
  }

  /**
   * Draws a paper for a guest, whose home region keeps the time. Throws as {@link begin}, and `attempt-open`, `paper-too-large` (409) for more
   * than one event holds.
   */
  async draw(tx: Transaction, testId: string, guestId: string, attemptId: string, actor: string): Promise<DrawnPaper> {
    const { test, seatId, earlier } = await this.take(tx, testId, guestId);
    const { opensAt, closesAt, minutes } = test;
    if (earlier.some(({ submittedAt }) => submittedAt === null)) throw new AppError('attempt-open', { status: 409 });
    if (this.clock.now() > closesAt) throw new AppError('test-not-open', { status: 409 });
    if (earlier.length >= test.attempts) throw new AppError('attempts-used', { status: 409 });
    const { seed, paper } = await this.paperOf(tx, test);
    const told = JSON.stringify(paper);
    if (Buffer.byteLength(told) > MOST_PAPER_BYTES) throw new AppError('paper-too-large', { status: 409 });
    const number = earlier.length + 1;
    await tx.execute(DRAW, [attemptId, testId, seatId, number, seed, told, this.clock.now(), closesAt]);
    await this.audit.record(tx, { actor, action: 'draw-test', object: { type: 'test-attempt', id: attemptId } });
    return { opensAt, closesAt, minutes, number, questions: paper };
  }

  /**
   * Marks what a guest handed in at home; answers the score. Throws `attempt-not-found` (404), `session-closed`, `attempt-over` (409) for times
   * outside the test's, `answers-refused` (422).
   */
  async markFromHome(
    tx: Transaction,
    attemptId: string,
    { startedAt, handedInAt }: TimesAtHome,
    answers: Readonly<Record<string, GivenAnswer>>,
    actor: string,
  ): Promise<number> {
    type Row = AttemptView & SittingTerms & Pick<TestTerms, 'state'>;
    const [attempt] = await tx.query<Row>(AT_HOME, [attemptId]);
    if (!attempt) throw new AppError('attempt-not-found', { status: 404 });
    if (attempt.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
    const { opensAt, closesAt } = attempt;
    const inTime =
      startedAt >= opensAt && !isOver(deadlineOf(attempt, startedAt), handedInAt) && attempt.submittedAt === null;
    if (!inTime) {
      if (attempt.submittedAt === null) await this.end(tx, attempt, {}, closesAt);
      throw new AppError('attempt-over', { status: 409 });
    }
    assertAnswers(attempt, answers);
    const score = await this.end(tx, attempt, answers, handedInAt);
    await this.audit.record(tx, { actor, action: 'submit-test', object: { type: 'test-attempt', id: attemptId } });
    return score;
  }

  /** Throws `attempt-not-found` (404). */
  async get(db: SqlClient, attemptId: string, employeeId: string): Promise<AttemptView> {
    const [row] = await db.query<AttemptView>(OWN, [attemptId, employeeId]);
    if (!row) throw new AppError('attempt-not-found', { status: 404 });
    return row;
  }

  /** Keeps answers of a sitting that goes on. Throws `attempt-not-found` (404), `attempt-over` (409), `answers-refused` (422). */
  async save(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
  ): Promise<AttemptView> {
    const attempt = await this.lockOpen(tx, attemptId, employeeId, answers);
    const merged = { ...attempt.answers, ...answers };
    await tx.execute(SAVE, [attemptId, JSON.stringify(merged)]);
    return { ...attempt, answers: merged };
  }

  /** Ends a sitting and marks it at once. Throws as {@link save}. */
  async submit(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
    actor: string,
  ): Promise<AttemptView> {
    const attempt = await this.lockOpen(tx, attemptId, employeeId, answers);
    const now = this.clock.now();
    const merged = { ...attempt.answers, ...answers };
    const score = await this.end(tx, attempt, merged, now);
    await this.audit.record(tx, { actor, action: 'submit-test', object: { type: 'test-attempt', id: attemptId } });
    return { ...attempt, answers: merged, submittedAt: now, score };
  }

  /** Ends what nobody handed in, with the answers that were saved; answers how many. */
  async endOverdue(tx: Transaction): Promise<number> {
    const rows = await tx.query<AttemptView>(OVERDUE, [overdueSince(this.clock.now())]);
    for (const attempt of rows) await this.end(tx, attempt, attempt.answers, attempt.deadline);
    return rows.length;
  }

  private async take(tx: Transaction, testId: string, employeeId: string) {
    const [test] = await tx.query<TestTerms>(TEST, [testId]);
    if (!test) throw new AppError('test-not-found', { status: 404 });
    if (test.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
    const [seat] = await tx.query<{ id: string }>(SEAT, [test.sessionId, employeeId]);
    if (!seat) throw new AppError('not-enrolled', { status: 403 });
    const earlier = await tx.query<AttemptView>(ATTEMPTS, [testId, seat.id]);
    return { test, seatId: seat.id, earlier };
  }

  private async paperOf(tx: Transaction, test: TestTerms): Promise<{ seed: string; paper: PaperQuestion[] }> {
    const questions = await this.bank.forSession(tx, test.sessionId, test.topics);
    if (questions.length === 0) throw new AppError('question-bank-empty', { status: 409 });
    const seed = randomBytes(SEED_BYTES).toString('hex');
    return { seed, paper: drawPaper(questions, test.questionCount, seed) };
  }

  private async end(
    tx: Transaction,
    attempt: Pick<AttemptView, 'attemptId' | 'questions'>,
    answers: Readonly<Record<string, GivenAnswer>>,
    at: Date,
  ): Promise<number> {
    const ids = (attempt.questions as readonly PaperQuestion[]).map(({ questionId }) => questionId);
    const score = scoreAnswers(await this.bank.byIds(tx, ids), answers);
    await tx.execute(END, [attempt.attemptId, JSON.stringify(answers), at, score]);
    return score;
  }

  private async lockOpen(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
  ): Promise<AttemptView> {
    const [attempt] = await tx.query<AttemptView>(`${OWN} FOR UPDATE OF a`, [attemptId, employeeId]);
    if (!attempt) throw new AppError('attempt-not-found', { status: 404 });
    if (attempt.submittedAt !== null || isOver(attempt.deadline, this.clock.now()))
      throw new AppError('attempt-over', { status: 409 });
    assertAnswers(attempt, answers);
    return attempt;
  }
}
