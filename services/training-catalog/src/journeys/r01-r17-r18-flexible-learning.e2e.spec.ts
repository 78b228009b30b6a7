import { CertificateReissued, SessionChanged, TrainingCompleted, TrainingNotPassed } from '@betang/contracts';
import { UnitOfWork } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionFacts } from '../session-facts.js';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';

let academy: Academy;
beforeAll(async () => {
  academy = await openAcademy();
});
afterAll(async () => academy?.stop());

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function nominate(sessionId: string, people: readonly Learner[]): Promise<Map<string, string>> {
  const { items } = expectStatus(
    await academy.post<{ items: { enrolmentId: string; employeeId: string; state: string }[] }>(
      `sessions/${sessionId}/nominations`,
      { employeeIds: people.map(({ employeeId }) => employeeId) },
      academy.planner,
    ),
    201,
  );
  expect(items.map(({ state }) => state)).toEqual(people.map(() => 'ENROLLED'));
  return new Map(items.map(({ employeeId, enrolmentId }) => [employeeId, enrolmentId]));
}

async function meeting(sessionId: string, mode: string): Promise<string> {
  const body = { topic: 'Analisis risiko', mode, startsAt: soon(-5), endsAt: soon(60) };
  return expectStatus(await academy.post<{ meetingId: string }>(`sessions/${sessionId}/meetings`, body), 201).meetingId;
}

const codeOf = async (meetingId: string): Promise<string> =>
  expectStatus(await academy.get<{ code: string }>(`meetings/${meetingId}/check-in-code`, academy.trainer.token), 200)
    .code;

async function checkIn(meetingId: string, { token }: Learner): Promise<unknown> {
  return expectStatus(await academy.post('me/check-ins', { meetingId, code: await codeOf(meetingId) }, token), 201);
}

describe('R01: blended learning of virtual sessions and independent assignments', () => {
  let sessionId: string;
  let programmeId: string;
  let certificateId: string;
  let verificationUrl: string;
  let revokedId: string;

  it('cannot be concluded without independent assignments', async () => {
    programmeId = await academy.programme();
    const body = {
      programmeId,
      startsOn: academy.day(-1),
      endsOn: academy.day(0),
      link: 'https://rapat.contoh.id/ruang-1',
      trainerIds: [academy.trainer.employeeId, academy.secondTrainer.employeeId],
    };
    sessionId = await academy.session(body);
    expect(await academy.post(`sessions/${sessionId}/conclude`, {})).toMatchObject({
      status: 409,
      body: { code: 'blended-incomplete' },
    });
  });

  it('is taught, checked in by changing codes, handed in, marked twice, tested and appealed against', async () => {
    const { trainer, secondTrainer } = academy;
    const [diligent, absent] = academy.learners as [Learner, Learner];
    expect((await academy.get('sessions?teaching=true&search=kontingensi', trainer.token)).body).toMatchObject({
      items: [{ sessionId }],
    });
    expect((await academy.get('sessions?teaching=true', diligent.token)).body).toEqual({ items: [] });
    const enrolments = await nominate(sessionId, [diligent, absent]);
    expect((await academy.get<{ link: string }>(`sessions/${sessionId}`, diligent.token)).body.link).toContain('rapat');
    expect((await academy.get(`sessions/${sessionId}`, academy.learners[5]!.token)).body).toMatchObject({ link: null });
    const meetingId = await meeting(sessionId, 'ONLINE');
    const wrong = String((Number(await codeOf(meetingId)) + 1) % 1_000_000).padStart(6, '0');
    expect(await academy.post('me/check-ins', { meetingId, code: wrong }, absent.token)).toMatchObject({
      status: 422,
      body: { code: 'check-in-code-wrong' },
    });
    expect(await checkIn(meetingId, diligent)).toEqual({ meetingId, state: 'PRESENT' });
    const listed = { entries: [{ enrolmentId: enrolments.get(absent.employeeId), state: 'ABSENT' }] };
    expect((await academy.post(`meetings/${meetingId}/attendance`, listed)).body).toMatchObject({
      code: 'attendance-reason-needed',
    });
    expectStatus(await academy.post(`meetings/${meetingId}/attendance`, listed, trainer.token), 200);

    const assignment = {
      title: 'Rencana kontingensi banjir',
      instructions: 'Susun rencana kontingensi untuk wilayah Anda.',
      dueAt: soon(60),
      form: 'EITHER',
      rubric: [
        { criterion: 'analysis', maxPoints: 60 },
        { criterion: 'writing', maxPoints: 40 },
      ],
      secondMarker: true,
    };
    const { assignmentId } = expectStatus(
      await academy.post<{ assignmentId: string }>(`sessions/${sessionId}/assignments`, assignment, trainer.token),
      201,
    );
    const itemsOf = async (path: string) =>
      (await academy.get<{ items: object[] }>(`sessions/${sessionId}/${path}`, trainer.token)).body.items;
    expect(await itemsOf('assignments?form=EITHER&sort=-dueAt&limit=1')).toMatchObject([{ assignmentId }]);
    expect(await itemsOf('assignments?form=TEXT')).toEqual([]);
    expect(await itemsOf('meetings?cancelled=true&sort=-startsAt')).toEqual([]);
    expect(await itemsOf('meetings?cancelled=false&limit=1')).toHaveLength(1);
    for (const list of ['assignments', 'meetings', 'appeals'])
      expect(await academy.get(`sessions/${sessionId}/${list}?sort=noSuchField`, trainer.token)).toMatchObject({
        status: 400,
        body: { code: 'sort-invalid' },
      });
    const work = new FormData();
    work.append('text', 'Lampiran memuat perhitungan.');
    work.append(
      'file',
      new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF'], { type: 'application/pdf' }),
      'rencana.html',
    );
    const { submissionId } = expectStatus(
      await academy.service.call<{ submissionId: string }>('POST', `me/assignments/${assignmentId}/submissions`, {
        as: diligent.token,
        form: work,
      }),
      201,
    );
    expect((await academy.post(`sessions/${sessionId}/conclude`, {})).body).toMatchObject({
      code: 'marks-outstanding',
    });
    const mark = (points: unknown, by: Learner) =>
      academy.post<{ mark: number | null; awaits: string | null }>(
        `submissions/${submissionId}/markings`,
        { points },
        by.token,
      );
    expect((await mark({ analysis: 61, writing: 1 }, trainer)).status).toBe(422);
    expect((await mark({ analysis: 30, writing: 20 }, trainer)).body).toEqual({
      submissionId,
      mark: null,
      awaits: 'SECOND',
    });
    expect((await mark({ analysis: 60, writing: 40 }, trainer)).body).toMatchObject({ code: 'marked-already' });
    expect((await mark({ analysis: 32, writing: 22 }, secondTrainer)).body).toEqual({
      submissionId,
      mark: 5200,
      awaits: null,
    });
    const file = await academy.get<{ text: string }>(`submissions/${submissionId}/file`, trainer.token);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    // A computer runs what it opens by the ending: it is that of the bytes, whatever a learner called the file.
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="rencana.html.pdf"');

    const appeal = expectStatus(
      await academy.post<{ appealId: string }>(
        `me/submissions/${submissionId}/appeal`,
        { reason: 'Perhitungan pada lampiran belum dinilai' },
        diligent.token,
      ),
      201,
    );
    expect((await academy.post(`sessions/${sessionId}/conclude`, {})).body).toMatchObject({ code: 'appeals-open' });
    const upheld = { upheld: true, answer: 'Lampiran dinilai', points: { analysis: 50, writing: 30 } };
    expect((await academy.post(`appeals/${appeal.appealId}/decision`, upheld, trainer.token)).body).toMatchObject({
      code: 'marked-already',
    });
    expect((await academy.post(`appeals/${appeal.appealId}/decision`, upheld)).body).toMatchObject({ mark: 8000 });
  });

  it('draws tests by seed and never sends an answer', async () => {
    const { trainer } = academy;
    const [diligent] = academy.learners as [Learner];
    for (let n = 0; n < 6; n += 1) {
      const question = {
        programmeId,
        kind: 'SINGLE',
        wording: `Soal ${n}`,
        options: ['a', 'b', 'c'].map((id) => ({ id, text: `Pilihan ${id} ${n}` })),
        rightOptions: ['b'],
      };
      expectStatus(await academy.post('questions', question, trainer.token), 201);
    }
    expect((await academy.get('questions', diligent.token)).status).toBe(403);
    const sit = async (stage: string, rightAnswers: number) => {
      const test = { stage, title: stage, opensAt: soon(-1), closesAt: soon(30), minutes: 20, questionCount: 4 };
      const { testId } = expectStatus(
        await academy.post<{ testId: string }>(`sessions/${sessionId}/tests`, test, trainer.token),
        201,
      );
      type Sitting = { attemptId: string; questions: { questionId: string; options: { id: string }[] }[] };
      const begun = expectStatus(await academy.post<Sitting>(`me/tests/${testId}/attempts`, {}, diligent.token), 201);
      expect(JSON.stringify(begun)).not.toMatch(/answer"|rightOptions|seed/);
      expect(begun.questions).toHaveLength(4);
      const again = expectStatus(await academy.post<Sitting>(`me/tests/${testId}/attempts`, {}, diligent.token), 201);
      expect(again.attemptId).toBe(begun.attemptId);
      const answers = Object.fromEntries(
        begun.questions.map(({ questionId }, n) => [questionId, { options: [n < rightAnswers ? 'b' : 'a'] }]),
      );
      const path = `me/attempts/${begun.attemptId}/submit`;
      expect(await academy.post(path, { answers: { unknown: {} } }, diligent.token)).toMatchObject({ status: 422 });
      expect(expectStatus(await academy.post(path, { answers }, diligent.token), 200)).toMatchObject({
        score: rightAnswers * 2500,
      });
      expect((await academy.post(path, { answers }, diligent.token)).body).toMatchObject({ code: 'attempt-over' });
      expect((await academy.post(`me/tests/${testId}/attempts`, {}, diligent.token)).body).toMatchObject({
        code: 'attempts-used',
      });
    };
    await sit('PRE', 1);
    await sit('POST', 3);
  });

  it('ends in one decision a person, with its reasons, a completion with competencies, and a certificate', async () => {
    const [diligent, absent] = academy.learners as [Learner, Learner];
    await academy.conclude(sessionId);
    type Outcomes = { items: { passed: boolean; checks: { code: string; met: boolean; text: string }[] }[] };
    const own = await academy.get<Outcomes>('me/outcomes', absent.token, { headers: { 'accept-language': 'en' } });
    expect(own.body.items).toMatchObject([{ passed: false, attendance: 0, postScore: null, assignments: 0 }]);
    expect(own.body.items[0]!.checks.filter(({ met }) => !met).map(({ text }) => text)).toEqual([
      'Attendance 0 % is less than the 80 % asked for.',
      'The final test was not taken.',
      'Assignments handed in: 0 %; all are asked for.',
      'Assignments 0 % are less than the 60 % asked for.',
    ]);
    expect((await academy.get(`sessions/${sessionId}/outcomes?passed=true`)).body).toMatchObject({
      items: [
        { employeeId: diligent.employeeId, attendance: 10_000, preScore: 2500, postScore: 7500, assignments: 8000 },
      ],
    });
    const [certificate] = expectStatus(
      await academy.get<{ items: { certificateId: string; number: string; verificationUrl: string }[] }>(
        'me/certificates',
        diligent.token,
      ),
      200,
    ).items;
    ({ certificateId, verificationUrl } = certificate!);
    expect(certificate!.number).toBe(`00001/SERT/62.03/${academy.day(0).slice(0, 4)}`);
    const completed = await academy.told<TrainingCompleted>(TrainingCompleted.type);
    expect(completed).toMatchObject([
      {
        employeeId: diligent.employeeId,
        programmeId,
        sessionId,
        pathCode: 'KL03',
        quantityHundredths: 4050,
        certificateNumber: certificate!.number,
        certificateId,
        programmeVersion: 1,
        delivery: 'BLENDED',
        competencies: [{ code: 'MAN-07', level: 3 }],
      },
    ]);
    expect(await academy.told<TrainingNotPassed>(TrainingNotPassed.type)).toMatchObject([
      {
        employeeId: absent.employeeId,
        reasons: [{ code: 'attendance-too-low', required: 8000, reached: 0 }, {}, {}, {}],
      },
    ]);
  });

  it('is proven to anyone by a page that names nobody', async () => {
    const [diligent] = academy.learners as [Learner];
    const path = new URL(verificationUrl).pathname;
    const page = await academy.service.call<{ text: string }>('GET', path);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body.text).toContain('Sertifikat ini berlaku.');
    expect(page.body.text).toContain('D*** S***');
    expect(page.body.text).not.toContain(diligent.name);
    expect(page.body.text).not.toMatch(/\d{18}/);
    const english = await academy.service.call<{ text: string }>('GET', `${path}?lang=en`);
    expect(english.body.text).toContain('This certificate is valid.');
    const unknown = await academy.service.call<{ text: string }>('GET', path.replace(/.{22}$/, 'A'.repeat(22)));
    expect([unknown.status, unknown.body.text.includes('tidak tercatat')]).toEqual([200, true]);
    const pdf = await academy.get<{ bytes: Buffer }>(`me/certificates/${certificateId}/file.pdf`, diligent.token);
    expect(pdf.body.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await academy.get(`me/certificates/${certificateId}/file.pdf`, academy.learners[1]!.token)).status).toBe(
      404,
    );
  });

  it('is issued anew with the next number, and taken back with its hours', async () => {
    const year = academy.day(0).slice(0, 4);
    const reissued = expectStatus(
      await academy.post<{ certificateId: string; number: string }>(`certificates/${certificateId}/reissue`, {
        reason: 'Ejaan nama keliru',
      }),
      201,
    );
    expect(reissued.number).toBe(`00002/SERT/62.03/${year}`);
    const old = await academy.service.call<{ text: string }>('GET', new URL(verificationUrl).pathname);
    expect(old.body.text).toContain('sudah diganti');
    expect((await academy.post(`certificates/${certificateId}/revoke`, { reason: 'Keliru' })).body).toMatchObject({
      code: 'certificate-ended',
    });
    const revoked = await academy.post(`certificates/${reissued.certificateId}/revoke`, { reason: 'Bukti tidak sah' });
    expect(revoked.body).toMatchObject({ standing: 'REVOKED' });
    const reason = 'Bukti tidak sah';
    const mine = await academy.get<{ items: object[] }>('me/outcomes', academy.learners[0]!.token);
    expect(mine.body.items).toMatchObject([{ passed: true, revokedOn: expect.any(String), revokedReason: reason }]);
    expect(await academy.told('betang.training-catalog.completion-revoked.v1')).toMatchObject([{ reason }]);
    expect(await academy.told('betang.training-catalog.certificate-revoked.v1')).toMatchObject([
      { certificateId, cause: 'REPLACED' },
      { cause: 'REVOKED', reason },
    ]);
    const told = await academy.told<CertificateReissued>(CertificateReissued.type);
    expect(told).toMatchObject([{ cause: 'REPLACED', replacesId: certificateId, formerCompletionId: null }]);
    expect(told[0]).toMatchObject({ number: reissued.number, certificateId: reissued.certificateId });
    revokedId = reissued.certificateId;
  });

  it('is issued anew when it was taken back by mistake, and its hours with it; what was revoked stays revoked', async () => {
    type Shown = { certificateId: string; number: string; completionId: string; verificationUrl: string };
    const [learner] = academy.learners as [Learner];
    const before = expectStatus(await academy.get<Shown>(`certificates/${revokedId}`), 200);
    const path = `certificates/${revokedId}/reissue`;
    const sent = Array.from({ length: 3 }, () => academy.post<Shown>(path, { reason: 'Salah orang' }));
    const answers = await Promise.all(sent);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const restored = answers.find(({ status }) => status === 201)!.body;
    expect(restored).toMatchObject({ standing: 'VALID', replacesId: revokedId, replacesNumber: before.number });
    const [first, second, ...more] = await academy.told<TrainingCompleted>(TrainingCompleted.type);
    expect([more, restored.completionId === before.completionId]).toEqual([[], false]);
    const { number, certificateId: id, completionId } = restored;
    expect(second).toEqual({ ...first, completionId, certificateNumber: number, certificateId: id });
    const told = await academy.told<CertificateReissued>(CertificateReissued.type);
    expect(told.at(-1)).toMatchObject({
      ...{ cause: 'RESTORED', number, completionId, formerCompletionId: before.completionId, reason: 'Salah orang' },
      ...{ replacesId: revokedId, replacedNumber: before.number, employeeId: learner.employeeId },
    });
    const states = await academy.get<{ items: { standing: string; successorNumber: string | null }[] }>('certificates');
    expect(states.body.items.map(({ standing }) => standing).sort()).toEqual(['REPLACED', 'REVOKED', 'VALID']);
    const mine = await academy.get<{ items: object[] }>('me/outcomes', learner.token);
    expect(mine.body.items).toMatchObject([{ passed: true, completionId, revokedOn: null, revokedReason: null }]);
    const page = (url: string) => academy.service.call<{ text: string }>('GET', `${new URL(url).pathname}?lang=en`);
    const old = (await page(before.verificationUrl)).body.text;
    expect(old).toContain('was revoked and is not valid');
    expect(old).toContain(number);
    expect((await page(restored.verificationUrl)).body.text).toContain('This certificate is valid.');
    const notices = await academy.get<{ items: { code: string }[] }>('notices', learner.token);
    expect(notices.body.items.map(({ code }) => code)).toContain('training.certificate-restored');
    const facts = await academy.service.app
      .get(UnitOfWork, { strict: false })
      .run((tx) => sessionFacts('62.03')(tx, 'local'));
    const stated = facts.filter(({ contract }) => contract.type === CertificateReissued.type);
    expect(stated.map(({ data }) => data)).toEqual(told);
  });
});

describe('R17: flexible learning at any place and time', () => {
  it('counts e-learning at one’s own pace by its test alone, after self-enrolment with the supervisor’s consent', async () => {
    const { supervisor, trainer } = academy;
    const [, , first, second, third] = academy.learners as [Learner, Learner, Learner, Learner, Learner];
    const programmeId = await academy.programme({
      title: 'Pelayanan publik digital',
      competencies: [{ code: 'MAN-05', level: 2 }],
      delivery: 'E_LEARNING',
      pathCode: 'NKL03',
      hoursHundredths: 600,
    });
    const sessionId = await academy.session({
      programmeId,
      startsOn: academy.day(-30),
      endsOn: academy.day(0),
      capacity: 1,
      selfEnrolment: true,
      approvals: ['SUPERVISOR'],
      trainerIds: [trainer.employeeId],
    });
    const ask = async (learner: Learner) =>
      expectStatus(
        await academy.post<{ enrolmentId: string; state: string }>(
          `me/sessions/${sessionId}/enrolment`,
          {},
          learner.token,
        ),
        201,
      );
    const [one, two] = [await ask(first), await ask(second)];
    expect([one.state, two.state]).toEqual(['AWAITING_SUPERVISOR', 'AWAITING_SUPERVISOR']);
    expect((await academy.post(`me/sessions/${sessionId}/enrolment`, {}, first.token)).body).toMatchObject({
      code: 'enrolled-already',
    });
    const asked = await academy.get<{ items: { code: string }[] }>('notices', supervisor.token);
    expect(asked.body.items.map(({ code }) => code)).toEqual(Array(2).fill('training.approval-awaited'));
    const approve = (enrolmentId: string, as = supervisor.token) =>
      academy.post<{ state: string; waitingPlace: number | null }>(`enrolments/${enrolmentId}/approve`, {}, as);
    expect((await approve(one.enrolmentId, second.token)).status).toBe(403);
    const elsewhere = await academy.service.token('supervisor', {
      unit: '00000000-0000-4000-8000-00000000000b',
      subject: 'elsewhere',
    });
    expect((await approve(one.enrolmentId, elsewhere)).body).toMatchObject({ code: 'enrolment-not-found' });
    // Whoever asked first has the seat, although the other approval came earlier and took the free one.
    expect((await approve(two.enrolmentId)).body).toMatchObject({ state: 'ENROLLED' });
    expect((await approve(one.enrolmentId)).body).toMatchObject({ state: 'WAITING', waitingPlace: 1 });
    const three = await ask(third);
    expect((await approve(three.enrolmentId)).body).toMatchObject({ state: 'WAITING', waitingPlace: 2 });
    expectStatus(
      await academy.post(`me/enrolments/${two.enrolmentId}/withdraw`, { reason: 'Tugas mendesak' }, second.token),
      200,
    );
    const own = async (learner: Learner) =>
      (await academy.get<{ items: { state: string; waitingPlace: number | null }[] }>('me/enrolments', learner.token))
        .body.items[0];
    expect(await own(first)).toMatchObject({ state: 'ENROLLED', waitingPlace: null });
    expect(await own(third)).toMatchObject({ state: 'WAITING', waitingPlace: 1 });
    const notices = await academy.get<{ items: { code: string }[] }>('notices', first.token);
    expect(notices.body.items.map(({ code }) => code)).toContain('training.enrolled');

    for (const wording of ['Soal 1', 'Soal 2'])
      expectStatus(
        await academy.post('questions', { sessionId, kind: 'NUMBER', wording, rightNumber: 40.5, tolerance: 0.1 }),
        201,
      );
    const test = {
      stage: 'POST',
      title: 'Tes akhir',
      opensAt: soon(-1),
      closesAt: soon(30),
      minutes: 20,
      questionCount: 2,
    };
    const { testId } = expectStatus(
      await academy.post<{ testId: string }>(`sessions/${sessionId}/tests`, test, trainer.token),
      201,
    );
    const sitting = expectStatus(
      await academy.post<{ attemptId: string; questions: { questionId: string }[] }>(
        `me/tests/${testId}/attempts`,
        {},
        first.token,
      ),
      201,
    );
    const answers = Object.fromEntries(sitting.questions.map(({ questionId }) => [questionId, { number: 40.6 }]));
    expectStatus(await academy.post(`me/attempts/${sitting.attemptId}/submit`, { answers }, first.token), 200);
    await academy.conclude(sessionId);
    expect((await own(first))?.state).toBe('PASSED');
    expect((await own(third))?.state).toBe('CANCELLED');
    const completed = (await academy.told<TrainingCompleted>(TrainingCompleted.type)).filter(
      (one_) => one_.sessionId === sessionId,
    );
    expect(completed).toMatchObject([
      { employeeId: first.employeeId, quantityHundredths: 600, delivery: 'E_LEARNING' },
    ]);
  });
});

describe('R18: the mode of delivery is switched without losing hours', () => {
  it('from a classroom to the screen in the midst of a session', async () => {
    const [learner, dismissed] = academy.learners.slice(5) as [Learner, Learner];
    const programmeId = await academy.programme({
      title: 'Manajemen perubahan',
      delivery: 'CLASSICAL',
      competencies: [{ code: 'MAN-01', level: 2 }],
    });
    const sessionId = await academy.session({
      programmeId,
      startsOn: academy.day(-1),
      endsOn: academy.day(0),
      trainerIds: [academy.trainer.employeeId],
    });
    const enrolments = await nominate(sessionId, [learner, dismissed]);
    const first = await meeting(sessionId, 'ONSITE');
    await checkIn(first, learner);
    const withoutLink = { delivery: 'LIVE_STREAM', reason: 'Kabut asap' };
    expect((await academy.post(`sessions/${sessionId}/delivery`, withoutLink)).status).toBe(422);
    const link = 'https://rapat.contoh.id/ruang-2';
    expect((await academy.post(`sessions/${sessionId}/delivery`, { ...withoutLink, link }, learner.token)).status).toBe(
      403,
    );
    const switched = expectStatus(await academy.post(`sessions/${sessionId}/delivery`, { ...withoutLink, link }), 200);
    expect(switched).toMatchObject({ delivery: 'LIVE_STREAM', pathCode: 'KL03', quantityHundredths: 4050 });
    expect((await academy.get(`sessions/${sessionId}/delivery-switches`)).body).toMatchObject({
      items: [{ from: 'CLASSICAL', to: 'LIVE_STREAM', reason: 'Kabut asap' }],
    });
    const second = await meeting(sessionId, 'ONLINE');
    await checkIn(second, learner);
    const notices = await academy.get<{ items: { code: string; text: string }[] }>('notices', learner.token);
    expect(notices.body.items[0]).toMatchObject({ code: 'training.delivery-switched' });
    expect(notices.body.items[0]!.text).toContain('jam pelajaran tetap');
    expect(
      (await academy.told<SessionChanged>(SessionChanged.type)).filter((one) => one.sessionId === sessionId),
    ).toMatchObject([{ change: 'DELIVERY_SWITCHED', quantityHundredths: 4050 }]);
    await academy.conclude(sessionId);
    const completed = (await academy.told<TrainingCompleted>(TrainingCompleted.type)).filter(
      (one) => one.sessionId === sessionId,
    );
    expect(completed).toMatchObject([
      { employeeId: learner.employeeId, quantityHundredths: 4050, pathCode: 'KL03', delivery: 'LIVE_STREAM' },
    ]);
    // The trainer puts the list right afterwards: one more decision, with its reason.
    const entries = [{ enrolmentId: enrolments.get(dismissed.employeeId), state: 'PRESENT', reason: 'Jaringan putus' }];
    for (const meetingId of [first, second])
      expectStatus(await academy.post(`meetings/${meetingId}/attendance`, { entries }), 200);
    const anew = await academy.post(`enrolments/${enrolments.get(dismissed.employeeId)}/decide-anew`, {
      reason: 'Presensi dikoreksi',
    });
    expect(anew.body).toMatchObject({ passed: true });
    const calendar = await academy.get<{ text: string }>('me/calendar.ics', learner.token);
    expect(calendar.body.text).toMatch(/BEGIN:VCALENDAR[\s\S]*SUMMARY:Manajemen perubahan: Analisis risiko/);
  });

  it('and a session that cannot be held is called off, with the reason, for everyone who has a seat or waits', async () => {
    const programmeId = await academy.programme({
      title: 'Pelatihan yang batal',
      delivery: 'CLASSICAL',
      competencies: [{ code: 'MAN-02', level: 2 }],
    });
    const sessionId = await academy.session({
      programmeId,
      startsOn: academy.day(5),
      endsOn: academy.day(6),
      capacity: 1,
    });
    const [seated, waiting] = academy.learners as [Learner, Learner];
    const employeeIds = [seated.employeeId, waiting.employeeId];
    const named = await academy.post(`sessions/${sessionId}/nominations`, { employeeIds }, academy.planner);
    expect(named.body).toMatchObject({ items: [{ state: 'ENROLLED' }, { state: 'WAITING', waitingPlace: 1 }] });
    expectStatus(await academy.post(`sessions/${sessionId}/cancel`, { reason: 'Anggaran dialihkan' }), 200);
    for (const { token } of [seated, waiting]) {
      const { items } = (await academy.get<{ items: { code: string; text: string }[] }>('notices', token)).body;
      expect(items[0]).toMatchObject({ code: 'training.cancelled' });
      expect(items[0]!.text).toContain('Anggaran dialihkan');
    }
    expect(await academy.told('betang.training-catalog.session-closed.v1')).toContainEqual(
      expect.objectContaining({ sessionId, outcome: 'CANCELLED', participants: 2, reason: 'Anggaran dialihkan' }),
    );
  });
});
