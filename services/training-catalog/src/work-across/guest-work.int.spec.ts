import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SittingAnswered, WorkAnswered, newId, type EventData, type WorkHandedIn } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, Files, type Transaction } from '@betang/platform';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Assignments } from '../assignments/assignments.js';
import { Submissions } from '../assignments/submissions.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { QuestionBank } from '../tests/question-bank.js';
import { Sittings } from '../tests/sittings.js';
import { GuestSittings } from './guest-sittings.js';
import { GuestWorkAnswers } from './guest-work-answers.js';
import { GuestWorks } from './guest-works.js';
import { piecesOf } from './work-file.decision.js';

const HOME = '62.71';
const folder = createWorkFolder('guest-work');
let service: ServiceUnderTest;
let works: GuestWorks;
let sittings: GuestSittings;
let local: Sittings;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { clock, database } = service;
  const plain = { seal: async (_tx: Transaction, events: Parameters<Outbox['append']>[1]) => events };
  const owner = { service: 'training-catalog' as const, generation: 1 };
  const outbox = new Outbox(owner, { allows: () => true }, () => undefined, plain);
  const audit = new Audit();
  const files = new Files(database, join(folder, 'files'));
  const none = {} as never;
  const submissions = new Submissions(new Assignments(none, audit, none), files, audit, clock);
  works = new GuestWorks(submissions, new GuestWorkAnswers(outbox), files, audit);
  local = new Sittings(new QuestionBank(audit), audit, clock);
  sittings = new GuestSittings(local, outbox);
});
afterAll(async () => {
  await service?.stop();
  removeWorkFolder(folder);
});

const run = <T>(work: (tx: Transaction) => Promise<T>) => service.database.unitOfWork.run(work);
let sessionId: string;
let enrolmentId: string;
beforeEach(async () => {
  service.clock.set('2026-06-30T03:00:00Z');
  [sessionId, enrolmentId] = [newId(), newId()];
  await service.rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year)
     VALUES ($1, $2, '2026-06-29', '2026-07-03', 'CLASSICAL', 'Kuala Kapuas', 10, 'officer-1', 'Pelatihan', 'BKPSDM', 2026)`,
    [sessionId, newId()],
  );
  await service.rows(
    `INSERT INTO enrolment (enrolment_id, session_id, employee_id, home_region, origin, state, requested_by) VALUES ($1, $2, $1, $3, 'ACROSS', 'ENROLLED', $3)`,
    [enrolmentId, sessionId, HOME],
  );
  await service.rows(
    `INSERT INTO guest_enrolment (enrolment_id, session_id, home_region, state, received_at, changed_at) VALUES ($1, $2, $3, 'ACCEPTED', now(), now())`,
    [enrolmentId, sessionId, HOME],
  );
});

async function assign(dueAt: string, lateUntil: string | null = null, form = 'EITHER'): Promise<string> {
  const assignmentId = newId();
  await service.rows(
    `INSERT INTO assignment (assignment_id, session_id, title, instructions, due_at, late_until, form, independent, rubric, weight, created_by)
     VALUES ($1, $2, 'Tugas', 'Kerjakan', $3, $4, $5, true, '[]', 1, 'officer-1')`,
    [assignmentId, sessionId, dueAt, lateUntil, form],
  );
  return assignmentId;
}
const workFor = (assignmentId: string, changes: Partial<WorkHandedIn> = {}): WorkHandedIn => ({
  submissionId: newId(),
  enrolmentId,
  assignmentId,
  handedInAt: '2026-06-30T01:00:00.000Z',
  text: 'Hasil kerja',
  file: null,
  ...changes,
});
const take = (work: WorkHandedIn, region = HOME) => run((tx) => works.take(tx, region, work));
const wordsOn = async (submissionId: string) =>
  ((await service.published(WorkAnswered as never)) as EventData<typeof WorkAnswered>[])
    .filter((told) => told.submissionId === submissionId)
    .map(({ state, reason, late }) => [state, reason, late]);

describe('work of a guest', () => {
  it('counts once, from the home region alone', async () => {
    const work = workFor(await assign('2026-06-30T02:00:00Z'));
    await take(work, '62.01');
    expect(await wordsOn(work.submissionId)).toEqual([]);
    await take(work);
    await take(work);
    expect(await wordsOn(work.submissionId)).toEqual([['RECEIVED', null, false]]);
  });

  it('is in time by the clock of its home, however long it travels', async () => {
    const due = '2026-06-30T02:00:00Z';
    const [inTime, late, closed] = [await assign(due), await assign(due, '2026-06-30T02:30:00Z'), await assign(due)];
    const before = workFor(inTime, { handedInAt: '2026-06-30T02:00:00.000Z' });
    const after = workFor(late, { handedInAt: '2026-06-30T02:00:00.001Z' });
    const ahead = workFor(closed, { handedInAt: '2027-01-01T00:00:00.000Z' });
    for (const work of [before, after, ahead]) await take(work);
    expect(await wordsOn(before.submissionId)).toEqual([['RECEIVED', null, false]]);
    expect(await wordsOn(after.submissionId)).toEqual([['RECEIVED', null, true]]);
    expect(await wordsOn(ahead.submissionId)).toEqual([['REFUSED', 'assignment-closed', false]]);
  });

  it('that the rules refuse is answered with the reason', async () => {
    const file = workFor(await assign('2026-06-30T04:00:00Z', null, 'FILE'));
    const unknown = workFor(newId());
    await take(file);
    await take(unknown);
    expect(await wordsOn(file.submissionId)).toEqual([['REFUSED', 'submission-form', false]]);
    expect(await wordsOn(unknown.submissionId)).toEqual([['REFUSED', 'assignment-not-found', false]]);
  });

  it('comes in pieces in any order, and is refused when it is damaged or of another kind', async () => {
    const assignmentId = await assign('2026-06-30T04:00:00Z');
    const content = Buffer.from(`%PDF-1.7\n${'x'.repeat(3_000)}`);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const pieces = piecesOf(content, 1_000);
    const file = { name: 'tugas.pdf', sha256, bytes: content.length, parts: pieces.length };
    const send = async (work: WorkHandedIn, parts: readonly string[]) => {
      const numbered = parts.map((piece, index) => ({
        submissionId: work.submissionId,
        part: index + 1,
        content: piece,
      }));
      for (const piece of numbered.reverse()) await run((tx) => works.takePiece(tx, HOME, piece));
    };
    const whole = workFor(assignmentId, { text: null, file });
    await run((tx) => works.takePiece(tx, HOME, { submissionId: whole.submissionId, part: 4, content: pieces[3]! }));
    await take(whole);
    expect(await wordsOn(whole.submissionId)).toEqual([]);
    await send(whole, pieces);
    expect(await wordsOn(whole.submissionId)).toEqual([['RECEIVED', null, false]]);
    const damaged = workFor(assignmentId, { text: null, file: { ...file, sha256: 'a'.repeat(64) } });
    await take(damaged);
    await send(damaged, pieces);
    expect(await wordsOn(damaged.submissionId)).toEqual([['REFUSED', 'file-damaged', false]]);
    const script = Buffer.from('<script>alert(1)</script>');
    const hash = createHash('sha256').update(script).digest('hex');
    const foreign = { name: 'a.pdf', sha256: hash, bytes: script.length, parts: 1 };
    const other = workFor(assignmentId, { text: null, file: foreign });
    await take(other);
    await send(other, piecesOf(script));
    expect(await wordsOn(other.submissionId)).toEqual([['REFUSED', 'file-type-refused', false]]);
    expect(await service.rows('SELECT 1 FROM guest_work_piece')).toEqual([]);
  });
});

describe('a sitting of a guest', () => {
  let testId: string;
  let questionId: string;
  beforeEach(async () => {
    [testId, questionId] = [newId(), newId()];
    await service.rows(
      `INSERT INTO question (question_id, session_id, kind, wording, options, answer, points, created_by)
       VALUES ($1, $2, 'SINGLE', 'Satu?', '[{"id":"a","text":"Ya"},{"id":"b","text":"Tidak"}]', '{"options":["b"]}', 1, 'officer-1')`,
      [questionId, sessionId],
    );
    await service.rows(
      `INSERT INTO session_test (test_id, session_id, stage, title, opens_at, closes_at, minutes, attempts, question_count, created_by)
       VALUES ($1, $2, 'POST', 'Tes', '2026-06-30T02:00:00Z', '2026-06-30T04:00:00Z', 30, 2, 1, 'officer-1')`,
      [testId, sessionId],
    );
  });
  const ask = (attemptId: string, region = HOME) =>
    run((tx) => sittings.draw(tx, region, { attemptId, enrolmentId, testId }));
  const handIn = (attemptId: string, startedAt: string, handedInAt: string, region = HOME) => {
    const answers = [{ questionId, options: ['b'], number: null }];
    return run((tx) => sittings.mark(tx, region, { attemptId, enrolmentId, startedAt, handedInAt, answers }));
  };
  const wordsOf = async (attemptId: string) =>
    ((await service.published(SittingAnswered as never)) as EventData<typeof SittingAnswered>[])
      .filter((told) => told.attemptId === attemptId)
      .map(({ state, reason, score }) => [state, reason, score]);
  const DRAWN = ['DRAWN', null, null];

  it('is drawn and marked once, for its home region alone, without the right answers', async () => {
    const attemptId = newId();
    await ask(attemptId, '62.01');
    expect(await wordsOf(attemptId)).toEqual([]);
    await ask(attemptId);
    await ask(attemptId);
    expect(await wordsOf(attemptId)).toEqual([DRAWN]);
    await handIn(attemptId, '2026-06-30T02:00:00.000Z', '2026-06-30T02:30:30.000Z', '62.01');
    await handIn(attemptId, '2026-06-30T02:00:00.000Z', '2026-06-30T02:30:30.000Z');
    await handIn(attemptId, '2026-06-30T02:00:00.000Z', '2026-06-30T02:30:30.000Z');
    expect(await wordsOf(attemptId)).toEqual([DRAWN, ['SCORED', null, 10_000]]);
    const told = JSON.stringify(await service.published(SittingAnswered as never));
    expect(told).not.toMatch(/"options":\["b"\]|seed/);
  });

  it.each([
    ['opened too early', '2026-06-30T01:59:59.999Z', '2026-06-30T02:10:00.000Z'],
    ['handed in too late', '2026-06-30T02:00:00.000Z', '2026-06-30T02:30:30.001Z'],
    ['handed in after the test', '2026-06-30T03:50:00.000Z', '2026-06-30T04:00:30.001Z'],
  ])('%s counts for nothing', async (_, startedAt, handedInAt) => {
    const attemptId = newId();
    await ask(attemptId);
    await handIn(attemptId, startedAt, handedInAt);
    expect(await wordsOf(attemptId)).toEqual([DRAWN, ['REFUSED', 'attempt-over', null]]);
  });

  it('is not ended here while its home keeps the time, and one is open at a time', async () => {
    const [first, second, third] = [newId(), newId(), newId()];
    await ask(first);
    await ask(second);
    expect(await wordsOf(second)).toEqual([['REFUSED', 'attempt-open', null]]);
    service.clock.set('2026-06-30T09:00:00Z');
    expect(await run((tx) => local.endOverdue(tx))).toBe(0);
    await handIn(first, '2026-06-30T03:10:00.000Z', '2026-06-30T03:20:00.000Z');
    expect(await wordsOf(first)).toEqual([DRAWN, ['SCORED', null, 10_000]]);
    await ask(third);
    expect(await wordsOf(third)).toEqual([['REFUSED', 'test-not-open', null]]);
  });

  it('of a session that is over is refused', async () => {
    const [drawn, asked] = [newId(), newId()];
    await ask(drawn);
    await service.rows(`UPDATE training_session SET state = 'HELD' WHERE session_id = $1`, [sessionId]);
    await handIn(drawn, '2026-06-30T02:10:00.000Z', '2026-06-30T02:20:00.000Z');
    await ask(asked);
    expect(await wordsOf(drawn)).toEqual([DRAWN, ['REFUSED', 'session-closed', null]]);
    expect(await wordsOf(asked)).toEqual([['REFUSED', 'session-closed', null]]);
  });
});
