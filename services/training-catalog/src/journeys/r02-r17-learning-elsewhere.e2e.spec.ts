import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contingencyProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';

let province: Government;
let kapuas: Government;
let sessionId: string;
beforeAll(async () => {
  province = await startGovernment('62');
  kapuas = await startGovernment('62.03', province);
  sessionId = await openSession();
});
afterAll(async () => {
  await kapuas?.stop();
  await province?.stop();
});

const HOUR_MS = 3_600_000;
const hence = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const day = (offset: number) => hence(24 * offset).slice(0, 10);
interface List {
  readonly items: readonly Json[];
}

/** Three seats, of which two are held for the regency, with a programme that has a link and a file as materials. */
async function openSession(): Promise<string> {
  const developmentTargetId = await province.plan({ code: '1.1' });
  const plan = contingencyProgramme({ developmentTargetId, delivery: 'LIVE_STREAM' });
  const { programmeId } = await province.post<{ programmeId: string }>('programmes', plan);
  await province.post(`programmes/${programmeId}/materials`, { title: 'Modul', url: 'https://modul.example/rekaan' });
  await province.post(`programmes/${programmeId}/publish`, {});
  const dates = { startsOn: day(0), endsOn: day(5), place: 'Palangka Raya', link: 'https://rapat.example/rekaan' };
  const session = { programmeId, ...dates, capacity: 3 };
  const opened = await province.post<{ sessionId: string }>('sessions', session);
  const offer = {
    quotas: [{ region: '62.03', seats: 2 }],
    openSeats: 0,
    requestUntil: day(4),
    reservedUntil: hence(48),
  };
  await province.post(`sessions/${opened.sessionId}/seat-offer`, offer);
  await eventually('the offer at the regency', async () =>
    (await kapuas.get<List>('seat-offers')).items.find((item) => item['sessionId'] === opened.sessionId),
  );
  return opened.sessionId;
}

const stateAt = (at: Government, path: string, id: string, state: string, as?: string) =>
  eventually(`${path} ${state}`, async () =>
    (await at.get<List>(path, as)).items.find((item) => item['enrolmentId'] === id && item['state'] === state),
  );
const seats = () => province.get<Json>(`sessions/${sessionId}/seats`);

describe('R02, R11: seats that are shared are there when they are needed', () => {
  let own: string[];
  let waiting: Json;

  it('a seat held for a regency is nobody else’s', async () => {
    own = [await province.employ(701), await province.employ(702)];
    const named = await province.post<List>(`sessions/${sessionId}/nominations`, { employeeIds: own });
    expect(named.items.map(({ state }) => state)).toEqual(['ENROLLED', 'WAITING']);
    waiting = named.items[1]!;
    expect(await seats()).toEqual({
      capacity: 3,
      taken: 1,
      waiting: 1,
      held: [{ region: '62.03', seats: 2 }],
      free: 0,
    });
  });

  it('it falls to who waits when the regency gives it back, also after its line was cut', async () => {
    kapuas.line!.cut();
    await kapuas.post(`seat-offers/${sessionId}/returns`, { seats: 1, reason: 'Satu peserta bertugas di lapangan' });
    const more = await kapuas.send<Json>('POST', `seat-offers/${sessionId}/returns`, { seats: 2, reason: 'Lagi' });
    expect(more).toMatchObject({ status: 409, body: { code: 'seats-not-left' } });
    kapuas.line!.restore();
    await stateAt(province, `enrolments?sessionId=${sessionId}`, String(waiting['enrolmentId']), 'ENROLLED');
    expect(await seats()).toMatchObject({ taken: 2, held: [{ region: '62.03', seats: 1 }], free: 0 });
    await eventually('the new offer at home', async () => {
      const { items } = await kapuas.get<List>('seat-offers');
      const offer = items.find((item) => item['sessionId'] === sessionId);
      return Number(offer?.['offerVersion']) === 2 ? offer : undefined;
    });
  });
});

describe('R02, R17, R18: a learner of a regency learns in a session of the province', () => {
  let learner: string;
  let enrolmentId: string;
  const me = (path: string) => `me/enrolments-elsewhere/${enrolmentId}${path}`;

  it('asks for the seat, and goes once the supervisor agrees', async () => {
    const employeeId = await kapuas.employ(711);
    const [row] = await kapuas.region.sql<{ agency: string }>(
      'SELECT agency_id AS agency FROM training_catalog.employee WHERE employee_id = $1',
      [employeeId],
    );
    learner = await kapuas.service.token('civil-servant', { employee: employeeId, subject: 'account-learner' });
    const boss = await kapuas.service.token('supervisor', { unit: row!.agency, subject: 'account-boss' });
    const stranger = await kapuas.service.token('supervisor', { unit: employeeId, subject: 'account-stranger' });
    const asked = await kapuas.post<Json>('me/enrolments-elsewhere', { sessionId, note: 'Tugas baru' }, learner);
    expect(asked).toMatchObject({ state: 'AWAITING_SUPERVISOR' });
    enrolmentId = String(asked['enrolmentId']);
    expect((await province.get<List>('guests')).items).toEqual([]);
    const approve = `enrolments-elsewhere/${enrolmentId}/approve`;
    expect((await kapuas.send('POST', approve, {}, learner)).status).toBe(403);
    expect((await kapuas.send('POST', approve, {}, stranger)).status).toBe(404);
    const awaiting = await kapuas.get<List>('enrolments-elsewhere/awaiting', boss);
    expect(awaiting.items).toMatchObject([{ enrolmentId, note: 'Tugas baru' }]);
    expect(await kapuas.post(approve, {}, boss)).toEqual({ enrolmentId, state: 'REQUESTED' });
    await stateAt(kapuas, 'me/enrolments-elsewhere', enrolmentId, 'ACCEPTED', learner);
    expect(await seats()).toMatchObject({ taken: 3, held: [], free: 0 });
  });

  it('knows when, where and how it takes place, and is told when that changes', async () => {
    type Schedule = { delivery: string; link: string | null; place: string; meetings: Json[] };
    const schedule = (what: string, is: (told: Schedule) => boolean) =>
      eventually(what, async () => {
        const { schedule: told } = await kapuas.get<{ schedule: Schedule | null }>(me('/tasks'), learner);
        return told !== null && is(told) ? told : undefined;
      });
    const link = 'https://rapat.example/rekaan';
    expect(await schedule('the schedule at home', () => true)).toMatchObject({
      ...{ delivery: 'LIVE_STREAM', link, place: 'Palangka Raya', meetings: [] },
    });
    const plan = { topic: 'Tatap muka daring', mode: 'ONLINE', startsAt: hence(3), endsAt: hence(4) };
    const meeting = await province.post<Json>(`sessions/${sessionId}/meetings`, plan);
    await schedule('the meeting at home', ({ meetings }) => meetings.length === 1);
    const moved = { ...plan, startsAt: hence(5), endsAt: hence(6) };
    await province.post(`meetings/${String(meeting['meetingId'])}/move`, moved);
    await schedule('the new time', ({ meetings }) => meetings[0]!['startsAt'] === moved.startsAt);
    const { quantityHundredths } = await province.get<Json>(`sessions/${sessionId}`);
    const classical = { delivery: 'CLASSICAL', place: 'Aula BPSDM (rekaan)', reason: 'Jaringan terputus' };
    await province.post(`sessions/${sessionId}/delivery`, classical);
    const told = await schedule('the other way', ({ delivery }) => delivery === 'CLASSICAL');
    expect(told).toMatchObject({ place: 'Aula BPSDM (rekaan)' });
    expect(await province.get(`sessions/${sessionId}`)).toMatchObject({ quantityHundredths });
    expect(told.meetings).toMatchObject([{ mode: 'ONSITE', link: null }]);
    const notices = await kapuas.get<List>('notices', learner);
    const codes = notices.items.map(({ code }) => code);
    expect(codes.filter((code) => code === 'training.rescheduled')).toHaveLength(1);
    expect(codes.filter((code) => code === 'training.delivery-switched')).toHaveLength(1);
    const calendar = await kapuas.service.call<{ text: string }>('GET', 'me/calendar.ics', { as: learner });
    expect(calendar.body.text).toContain(': Tatap muka');
    // It is in the room now: whoever went by the address would sit alone.
    expect(calendar.body.text).toContain('Aula BPSDM (rekaan)');
    expect(calendar.body.text).not.toContain(link);
    const sealed = await province.region.sql<{ body: Buffer }>(
      "SELECT body FROM training_catalog.outbox WHERE type LIKE '%directed%'",
    );
    for (const { body } of sealed) expect(body.toString('latin1')).not.toContain(link);
  });

  it('reads what there is to do, hands work in as text and as a file, and gets the marks', async () => {
    const assignment = {
      title: 'Skenario banjir',
      instructions: 'Susun satu skenario.',
      dueAt: hence(2),
      form: 'EITHER',
      rubric: [{ criterion: 'analysis', maxPoints: 10 }],
    };
    const set = await province.post<Json>(`sessions/${sessionId}/assignments`, assignment);
    const assignmentId = String(set['assignmentId']);
    type Tasks = { assignments: Json[]; materials: Json[] };
    const tasks = await eventually('the assignment at home', async () => {
      const told = await kapuas.get<Tasks>(me('/tasks'), learner);
      return told.assignments.length === 1 ? told : undefined;
    });
    expect(tasks).toMatchObject({
      assignments: [{ assignmentId, title: 'Skenario banjir', rubric: [{ criterion: 'analysis', maxPoints: 10 }] }],
      materials: [{ title: 'Modul', url: 'https://modul.example/rekaan' }],
    });
    const path = me(`/assignments/${assignmentId}/submissions`);
    await kapuas.post(path, { text: 'Rancangan pertama' }, learner);
    const bytes = `%PDF-1.7\n${'lampiran rekaan '.repeat(20_000)}\n%%EOF`;
    const form = new FormData();
    form.append('file', new Blob([bytes], { type: 'application/pdf' }), 'skenario.pdf');
    const sent = await kapuas.service.call<Json>('POST', path, { as: learner, form });
    expect(sent.status).toBe(201);
    const submissionId = String(sent.body['submissionId']);
    const work = await eventually('the work at the host', async () =>
      (await province.get<List>(`assignments/${assignmentId}/submissions`)).items.find(
        (item) => item['submissionId'] === submissionId,
      ),
    );
    expect(work).toMatchObject({ attempt: 2, late: false, fileName: 'skenario.pdf' });
    const file = await province.send<{ bytes: Uint8Array }>('GET', `submissions/${submissionId}/file`);
    expect(Buffer.from(file.body.bytes).toString()).toBe(bytes);
    await province.post(`submissions/${submissionId}/markings`, { points: { analysis: 8 }, remark: 'Runtut' });
    const marked = await eventually('the mark at home', async () =>
      (await kapuas.get<List>(me('/submissions'), learner)).items.find((item) => item['state'] === 'MARKED'),
    );
    expect(marked).toMatchObject({
      submissionId,
      mark: 8000,
      markings: [{ role: 'FIRST', points: { analysis: 8 }, remark: 'Runtut' }],
    });
    const appeal = me(`/submissions/${submissionId}/appeal`);
    await kapuas.post(appeal, { reason: 'Lampiran belum dinilai' }, learner);
    const twice = await kapuas.send<Json>('POST', appeal, { reason: 'Lampiran belum dinilai' }, learner);
    expect(twice).toMatchObject({ status: 409, body: { code: 'appealed-already' } });
    const made = await eventually('the appeal at the host', async () =>
      (await province.get<List>(`sessions/${sessionId}/appeals`)).items.find((item) => item['state'] === 'OPEN'),
    );
    const head = await province.service.token('bpsdm-officer', { subject: 'bpsdm-head' });
    const upheld = { upheld: true, answer: 'Lampiran dinilai', points: { analysis: 9 } };
    await province.post(`appeals/${String(made['appealId'])}/decision`, upheld, head);
    const decided = await eventually('the new mark at home', async () =>
      (await kapuas.get<List>(me('/submissions'), learner)).items.find((item) => item['appealState'] === 'UPHELD'),
    );
    expect(decided).toMatchObject({ mark: 9000, appealAnswer: 'Lampiran dinilai' });
    const again = await kapuas.send<Json>('POST', path, { text: 'Sekali lagi' }, learner);
    expect(again).toMatchObject({ status: 409, body: { code: 'submission-marked' } });
    const other = await kapuas.service.token('civil-servant', { employee: await kapuas.employ(712) });
    expect((await kapuas.send('GET', me('/tasks'), undefined, other)).status).toBe(404);
    expect((await kapuas.send('POST', path, { text: 'Milik orang lain' }, other)).status).toBe(403);
  });

  it('sits a test whose paper came before the line was cut, and is marked when it is back', async () => {
    for (const wording of ['Satu?', 'Dua?'])
      await province.post('questions', {
        sessionId,
        kind: 'SINGLE',
        wording,
        options: [
          { id: 'a', text: 'Ya' },
          { id: 'b', text: 'Tidak' },
        ],
        rightOptions: ['b'],
      });
    const test = { stage: 'POST', title: 'Tes akhir', opensAt: hence(-1), closesAt: hence(2), minutes: 20 };
    const { testId } = await province.post<Json>(`sessions/${sessionId}/tests`, { ...test, questionCount: 2 });
    await eventually('the test at home', async () =>
      (await kapuas.get<{ tests: Json[] }>(me('/tasks'), learner)).tests.find((told) => told['testId'] === testId),
    );
    const asked = await kapuas.post<Json>(me(`/tests/${String(testId)}/attempts`), {}, learner);
    const attempt = `me/attempts-elsewhere/${String(asked['attemptId'])}`;
    const drawn = await eventually('the paper', async () => {
      const sitting = await kapuas.get<Json>(attempt, learner);
      return sitting['state'] === 'DRAWN' ? sitting : undefined;
    });
    expect(drawn['questions']).toEqual([]);
    kapuas.line!.cut();
    type Started = { questions: { questionId: string }[] };
    const started = await kapuas.post<Started>(`${attempt}/start`, {}, learner);
    expect(started.questions).toHaveLength(2);
    expect(JSON.stringify(started)).not.toMatch(/rightOptions|"answer"|seed/);
    const [first, second] = started.questions.map(({ questionId }) => questionId);
    await kapuas.post(`${attempt}/answers`, { answers: { [first!]: { options: ['b'] } } }, learner);
    const handedIn = await kapuas.post<Json>(
      `${attempt}/submit`,
      { answers: { [second!]: { options: ['a'] } } },
      learner,
    );
    expect(handedIn).toMatchObject({ state: 'HANDED_IN', score: null });
    kapuas.line!.restore();
    await eventually('the score', async () => {
      const sitting = await kapuas.get<Json>(attempt, learner);
      return sitting['score'] === 5000 ? sitting : undefined;
    });
    const over = await kapuas.send<Json>('POST', me(`/tests/${String(testId)}/attempts`), {}, learner);
    expect(over).toMatchObject({ status: 409, body: { code: 'attempts-used' } });
    const results = await province.get<List>(`tests/${String(testId)}/results`);
    expect(results.items.map(({ best }) => best)).toContain(5000);
  });

  it('sees the new times of what there is to do when the host moves the session', async () => {
    const rubric = [{ criterion: 'analysis', maxPoints: 10 }];
    const task = { title: 'Laporan', instructions: 'Susun laporan.', form: 'TEXT', rubric, dueAt: hence(60) };
    const { assignmentId } = await province.post<Json>(`sessions/${sessionId}/assignments`, task);
    type Tasks = { assignments: Json[] };
    const due = (what: string, at: string) =>
      eventually(what, async () =>
        (await kapuas.get<Tasks>(me('/tasks'), learner)).assignments.find(
          (told) => told['assignmentId'] === assignmentId && told['dueAt'] === at,
        ),
      );
    await due('the assignment at home', task.dueAt);
    const moved = await province.service.call<Json>('PATCH', `sessions/${sessionId}`, {
      as: province.officer,
      body: { startsOn: day(2), endsOn: day(7) },
      headers: { 'if-match': '*' },
    });
    expect(moved).toMatchObject({ status: 200, body: { moved: { meetings: 1 } } });
    await due('the new time at home', new Date(Date.parse(task.dueAt) + 48 * HOUR_MS).toISOString());
  });
});

describe('R12, R17: what guests say of a session counts like anybody’s', () => {
  const zone = timeZoneOf(RegionCode.parse('62'));
  const today = (offset: number) => calendarDateAt(new Date(Date.now() + offset * 24 * HOUR_MS), zone).iso;
  const rating = { content: 5, trainer: 5, method: 5, facilities: 5, usefulness: 5 };
  let held: string;
  let guests: { enrolmentId: string; token: string }[];

  it('they had their seat through their own region', async () => {
    const { items } = await province.get<List>('catalogue?region=62');
    const dates = { startsOn: today(-1), endsOn: today(0), place: 'Palangka Raya' };
    const session = { programmeId: items[0]!['programmeId'], ...dates, capacity: 10 };
    held = (await province.post<{ sessionId: string }>('sessions', session)).sessionId;
    const offer = { quotas: [{ region: '62.03', seats: 2 }], openSeats: 0, requestUntil: today(0) };
    await province.post(`sessions/${held}/seat-offer`, offer);
    await eventually('the offer at the regency', async () =>
      (await kapuas.get<List>('seat-offers')).items.find((item) => item['sessionId'] === held),
    );
    guests = [];
    for (const sequence of [721, 722]) {
      const employeeId = await kapuas.employ(sequence);
      const { enrolmentId } = await kapuas.post<{ enrolmentId: string }>('enrolments-elsewhere', {
        sessionId: held,
        employeeId,
      });
      await stateAt(kapuas, 'enrolments-elsewhere', enrolmentId, 'ACCEPTED');
      const subject = `account-${employeeId}`;
      guests.push({
        enrolmentId,
        token: await kapuas.service.token('civil-servant', { employee: employeeId, subject }),
      });
    }
  });

  it('each says it once, at home, also while the line is cut', async () => {
    const own = await Promise.all([731, 732, 733].map((sequence) => province.employ(sequence)));
    await province.post(`sessions/${held}/nominations`, { employeeIds: own });
    for (const employee of own) {
      const subject = `account-${employee}`;
      const token = await province.service.token('civil-servant', { employee, subject });
      await province.post(`me/sessions/${held}/reaction`, { ...rating, content: 1 }, token);
    }
    const path = `me/sessions-elsewhere/${held}/reaction`;
    const [first, second] = [guests[0]!, guests[1]!];
    const remark = 'Perjalanan dari hulu terlalu jauh';
    kapuas.line!.cut();
    await kapuas.post(path, { ...rating, remark }, first.token);
    expect(await kapuas.send('POST', path, rating, first.token)).toMatchObject({
      status: 409,
      body: { code: 'reaction-given' },
    });
    const stranger = await kapuas.service.token('civil-servant', { employee: await kapuas.employ(723) });
    expect(await kapuas.send('POST', path, rating, stranger)).toMatchObject({ status: 403 });
    expect(await kapuas.send('POST', `me/sessions-elsewhere/${sessionId}/reaction`, rating, first.token)).toMatchObject(
      {
        status: 403,
        body: { code: 'reaction-not-yours' },
      },
    );
    expect(await kapuas.send('POST', path, { ...rating, content: 6 }, second.token)).toMatchObject({ status: 400 });
    await kapuas.post(path, rating, second.token);
    kapuas.line!.restore();
    const summary = await eventually('all five answers at the host', async () => {
      const told = await province.get<Json>(`sessions/${held}/reactions`);
      return told['respondents'] === 5 ? told : undefined;
    });
    expect(summary).toMatchObject({ content: 260, trainer: 500, remarks: [remark] });
  });

  it('and neither region can tell whose word it was', async () => {
    const kept = async (at: Government, table: string) =>
      at.region.sql<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM training_catalog.${table} AS t`);
    const home = [...(await kept(kapuas, 'reaction_given_elsewhere')), ...(await kept(kapuas, 'idempotency_key'))];
    for (const { row } of home) expect(row).not.toContain('terlalu jauh');
    const keys = await kapuas.region.sql<{ actor: string; path: string }>(
      `SELECT actor, method_path AS path FROM training_catalog.idempotency_key WHERE method_path LIKE '%/reaction'`,
    );
    expect(keys.map(({ actor }) => actor)).toEqual(['anonymous', 'anonymous']);
    for (const { enrolmentId } of guests) expect(JSON.stringify(keys)).not.toContain(enrolmentId);
    const sealed = await kapuas.region.sql<{ body: Buffer; actor: string | null }>(
      `SELECT body, actor FROM training_catalog.outbox WHERE subject = $1`,
      [held],
    );
    for (const { body, actor } of sealed)
      expect([actor, body.toString('latin1').includes('terlalu jauh')]).toEqual([null, false]);
    const host = await kept(province, 'guest_reaction');
    expect(host).toHaveLength(2);
    for (const { row } of host)
      expect(Object.keys(JSON.parse(row) as Json)).toEqual(['reaction_id', 'session_id', 'home_region']);
    const [answers] = await province.region.sql(
      `SELECT count(DISTINCT xmin::text)::integer AS transactions, count(*)::integer AS n FROM training_catalog.reaction_answer WHERE session_id = $1`,
      [held],
    );
    expect(answers).toEqual({ transactions: 1, n: 5 });
  });
});
