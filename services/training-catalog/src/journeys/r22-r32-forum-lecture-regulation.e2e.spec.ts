import { CertificateIssued, SessionPublished, TrainingCompleted, TrainingNeedRaised } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';

let academy: Academy;
beforeAll(async () => {
  academy = await openAcademy({ province: true });
});
afterAll(async () => academy?.stop());

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const completedIn = async (sessionId: string) =>
  (await academy.told<TrainingCompleted>(TrainingCompleted.type)).filter((one) => one.sessionId === sessionId);

async function attend(sessionId: string, people: readonly Learner[]): Promise<void> {
  const body = { topic: 'Sesi utama', mode: 'ONSITE', startsAt: soon(-5), endsAt: soon(60), place: 'Aula' };
  const { meetingId } = expectStatus(
    await academy.post<{ meetingId: string }>(`sessions/${sessionId}/meetings`, body),
    201,
  );
  const { code } = expectStatus(await academy.get<{ code: string }>(`meetings/${meetingId}/check-in-code`), 200);
  for (const { token } of people) expectStatus(await academy.post('me/check-ins', { meetingId, code }, token), 201);
}

describe('R22: the routine forum of needs evaluation', () => {
  it('puts needs on record, tells planning of them, and gives no hours where it is worth none', async () => {
    const { planner, learners } = academy;
    const sessionId = await academy.session({
      kind: 'NEEDS_FORUM',
      title: 'Forum evaluasi kebutuhan pelatihan semester I',
      organiser: 'BKPSDM Kabupaten Kapuas',
      startsOn: academy.day(0),
      endsOn: academy.day(0),
      delivery: 'CLASSICAL',
    });
    const people = learners.slice(0, 2);
    const employeeIds = people.map(({ employeeId }) => employeeId);
    expectStatus(await academy.post(`sessions/${sessionId}/nominations`, { employeeIds }, planner), 201);
    await attend(sessionId, people);
    const need = {
      agencyId: academy.agencyId,
      competencyCode: 'MAN-07',
      requiredLevel: 3,
      need: 'Penyesuaian layanan perizinan setelah perubahan peraturan',
      priority: 'HIGH',
    };
    expectStatus(await academy.post(`sessions/${sessionId}/needs`, need), 201);
    expect((await academy.post(`sessions/${sessionId}/needs`, need, planner)).status).toBe(403);
    expect((await academy.get('forum-needs', planner)).body).toMatchObject({ items: [{ ...need, sessionId }] });
    expect(await academy.told<TrainingNeedRaised>(TrainingNeedRaised.type)).toMatchObject([{ ...need, sessionId }]);
    await academy.conclude(sessionId);
    expect((await academy.get('me/outcomes', people[0]!.token)).body).toMatchObject({
      items: [{ sessionId, passed: true, completionId: null }],
    });
    expect(await completedIn(sessionId)).toEqual([]);
  });

  it('needs to be a forum', async () => {
    const programmeId = await academy.programme({ competencies: [{ code: 'MAN-03', level: 1 }] });
    const sessionId = await academy.session({ programmeId, startsOn: academy.day(1), endsOn: academy.day(1) });
    const need = { need: 'Pelatihan lain', priority: 'LOW' };
    expect((await academy.post(`sessions/${sessionId}/needs`, need)).body).toMatchObject({ code: 'not-a-forum' });
  });
});

describe('R22: the public lecture of the Governor', () => {
  it('is open to all who ask, and counts a day for who was there', async () => {
    const lecture = {
      kind: 'PUBLIC_LECTURE',
      title: 'Kuliah umum: arah pembangunan daerah',
      organiser: 'BPSDM Provinsi Kalimantan Tengah',
      startsOn: academy.day(0),
      endsOn: academy.day(0),
      delivery: 'LIVE_STREAM',
      link: 'https://siaran.contoh.id/kuliah-umum',
      capacity: 5000,
      selfEnrolment: true,
    };
    expect((await academy.post('sessions', { ...lecture, place: 'Aula', pathCode: 'KL06' })).body).toMatchObject({
      errors: [{ field: 'quantityHundredths', code: 'session.worth-incomplete' }],
    });
    expect((await academy.post('sessions', { ...lecture, kind: 'TRAINING', place: 'Aula' })).body).toMatchObject({
      errors: [{ field: 'programmeId', code: 'session.programme-needed' }],
    });
    const sessionId = await academy.session({ ...lecture, pathCode: 'KL06', quantityHundredths: 100 });
    const [present, away] = academy.learners as [Learner, Learner];
    for (const { token } of [present, away])
      expect((await academy.post(`me/sessions/${sessionId}/enrolment`, {}, token)).body).toMatchObject({
        state: 'ENROLLED',
      });
    await attend(sessionId, [present]);
    await academy.conclude(sessionId);
    expect(await completedIn(sessionId)).toMatchObject([
      { employeeId: present.employeeId, programmeId: null, pathCode: 'KL06', quantityHundredths: 100 },
    ]);
    const shared = (await academy.told<SessionPublished>(SessionPublished.type)).filter(
      (one) => one.sessionId === sessionId,
    );
    expect(shared.map(({ state }) => state)).toEqual(['OPEN', 'HELD']);
    expect(JSON.stringify(shared)).not.toContain('siaran.contoh.id');
  });
});

describe('R32: training for changed regulations', () => {
  it('reaches those who are named, and its certificate ends with the rule that it taught', async () => {
    const programmeId = await academy.programme({
      title: 'Perubahan peraturan perizinan',
      pathCode: 'KL11',
      delivery: 'CLASSICAL',
      hoursHundredths: 800,
      competencies: [{ code: 'MAN-08', level: 2 }],
    });
    const rule = {
      programmeId,
      validFrom: academy.day(-1),
      minAttendance: 10_000,
      maxExcused: 0,
      allAssignments: false,
      certificate: true,
      certificateMonths: 1,
      basis: 'Surat edaran kepala daerah (contoh)',
    };
    expectStatus(await academy.post('pass-rules', rule), 201);
    expect((await academy.post('pass-rules', rule)).body).toMatchObject({ code: 'pass-rule-exists' });
    const scheme = {
      validFrom: academy.day(-1),
      pattern: '800/{seq}/{path}/{region}/{year}',
      letterhead: ['PEMERINTAH KABUPATEN KAPUAS', 'BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA'],
      place: 'Kuala Kapuas',
      signerName: 'Rahmadi Contoh',
      signerPost: 'Kepala BKPSDM',
    };
    expect((await academy.post('certificate-schemes', { ...scheme, pattern: '{seq}' })).status).toBe(422);
    expectStatus(await academy.post('certificate-schemes', scheme), 201);
    const sessionId = await academy.session({ programmeId, startsOn: academy.day(0), endsOn: academy.day(0) });
    const people = academy.learners.slice(0, 3);
    const employeeIds = [...people.map(({ employeeId }) => employeeId), '00000000-0000-4000-8000-0000000000ff'];
    expect(
      (await academy.post(`sessions/${sessionId}/nominations`, { employeeIds }, academy.planner)).body,
    ).toMatchObject({
      unknown: ['00000000-0000-4000-8000-0000000000ff'],
    });
    await attend(sessionId, people);
    await academy.conclude(sessionId);
    const issued = (await academy.told<CertificateIssued>(CertificateIssued.type)).filter(
      (one) => one.programmeId === programmeId,
    );
    const numbers = issued.map(({ number }) => Number(number.split('/')[1])).sort((a, b) => a - b);
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
    expect(issued[0]!.number).toMatch(/^800\/\d{5}\/KL11\/62\/\d{4}$/);
    expect(issued.every(({ expiresOn }) => expiresOn !== null)).toBe(true);
    expect(await academy.sweep('certificate-expiry')).toBeGreaterThanOrEqual(3);
    expect(await academy.sweep('certificate-expiry')).toBe(0);
    const notices = await academy.get<{ items: { code: string }[] }>('notices', people[0]!.token);
    expect(notices.body.items[0]).toMatchObject({ code: 'training.certificate-expires' });
    const expiring = await academy.get(`certificates?expiresBy=${academy.day(40)}&sort=expiresOn&limit=2`);
    expect(expiring.body).toMatchObject({ items: [{ standing: 'VALID' }, { standing: 'VALID' }] });
    expect(expiring.body['nextCursor']).toBeDefined();
  });
});
