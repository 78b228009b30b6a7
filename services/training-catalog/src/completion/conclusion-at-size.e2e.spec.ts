import { CertificateIssued, TrainingCompleted, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';
import { Conclusions } from './conclusions.js';

const PEOPLE = 1_100;
let academy: Academy;
let programmeId: string;
beforeAll(async () => {
  academy = await openAcademy();
  programmeId = await academy.programme({ delivery: 'E_LEARNING' });
});
afterAll(async () => academy?.stop());

const held = () => ({ programmeId, startsOn: academy.day(-3), endsOn: academy.day(0), capacity: PEOPLE });
const sql = <R extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
  academy.service.region.sql<R>(text, values);

/** As many people as a large session has, all with a seat. */
async function seatMany(sessionId: string): Promise<void> {
  const ids = Array.from({ length: PEOPLE }, () => newId());
  await sql(
    `INSERT INTO training_catalog.employee (employee_id, name, employment_status, agency_id, unit_id, state_order)
     SELECT i, 'Peserta rekaan', 'PNS', $2, $2, 1 FROM unnest($1::uuid[]) AS i`,
    [ids, academy.agencyId],
  );
  await sql(
    `INSERT INTO training_catalog.enrolment (enrolment_id, session_id, employee_id, origin, state, requested_by)
     SELECT gen_random_uuid(), $2, i, 'NOMINATION', 'ENROLLED', 'officer-1' FROM unnest($1::uuid[]) AS i`,
    [ids, sessionId],
  );
}

describe('seats', () => {
  it('are never given twice, however many ask at once', async () => {
    const sessionId = await academy.session({ ...held(), capacity: 3, selfEnrolment: true, approvals: [] });
    const states = await Promise.all(
      academy.learners.map(async ({ token }) => {
        const asked = await academy.post<{ state: string }>(`me/sessions/${sessionId}/enrolment`, {}, token);
        return expectStatus(asked, 201).state;
      }),
    );
    expect(states.filter((state) => state === 'ENROLLED')).toHaveLength(3);
    const inOrder = await sql<{ state: string }>(
      'SELECT state FROM training_catalog.enrolment WHERE session_id = $1 ORDER BY queue_number',
      [sessionId],
    );
    expect(inOrder.map(({ state }) => state)).toEqual([
      'ENROLLED',
      'ENROLLED',
      'ENROLLED',
      ...Array(4).fill('WAITING'),
    ]);
    const { body } = await academy.get<{ revision: number }>(`sessions/${sessionId}`);
    const wider = await academy.service.call('PATCH', `sessions/${sessionId}`, {
      as: academy.officer,
      body: { capacity: 5 },
      headers: { 'if-match': `"${body.revision}"` },
    });
    expect(wider.status).toBe(200);
    expect((await academy.get(`sessions/${sessionId}`)).body).toMatchObject({ seated: 5, waiting: 2 });
    const narrower = await academy.service.call('PATCH', `sessions/${sessionId}`, {
      as: academy.officer,
      body: { capacity: 4 },
      headers: { 'if-match': '*' },
    });
    expect(narrower.body).toMatchObject({ code: 'session-refused' });
  });
});

describe('the conclusion of large sessions', () => {
  it('decides on each person once, in pieces, two sessions and two workers at a time, without a gap or double in the numbers', async () => {
    const sessions = [await academy.session(held()), await academy.session(held())];
    for (const sessionId of sessions) await seatMany(sessionId);
    const conclusions = academy.service.app.get(Conclusions, { strict: false });
    for (const sessionId of sessions) expectStatus(await academy.post(`sessions/${sessionId}/conclude`, {}), 202);
    // Beside the queue's own worker: another process that takes up the same work after a crash.
    await Promise.all(sessions.map((sessionId) => conclusions.run(sessionId)));
    for (const sessionId of sessions)
      await waitUntil('held', async () => {
        const [row] = await sql<{ state: string }>(
          'SELECT state FROM training_catalog.training_session WHERE session_id = $1',
          [sessionId],
        );
        return row?.state === 'HELD';
      });
    const [counts] = await sql<Record<string, number>>(
      `SELECT (SELECT count(*)::integer FROM training_catalog.completion WHERE session_id = ANY($1)) AS completions,
         (SELECT count(DISTINCT employee_id)::integer FROM training_catalog.completion WHERE session_id = ANY($1)) AS people,
         (SELECT count(*)::integer FROM training_catalog.certificate) AS certificates,
         (SELECT count(DISTINCT series_number)::integer FROM training_catalog.certificate) AS numbers,
         (SELECT max(series_number) FROM training_catalog.certificate) AS last,
         (SELECT last FROM training_catalog.certificate_series) AS series`,
      [sessions],
    );
    const all = PEOPLE * 2;
    expect(counts).toEqual({ completions: all, people: all, certificates: all, numbers: all, last: all, series: all });
    expect(await academy.told<TrainingCompleted>(TrainingCompleted.type)).toHaveLength(all);
    const issued = await academy.told<CertificateIssued>(CertificateIssued.type);
    expect(new Set(issued.map(({ number }) => number)).size).toBe(all);
    expect(await academy.told('betang.training-catalog.session-closed.v1')).toHaveLength(2);
  });

  it('burns no number with a transaction that fails', async () => {
    const [before] = await sql<{ last: number }>('SELECT last FROM training_catalog.certificate_series');
    const sessionId = await academy.session(held());
    const [learner] = academy.learners as [Learner];
    const nomination = { employeeIds: [learner.employeeId] };
    expectStatus(await academy.post(`sessions/${sessionId}/nominations`, nomination), 201);
    // Somebody recorded the same session for the same person meanwhile: the whole piece of work is refused.
    await sql(
      `INSERT INTO training_catalog.completion (completion_id, employee_id, session_id, title, organiser, path_code, scope, quantity_hundredths,
         started_on, completed_on, source_key, recorded_by)
       VALUES (gen_random_uuid(), $1, $2, 'A', 'B', 'KL03', 'NATIONAL', 1, '2026-01-01', '2026-01-01', $3, 'x')`,
      [learner.employeeId, sessionId, `session:${sessionId}:${learner.employeeId}`],
    );
    await sql(`UPDATE training_catalog.training_session SET state = 'CONCLUDING' WHERE session_id = $1`, [sessionId]);
    const conclusions = academy.service.app.get(Conclusions, { strict: false });
    await expect(conclusions.run(sessionId)).rejects.toMatchObject({ code: '23505' });
    expect(await sql('SELECT last FROM training_catalog.certificate_series')).toEqual([before]);
    await sql(
      `UPDATE training_catalog.completion SET revoked_at = now(), revoked_by = 'x', revoked_reason = 'ganda' WHERE session_id = $1`,
      [sessionId],
    );
    await conclusions.run(sessionId);
    expect(await sql('SELECT last FROM training_catalog.certificate_series')).toEqual([{ last: before!.last + 1 }]);
  });
});
