import { TrainingCompleted } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import { waitUntil, type Answer } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';

type Decided = { readonly passed?: boolean; readonly code?: string };

let academy: Academy;
let programmeId: string;
beforeAll(async () => {
  academy = await openAcademy();
  programmeId = await academy.programme({ delivery: 'CLASSICAL' });
}, 120_000);
afterAll(async () => academy?.stop());

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** Somebody who did not pass for want of a presence that was put right since; answers session and enrolment. */
async function dismissed(learner: Learner): Promise<{ sessionId: string; enrolmentId: string }> {
  const sessionId = await academy.session({ programmeId, startsOn: academy.day(-1), endsOn: academy.day(0) });
  const named = await academy.post<{ items: { enrolmentId: string }[] }>(`sessions/${sessionId}/nominations`, {
    employeeIds: [learner.employeeId],
  });
  const { enrolmentId } = expectStatus(named, 201).items[0]!;
  const body = { topic: 'Analisis risiko', mode: 'ONSITE', startsAt: soon(-5), endsAt: soon(60) };
  const { meetingId } = expectStatus(
    await academy.post<{ meetingId: string }>(`sessions/${sessionId}/meetings`, body),
    201,
  );
  await academy.conclude(sessionId);
  const entries = [{ enrolmentId, state: 'PRESENT', reason: 'Jaringan putus' }];
  expectStatus(await academy.post(`meetings/${meetingId}/attendance`, { entries }), 200);
  return { sessionId, enrolmentId };
}

/** Two officers decide anew while the session is held by somebody else. */
async function decideTwice(sessionId: string, enrolmentId: string): Promise<Answer<Decided>[]> {
  const database = academy.service.app.get(ServiceDatabase, { strict: false });
  let sent: Promise<Answer<Decided>>[] = [];
  await database.unitOfWork.run(async (tx) => {
    await tx.query('SELECT 1 FROM training_session WHERE session_id = $1 FOR UPDATE', [sessionId]);
    const reason = { reason: 'Presensi dikoreksi' };
    sent = [1, 2].map(() => academy.post<Decided>(`enrolments/${enrolmentId}/decide-anew`, reason));
    await waitUntil('both wait', async () => {
      const [row] = await academy.service.region.sql<{ n: number }>(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row!.n >= 2;
    });
  });
  return Promise.all(sent);
}

const certificatesOf = (enrolmentId: string) =>
  academy.service.region.sql(
    `SELECT state, completion_id AS "completionId" FROM training_catalog.certificate WHERE enrolment_id = $1`,
    [enrolmentId],
  );

describe('two officers who decide anew on one person at the same moment', () => {
  it('let the person pass once; the second is told that nothing is left to decide', async () => {
    const [learner] = academy.learners as [Learner];
    const { sessionId, enrolmentId } = await dismissed(learner);
    const answers = await decideTwice(sessionId, enrolmentId);
    expect(answers.map(({ status, body }) => [status, body.code ?? body.passed]).sort()).toEqual([
      [200, true],
      [404, 'enrolment-not-found'],
    ]);
    const completed = await academy.told<TrainingCompleted>(TrainingCompleted.type);
    expect(completed.filter((one) => one.sessionId === sessionId)).toHaveLength(1);
    expect(await certificatesOf(enrolmentId)).toHaveLength(1);
  });

  it('give a guest, whose completion is recorded at home, one certificate', async () => {
    const [, learner] = academy.learners as [Learner, Learner];
    const { sessionId, enrolmentId } = await dismissed(learner);
    await academy.service.region.sql(
      `UPDATE training_catalog.enrolment SET home_region = '62.11', guest_name = 'Tamu (rekaan)', origin = 'ACROSS' WHERE enrolment_id = $1`,
      [enrolmentId],
    );
    const answers = await decideTwice(sessionId, enrolmentId);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await certificatesOf(enrolmentId)).toHaveLength(1);
  });
});
