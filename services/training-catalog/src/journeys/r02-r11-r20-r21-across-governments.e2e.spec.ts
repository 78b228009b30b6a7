import {
  OverlapDecided,
  ProgrammeUseStated,
  SessionOpened,
  TrainingCompleted,
  newId,
  type EventContract,
} from '@betang/contracts';
import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProgrammeUseStatements } from '../programme-use/programme-use.js';
import { numberOf } from '../testing/employees.js';
import { archiveProgramme, contingencyProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';

let province: Government;
let kapuas: Government;
let provinceTarget: string;
let kapuasTarget: string;
beforeAll(async () => {
  province = await startGovernment('62');
  kapuas = await startGovernment('62.03', province);
  provinceTarget = await province.plan({ code: '1.1' });
  kapuasTarget = await kapuas.plan({ code: '2.1', title: 'Kapuas tangguh bencana (rekaan)' });
});
afterAll(async () => {
  await kapuas?.stop();
  await province?.stop();
});

const today = calendarDateAt(new Date(), timeZoneOf(RegionCode.parse('62'))).iso;
const RULES = {
  legalBasis: 'Peraturan daerah rekaan tentang satu pintu',
  targetRegister: 'ALWAYS',
  guestRequests: 'WITHIN_SEATS',
  periodDays: 180,
  weights: { competency: 45, level: 15, targetGroup: 15, period: 10, title: 15 },
};
interface Programme extends Json {
  readonly programmeId: string;
  readonly revision: number;
}
interface List {
  readonly items: readonly Json[];
}

const draft = (at: Government, body: Json) => at.post<Programme>('programmes', body);
const publish = (at: Government, { programmeId }: { programmeId: string }) =>
  at.post<Programme>(`programmes/${programmeId}/publish`, {});
const offeredAt = (at: Government, programmeId: string, version = 1) =>
  eventually('the programme in the catalogue', async () => {
    const { status, body } = await at.send<Json>('GET', `catalogue/${programmeId}`);
    return status === 200 && Number(body['programmeVersion']) >= version ? body : undefined;
  });
const itemOf = async (at: Government, path: string, is: (item: Json) => boolean, as?: string) =>
  eventually(path, async () => (await at.get<List>(path, as)).items.find(is));
const told = async (at: Government, contract: EventContract<never>): Promise<Json[]> => {
  const rows = await at.region.sql<{ body: Buffer }>(
    'SELECT body FROM training_catalog.outbox WHERE type = $1 ORDER BY xid, seq',
    [contract.type],
  );
  return rows.map(({ body }) => JSON.parse(body.toString()) as Json);
};

describe('R11, R20: curricula are shared between governments', () => {
  let shared: Programme;

  it('a programme of the province is offered in the regency with its curriculum and its target', async () => {
    shared = await publish(
      province,
      await draft(province, contingencyProgramme({ developmentTargetId: provinceTarget })),
    );
    expect(await offeredAt(kapuas, shared.programmeId)).toMatchObject({
      organiserRegion: '62',
      developmentTargetId: provinceTarget,
      modules: [{ mode: 'VIRTUAL_SESSION' }, { mode: 'INDEPENDENT_ASSIGNMENT' }],
    });
  });

  it('the regency adopts it for a target of its own, follows its newer version, and keeps its provenance', async () => {
    const adopted = await kapuas.post<Programme>(`catalogue/${shared.programmeId}/adopt`, {
      kind: 'ADOPTED',
      organiser: 'BKPSDM Kabupaten Kapuas',
      developmentTargetId: kapuasTarget,
    });
    expect(adopted).toMatchObject({ origin: { kind: 'ADOPTED', region: '62', programmeVersion: 1 }, state: 'DRAFT' });
    const change = (body: Json, revision: number) =>
      kapuas.service.call('PATCH', `programmes/${adopted.programmeId}`, {
        as: kapuas.officer,
        body,
        headers: { 'if-match': `"${revision}"` },
      });
    expect(await change({ title: 'Diubah diam-diam' }, adopted.revision)).toMatchObject({
      status: 409,
      body: { code: 'programme-adopted-unchangeable' },
    });
    await province.service.call('PATCH', `programmes/${shared.programmeId}`, {
      as: province.officer,
      body: { meetings: 4 },
      headers: { 'if-match': `"${shared.revision}"` },
    });
    await publish(province, shared);
    await offeredAt(kapuas, shared.programmeId, 2);
    const followed = await kapuas.post<Programme>(`programmes/${adopted.programmeId}/follow-origin`);
    expect(followed).toMatchObject({ meetings: 4, origin: { programmeVersion: 2 } });
    expect(await publish(kapuas, followed)).toMatchObject({ state: 'PUBLISHED' });
    expect(await offeredAt(province, adopted.programmeId)).toMatchObject({
      organiserRegion: '62.03',
      developmentTarget: 'Kapuas tangguh bencana (rekaan)',
      origin: { kind: 'ADOPTED', programmeId: shared.programmeId },
    });
    const forked = await kapuas.post<Programme>(`programmes/${adopted.programmeId}/fork`);
    expect(forked).toMatchObject({ origin: { kind: 'FORKED', programmeId: shared.programmeId } });
    expect((await change({ title: 'Rencana Kontingensi Lahan Gambut (rekaan)' }, forked.revision)).status).toBe(200);
  });

  it('two programmes count as the same once both regions have approved it', async () => {
    const own = await publish(
      kapuas,
      await draft(kapuas, archiveProgramme({ developmentTargetId: kapuasTarget, organiser: 'BKPSDM Kapuas' })),
    );
    await offeredAt(province, own.programmeId);
    const proposed = await kapuas.post<Json>('equivalences', {
      programmeId: own.programmeId,
      otherProgrammeId: shared.programmeId,
      reason: 'Kurikulum setara (rekaan)',
    });
    const path = `equivalences?programmeId=${own.programmeId}`;
    const decide = (at: Government) =>
      at.send<Json>('POST', `equivalences/${String(proposed['equivalenceId'])}/decide`, {
        decision: 'APPROVED',
        reason: 'Sudah dibandingkan',
      });
    expect(await decide(kapuas)).toMatchObject({ status: 409, body: { code: 'equivalence-not-yours' } });
    await itemOf(province, `${path}&waiting=true`, () => true);
    expect(await decide(province)).toMatchObject({ status: 200, body: { state: 'APPROVED' } });
    await itemOf(kapuas, path, ({ state }) => state === 'APPROVED');
    await kapuas.post(`equivalences/${String(proposed['equivalenceId'])}/decide`, {
      decision: 'ENDED',
      reason: 'Kurikulum berubah',
    });
    await itemOf(province, path, ({ state }) => state === 'ENDED');
  });
});

describe('R21: one door, and no overlap', () => {
  it('shows what resembles a draft in the whole federation; joining sets it aside and is counted', async () => {
    const similar = await draft(
      kapuas,
      contingencyProgramme({
        title: 'Bimbingan Teknis Rencana Kontingensi Kapuas',
        organiser: 'BKPSDM Kabupaten Kapuas',
        developmentTargetId: kapuasTarget,
      }),
    );
    const refused = await kapuas.send<Json>('POST', `programmes/${similar.programmeId}/publish`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'programme-overlaps' } });
    const check = await kapuas.post<{ checkId: string; findings: Json[] }>(
      `programmes/${similar.programmeId}/overlap-checks`,
      { from: today },
    );
    const found = check.findings.find(({ region }) => region === '62');
    expect(found).toMatchObject({ kind: 'PROGRAMME', offer: 'ADOPT' });
    expect(found!['score']).toBeGreaterThanOrEqual(70);
    expect(found!['parts']).toContainEqual(
      expect.objectContaining({ criterion: 'competency', agreement: 10_000, shared: ['MAN-07', 'TEK-BENCANA'] }),
    );
    const decided = await kapuas.post<Json>(`programmes/${similar.programmeId}/overlap-decisions`, {
      checkId: check.checkId,
      outcome: 'JOINED',
      reason: 'Mengikuti angkatan provinsi',
      otherProgrammeId: found!['programmeId'],
    });
    expect(decided).toMatchObject({ outcome: 'JOINED', other: { region: '62' } });
    expect(await kapuas.get(`programmes/${similar.programmeId}`)).toMatchObject({ state: 'JOINED' });
    expect(await told(kapuas, OverlapDecided as never)).toEqual([
      expect.objectContaining({
        outcome: 'JOINED',
        otherRegion: '62',
        plannedCost: 25_000_000,
        rulesFrom: '2018-01-01',
      }),
    ]);
    expect(await kapuas.get('overlap-decisions?outcome=JOINED')).toMatchObject({
      items: [{ programmeId: similar.programmeId, reason: 'Mengikuti angkatan provinsi' }],
    });
  });

  it('lets a region go on with a reason, which holds until another similar one appears', async () => {
    const body = { title: 'Kontingensi Banjir Kapuas', developmentTargetId: kapuasTarget };
    const similar = await draft(kapuas, contingencyProgramme(body));
    const check = await kapuas.post<Json>(`programmes/${similar.programmeId}/overlap-checks`, {});
    await kapuas.post(`programmes/${similar.programmeId}/overlap-decisions`, {
      checkId: check['checkId'],
      outcome: 'WENT_ON',
      reason: 'Risiko banjir setempat belum tercakup',
    });
    expect(await publish(kapuas, similar)).toMatchObject({ state: 'PUBLISHED' });
    await offeredAt(province, similar.programmeId);
  });

  it("passes the province's door where the regency's rules ask for it", async () => {
    const rules = { ...RULES, validFrom: today, approval: 'PROVINCE', threshold: 70 };
    const planner = await kapuas.service.token('agency-planner');
    expect((await kapuas.send('POST', 'catalogue-rules', rules, planner)).status).toBe(403);
    await kapuas.post('catalogue-rules', rules);
    const plan = archiveProgramme({
      title: 'Pelayanan Prima Puskesmas (rekaan)',
      competencies: [{ code: 'MAN-05', level: 2 }],
      developmentTargetId: kapuasTarget,
    });
    const programme = await draft(kapuas, plan);
    expect(await kapuas.send('POST', `programmes/${programme.programmeId}/publish`, {})).toMatchObject({
      status: 409,
      body: { code: 'programme-not-approved' },
    });
    const request = await kapuas.post<Json>(`programmes/${programme.programmeId}/submit`);
    expect(request).toMatchObject({ approver: '62', state: 'PENDING' });
    const reviewPath = 'publication-reviews?state=PENDING&region=62.03';
    const review = await itemOf(province, reviewPath, ({ requestId }) => requestId === request['requestId']);
    expect(review).toMatchObject({ submitted: { title: plan['title'], overlap: { similar: 0 } } });
    await province.post(`publication-reviews/${String(request['requestId'])}/decide`, { decision: 'APPROVED' });
    await itemOf(kapuas, 'publication-requests?state=APPROVED', ({ requestId }) => requestId === request['requestId']);
    expect(await publish(kapuas, programme)).toMatchObject({ state: 'PUBLISHED' });
  });
});

describe('R02: people of every government learn together', () => {
  let programme: Programme;
  let sessionId: string;
  const names = ['Sari Lamiang (rekaan)', 'Jaya Tuah (rekaan)', 'Lewu Bajenta (rekaan)'];
  const people: string[] = [];
  const enrolments: string[] = [];

  it('the province opens seats of a session, with a quota for the regency', async () => {
    programme = await publish(
      province,
      await draft(
        province,
        archiveProgramme({
          title: 'Kepemimpinan Layanan Darurat (rekaan)',
          delivery: 'LIVE_STREAM',
          competencies: [{ code: 'MAN-08', level: 3 }],
          targetGroups: ['MANAGERIAL', 'NON_MANAGERIAL'],
          developmentTargetId: provinceTarget,
        }),
      ),
    );
    await province.post('pass-rules', {
      programmeId: programme.programmeId,
      validFrom: today,
      minAttendance: 5_000,
      maxExcused: 5_000,
      allAssignments: false,
      certificate: true,
      basis: 'Ketentuan rekaan',
    });
    const session = await province.post<Json>('sessions', {
      programmeId: programme.programmeId,
      startsOn: today,
      endsOn: today,
      place: 'Palangka Raya',
      capacity: 30,
    });
    sessionId = String(session['sessionId']);
    const offer = (quotas: Json[], openSeats = 0) =>
      province.send<Json>('POST', `sessions/${sessionId}/seat-offer`, { quotas, openSeats, requestUntil: today });
    expect(await offer([{ region: '62.03', seats: 31 }])).toMatchObject({ status: 422 });
    expect(await offer([{ region: '62.03', seats: 2 }])).toMatchObject({ status: 200, body: { offerVersion: 1 } });
    const offered = await itemOf(kapuas, 'seat-offers?state=OPEN', (item) => item['sessionId'] === sessionId);
    expect(offered).toMatchObject({ region: '62', quotas: [{ region: '62.03', seats: 2 }] });
  });

  it('the regency asks for seats; who comes is told to the host alone, and only as ciphertext', async () => {
    for (const [index, name] of names.entries()) {
      const positionType = index === 0 ? 'ADMINISTRATOR' : 'EXECUTOR';
      people.push(await kapuas.employ(index + 1, { name, positionType }));
      const asked = await kapuas.post<{ enrolmentId: string }>('enrolments-elsewhere', {
        sessionId,
        employeeId: people[index],
      });
      enrolments.push(asked.enrolmentId);
    }
    expect(await kapuas.send('POST', 'enrolments-elsewhere', { sessionId, employeeId: people[0] })).toMatchObject({
      status: 409,
      body: { code: 'enrolment-elsewhere-already' },
    });
    const states = await eventually('all decided', async () => {
      const { items } = await kapuas.get<List>(`enrolments-elsewhere?sessionId=${sessionId}&sort=requestedAt`);
      return items.every(({ state }) => state !== 'REQUESTED') ? items.map(({ state }) => state) : undefined;
    });
    expect(states).toEqual(['ACCEPTED', 'ACCEPTED', 'WAITING']);
    const guests = await province.get<List>(`guests?sessionId=${sessionId}`);
    expect(guests.items.map(({ learnerName, homeRegion }) => [learnerName, homeRegion])).toEqual(
      names.map((name) => [name, '62.03']),
    );
    for (const at of [kapuas, province]) {
      const bodies = await at.region.sql<{ body: Buffer }>(
        `SELECT body FROM training_catalog.outbox UNION ALL SELECT body FROM training_catalog.archive WHERE type LIKE '%directed%'`,
      );
      const text = bodies.map(({ body }) => body.toString('latin1')).join('\n');
      for (const secret of [...names, ...names.map((_, index) => numberOf(index + 1))])
        expect(text).not.toContain(secret);
    }
    const audited = await province.region.sql(
      `SELECT 1 FROM training_catalog.audit_entry WHERE action = 'read-personal-data' AND object_type = 'guest-enrolment'`,
    );
    expect(audited).toHaveLength(3);
  });

  it('a regency without a line writes all the same, and is answered when the line is back', async () => {
    const employeeId = await kapuas.employ(8, { name: 'Tanpa Jalur (rekaan)' });
    kapuas.line!.cut();
    const { enrolmentId } = await kapuas.post<{ enrolmentId: string }>('enrolments-elsewhere', {
      sessionId,
      employeeId,
    });
    const path = `enrolments-elsewhere?employeeId=${employeeId}`;
    expect(await kapuas.get(path)).toMatchObject({ items: [{ enrolmentId, state: 'REQUESTED' }] });
    kapuas.line!.restore();
    const waiting = await itemOf(kapuas, path, ({ state }) => state === 'WAITING');
    expect(waiting).toMatchObject({ reason: 'Kursi habis; masuk daftar tunggu.' });
    await kapuas.post(`enrolments-elsewhere/${enrolmentId}/withdraw`, { reason: 'Tidak jadi' });
    await itemOf(
      province,
      `guests?sessionId=${sessionId}&state=WITHDRAWN`,
      (guest) => guest['enrolmentId'] === enrolmentId,
    );
  });

  it('a seat that is given back goes to who waits, and the host forgets who went', async () => {
    await kapuas.post(`enrolments-elsewhere/${enrolments[1]!}/withdraw`, { reason: 'Tugas mendadak' });
    await itemOf(
      province,
      `guests?sessionId=${sessionId}`,
      (guest) => guest['enrolmentId'] === enrolments[1] && guest['state'] === 'WITHDRAWN',
    );
    await itemOf(kapuas, `enrolments-elsewhere?employeeId=${people[2]!}`, ({ state }) => state === 'ACCEPTED');
    const { items } = await province.get<List>(`guests?sessionId=${sessionId}&state=WITHDRAWN`);
    expect(items).toContainEqual(expect.objectContaining({ enrolmentId: enrolments[1], learnerName: null }));
    const kept = await province.region.sql(
      `SELECT 1 FROM training_catalog.guest_enrolment WHERE enrolment_id = $1 AND (learner_name IS NOT NULL OR employee_number IS NOT NULL)
       UNION ALL SELECT 1 FROM training_catalog.enrolment WHERE enrolment_id = $1 AND guest_name IS NOT NULL`,
      [enrolments[1]],
    );
    expect(kept).toEqual([]);
  });

  it('what they complete there is a completion at home, once', async () => {
    const starts = new Date(Date.now() - 3_600_000).toISOString();
    const meeting = await province.post<Json>(`sessions/${sessionId}/meetings`, {
      topic: 'Pembukaan',
      mode: 'ONLINE',
      link: 'https://rapat.example/rekaan',
      startsAt: starts,
      endsAt: new Date(Date.now() - 60_000).toISOString(),
    });
    await province.post(`meetings/${String(meeting['meetingId'])}/attendance`, {
      entries: [
        { enrolmentId: enrolments[0], state: 'PRESENT', reason: 'Daftar hadir' },
        { enrolmentId: enrolments[2], state: 'ABSENT', reason: 'Daftar hadir' },
      ],
    });
    await province.post(`sessions/${sessionId}/conclude`);
    const path = `enrolments-elsewhere?sessionId=${sessionId}`;
    const passed = await itemOf(kapuas, path, ({ state }) => state === 'PASSED');
    expect(passed).toMatchObject({ employeeId: people[0], completionId: expect.any(String) });
    await itemOf(kapuas, path, (item) => item['employeeId'] === people[2] && item['state'] === 'NOT_PASSED');
    const completed = (await told(kapuas, TrainingCompleted as never)).filter(
      ({ completionId }) => completionId === passed['completionId'],
    );
    expect(completed).toEqual([
      expect.objectContaining({
        employeeId: people[0],
        programmeId: programme.programmeId,
        quantityHundredths: 2_000,
        heldByRegion: '62',
        competencies: [{ code: 'MAN-08', level: 3 }],
        developmentTargetId: provinceTarget,
        certificateNumber: expect.any(String),
      }),
    ]);
    const own = await kapuas.service.token('civil-servant', { employee: people[0]! });
    expect(await kapuas.get('me/enrolments-elsewhere', own)).toMatchObject({ items: [{ state: 'PASSED' }] });
    expect(await told(province, TrainingCompleted as never)).toEqual([]);
  });

  it('the use of the programme is told as counts, without the few', async () => {
    for (const at of [province, kapuas])
      await at.service.app.get(ProgrammeUseStatements, { strict: false }).stateChanges();
    const about = async (at: Government) =>
      (await told(at, ProgrammeUseStated as never)).filter(({ programmeId }) => programmeId === programme.programmeId);
    expect((await about(province)).at(-1)).toMatchObject({
      sessions: 1,
      seats: 30,
      completed: 0,
      guestsCompleted: null,
    });
    expect((await about(kapuas)).at(-1)).toMatchObject({ organiserRegion: '62', completed: null, hours: 0 });
  });
});

describe('R11, R22: the pooled demand becomes one joint session', () => {
  const need = { planId: newId(), lineId: newId() };
  const demands = [
    { region: '62', seats: 3, ...need },
    { region: '62.03', seats: 5, ...need },
  ];
  const plan = { startsOn: today, endsOn: '2999-01-05', place: 'Palangka Raya', requestUntil: '2999-01-01' };
  const propose = async (programmeId: string | null, competencyCode: string) => {
    const proposalId = newId();
    const developmentTargetId = provinceTarget;
    await province.proposeJointSession({
      proposalId,
      programmeId,
      competencyCode,
      developmentTargetId,
      seats: 8,
      demands,
    });
    await itemOf(province, 'joint-sessions?state=OPEN', (item) => item['proposalId'] === proposalId);
    return proposalId;
  };

  it('opened in one step, with a seat for every need', async () => {
    const { items } = await province.get<List>('catalogue?region=62&search=Kepemimpinan');
    const proposalId = await propose(String(items[0]!['programmeId']), 'MAN-08');
    const opened = await province.post<Json>(`joint-sessions/${proposalId}/open`, plan);
    expect(opened).toMatchObject({ regions: 1 });
    const again = await province.send<Json>('POST', `joint-sessions/${proposalId}/open`, plan);
    expect(again).toMatchObject({ status: 409, body: { code: 'joint-session-opened-already' } });
    const offered = await itemOf(kapuas, 'seat-offers?state=OPEN', (item) => item['sessionId'] === opened['sessionId']);
    expect(offered).toMatchObject({ quotas: [{ region: '62.03', seats: 5 }] });
    const answered = await province.get<List>('joint-sessions?state=ANSWERED');
    expect(answered.items).toMatchObject([{ proposalId, sessionId: opened['sessionId'] }]);
    expect((await told(province, SessionOpened as never)).at(-1)).toMatchObject({ proposalId, capacity: 8 });
  });

  it('with a programme made of the proposal, unless there is one already', async () => {
    const doubled = await propose(null, 'MAN-08');
    await province.post('catalogue-rules', { ...RULES, validFrom: today, approval: 'NONE', threshold: 60 });
    expect(await province.send<Json>('POST', `joint-sessions/${doubled}/open`, plan)).toMatchObject({
      status: 409,
      body: { code: 'programme-overlaps' },
    });
    const proposalId = await propose(null, 'TEK-BARU');
    const opened = await province.post<Json>(`joint-sessions/${proposalId}/open`, plan);
    const session = await province.get<Json>(`sessions/${String(opened['sessionId'])}`);
    expect(await province.get(`catalogue/${String(session['programmeId'])}`)).toMatchObject({
      competencies: [{ code: 'TEK-BARU', level: 3 }],
      developmentTargetId: provinceTarget,
    });
  });
});
