import {
  CertificateIssued,
  EvaluationStated,
  SessionPublished,
  TrainingCompleted,
  TrainingNeedRaised,
} from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '@betang/platform';
import { sessionFacts } from '../session-facts.js';
import { expectStatus, openAcademy, type Academy, type Learner } from '../testing/academy.js';

let academy: Academy;
let programmeId: string;
let sessionId: string;
let year: number;
beforeAll(async () => {
  academy = await openAcademy({ province: true });
});
afterAll(async () => academy?.stop());

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const evaluation = async (id: string, as?: string) =>
  expectStatus(
    await academy.get<{
      evidence: EvaluationStated;
      recommendation: { verdict: string; reasons: string[]; texts: string[] };
    }>(`programme-evaluations/${id}?year=${year}`, as),
    200,
  );
const stated = () => academy.told<EvaluationStated>(EvaluationStated.type);

/** Held some months ago: the reviews are due now. */
async function hold(id: string, people: readonly Learner[], tested: boolean): Promise<string> {
  const held = await academy.session({
    programmeId: id,
    startsOn: academy.day(-125),
    endsOn: academy.day(-120),
    delivery: 'CLASSICAL',
  });
  const employeeIds = people.map(({ employeeId }) => employeeId);
  expectStatus(await academy.post(`sessions/${held}/nominations`, { employeeIds }), 201);
  for (const stage of tested ? ['PRE', 'POST'] : []) {
    if (stage === 'PRE')
      for (const wording of ['Satu', 'Dua'])
        expectStatus(
          await academy.post('questions', { sessionId: held, kind: 'NUMBER', wording, rightNumber: 7 }),
          201,
        );
    const test = { stage, title: stage, opensAt: soon(-1), closesAt: soon(30), minutes: 20, questionCount: 2 };
    const { testId } = expectStatus(await academy.post<{ testId: string }>(`sessions/${held}/tests`, test), 201);
    for (const { token } of people) {
      const sitting = expectStatus(
        await academy.post<{ attemptId: string; questions: { questionId: string }[] }>(
          `me/tests/${testId}/attempts`,
          {},
          token,
        ),
        201,
      );
      const right = stage === 'PRE' ? 1 : 2;
      const answers = Object.fromEntries(
        sitting.questions.map(({ questionId }, n) => [questionId, { number: n < right ? 7 : 0 }]),
      );
      expectStatus(await academy.post(`me/attempts/${sitting.attemptId}/submit`, { answers }, token), 200);
    }
  }
  await academy.conclude(held);
  return held;
}

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

describe('R12: a training without effect is not worth keeping', () => {
  it('is evaluated by rules that the region sets for a day on', async () => {
    const rule = {
      validFrom: '2026-01-01',
      opensMonths: 3,
      closesMonths: 7,
      minReaction: 350,
      minGain: 3000,
      minApplied: 6000,
      basis: 'Peraturan kepala daerah (contoh)',
    };
    expectStatus(await academy.post('evaluation-rules', rule), 201);
    expect((await academy.post('evaluation-rules', rule)).body).toMatchObject({ code: 'evaluation-rule-exists' });
    const backwards = { ...rule, validFrom: '2027-01-01', closesMonths: 3 };
    expect((await academy.post('evaluation-rules', backwards)).status).toBe(422);
    expect((await academy.get<{ items: unknown[] }>('evaluation-rules')).body.items).toHaveLength(2);
  });

  it('is evaluated by its participants, who stay unknown', async () => {
    year = Number(academy.day(-120).slice(0, 4));
    programmeId = await academy.programme({ delivery: 'CLASSICAL' });
    sessionId = await hold(programmeId, academy.learners.slice(0, 6), true);
    const rating = { content: 4, trainer: 5, method: 4, facilities: 3, usefulness: 4, remark: 'Waktu terlalu singkat' };
    const give = (learner: Learner) => academy.post(`me/sessions/${sessionId}/reaction`, rating, learner.token);
    for (const learner of academy.learners.slice(0, 4)) expectStatus(await give(learner), 201);
    const few = await academy.get(`sessions/${sessionId}/reactions`);
    expect(few.body).toMatchObject({ respondents: 4, average: null, remarks: [] });
    for (const learner of academy.learners.slice(4, 6)) expectStatus(await give(learner), 201);
    expect((await give(academy.learners[0]!)).body).toMatchObject({ code: 'reaction-given' });
    expect((await give(academy.learners[6]!)).body).toMatchObject({ code: 'reaction-not-yours' });
    expect((await academy.get(`sessions/${sessionId}/reactions`)).body).toMatchObject({ respondents: 6, average: 400 });
    const kept = await academy.service.region.sql(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'training_catalog' AND table_name = 'reaction_answer'`,
    );
    expect(JSON.stringify(kept)).not.toMatch(/employee|enrolment|at"/);
  });

  it('keeps no trace of who answered what: neither with the kept answer to the request nor in the order of the rows', async () => {
    const region = academy.service.region;
    const [first] = academy.learners as [Learner];
    const keys = await region.sql<{ actor: string; row: string }>(
      `SELECT actor, row_to_json(k)::text AS row FROM training_catalog.idempotency_key AS k WHERE method_path LIKE '%/reaction'`,
    );
    expect(keys.map(({ actor }) => actor)).toEqual(Array(6).fill('anonymous'));
    for (const { row } of keys) expect(row).not.toMatch(new RegExp(`account-|${first.employeeId}`));
    const [answers] = await region.sql(
      `SELECT count(DISTINCT xmin::text)::integer AS transactions, count(*)::integer AS n FROM training_catalog.reaction_answer`,
    );
    expect(answers).toEqual({ transactions: 1, n: 6 });
  });

  it('answers a reaction that is sent twice as before', async () => {
    const once = await academy.session({ programmeId, startsOn: academy.day(-2), endsOn: academy.day(-1) });
    const [{ employeeId, token }] = academy.learners as [Learner];
    expectStatus(await academy.post(`sessions/${once}/nominations`, { employeeIds: [employeeId] }), 201);
    const rating = { content: 4, trainer: 5, method: 4, facilities: 3, usefulness: 4 };
    const send = () =>
      academy.post(`me/sessions/${once}/reaction`, rating, token, { key: 'sent-twice-by-a-slow-telephone' });
    expect([(await send()).status, (await send()).status]).toEqual([201, 201]);
    const [rows] = await academy.service.region.sql(
      'SELECT count(*)::integer AS n FROM training_catalog.reaction_answer WHERE session_id = $1',
      [once],
    );
    expect(rows).toEqual({ n: 1 });
  });

  it('waits for the supervisors, who are asked when it is time', async () => {
    const { supervisor } = academy;
    expect((await evaluation(programmeId)).recommendation).toMatchObject({
      verdict: 'UNDECIDED',
      reasons: ['evidence-outstanding'],
    });
    await academy.sweep('behaviour-reviews');
    const notices = await academy.get<{ items: { code: string }[] }>('notices', supervisor.token);
    expect(notices.body.items.filter(({ code }) => code === 'training.behaviour-review')).toHaveLength(6);
    const { items } = expectStatus(
      await academy.get<{ items: { reviewId: string; name: string }[] }>(
        'behaviour-reviews?state=OPEN',
        supervisor.token,
      ),
      200,
    );
    expect(items).toHaveLength(6);
    expect((await academy.get('behaviour-reviews', academy.learners[0]!.token)).status).toBe(403);
    const answer = (reviewId: string, applied: boolean) =>
      academy.post(`behaviour-reviews/${reviewId}/answer`, { applied, score: applied ? 4 : 2 }, supervisor.token);
    for (const [index, { reviewId }] of items.entries()) expectStatus(await answer(reviewId, index < 3), 200);
    expect((await answer(items[0]!.reviewId, true)).body).toMatchObject({ code: 'review-not-open' });
  });

  it('shows its evidence on four levels, and is proposed for change when half apply it and the indicator moves', async () => {
    const result = {
      indicator: 'Indeks ketahanan daerah',
      unit: 'indeks',
      baseline: 0.42,
      target: 0.5,
      observed: 0.47,
      observedOn: academy.day(-1),
      source: 'Laporan BPBD (contoh)',
    };
    expectStatus(await academy.post(`programme-evaluations/${programmeId}/results`, result), 201);
    const { evidence, recommendation } = await evaluation(programmeId, await academy.service.token('partner'));
    expect(evidence).toMatchObject({
      sessions: 1,
      participants: 6,
      passed: 6,
      reaction: { respondents: 6, average: 400 },
      learning: { tested: 6, before: 5000, after: 10_000, gain: 10_000 },
      behaviour: { reviewed: 6, applied: null, average: 300 },
      results: [{ indicator: result.indicator, observed: 0.47 }],
    });
    expect(recommendation).toMatchObject({ verdict: 'CHANGE', reasons: ['applied-low'] });
    expect(recommendation.texts).toEqual(['Terlalu sedikit peserta menerapkan hasil belajar.']);
  });

  it('is told to the province as totals, and again only when something changed', async () => {
    expect(await academy.sweep('evaluation-statements')).toBe(1);
    expect(await academy.sweep('evaluation-statements')).toBe(0);
    const decision = { year, outcome: 'CHANGE', reason: 'Perbanyak praktik di tempat kerja' };
    expectStatus(await academy.post(`programme-evaluations/${programmeId}/decisions`, decision), 201);
    expect(await academy.sweep('evaluation-statements')).toBe(1);
    expect(await stated()).toMatchObject([
      {
        programmeId,
        statement: 1,
        recommendation: 'CHANGE',
        decision: null,
        behaviour: { reviewed: 6, applied: null },
      },
      { programmeId, statement: 2, decision: 'CHANGE', decidedOn: academy.day(0) },
    ]);
    expect(JSON.stringify(await stated())).not.toContain(academy.learners[0]!.employeeId);
  });

  it('does not count who lost the completion again, until it is given back', async () => {
    type Shown = { certificateId: string };
    const { items } = expectStatus(await academy.get<{ items: Shown[] }>(`certificates?sessionId=${sessionId}`), 200);
    const path = `certificates/${items[0]!.certificateId}`;
    expectStatus(await academy.post(`${path}/revoke`, { reason: 'Salah orang' }), 200);
    expect((await evaluation(programmeId)).evidence).toMatchObject({
      // Five of six: how many passed would tell of the one who did not.
      ...{ participants: 6, passed: null, reaction: { respondents: 6 } },
      ...{ learning: { tested: 5 }, behaviour: { reviewed: 5 } },
    });
    expectStatus(await academy.post(`${path}/reissue`, { reason: 'Ternyata benar' }), 201);
    expect((await evaluation(programmeId)).evidence).toMatchObject({
      ...{ participants: 6, passed: 6, learning: { tested: 6 }, behaviour: { reviewed: 6 } },
    });
  });

  it('is dropped without evidence of effect, which withdraws it for all regions; the record stays', async () => {
    const idle = await academy.programme({
      title: 'Kegiatan tanpa hasil',
      delivery: 'CLASSICAL',
      competencies: [{ code: 'SOS-01', level: 1 }],
    });
    expect(
      (await academy.post(`programme-evaluations/${idle}/decisions`, { year, outcome: 'DROP', reason: 'Tanpa bukti' }))
        .body,
    ).toMatchObject({
      code: 'evidence-missing',
    });
    await academy.conclude(
      await academy.session({ programmeId: idle, startsOn: academy.day(-125), endsOn: academy.day(-120) }),
    );
    expect((await evaluation(idle)).recommendation).toMatchObject({ verdict: 'DROP', reasons: ['no-effect-evidence'] });
    const decided = expectStatus(
      await academy.post(`programme-evaluations/${idle}/decisions`, {
        year,
        outcome: 'DROP',
        reason: 'Tanpa bukti dampak',
      }),
      201,
    );
    expect(decided).toMatchObject({
      outcome: 'DROP',
      recommended: 'DROP',
      evidence: { sessions: 1, participants: null },
    });
    expect((await academy.get(`catalogue/${idle}`)).status).toBe(404);
    expect((await academy.get(`programme-evaluations/${idle}/decisions`)).body).toMatchObject({
      items: [{ outcome: 'DROP', reason: 'Tanpa bukti dampak' }],
    });
    const path = `programme-evaluations/${idle}`;
    const keep = { year, outcome: 'KEEP', reason: 'Berubah pikiran' };
    expect(await academy.post(`${path}/decisions`, keep)).toMatchObject({
      status: 409,
      body: { code: 'programme-withdrawn' },
    });
    const result = { indicator: 'Indeks rekaan', observed: 1, observedOn: academy.day(0), source: 'Bapperida' };
    expect(await academy.post(`${path}/results`, { ...result, observedOn: academy.day(2) })).toMatchObject({
      body: { code: 'result-in-future' },
    });
    expect(await academy.post(`${path}/results`, { ...result, developmentTargetId: academy.agencyId })).toMatchObject({
      body: { code: 'programme-target-unknown' },
    });
    const all = (query: string) => academy.get<{ items: unknown[] }>(`programme-decisions?year=${year}&${query}`);
    expect((await all('outcome=DROP&recommended=DROP')).body).toMatchObject({ items: [{ programmeId: idle }] });
    expect((await all('sort=year&outcome=CHANGE')).body.items).toEqual([
      expect.objectContaining({ outcome: 'CHANGE' }),
    ]);
    expect((await all(`programmeId=${idle}&outcome=KEEP`)).body).toEqual({ items: [] });
  });
});

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
    const people = learners.slice(5).reverse();
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
    const sessionId = await academy.session({ programmeId, startsOn: academy.day(1), endsOn: academy.day(2) });
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
    const own = await academy.get<{ items: { programmeId: string }[] }>(
      `pass-rules?programmeId=${programmeId}&limit=5`,
    );
    expect(own.body.items).toMatchObject([{ programmeId, minAttendance: 10_000 }]);
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

describe('the present of the service', () => {
  const facts = (audience: 'local' | 'federation' | 'province') =>
    academy.service.app
      .get(UnitOfWork, { strict: false })
      .run((tx) => sessionFacts('62')(tx, audience))
      .then((events) => events.map(({ contract, data }) => ({ name: contract.definition.name, data })));

  it('is every session, outcome, certificate, need and evaluation as it was told', async () => {
    const local = await facts('local');
    const count = (name: string) => local.filter((fact) => fact.name === name).length;
    const told = async (name: string) => (await academy.told(`betang.training-catalog.${name}.v1`)).length;
    for (const name of [
      'session-opened',
      'session-closed',
      'certificate-issued',
      'training-need-raised',
      'training-not-passed',
    ])
      expect([name, count(name)]).toEqual([name, await told(name)]);
    const shared = await facts('federation');
    expect(shared).toHaveLength(count('session-opened'));
    expect(shared.map(({ name }) => name)).toEqual(shared.map(() => 'session-published'));
    expect((await facts('province')).map(({ data }) => data)).toContainEqual((await stated()).at(-1));
  });
});
