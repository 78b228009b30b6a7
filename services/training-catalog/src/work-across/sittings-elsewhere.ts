import { SittingHandedIn, SittingRequested, newId, type NewEvent, type SittingAnswered } from '@betang/contracts';
import { Outbox, regionToken } from '@betang/messaging';
import {
  AppError,
  Audit,
  Clock,
  ServiceDatabase,
  UnitOfWork,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { GivenAnswer } from '../tests/question.js';
import { assertAnswers } from '../tests/check-answers.decision.js';
import { deadlineOf, isOver, mayBegin, overdueSince } from '../tests/sitting-time.decision.js';
import { getSeatElsewhere, getTestElsewhere } from './learner-elsewhere.js';
import { toldAnswers } from './sitting-answers.js';

export const SITTING_STATES = ['ASKED', 'DRAWN', 'STARTED', 'HANDED_IN', 'SCORED', 'REFUSED'] as const;
export type SittingState = (typeof SITTING_STATES)[number];
type Paper = NonNullable<SittingAnswered['paper']>;

/** A sitting of a test elsewhere, as its home region keeps it. */
export interface SittingElsewhere {
  readonly attemptId: string;
  readonly enrolmentId: string;
  readonly testId: string;
  readonly hostRegion: string;
  readonly state: SittingState;
  readonly paper: Paper | null;
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  readonly startedAt: Date | null;
  readonly deadline: Date | null;
  readonly handedInAt: Date | null;
  readonly score: number | null;
  readonly reason: string | null;
}

const SELECT = `SELECT s.attempt_id AS "attemptId", s.enrolment_id AS "enrolmentId", s.test_id AS "testId", s.host_region AS "hostRegion", s.state, s.paper,
    s.answers, s.started_at AS "startedAt", s.deadline, s.handed_in_at AS "handedInAt", s.score, s.reason
  FROM sitting_elsewhere AS s JOIN outgoing_enrolment AS o USING (enrolment_id)`;
const OWN = `${SELECT} WHERE s.attempt_id = $1 AND o.employee_id = $2`;
const OF_TEST = `${SELECT} WHERE s.enrolment_id = $1 AND s.test_id = $2 AND s.state <> 'REFUSED' ORDER BY s.asked_at`;
const OF_ENROLMENT = `${SELECT} WHERE s.enrolment_id = $1 ORDER BY s.asked_at DESC LIMIT 200`;
const LOCK = `SELECT 1 FROM outgoing_enrolment WHERE enrolment_id = $1 FOR UPDATE`;
const ASK = `INSERT INTO sitting_elsewhere (attempt_id, enrolment_id, test_id, host_region, state, asked_at) VALUES ($1, $2, $3, $4, 'ASKED', $5)`;
const START = `UPDATE sitting_elsewhere SET state = 'STARTED', started_at = $2, deadline = $3 WHERE attempt_id = $1`;
const SAVE = `UPDATE sitting_elsewhere SET answers = $2 WHERE attempt_id = $1`;
const HAND_IN = `UPDATE sitting_elsewhere SET state = 'HANDED_IN', answers = $2, handed_in_at = $3 WHERE attempt_id = $1`;
const OVERDUE = `SELECT attempt_id AS "attemptId" FROM sitting_elsewhere WHERE state = 'STARTED' AND deadline < $1 ORDER BY deadline LIMIT 500`;

/** Home: tests of sessions elsewhere. The host draws the paper and marks it; the time is kept here. */
@Injectable()
export class SittingsElsewhere {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks the host for a paper, also before the test opens, or answers the one that is open. Throws `not-enrolled` (403), `test-not-found` (404),
   * `test-not-open`, `attempts-used`, `sharing-kept-at-home`, `receiver-key-unknown` (409).
   */
  async ask(
    tx: Transaction,
    enrolmentId: string,
    testId: string,
    employeeId: string,
    actor: string,
  ): Promise<SittingElsewhere> {
    const seat = await getSeatElsewhere(tx, enrolmentId, employeeId);
    const { closesAt, attempts } = await getTestElsewhere(tx, seat, testId);
    await tx.query(LOCK, [enrolmentId]);
    const earlier = await tx.query<SittingElsewhere>(OF_TEST, [enrolmentId, testId]);
    const open = earlier.find(({ state }) => state === 'ASKED' || state === 'DRAWN' || state === 'STARTED');
    if (open) {
      this.audit.nothingChanged(tx);
      return open;
    }
    const now = this.clock.now();
    if (now > new Date(closesAt)) throw new AppError('test-not-open', { status: 409 });
    if (earlier.length >= attempts) throw new AppError('attempts-used', { status: 409 });
    const attemptId = newId();
    await tx.execute(ASK, [attemptId, enrolmentId, testId, seat.hostRegion, now]);
    const request = sittingRequested(seat.hostRegion, { attemptId, enrolmentId, testId });
    if (!this.outbox.shares(request)) throw new AppError('sharing-kept-at-home', { status: 409 });
    await this.outbox.append(tx, [request]);
    await this.note(tx, actor, 'ask-test-elsewhere', attemptId);
    return this.get(tx, attemptId, employeeId);
  }

  list(db: SqlClient, enrolmentId: string): Promise<SittingElsewhere[]> {
    return db.query<SittingElsewhere>(OF_ENROLMENT, [enrolmentId]);
  }

  /** Throws `attempt-not-found` (404). */
  async get(db: SqlClient, attemptId: string, employeeId: string): Promise<SittingElsewhere> {
    const [row] = await db.query<SittingElsewhere>(OWN, [attemptId, employeeId]);
    if (!row) throw new AppError('attempt-not-found', { status: 404 });
    return row;
  }

  /** Opens the paper; from then on the time runs. Throws `attempt-not-found` (404), `paper-not-there`, `test-not-open` (409). */
  async start(tx: Transaction, attemptId: string, employeeId: string, actor: string): Promise<SittingElsewhere> {
    const sitting = await this.lock(tx, attemptId, employeeId);
    if (sitting.state === 'STARTED') {
      this.audit.nothingChanged(tx);
      return sitting;
    }
    if (sitting.state !== 'DRAWN' || !sitting.paper) throw new AppError('paper-not-there', { status: 409 });
    const { opensAt, closesAt, minutes } = sitting.paper;
    const terms = { opensAt: new Date(opensAt), closesAt: new Date(closesAt), minutes };
    const now = this.clock.now();
    if (!mayBegin(terms, now)) throw new AppError('test-not-open', { status: 409 });
    const deadline = deadlineOf(terms, now);
    await tx.execute(START, [attemptId, now, deadline]);
    await this.note(tx, actor, 'begin-test-elsewhere', attemptId);
    return { ...sitting, state: 'STARTED', startedAt: now, deadline };
  }

  /** Throws `attempt-not-found` (404), `attempt-over` (409), `answers-refused` (422). */
  async save(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
  ): Promise<SittingElsewhere> {
    const sitting = await this.lockStarted(tx, attemptId, employeeId, answers);
    const merged = { ...sitting.answers, ...answers };
    await tx.execute(SAVE, [attemptId, JSON.stringify(merged)]);
    return { ...sitting, answers: merged };
  }

  /** Sends the answers to the host. Throws as {@link save}. */
  async submit(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
    actor: string,
  ): Promise<SittingElsewhere> {
    const sitting = await this.lockStarted(tx, attemptId, employeeId, answers);
    const handedIn = await this.handIn(
      tx,
      { ...sitting, answers: { ...sitting.answers, ...answers } },
      this.clock.now(),
    );
    await this.note(tx, actor, 'submit-test-elsewhere', attemptId);
    return handedIn;
  }

  /** Hands in what nobody did, with the answers that were saved; answers how many. Reads first, one short transaction each. */
  async endOverdue(): Promise<number> {
    const rows = await this.database.query<{ attemptId: string }>(OVERDUE, [overdueSince(this.clock.now())]);
    let ended = 0;
    for (const { attemptId } of rows)
      ended += await this.unitOfWork.run(async (tx) => {
        const [sitting] = await tx.query<SittingElsewhere>(
          `${SELECT} WHERE s.attempt_id = $1 AND s.state = 'STARTED' FOR UPDATE OF s`,
          [attemptId],
        );
        if (sitting) await this.handIn(tx, sitting, sitting.deadline!);
        return sitting ? 1 : 0;
      });
    return ended;
  }

  private async handIn(tx: Transaction, sitting: SittingElsewhere, at: Date): Promise<SittingElsewhere> {
    await tx.execute(HAND_IN, [sitting.attemptId, JSON.stringify(sitting.answers), at]);
    const handedIn = { ...sitting, state: 'HANDED_IN' as const, handedInAt: at };
    await this.outbox.append(tx, [sittingHandedIn(handedIn)]);
    return handedIn;
  }

  private async lock(tx: Transaction, attemptId: string, employeeId: string): Promise<SittingElsewhere> {
    const [sitting] = await tx.query<SittingElsewhere>(`${OWN} FOR UPDATE OF s`, [attemptId, employeeId]);
    if (!sitting) throw new AppError('attempt-not-found', { status: 404 });
    return sitting;
  }

  private async lockStarted(
    tx: Transaction,
    attemptId: string,
    employeeId: string,
    answers: Readonly<Record<string, GivenAnswer>>,
  ): Promise<SittingElsewhere> {
    const sitting = await this.lock(tx, attemptId, employeeId);
    const over = sitting.deadline === null || isOver(sitting.deadline, this.clock.now());
    if (sitting.state !== 'STARTED' || over) throw new AppError('attempt-over', { status: 409 });
    assertAnswers({ questions: sitting.paper!.questions }, answers);
    return sitting;
  }

  private note(tx: Transaction, actor: string, action: string, attemptId: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'sitting-elsewhere', id: attemptId } });
  }
}

export function sittingRequested(hostRegion: string, data: SittingRequested): NewEvent {
  const to = `to.${regionToken(hostRegion)}` as const;
  return SittingRequested.create({ subject: data.enrolmentId, data, to }) as unknown as NewEvent;
}

/** Of a sitting that has ended. */
export function sittingHandedIn(sitting: SittingElsewhere): NewEvent {
  const { attemptId, enrolmentId, hostRegion, startedAt, handedInAt, answers } = sitting;
  const times = { startedAt: startedAt!.toISOString(), handedInAt: handedInAt!.toISOString() };
  const data: SittingHandedIn = { attemptId, enrolmentId, ...times, answers: toldAnswers(answers) };
  const to = `to.${regionToken(hostRegion)}` as const;
  return SittingHandedIn.create({ subject: enrolmentId, data, to }) as unknown as NewEvent;
}
