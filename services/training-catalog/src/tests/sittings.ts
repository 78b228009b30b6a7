import { randomBytes } from 'node:crypto';
import { newId } from '@betang/contracts';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { drawPaper, type PaperQuestion } from './draw-paper.decision.js';
import { QuestionBank } from './question-bank.js';
import type { GivenAnswer } from './question.js';
import { scoreAnswers } from './score-answers.decision.js';
import type { AttemptView } from './test-view.dto.js';

const TEST = `SELECT t.test_id AS "testId", t.session_id AS "sessionId", t.opens_at AS "opensAt", t.closes_at AS "closesAt", t.minutes, t.attempts,
    t.question_count AS "questionCount", t.topics, s.state FROM session_test AS t JOIN training_session AS s USING (session_id) WHERE t.test_id = $1`;
const SEAT = `SELECT enrolment_id AS id FROM enrolment WHERE session_id = $1 AND employee_id = $2 AND state = 'ENROLLED' FOR UPDATE`;
const COLUMNS = `a.attempt_id AS "attemptId", a.test_id AS "testId", a.number, a.paper AS questions, a.answers, a.started_at AS "startedAt", a.deadline,
  a.submitted_at AS "submittedAt", a.score`;
const ATTEMPTS = `SELECT ${COLUMNS} FROM test_attempt AS a WHERE a.test_id = $1 AND a.enrolment_id = $2 ORDER BY a.number`;
const INSERT = `INSERT INTO test_attempt (attempt_id, test_id, enrolment_id, number, seed, paper, started_at, deadline) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const OWN = `SELECT ${COLUMNS} FROM test_attempt AS a JOIN enrolment AS n USING (enrolment_id) WHERE a.attempt_id = $1 AND n.employee_id = $2`;
const SAVE = 'UPDATE test_attempt SET answers = $2 WHERE attempt_id = $1';
const END = 'UPDATE test_attempt SET answers = $2, submitted_at = $3, score = $4 WHERE attempt_id = $1';
const OVERDUE = `SELECT attempt_id AS "attemptId", paper AS questions, answers, deadline FROM test_attempt
  WHERE submitted_at IS NULL AND deadline < $1 ORDER BY deadline LIMIT 500 FOR UPDATE SKIP LOCKED`;
/** Answers that were sent off in time arrive a little later. */
const GRACE_MS = 30_000;
const MOST_ANSWERS = 200;
const SEED_BYTES = 16;

interface TestTerms {
  readonly testId: string;
  readonly sessionId: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly minutes: number;
  readonly attempts: number;
  readonly questionCount: number;
  readonly topics: readonly string[];
  readonly state: string;
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
    const [test] = await tx.query<TestTerms>(TEST, [testId]);
    if (!test) throw new AppError('test-not-found', { status: 404 });
    if (test.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
    const [seat] = await tx.query<{ id: string }>(SEAT, [test.sessionId, employeeId]);
    if (!seat) throw new AppError('not-enrolled', { status: 403 });
    const earlier = await tx.query<AttemptView>(ATTEMPTS, [testId, seat.id]);
    const open = earlier.find(({ submittedAt }) => submittedAt === null);
    const now = this.clock.now();
    if (open && open.deadline.getTime() + GRACE_MS >= now.getTime()) return open;
    if (open) await this.end(tx, open, open.answers, open.deadline);
    if (now < test.opensAt || now > test.closesAt) throw new AppError('test-not-open', { status: 409 });
    if (earlier.length >= test.attempts) throw new AppError('attempts-used', { status: 409 });
    const questions = await this.bank.forSession(tx, test.sessionId, test.topics);
    if (questions.length === 0) throw new AppError('question-bank-empty', { status: 409 });
    const seed = randomBytes(SEED_BYTES).toString('hex');
    const paper = drawPaper(questions, test.questionCount, seed);
    const deadline = new Date(Math.min(now.getTime() + test.minutes * 60_000, test.closesAt.getTime()));
    const attemptId = newId();
    const number = earlier.length + 1;
    await tx.execute(INSERT, [attemptId, testId, seat.id, number, seed, JSON.stringify(paper), now, deadline]);
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
    const before = new Date(this.clock.now().getTime() - GRACE_MS);
    const rows = await tx.query<AttemptView>(OVERDUE, [before]);
    for (const attempt of rows) await this.end(tx, attempt, attempt.answers, attempt.deadline);
    return rows.length;
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
    if (attempt.submittedAt !== null || this.clock.now().getTime() > attempt.deadline.getTime() + GRACE_MS)
      throw new AppError('attempt-over', { status: 409 });
    assertAnswers(attempt, answers);
    return attempt;
  }
}

/** Answers to questions of the paper only, in the form of their kind. */
function assertAnswers(attempt: AttemptView, answers: Readonly<Record<string, GivenAnswer>>): void {
  const options = new Map(
    attempt.questions.map(({ questionId, options: all }) => [questionId, new Set(all.map(({ id }) => id))]),
  );
  const entries = Object.entries(answers);
  const wrong = entries.find(([questionId, answer]) => {
    const known = options.get(questionId);
    if (!known || typeof answer !== 'object' || answer === null) return true;
    const { options: chosen, number } = answer;
    if (number !== undefined && typeof number !== 'number') return true;
    return chosen !== undefined && (!Array.isArray(chosen) || chosen.some((id) => !known.has(id as string)));
  });
  if (wrong || entries.length > MOST_ANSWERS)
    throw new AppError('answers-refused', { status: 422, field: `answers.${wrong?.[0] ?? ''}` });
}
