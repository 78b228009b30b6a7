import { GuestTaskStated, SessionChanged } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';

let academy: Academy;
let programmeId: string;
beforeAll(async () => {
  academy = await openAcademy();
  programmeId = await academy.programme({ delivery: 'CLASSICAL' });
});
afterAll(async () => academy?.stop());

const DAY_MS = 86_400_000;
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const at = (day: number, hour: number) => `${academy.day(day)}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const later = (iso: string, days: number) => new Date(Date.parse(iso) + days * DAY_MS).toISOString();
type Meeting = { meetingId: string; startsAt: string; endsAt: string; cancelledReason: string | null };
type Changed = { moved: object; enrolUntil: string };

const change = (sessionId: string, body: object) =>
  academy.service.call<Changed>('PATCH', `sessions/${sessionId}`, {
    as: academy.officer,
    body,
    headers: { 'if-match': '*' },
  });
const meetingsOf = async (sessionId: string) =>
  expectStatus(await academy.get<{ items: Meeting[] }>(`sessions/${sessionId}/meetings`), 200).items;
const plan = async (sessionId: string, startsAt: string, endsAt: string, more: object = {}) =>
  expectStatus(
    await academy.post<Meeting>(`sessions/${sessionId}/meetings`, {
      ...{ topic: 'Pertemuan', mode: 'ONSITE', startsAt, endsAt, place: 'Aula (rekaan)' },
      ...more,
    }),
    201,
  ).meetingId;
const nominate = async (sessionId: string, people: readonly Learner[]) =>
  expectStatus(
    await academy.post<{ items: { enrolmentId: string; state: string }[] }>(`sessions/${sessionId}/nominations`, {
      employeeIds: people.map(({ employeeId }) => employeeId),
    }),
    201,
  ).items;
const noticesOf = async ({ token }: Learner, code: string) => {
  const { items } = (await academy.get<{ items: { code: string; link: string }[] }>('notices?limit=100', token)).body;
  return items.filter((notice) => notice.code === code);
};

describe('R17: a session gets other days', () => {
  let sessionId: string;
  const [startsOn, endsOn] = [7, 9];

  it('takes its meetings, due times and tests along, and tells who takes part and who teaches', async () => {
    const [first] = academy.learners as [Learner];
    const { trainer, secondTrainer } = academy;
    const days = { startsOn: academy.day(startsOn), endsOn: academy.day(endsOn) };
    sessionId = await academy.session({ programmeId, ...days, trainerIds: [trainer.employeeId] });
    await nominate(sessionId, [first]);
    await plan(sessionId, at(startsOn, 1), at(startsOn, 8));
    await plan(sessionId, at(endsOn, 1), at(endsOn, 8), { trainerId: secondTrainer.employeeId });
    const off = await plan(sessionId, at(8, 1), at(8, 8));
    expectStatus(await academy.post(`meetings/${off}/cancel`, { reason: 'Libur daerah' }), 200);
    const rubric = [{ criterion: 'isi', maxPoints: 10 }];
    const task = { title: 'Telaah', instructions: 'Susun telaah.', form: 'TEXT', rubric };
    const times = { dueAt: at(endsOn, 10), lateUntil: at(endsOn, 16) };
    expectStatus(await academy.post(`sessions/${sessionId}/assignments`, { ...task, ...times }), 201);
    const test = { stage: 'PRE', title: 'Tes awal', opensAt: at(startsOn, 0), closesAt: at(startsOn, 2), minutes: 20 };
    expectStatus(await academy.post(`sessions/${sessionId}/tests`, { ...test, questionCount: 1 }), 201);
    const before = await meetingsOf(sessionId);
    const moved = await change(sessionId, { startsOn: academy.day(startsOn + 14), endsOn: academy.day(endsOn + 14) });
    expect(moved).toMatchObject({ status: 200, body: { moved: { meetings: 2, assignments: 1, tests: 1 } } });
    // Enrolment was open until the end, wherever that is.
    expect(moved.body.enrolUntil).toBe(academy.day(endsOn + 14));
    const after = await meetingsOf(sessionId);
    const byId = new Map(after.map((meeting) => [meeting.meetingId, meeting]));
    for (const { meetingId, startsAt, endsAt } of before) {
      const days = meetingId === off ? 0 : 14;
      const times = { startsAt: later(startsAt, days), endsAt: later(endsAt, days) };
      expect(byId.get(meetingId)).toMatchObject(times);
    }
    type Tasks = { items: { dueAt: string; lateUntil: string; opensAt: string; closesAt: string }[] };
    const [assignment] = (await academy.get<Tasks>(`sessions/${sessionId}/assignments`)).body.items;
    expect(assignment).toMatchObject({ dueAt: later(times.dueAt, 14), lateUntil: later(times.lateUntil, 14) });
    const [opened] = (await academy.get<Tasks>(`sessions/${sessionId}/tests`)).body.items;
    expect(opened).toMatchObject({ opensAt: later(test.opensAt, 14), closesAt: later(test.closesAt, 14) });
    for (const person of [first, trainer, secondTrainer])
      expect((await noticesOf(person, 'training.rescheduled')).at(0)?.link).toBe(`/training/sessions/${sessionId}`);
    expect((await academy.told<SessionChanged>(SessionChanged.type)).at(-1)).toMatchObject({ change: 'RESCHEDULED' });
    expect(await academy.told(GuestTaskStated.type)).toEqual([]);
  });

  it('asks what is to become of meetings that the new days leave out, and changes nothing until then', async () => {
    const days = { startsOn: academy.day(startsOn + 14), endsOn: academy.day(endsOn + 13) };
    const before = await meetingsOf(sessionId);
    const refused = await change(sessionId, days);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'session-refused', errors: [{ field: 'meetings', code: 'session.meetings-outside' }] },
    });
    expect(await meetingsOf(sessionId)).toEqual(before);
    expect((await academy.get(`sessions/${sessionId}`)).body).toMatchObject({ endsOn: academy.day(endsOn + 14) });
    const other = { startsOn: academy.day(startsOn + 20), endsOn: academy.day(endsOn + 25) };
    expect((await change(sessionId, other)).status).toBe(422);
    const taken = await change(sessionId, { ...other, meetings: 'MOVE' });
    expect(taken).toMatchObject({ status: 200, body: { moved: { meetings: 2 } } });
    expect((await change(sessionId, { startsOn: null })).body).toMatchObject({
      errors: [{ field: 'startsOn', code: 'session.value-needed' }],
    });
    expect((await change(sessionId, { enrolFrom: academy.day(60) })).body).toMatchObject({
      errors: [{ field: 'enrolFrom', code: 'session.enrolment-window' }],
    });
  });

  it('shows an early meeting on the day that it has where the session is held', async () => {
    const days = { startsOn: academy.day(60), endsOn: academy.day(61) };
    const early = await academy.session({ programmeId, ...days, trainerIds: [academy.trainer.employeeId] });
    // Half past five in the morning of the second day.
    const meetingId = await plan(early, `${academy.day(60)}T22:30:00.000Z`, `${academy.day(60)}T23:30:00.000Z`);
    const shownOn = async (offset: number) => {
      const day = academy.day(offset);
      const { items } = (await academy.get<{ items: Meeting[] }>(`calendar?from=${day}&to=${day}`)).body;
      return items.some((meeting) => meeting.meetingId === meetingId);
    };
    expect([await shownOn(60), await shownOn(61), await shownOn(62)]).toEqual([false, true, false]);
  });

  it('is cancelled with its meetings, and trainers hear it like everybody', async () => {
    const [first] = academy.learners as [Learner];
    expectStatus(await academy.post(`sessions/${sessionId}/cancel`, { reason: 'Anggaran dialihkan' }), 200);
    const reasons = (await meetingsOf(sessionId)).map(({ cancelledReason }) => cancelledReason).sort();
    expect(reasons).toEqual(['Anggaran dialihkan', 'Anggaran dialihkan', 'Libur daerah']);
    for (const person of [first, academy.trainer, academy.secondTrainer])
      expect(await noticesOf(person, 'training.cancelled')).toHaveLength(1);
    expect((await change(sessionId, { capacity: 40 })).body).toMatchObject({ code: 'session-closed' });
    const calendar = await academy.service.call<{ text: string }>('GET', 'me/calendar.ics', { as: first.token });
    expect(calendar.body.text).toContain('STATUS:CANCELLED');
  });
});

describe('R17: who agrees to a seat', () => {
  it('is the supervisor who is named, whatever the units of the role, and nobody for oneself', async () => {
    const [asking, planning, third] = academy.learners as [Learner, Learner, Learner];
    const days = { startsOn: academy.day(3), endsOn: academy.day(4) };
    const rule = { selfEnrolment: true, approvals: ['SUPERVISOR'], capacity: 1 };
    const sessionId = await academy.session({ programmeId, ...days, ...rule });
    const boss = await academy.service.token('supervisor', {
      unit: '00000000-0000-4000-8000-00000000000c',
      employee: academy.supervisor.employeeId,
      subject: 'account-boss-elsewhere',
    });
    const { enrolmentId } = expectStatus(
      await academy.post<{ enrolmentId: string }>(`me/sessions/${sessionId}/enrolment`, {}, asking.token),
      201,
    );
    type Page = { items: { enrolmentId: string }[] };
    const awaiting = await academy.get<Page>(`enrolments?sessionId=${sessionId}`, boss);
    expect(awaiting.body.items).toMatchObject([{ enrolmentId }]);
    const self = await academy.service.token('agency-planner', {
      unit: academy.agencyId,
      employee: planning.employeeId,
      subject: 'account-planner-self',
    });
    const named = await academy.post<{ items: { employeeId: string; state: string }[] }>(
      `sessions/${sessionId}/nominations`,
      { employeeIds: [planning.employeeId, third.employeeId] },
      self,
    );
    const states = new Map(named.body.items.map(({ employeeId, state }) => [employeeId, state]));
    expect(states.get(planning.employeeId)).toBe('AWAITING_SUPERVISOR');
    expect(states.get(third.employeeId)).toBe('ENROLLED');
    expect((await academy.post(`enrolments/${enrolmentId}/approve`, {}, boss)).body).toMatchObject({
      state: 'WAITING',
      waitingPlace: 1,
    });
  });

  it('moves nobody up into a session that is over', async () => {
    const [seated, waiting] = academy.learners as [Learner, Learner];
    const days = { startsOn: academy.day(-3), endsOn: academy.day(-1), capacity: 1 };
    const sessionId = await academy.session({ programmeId, ...days });
    const [first, second] = await nominate(sessionId, [seated, waiting]);
    expect(second).toMatchObject({ state: 'WAITING' });
    const reason = { reason: 'Tugas mendesak' };
    expectStatus(await academy.post(`enrolments/${first!.enrolmentId}/withdraw`, reason), 200);
    type Page = { items: { enrolmentId: string; state: string }[] };
    const { items } = (await academy.get<Page>(`enrolments?sessionId=${sessionId}&state=ENROLLED`)).body;
    expect(items).toEqual([]);
  });
});

describe('R18: the decision on participants', () => {
  it('waits for meetings to come and for who sits a test; attendance is not known beforehand, leave is', async () => {
    const [learner] = academy.learners as [Learner];
    // The last day is that of the meeting, which may begin after midnight.
    const endsOn = academy.day(46 / (24 * 60));
    const sessionId = await academy.session({ programmeId, startsOn: academy.day(-1), endsOn });
    const [seat] = await nominate(sessionId, [learner]);
    const meetingId = await plan(sessionId, soon(45), soon(46));
    const enter = (state: string) =>
      academy.post(`meetings/${meetingId}/attendance`, {
        entries: [{ enrolmentId: seat!.enrolmentId, state, reason: 'Surat tugas' }],
      });
    expect((await enter('PRESENT')).body).toMatchObject({ code: 'check-in-not-open' });
    expectStatus(await enter('EXCUSED'), 200);
    const conclude = () => academy.post(`sessions/${sessionId}/conclude`, {});
    expect((await conclude()).body).toMatchObject({ code: 'session-not-over' });
    expectStatus(await academy.post(`meetings/${meetingId}/cancel`, { reason: 'Digabung' }), 200);
    const question = { sessionId, kind: 'NUMBER', wording: 'Satu', rightNumber: 7 };
    expectStatus(await academy.post('questions', question), 201);
    const test = { stage: 'POST', title: 'Tes akhir', opensAt: soon(-1), closesAt: soon(30), minutes: 20 };
    const { testId } = expectStatus(
      await academy.post<{ testId: string }>(`sessions/${sessionId}/tests`, { ...test, questionCount: 1 }),
      201,
    );
    const { attemptId } = expectStatus(
      await academy.post<{ attemptId: string }>(`me/tests/${testId}/attempts`, {}, learner.token),
      201,
    );
    expect((await conclude()).body).toMatchObject({ code: 'test-being-sat' });
    expectStatus(await academy.post(`me/attempts/${attemptId}/submit`, { answers: {} }, learner.token), 200);
    await academy.conclude(sessionId);
    const own = await academy.get<{ items: object[] }>('me/outcomes', learner.token);
    expect(own.body.items).toMatchObject([{ sessionId, passed: false, postScore: 0 }]);
  });
});

describe('R18: who was there', () => {
  it('checks in once, with the code of that meeting; what the trainer entered stands', async () => {
    const [early, absent, stranger] = academy.learners as [Learner, Learner, Learner];
    const { trainer } = academy;
    const days = { startsOn: academy.day(-1), endsOn: academy.day(1), trainerIds: [trainer.employeeId] };
    const [here, elsewhere] = [
      await academy.session({ programmeId, ...days }),
      await academy.session({ programmeId, ...days }),
    ];
    const seats = await nominate(here, [early, absent]);
    await nominate(elsewhere, [stranger]);
    const meetingId = await plan(here, soon(-5), soon(60));
    const otherId = await plan(elsewhere, soon(-5), soon(60));
    const codeOf = async (id: string) =>
      expectStatus(await academy.get<{ code: string }>(`meetings/${id}/check-in-code`, trainer.token), 200).code;
    const checkIn = (person: Learner, id: string, code: string) =>
      academy.post('me/check-ins', { meetingId: id, code }, person.token);
    const code = await codeOf(meetingId);
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await checkIn(early, meetingId, wrong)).body).toMatchObject({ code: 'check-in-code-wrong' });
    expect((await checkIn(stranger, meetingId, code)).body).toMatchObject({ code: 'not-enrolled' });
    expect((await checkIn(early, otherId, await codeOf(otherId))).body).toMatchObject({ code: 'not-enrolled' });
    const entries = [{ enrolmentId: seats[1]!.enrolmentId, state: 'ABSENT' }];
    expectStatus(await academy.post(`meetings/${meetingId}/attendance`, { entries }, trainer.token), 200);
    for (let times = 0; times < 2; times += 1)
      expect((await checkIn(early, meetingId, await codeOf(meetingId))).body).toEqual({ meetingId, state: 'PRESENT' });
    expect((await checkIn(absent, meetingId, await codeOf(meetingId))).body).toEqual({ meetingId, state: 'ABSENT' });
    const list = await academy.get<{ items: { state: string; method: string }[] }>(`meetings/${meetingId}/attendance`);
    expect(list.body.items.map(({ state, method }) => `${state} ${method}`).sort()).toEqual([
      'ABSENT TRAINER',
      'PRESENT CODE',
    ]);
    const moved = { topic: 'Pertemuan', mode: 'ONSITE', startsAt: soon(120), endsAt: soon(180), place: 'Aula' };
    expect((await academy.post(`meetings/${meetingId}/move`, moved)).body).toMatchObject({ code: 'meeting-held' });
    const cancel = await academy.post(`meetings/${meetingId}/cancel`, { reason: 'Salah catat' });
    expect(cancel.body).toMatchObject({ code: 'meeting-held' });
  });
});

describe('R18: work that is marked', () => {
  it('can be appealed against; the appeals of a session are filtered and sorted, and each look is on record', async () => {
    const { trainer } = academy;
    const people = academy.learners.slice(0, 2) as [Learner, Learner];
    const days = { startsOn: academy.day(-1), endsOn: academy.day(1), trainerIds: [trainer.employeeId] };
    const sessionId = await academy.session({ programmeId, ...days });
    await nominate(sessionId, people);
    const rubric = [{ criterion: 'isi', maxPoints: 10 }];
    const set = async (title: string) =>
      expectStatus(
        await academy.post<{ assignmentId: string }>(`sessions/${sessionId}/assignments`, {
          ...{ title, instructions: 'Susun telaah.', form: 'TEXT', rubric, dueAt: soon(60) },
        }),
        201,
      ).assignmentId;
    const [essay, poster] = [await set('Telaah'), await set('Poster')];
    const appealed: string[] = [];
    for (const assignmentId of [essay, poster])
      for (const { token } of people) {
        const path = `me/assignments/${assignmentId}/submissions`;
        const { submissionId } = expectStatus(
          await academy.post<{ submissionId: string }>(path, { text: 'Isi telaah' }, token),
          201,
        );
        const points = { points: { isi: 5 } };
        expectStatus(await academy.post(`submissions/${submissionId}/markings`, points, trainer.token), 201);
        const reason = { reason: 'Belum dibaca sampai akhir' };
        const { appealId } = expectStatus(
          await academy.post<{ appealId: string }>(`me/submissions/${submissionId}/appeal`, reason, token),
          201,
        );
        appealed.push(appealId);
      }
    const rejected = { upheld: false, answer: 'Nilai sudah sesuai rubrik' };
    expectStatus(await academy.post(`appeals/${appealed[0]}/decision`, rejected), 200);
    type Appeals = { items: { appealId: string; assignmentId: string; state: string }[]; nextCursor?: string };
    const list = async (query: string) =>
      expectStatus(await academy.get<Appeals>(`sessions/${sessionId}/appeals?${query}`, trainer.token), 200);
    const ids = async (query: string) => (await list(query)).items.map(({ appealId }) => appealId);
    expect(await ids('state=OPEN')).toEqual(appealed.slice(1));
    expect(await ids('state=OPEN&sort=-madeAt')).toEqual(appealed.slice(1).reverse());
    expect(await ids(`assignmentId=${poster}`)).toEqual(appealed.slice(2));
    expect((await ids('sort=decidedAt')).at(0)).toBe(appealed[0]);
    const page = await list('sort=title&limit=3');
    expect(page.items.map(({ assignmentId }) => assignmentId)).toEqual([poster, poster, essay]);
    const rest = await list(`sort=title&limit=3&cursor=${page.nextCursor ?? ''}`);
    expect(rest.items.map(({ assignmentId }) => assignmentId)).toEqual([essay]);
    expect((await academy.get(`sessions/${sessionId}/appeals?sort=reason`, trainer.token)).body).toMatchObject({
      code: 'sort-invalid',
    });
    const reads = await academy.service.region.sql(
      `SELECT 1 FROM training_catalog.audit_entry WHERE action = 'read-personal-data' AND actor = $1`,
      [`account-${trainer.employeeId}`],
    );
    expect(reads.length).toBeGreaterThan(0);
  });
});

describe('what a session has grown comes in pages', () => {
  type List = { items: Record<string, unknown>[]; nextCursor?: string };
  const listed = async (path: string, as?: string) => expectStatus(await academy.get<List>(path, as), 200);
  const both = async (path: string, field: string, as?: string) => {
    const first = await listed(`${path}&limit=1`, as);
    expect(first.items).toHaveLength(1);
    const rest = await listed(`${path}&limit=1&cursor=${first.nextCursor ?? ''}`, as);
    expect(rest.nextCursor).toBeUndefined();
    return [...first.items, ...rest.items].map((item) => item[field]);
  };

  it('switches of the mode, tests, own work and forms of certificates', async () => {
    const [learner] = academy.learners as [Learner];
    const { trainer } = academy;
    const days = { startsOn: academy.day(-1), endsOn: academy.day(1), trainerIds: [trainer.employeeId] };
    const sessionId = await academy.session({ programmeId, ...days });
    await nominate(sessionId, [learner]);
    const link = 'https://rapat.contoh.id/ruang-7';
    const ways = [
      { delivery: 'LIVE_STREAM', link },
      { delivery: 'CLASSICAL', place: 'Aula (rekaan)' },
    ];
    for (const way of ways)
      expectStatus(await academy.post(`sessions/${sessionId}/delivery`, { ...way, reason: 'Kabut asap' }), 200);
    const switches = `sessions/${sessionId}/delivery-switches`;
    expect(await both(`${switches}?sort=-switchedAt`, 'to')).toEqual(['CLASSICAL', 'LIVE_STREAM']);
    expect((await listed(`${switches}?to=LIVE_STREAM`)).items).toMatchObject([{ from: 'CLASSICAL' }]);

    const options = ['a', 'b'].map((id) => ({ id, text: id }));
    const question = { sessionId, kind: 'SINGLE', wording: 'Satu?', options, rightOptions: ['b'] };
    expectStatus(await academy.post('questions', question, trainer.token), 201);
    const test = { opensAt: soon(-5), closesAt: soon(60), minutes: 10, questionCount: 1 };
    for (const stage of ['POST', 'PRE']) {
      const body = { ...test, stage, title: stage, ...(stage === 'PRE' ? { opensAt: soon(-60) } : {}) };
      expectStatus(await academy.post(`sessions/${sessionId}/tests`, body, trainer.token), 201);
    }
    expect(await both(`sessions/${sessionId}/tests?sort=opensAt`, 'stage')).toEqual(['PRE', 'POST']);
    expect((await listed(`sessions/${sessionId}/tests?stage=POST`)).items).toMatchObject([{ stage: 'POST' }]);

    const rubric = [{ criterion: 'isi', maxPoints: 10 }];
    const work = { instructions: 'Susun telaah.', form: 'TEXT', rubric, dueAt: soon(60) };
    const handedIn: string[] = [];
    for (const title of ['Telaah', 'Poster']) {
      const set = await academy.post<{ assignmentId: string }>(`sessions/${sessionId}/assignments`, { ...work, title });
      const { assignmentId } = expectStatus(set, 201);
      handedIn.push(assignmentId);
      expectStatus(
        await academy.post(`me/assignments/${assignmentId}/submissions`, { text: 'Isi' }, learner.token),
        201,
      );
    }
    const mine = `me/sessions/${sessionId}/submissions`;
    expect(await both(`${mine}?sort=submittedAt`, 'assignmentId', learner.token)).toEqual(handedIn);
    expect((await listed(`${mine}?assignmentId=${handedIn[1]}`, learner.token)).items).toHaveLength(1);
    expect((await listed(mine, academy.learners[1]!.token)).items).toEqual([]);

    const scheme = { pattern: '800/{seq}/{region}/{year}', letterhead: ['KAPUAS'], place: 'Kuala Kapuas' };
    const signer = { signerName: 'Rahmadi Contoh', signerPost: 'Kepala BKPSDM' };
    for (const offset of [10, 20])
      expectStatus(
        await academy.post('certificate-schemes', { ...scheme, ...signer, validFrom: academy.day(offset) }),
        201,
      );
    expect(await both('certificate-schemes?sort=-validFrom', 'validFrom')).toEqual([academy.day(20), academy.day(10)]);
    expect((await listed(`certificate-schemes?begunBy=${academy.day(12)}`)).items).toHaveLength(1);
    for (const path of [`${switches}?`, `sessions/${sessionId}/tests?`, 'certificate-schemes?'])
      expect((await academy.get(`${path}sort=noSuchField`)).body).toMatchObject({ code: 'sort-invalid' });
  });
});
