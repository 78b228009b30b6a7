import { join } from 'node:path';
import { EmployeeIdentityErased, newId } from '@betang/contracts';
import { Audit, Files, RetentionRules } from '@betang/platform';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { employ } from '../testing/employees.js';
import { REGION, ServiceUnderTest } from '../testing/service-under-test.js';
import { RetentionSweep } from './retention-sweep.js';
import { CONTENT_RETENTION } from './retention.definition.js';

const HOME = '62.71';
const folder = createWorkFolder('retention');
let service: ServiceUnderTest;
let files: Files;
let rules: RetentionRules;
let sweep: RetentionSweep;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const { database, clock } = service;
  files = new Files(database, join(folder, 'files'));
  rules = new RetentionRules(CONTENT_RETENTION, REGION, database, new Audit(), clock);
  sweep = new RetentionSweep({} as never, rules, database, files, {} as never, clock);
});
afterAll(async () => {
  await service?.stop();
  removeWorkFolder(folder);
});

interface Kept {
  readonly sessionId: string;
  readonly enrolmentId: string;
  readonly submissionId: string;
  readonly attemptId: string;
  readonly meetingId: string;
  readonly sha256: string;
}

/** A session that ended on a day, with a guest's work as a file, a sitting, and a meeting with a wrong code. */
async function session(endsOn: string, state = 'HELD'): Promise<Kept> {
  const [sessionId, enrolmentId, assignmentId, submissionId] = [newId(), newId(), newId(), newId()];
  const [testId, attemptId, meetingId] = [newId(), newId(), newId()];
  const rows = (text: string, values: unknown[]) => service.rows(text, values);
  await rows(
    `INSERT INTO training_session (session_id, programme_id, starts_on, ends_on, delivery, place, capacity, created_by, title, organiser, cohort_year, state)
     VALUES ($1, $2, $3, $3, 'CLASSICAL', 'Kuala Kapuas', 10, 'officer-1', 'Pelatihan', 'BKPSDM', 2026, $4)`,
    [sessionId, newId(), endsOn, state],
  );
  await rows(
    `INSERT INTO enrolment (enrolment_id, session_id, employee_id, home_region, guest_name, origin, state, requested_by)
     VALUES ($1, $2, $1, $3, 'Sari (rekaan)', 'ACROSS', 'NOT_PASSED', $3)`,
    [enrolmentId, sessionId, HOME],
  );
  await rows(
    `INSERT INTO assignment (assignment_id, session_id, title, instructions, due_at, form, independent, rubric, weight, created_by)
     VALUES ($1, $2, 'Tugas', 'Kerjakan', now(), 'EITHER', true, '[]', 1, 'officer-1')`,
    [assignmentId, sessionId],
  );
  const { sha256 } = await files.put(Buffer.from(`%PDF-1.7\n${submissionId}`), { maxBytes: 1_000, types: ['pdf'] });
  await rows(
    `INSERT INTO submission (submission_id, assignment_id, enrolment_id, attempt, content, file_hash, file_name, media_type, late, mark)
     VALUES ($1, $2, $3, 1, 'Hasil kerja', $4, 'tugas.pdf', 'application/pdf', false, 8000)`,
    [submissionId, assignmentId, enrolmentId, sha256],
  );
  await service.database.unitOfWork.run((tx) => files.attach(tx, sha256, { type: 'submission', id: submissionId }));
  await rows(
    `INSERT INTO session_test (test_id, session_id, stage, title, opens_at, closes_at, minutes, attempts, question_count, created_by)
     VALUES ($1, $2, 'POST', 'Tes', now() - interval '1 hour', now(), 30, 2, 1, 'officer-1')`,
    [testId, sessionId],
  );
  await rows(
    `INSERT INTO test_attempt (attempt_id, test_id, enrolment_id, number, seed, paper, answers, started_at, deadline, submitted_at, score)
     VALUES ($1, $2, $3, 1, 'ab', '[{"questionId": "q"}]', '{"q": {"number": 1}}', now(), now(), now(), 5000)`,
    [attemptId, testId, enrolmentId],
  );
  await rows(
    `INSERT INTO session_meeting (meeting_id, session_id, topic, mode, starts_at, ends_at, check_in_secret, created_by)
     VALUES ($1, $2, 'Pembukaan', 'ONSITE', now(), now() + interval '1 hour', 'secret', 'officer-1')`,
    [meetingId, sessionId],
  );
  await rows('INSERT INTO check_in_attempt (meeting_id, enrolment_id, wrong) VALUES ($1, $2, 1)', [
    meetingId,
    enrolmentId,
  ]);
  return { sessionId, enrolmentId, submissionId, attemptId, meetingId, sha256 };
}

const workOf = async ({ submissionId }: Kept) =>
  (
    await service.rows('SELECT content, file_hash AS file, mark FROM submission WHERE submission_id = $1', [
      submissionId,
    ])
  )[0];
const sittingOf = async ({ attemptId }: Kept) =>
  (await service.rows('SELECT paper, answers, score FROM test_attempt WHERE attempt_id = $1', [attemptId]))[0];
const codeOf = async ({ meetingId }: Kept) => {
  const [row] = await service.rows<{ bytes: number; wrong: number }>(
    `SELECT length(m.check_in_secret) AS bytes, (SELECT count(*)::integer FROM check_in_attempt AS a WHERE a.meeting_id = m.meeting_id) AS wrong
       FROM session_meeting AS m WHERE m.meeting_id = $1`,
    [meetingId],
  );
  return row;
};

describe('content that is kept no longer', () => {
  it('goes with its files, and the mark and the score stay', async () => {
    // Today is 2026-06-30: two years for work and sittings, 30 days for codes.
    const old = await session('2024-06-29');
    const edge = await session('2024-06-30');
    const open = await session('2024-01-01', 'OPEN');
    expect(await sweep.sweep()).toBe(4);
    expect(await workOf(old)).toEqual({ content: null, file: null, mark: 8000 });
    expect(await sittingOf(old)).toEqual({ paper: [], answers: {}, score: 5000 });
    for (const kept of [edge, open]) expect(await workOf(kept)).toMatchObject({ content: 'Hasil kerja', mark: 8000 });
    expect(await codeOf(edge)).toEqual({ bytes: 0, wrong: 0 });
    expect(await codeOf(open)).toEqual({ bytes: 6, wrong: 1 });
    await service.rows(`UPDATE stored_file SET put_at = now() - interval '2 days'`);
    await files.sweep();
    await expect(files.read(old.sha256)).rejects.toMatchObject({ code: 'file-not-found' });
    expect(await files.find(service.database, edge.sha256)).toBeDefined();
    expect(await sweep.sweep()).toBe(0);
  });

  it('goes too where it never came whole, or where the host never said how it ended', async () => {
    const [pieces, outgoing, work] = [newId(), newId(), newId()];
    await service.rows(
      `INSERT INTO guest_work_piece (submission_id, part, home_region, content, received_at) VALUES ($1, 1, $2, 'x', '2024-06-29'), ($3, 1, $2, 'x', now())`,
      [pieces, HOME, newId()],
    );
    await service.rows(
      `INSERT INTO outgoing_enrolment (enrolment_id, session_id, host_region, programme_id, title, starts_on, ends_on, employee_id, state, requested_by, requested_at, changed_at)
       VALUES ($1, $2, '62', $3, 'Pelatihan', '2024-06-01', '2024-06-29', $4, 'ACCEPTED', 'x', now(), now())`,
      [outgoing, newId(), newId(), newId()],
    );
    await service.rows(
      `INSERT INTO work_elsewhere (submission_id, enrolment_id, assignment_id, host_region, content, state, handed_in_at) VALUES ($1, $2, $3, '62', 'Hasil', 'SENT', now())`,
      [work, outgoing, newId()],
    );
    expect(await sweep.sweep()).toBe(2);
    expect(await service.rows('SELECT 1 FROM guest_work_piece')).toHaveLength(1);
    expect(await service.rows('SELECT content, state FROM work_elsewhere WHERE submission_id = $1', [work])).toEqual([
      { content: null, state: 'SENT' },
    ]);
  });

  it('stays while an appeal is open', async () => {
    const appealed = await session('2020-01-01');
    await service.rows(
      `INSERT INTO mark_appeal (appeal_id, submission_id, reason, state) VALUES ($1, $2, 'Salah', 'OPEN')`,
      [newId(), appealed.submissionId],
    );
    await sweep.sweep();
    expect(await workOf(appealed)).toMatchObject({ content: 'Hasil kerja' });
  });

  it('of guests is who they were, and why they asked in vain', async () => {
    const { sessionId, enrolmentId } = await session('2026-01-05');
    const refused = newId();
    const guest = (id: string, state: string, days: number) =>
      service.rows(
        `INSERT INTO guest_enrolment (enrolment_id, session_id, home_region, learner_name, employee_number, employment_status, state, reason, received_at, changed_at)
         VALUES ($1, $2, $3, 'Sari (rekaan)', '198609262015051009', 'PNS', $4, 'Kursi habis', now(), timestamptz '2026-06-30T03:00:00Z' - make_interval(days => $5))`,
        [id, sessionId, HOME, state, days],
      );
    await guest(enrolmentId, 'NOT_PASSED', 91);
    await guest(refused, 'REFUSED', 366);
    const recent = newId();
    await guest(recent, 'PASSED', 89);
    const withdrawal = newId();
    await service.rows(
      `INSERT INTO guest_withdrawal (enrolment_id, home_region, reason, received_at) VALUES ($1, $2, 'Sakit', '2025-01-01')`,
      [withdrawal, HOME],
    );
    await sweep.sweep();
    const left = await service.rows(
      `SELECT enrolment_id AS id, learner_name AS name, employee_number AS number, state, reason FROM guest_enrolment WHERE session_id = $1 ORDER BY changed_at`,
      [sessionId],
    );
    expect(left).toEqual([
      { id: refused, name: null, number: null, state: 'REFUSED', reason: null },
      { id: enrolmentId, name: null, number: null, state: 'NOT_PASSED', reason: 'Kursi habis' },
      { id: recent, name: 'Sari (rekaan)', number: '198609262015051009', state: 'PASSED', reason: 'Kursi habis' },
    ]);
    expect(await service.rows('SELECT 1 FROM guest_withdrawal WHERE enrolment_id = $1', [withdrawal])).toEqual([]);
    const [seat] = await service.rows('SELECT guest_name AS name FROM enrolment WHERE enrolment_id = $1', [
      enrolmentId,
    ]);
    expect(seat).toEqual({ name: null });
  });

  it('is on record: by which rule, and how much', async () => {
    const audited = await service.rows<{ kind: string; erased: number }>(
      'SELECT kind, erased FROM retention_run ORDER BY run_id',
    );
    expect(new Set(audited.map(({ kind }) => kind))).toEqual(
      new Set(['SUBMISSION', 'TEST_SITTING', 'CHECK_IN_CODE', 'GUEST_REQUEST', 'GUEST_IDENTITY']),
    );
    const [entries] = await service.rows<{ n: number }>(
      `SELECT count(*)::integer AS n FROM audit_entry WHERE action = 'erase-by-retention' AND reason IS NOT NULL`,
    );
    expect(entries?.n).toBe(audited.length);
    expect(audited.every(({ erased }) => erased > 0)).toBe(true);
  });

  it('is by a rule of the region from its day on', async () => {
    const mine = await session('2026-05-01');
    const own = {
      kind: 'SUBMISSION' as const,
      keepDays: 30,
      basis: 'Jadwal retensi rekaan',
      certainty: 'confirmed' as const,
    };
    const record = (validFrom: string) =>
      service.database.unitOfWork.run((tx) => rules.record(tx, { ...own, validFrom }, 'officer-1'));
    await expect(record('2026-07-01')).rejects.toMatchObject({ code: 'catalogue-retention-too-soon' });
    await record('2026-07-07');
    await expect(record('2026-07-07')).rejects.toMatchObject({ code: 'catalogue-retention-exists' });
    const request = (keepDays: number) =>
      service.database.unitOfWork.run((tx) =>
        rules.record(tx, { ...own, kind: 'GUEST_REQUEST', keepDays, validFrom: '2027-01-01' }, 'officer-1'),
      );
    await expect(request(90)).rejects.toMatchObject({ code: 'catalogue-retention-too-short' });
    expect(await request(91)).toMatchObject({ kind: 'GUEST_REQUEST', keepDays: 91 });
    await sweep.sweep();
    expect(await workOf(mine)).toMatchObject({ content: 'Hasil kerja' });
    service.clock.set('2026-07-07T03:00:00Z');
    await sweep.sweep();
    expect(await workOf(mine)).toMatchObject({ content: null });
    service.clock.set('2026-06-30T03:00:00Z');
  });
});

describe('somebody whose identity the region keeps no longer', () => {
  it('has no name and no number here', async () => {
    const employeeId = await employ(service, 61);
    const erased = service.event(EmployeeIdentityErased as never, { employeeId, erasedOn: '2026-06-30' } as never);
    await service.database.unitOfWork.run((transaction) =>
      service.directory.erased([erased] as never, { transaction, rebuilding: false } as never),
    );
    const person = () => service.rows('SELECT name FROM employee WHERE employee_id = $1', [employeeId]);
    expect(await person()).toEqual([{ name: null }]);
    expect(await service.rows('SELECT 1 FROM employee_number WHERE employee_id = $1', [employeeId])).toEqual([]);
  });
});
