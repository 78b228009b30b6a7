import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { archiveProgramme, contingencyProgramme } from '../testing/programme-plans.js';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';

let province: Government;
let kapuas: Government;
let provinceTarget: string;
let kapuasTarget: string;
let officerId: string;
let officer: string;
beforeAll(async () => {
  province = await startGovernment('62');
  kapuas = await startGovernment('62.03', province);
  provinceTarget = await province.plan({ code: '1.1' });
  kapuasTarget = await kapuas.plan({ code: '2.1', title: 'Kapuas tangguh bencana (rekaan)' });
  officerId = await kapuas.employ(50, { name: 'Petugas Rekaan' });
  officer = await kapuas.service.token('bkpsdm-officer', { employee: officerId, subject: 'petugas-kapuas' });
});
afterAll(async () => {
  await kapuas?.stop();
  await province?.stop();
});

const zone = timeZoneOf(RegionCode.parse('62'));
const dayFrom = (offset: number) => calendarDateAt(new Date(Date.now() + offset * 86_400_000), zone).iso;
const today = dayFrom(0);
interface Programme extends Json {
  readonly programmeId: string;
  readonly revision: number;
}
interface Check {
  readonly checkId: string;
  readonly findings: readonly Json[];
}
interface List {
  readonly items: readonly Json[];
}

let titles = 0;
/** A programme that resembles no other one. */
const apart = (at: Government, changes: Json = {}) => {
  titles += 1;
  return at.post<Programme>(
    'programmes',
    archiveProgramme({
      title: `Urusan ${'abcdefghijklmnopqrstuvwxyz'.charAt(titles).repeat(6)} (rekaan)`,
      competencies: [{ code: `TEK-${titles}`, level: 2 }],
      developmentTargetId: at === province ? provinceTarget : kapuasTarget,
      ...changes,
    }),
  );
};
const publish = (at: Government, { programmeId }: { programmeId: string }) =>
  at.post<Programme>(`programmes/${programmeId}/publish`, {});
const offeredAt = (at: Government, programmeId: string, version = 1) =>
  eventually('the programme in the catalogue', async () => {
    const { status, body } = await at.send<Json>('GET', `catalogue/${programmeId}`);
    return status === 200 && Number(body['programmeVersion']) >= version ? body : undefined;
  });
const itemOf = async (at: Government, path: string, is: (item: Json) => boolean, as?: string) =>
  eventually(path, async () => (await at.get<List>(path, as)).items.find(is));
const changed = async (at: Government, programmeId: string, body: Json) => {
  const { revision } = await at.get<Programme>(`programmes/${programmeId}`);
  const headers = { 'if-match': `"${revision}"` };
  const answer = await at.service.call<Programme>('PATCH', `programmes/${programmeId}`, {
    as: at.officer,
    body,
    headers,
  });
  expect(answer.status).toBe(200);
  return answer.body;
};
const refusal = (status: number, code: string) => ({ status, body: { code } });

describe('R21: a similar training is joined in one step', () => {
  let shared: Programme;
  let sessionId: string;
  const similar = (changes: Json = {}) =>
    kapuas.post<Programme>(
      'programmes',
      contingencyProgramme({ organiser: 'BKPSDM Kapuas', developmentTargetId: kapuasTarget, ...changes }),
    );
  const check = ({ programmeId }: Programme, body: Json = {}) =>
    kapuas.post<Check>(`programmes/${programmeId}/overlap-checks`, body);
  const decide = ({ programmeId }: Programme, body: Json) =>
    kapuas.send<Json>('POST', `programmes/${programmeId}/overlap-decisions`, { reason: 'Alasan rekaan', ...body });

  it('by taking its programme over: the draft is set aside, and another one is ready for the same target', async () => {
    shared = await publish(
      province,
      await province.post<Programme>('programmes', contingencyProgramme({ developmentTargetId: provinceTarget })),
    );
    await offeredAt(kapuas, shared.programmeId);
    const mine = await similar();
    const { checkId, findings } = await check(mine);
    expect(findings).toMatchObject([{ programmeId: shared.programmeId, offer: 'ADOPT' }]);
    const joined = await decide(mine, { checkId, outcome: 'JOINED', adopt: { kind: 'ADOPTED' } });
    expect(joined).toMatchObject({ status: 201, body: { outcome: 'JOINED', seatsAsked: 0 } });
    const adopted = await kapuas.get<Programme>(`programmes/${String(joined.body['adoptedProgrammeId'])}`);
    expect(adopted).toMatchObject({
      state: 'DRAFT',
      organiser: 'BKPSDM Kapuas',
      developmentTargetId: kapuasTarget,
      origin: { kind: 'ADOPTED', programmeId: shared.programmeId },
      originNow: { standing: 'CURRENT', title: shared['title'] },
    });
    expect(await kapuas.get(`programmes/${mine.programmeId}`)).toMatchObject({ state: 'JOINED' });
    expect(await publish(kapuas, adopted)).toMatchObject({ state: 'PUBLISHED' });
    await kapuas.post(`programmes/${adopted.programmeId}/withdraw`, { reason: 'Tahun ini ikut provinsi' });
    await eventually('withdrawn', async () =>
      (await kapuas.send('GET', `catalogue/${adopted.programmeId}`)).status === 404 ? true : undefined,
    );
  });

  it('by seats in its session for named people, all or nobody', async () => {
    const session = await province.post<Json>('sessions', {
      programmeId: shared.programmeId,
      startsOn: dayFrom(30),
      endsOn: dayFrom(32),
      place: 'Palangka Raya',
      capacity: 10,
    });
    sessionId = String(session['sessionId']);
    const mine = await similar();
    const unoffered = await eventually('the session found', async () => {
      const found = await check(mine);
      return found.findings.some(({ kind }) => kind === 'SESSION') ? found : undefined;
    });
    const people = [await kapuas.employ(60), await kapuas.employ(61)];
    const join = (checkId: string, nominate: readonly string[]) =>
      decide(mine, { checkId, outcome: 'JOINED', otherSessionId: sessionId, nominate });
    expect(await join(unoffered.checkId, people)).toMatchObject(refusal(409, 'overlap-not-joinable'));
    await province.post(`sessions/${sessionId}/seat-offer`, { quotas: [], openSeats: 3, requestUntil: dayFrom(20) });
    const { checkId } = await eventually('seats found', async () => {
      const found = await check(mine);
      return found.findings.some(({ offer }) => offer === 'SEATS') ? found : undefined;
    });
    expect(await join(checkId, [...people, newId()])).toMatchObject(refusal(422, 'employee-unknown'));
    expect(await kapuas.get(`enrolments-elsewhere?sessionId=${sessionId}`)).toEqual({ items: [] });
    expect(await kapuas.get(`programmes/${mine.programmeId}`)).toMatchObject({ state: 'DRAFT' });
    expect(await join(checkId, people)).toMatchObject({ status: 201, body: { seatsAsked: 2 } });
    for (const employeeId of people)
      await itemOf(
        kapuas,
        `enrolments-elsewhere?sessionId=${sessionId}`,
        (item) => item['employeeId'] === employeeId && item['state'] === 'ACCEPTED',
      );
  });

  it('the period that was looked at holds when it is published, and going on is said once', async () => {
    const weights = { competency: 40, level: 10, targetGroup: 10, period: 30, title: 10 };
    await kapuas.post('catalogue-rules', {
      validFrom: today,
      legalBasis: 'Ketentuan rekaan',
      approval: 'NONE',
      targetRegister: 'ALWAYS',
      guestRequests: 'WITHIN_SEATS',
      threshold: 80,
      periodDays: 30,
      weights,
    });
    await province.post(`programmes/${shared.programmeId}/withdraw`, { reason: 'Hanya sesinya yang diuji' });
    const mine = await similar({ title: 'Pelatihan Penyusunan Rencana Kontingensi Kapuas (rekaan)' });
    const near = await eventually('the session alone', async () => {
      const found = await check(mine, { from: dayFrom(30), to: dayFrom(32) });
      return found.findings.every(({ kind }) => kind === 'SESSION') ? found : undefined;
    });
    expect(near.findings).toMatchObject([{ sessionId }]);
    expect(await kapuas.send('POST', `programmes/${mine.programmeId}/publish`, {})).toMatchObject(
      refusal(409, 'programme-overlaps'),
    );
    const goOn = (checkId: string, more: Json = {}) => decide(mine, { checkId, outcome: 'WENT_ON', ...more });
    expect(await goOn(near.checkId, { nominate: [newId()] })).toMatchObject(refusal(422, 'overlap-join-not-asked'));
    expect((await goOn(near.checkId)).status).toBe(201);
    expect(await goOn(near.checkId)).toMatchObject(refusal(409, 'overlap-decided-already'));
    const far = await similar({ title: 'Rencana Kontingensi Penyusunan (rekaan)' });
    expect((await check(far, { from: dayFrom(200), to: dayFrom(202) })).findings).toEqual([]);
    expect(await publish(kapuas, far)).toMatchObject({ state: 'PUBLISHED' });
    const shown = await kapuas.get<List>(`programmes/${far.programmeId}/overlap-checks?sort=checkedAt&limit=1`);
    expect(shown.items).toMatchObject([{ periodFrom: dayFrom(200), findings: [] }]);
    expect(await kapuas.get<List>(`programmes/${far.programmeId}/overlap-checks?found=true`)).toEqual({ items: [] });
    const decisions = await kapuas.get<List>('overlap-decisions?sort=-score&otherRegion=62');
    expect(decisions.items.map(({ outcome }) => outcome).sort()).toEqual(['JOINED', 'JOINED', 'WENT_ON']);
  });
});

describe('R21: one door, as people go through it', () => {
  /** As if the day had come from which another rule holds. */
  const rule = (approval: string) =>
    kapuas.region.sql('UPDATE training_catalog.catalogue_rules SET approval = $1 WHERE valid_from = $2::date', [
      approval,
      today,
    ]);
  const submit = ({ programmeId }: Programme, as = officer) =>
    kapuas.send<Json>('POST', `programmes/${programmeId}/submit`, undefined, as);
  const decideAt = (at: Government, requestId: unknown, body: Json, as?: string) =>
    at.send<Json>('POST', `publication-reviews/${String(requestId)}/decide`, body, as);
  const reviewed = (requestId: unknown, state: string, at = province) =>
    itemOf(at, `publication-reviews?state=${state}&region=62.03`, (review) => review['requestId'] === requestId);
  const requested = (requestId: unknown, state: string) =>
    itemOf(kapuas, `publication-requests?state=${state}`, (request) => request['requestId'] === requestId);

  it('is asked only where the rules ask for it, once for each revision, and taken back', async () => {
    const programme = await apart(kapuas);
    expect(await submit(programme)).toMatchObject(refusal(409, 'approval-not-needed'));
    await rule('PROVINCE');
    const first = await submit(programme);
    expect(first).toMatchObject({ status: 201, body: { state: 'PENDING', title: programme['title'] } });
    expect(await submit(programme)).toMatchObject(refusal(409, 'publication-pending-already'));
    const { requestId } = first.body;
    await reviewed(requestId, 'PENDING');
    const withdraw = (reason: string) =>
      kapuas.send('POST', `publication-requests/${String(requestId)}/withdraw`, { reason });
    expect(await withdraw('Masih diperbaiki')).toMatchObject({ status: 200, body: { state: 'WITHDRAWN' } });
    expect(await withdraw('Masih diperbaiki')).toMatchObject(refusal(409, 'publication-decided-already'));
    expect(await reviewed(requestId, 'WITHDRAWN')).toMatchObject({ reason: 'Masih diperbaiki' });
    expect(await decideAt(province, requestId, { decision: 'APPROVED' })).toMatchObject(
      refusal(409, 'publication-decided-already'),
    );
    const again = (await submit(programme)).body['requestId'];
    await reviewed(again, 'PENDING');
    await decideAt(province, again, { decision: 'REFUSED', reason: 'Tidak sesuai kewenangan' });
    await requested(again, 'REFUSED');
    const { items } = await kapuas.get<List>('notices', officer);
    expect(JSON.stringify(items)).toContain('Tidak sesuai kewenangan');
    expect(await submit(programme)).toMatchObject(refusal(409, 'publication-refused-before'));
    await changed(kapuas, programme.programmeId, { meetings: 5 });
    expect((await submit(programme)).status).toBe(201);
  });

  it('an approval is taken back until it is used; then the programme stays published', async () => {
    const programme = await apart(kapuas);
    const { requestId } = (await submit(programme)).body;
    await reviewed(requestId, 'PENDING');
    await decideAt(province, requestId, { decision: 'APPROVED' });
    await requested(requestId, 'APPROVED');
    expect(await submit(programme)).toMatchObject(refusal(409, 'publication-approved-already'));
    await decideAt(province, requestId, { decision: 'RETURNED', reason: 'Anggaran berubah' });
    await requested(requestId, 'RETURNED');
    expect(await kapuas.send('POST', `programmes/${programme.programmeId}/publish`, {})).toMatchObject(
      refusal(409, 'programme-not-approved'),
    );
    const second = (await submit(programme)).body['requestId'];
    await reviewed(second, 'PENDING');
    await decideAt(province, second, { decision: 'APPROVED' });
    await requested(second, 'APPROVED');
    await publish(kapuas, programme);
    expect((await decideAt(province, second, { decision: 'REFUSED', reason: 'Terlambat' })).status).toBe(200);
    const marker = await apart(kapuas);
    const later = (await submit(marker)).body['requestId'];
    await reviewed(later, 'PENDING');
    await decideAt(province, later, { decision: 'APPROVED' });
    await requested(later, 'APPROVED');
    expect(await requested(second, 'APPROVED')).toMatchObject({ reason: null });
    expect(await kapuas.get(`programmes/${programme.programmeId}`)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('a rule that changed meanwhile counts: nobody keeps deciding what needs no decision', async () => {
    const programme = await apart(kapuas);
    const { requestId } = (await submit(programme)).body;
    await reviewed(requestId, 'PENDING');
    await rule('OWN');
    expect(await kapuas.send('POST', `programmes/${programme.programmeId}/publish`, {})).toMatchObject(
      refusal(409, 'programme-not-approved'),
    );
    const own = await submit(programme);
    expect(own).toMatchObject({ status: 201, body: { approver: '62.03' } });
    await reviewed(requestId, 'WITHDRAWN');
    await rule('NONE');
    expect(await publish(kapuas, programme)).toMatchObject({ state: 'PUBLISHED' });
    await reviewed(own.body['requestId'], 'WITHDRAWN', kapuas);
    await rule('OWN');
  });

  it('whoever decides lets somebody stand in for some days, who does not hand it on', async () => {
    const programme = await apart(kapuas);
    const { requestId } = (await submit(programme)).body;
    const unit = newId();
    const deputyId = await kapuas.employ(70, { agencyId: unit });
    const deputy = await kapuas.service.token('bkpsdm-officer', { unit, employee: deputyId, subject: 'wakil' });
    const approve = { decision: 'APPROVED' };
    expect((await decideAt(kapuas, requestId, approve, deputy)).status).toBe(403);
    const terms = { toEmployee: deputyId, validFrom: today, validTo: dayFrom(5), reason: 'Tugas luar' };
    const give = (body: Json, as?: string) => kapuas.send<Json>('POST', 'approval-delegations', body, as);
    expect((await give(terms, deputy)).status).toBe(403);
    for (const span of [
      { validTo: dayFrom(100) },
      { validFrom: dayFrom(95), validTo: dayFrom(96) },
      { validFrom: '2999-01-01', validTo: '2999-01-05' },
    ])
      expect(await give({ ...terms, ...span })).toMatchObject(refusal(422, 'approval-delegation-refused'));
    expect(await give({ ...terms, toEmployee: officerId }, officer)).toMatchObject(
      refusal(422, 'approval-delegation-refused'),
    );
    const given = await give(terms, officer);
    expect(given.status).toBe(201);
    expect(await decideAt(kapuas, requestId, approve, officer)).toMatchObject(refusal(403, 'approval-own-request'));
    expect(await decideAt(kapuas, requestId, approve, deputy)).toMatchObject({
      status: 200,
      body: { state: 'APPROVED', onBehalfOf: 'petugas-kapuas' },
    });
    expect(await kapuas.get<List>(`approval-delegations?live=true&toEmployee=${deputyId}`)).toMatchObject({
      items: [{ reason: 'Tugas luar', endedAt: null }],
    });
    const end = () => kapuas.send('POST', `approval-delegations/${String(given.body['delegationId'])}/end`, {});
    expect([(await end()).status, (await end()).status]).toEqual([200, 404]);
    expect((await kapuas.send('GET', 'publication-reviews', undefined, deputy)).status).toBe(403);
    expect(await publish(kapuas, programme)).toMatchObject({ state: 'PUBLISHED' });
    expect(await decideAt(kapuas, requestId, { decision: 'RETURNED', reason: 'Terlambat' })).toMatchObject(
      refusal(409, 'publication-used-already'),
    );
    await rule('NONE');
  });

  it('a draft that joins another training needs no decision any more', async () => {
    await rule('PROVINCE');
    const other = await publish(province, await apart(province));
    await offeredAt(kapuas, other.programmeId);
    const mine = await apart(kapuas, { title: other['title'], competencies: other['competencies'] });
    const first = await kapuas.post<Check>(`programmes/${mine.programmeId}/overlap-checks`, {});
    const decide = (checkId: string, outcome: string) =>
      kapuas.post(`programmes/${mine.programmeId}/overlap-decisions`, { checkId, outcome, reason: 'Alasan rekaan' });
    await decide(first.checkId, 'WENT_ON');
    const { requestId } = (await submit(mine)).body;
    await reviewed(requestId, 'PENDING');
    await decide(first.checkId, 'JOINED');
    await reviewed(requestId, 'WITHDRAWN');
    await rule('NONE');
  });
});

describe('R11, R20: what was shared stays known to who took it over', () => {
  it('through every hand, with each newer version and the withdrawal of the origin', async () => {
    const adopt = (at: Government, programmeId: string, kind: string) =>
      at.post<Programme>(`catalogue/${programmeId}/adopt`, {
        kind,
        organiser: 'Akademi rekaan',
        developmentTargetId: at === province ? provinceTarget : kapuasTarget,
      });
    const first = await publish(province, await apart(province));
    await offeredAt(kapuas, first.programmeId);
    const second = await publish(kapuas, await adopt(kapuas, first.programmeId, 'FORKED'));
    await offeredAt(province, second.programmeId);
    const third = await publish(province, await adopt(province, second.programmeId, 'FORKED'));
    await offeredAt(kapuas, third.programmeId);
    const fourth = await publish(kapuas, await adopt(kapuas, third.programmeId, 'ADOPTED'));
    const reader = await province.service.token('civil-servant');
    await offeredAt(province, fourth.programmeId);
    const shown = await province.get<Json>(`catalogue/${fourth.programmeId}`, reader);
    expect(shown).toMatchObject({
      origin: { programmeId: third.programmeId, kind: 'ADOPTED' },
      lineage: [{ programmeId: second.programmeId }, { programmeId: first.programmeId }],
      originNow: { standing: 'CURRENT', title: third['title'], newestVersion: 1 },
      targetStanding: 'IN_FORCE',
    });
    const taken = await province.get<List>(`catalogue?originProgrammeId=${third.programmeId}`, reader);
    expect(taken.items.map(({ programmeId }) => programmeId)).toEqual([fourth.programmeId]);
    await changed(province, third.programmeId, { meetings: 9 });
    await publish(province, third);
    await offeredAt(kapuas, third.programmeId, 2);
    const concerned = async (standing: string) => {
      const path = `programmes?state=PUBLISHED&originStanding=${standing}`;
      return (await kapuas.get<List>(path)).items.map(({ programmeId }) => programmeId);
    };
    expect(await concerned('NEWER_VERSION')).toEqual([fourth.programmeId]);
    expect(await kapuas.post(`programmes/${fourth.programmeId}/follow-origin`)).toMatchObject({ meetings: 9 });
    expect(await concerned('NEWER_VERSION')).toEqual([]);
    await province.post(`programmes/${third.programmeId}/withdraw`, { reason: 'Diganti' });
    await eventually('the withdrawal known', async () =>
      (await concerned('WITHDRAWN')).includes(fourth.programmeId) ? true : undefined,
    );
    const follow = () => kapuas.send('POST', `programmes/${fourth.programmeId}/follow-origin`);
    expect(await follow()).toMatchObject(refusal(409, 'origin-withdrawn'));
    expect(await publish(kapuas, fourth)).toMatchObject({ publishedVersion: 2 });
    await kapuas.post(`programmes/${fourth.programmeId}/withdraw`, { reason: 'Diganti' });
    expect(await follow()).toMatchObject(refusal(409, 'programme-withdrawn'));
  });
});

describe('R20: two programmes count as the same', () => {
  it('proposed once, decided once, also by a region without a line; refused, it may be proposed anew', async () => {
    const own = await publish(kapuas, await apart(kapuas));
    const other = await publish(province, await apart(province));
    await offeredAt(province, own.programmeId);
    await offeredAt(kapuas, other.programmeId);
    const propose = (at: Government, programmeId: string, otherProgrammeId: string) =>
      at.send<Json>('POST', 'equivalences', { programmeId, otherProgrammeId, reason: 'Kurikulum setara (rekaan)' });
    const at = (where: Government, id: unknown, state: string) =>
      itemOf(where, `equivalences?state=${state}&region=62.03`, ({ equivalenceId }) => equivalenceId === id);
    const decide = (where: Government, id: unknown, decision: string) =>
      where.send<Json>('POST', `equivalences/${String(id)}/decide`, { decision, reason: 'Sudah dibandingkan' });
    const id = (await propose(province, other.programmeId, own.programmeId)).body['equivalenceId'];
    expect(await propose(province, other.programmeId, own.programmeId)).toMatchObject(
      refusal(409, 'equivalence-proposed-already'),
    );
    await at(kapuas, id, 'PROPOSED');
    expect(await propose(kapuas, own.programmeId, other.programmeId)).toMatchObject(
      refusal(409, 'equivalence-proposed-already'),
    );
    kapuas.line!.cut();
    const both = await Promise.all([decide(kapuas, id, 'REFUSED'), decide(kapuas, id, 'APPROVED')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const decision = String(both.find(({ status }) => status === 200)!.body['state']);
    const told = await kapuas.region.sql(
      `SELECT 1 FROM training_catalog.outbox AS o JOIN training_catalog.programme_equivalence AS e ON e.told_event::text = o.causation_id
        WHERE e.equivalence_id = $1`,
      [id],
    );
    expect(told).toHaveLength(1);
    expect(await itemOf(province, 'equivalences', ({ equivalenceId }) => equivalenceId === id)).toMatchObject({
      state: 'PROPOSED',
    });
    kapuas.line!.restore();
    await at(province, id, decision);
    if (decision === 'APPROVED') expect((await decide(province, id, 'ENDED')).status).toBe(200);
    const anew = await propose(province, other.programmeId, own.programmeId);
    expect(anew.status).toBe(201);
    expect((await decide(province, anew.body['equivalenceId'], 'ENDED')).status).toBe(200);
    await at(kapuas, anew.body['equivalenceId'], 'ENDED');
    expect(await decide(kapuas, anew.body['equivalenceId'], 'APPROVED')).toMatchObject(
      refusal(409, 'equivalence-not-yours'),
    );
  });
});

describe('R13: what is opened follows from what was proposed', () => {
  it('session, programme and seats name the proposal as their cause', async () => {
    const proposalId = newId();
    await province.proposeJointSession({
      proposalId,
      programmeId: null,
      title: 'Angkatan bersama hulu sungai (rekaan)',
      competencyCode: 'TEK-HULU',
      developmentTargetId: provinceTarget,
      seats: 4,
      demands: [
        { region: '62', agencyId: newId(), planId: newId(), lineId: newId(), seats: 2 },
        { region: '62.03', agencyId: newId(), planId: newId(), lineId: newId(), seats: 2 },
      ] as never,
    });
    await itemOf(province, 'joint-sessions?state=OPEN', (proposal) => proposal['proposalId'] === proposalId);
    await province.post(`joint-sessions/${proposalId}/open`, {
      startsOn: dayFrom(40),
      endsOn: dayFrom(41),
      place: 'Palangka Raya',
      requestUntil: dayFrom(35),
    });
    const types = await province.region.sql<{ type: string }>(
      `SELECT o.type FROM training_catalog.outbox AS o JOIN training_catalog.joint_session_proposal AS p ON p.told_event::text = o.causation_id
        WHERE p.proposal_id = $1 ORDER BY o.type`,
      [proposalId],
    );
    expect(types.map(({ type }) => type.replace('betang.training-catalog.', ''))).toEqual([
      'programme-published.v1',
      'seats-offered.v1',
      'session-opened.v1',
      'session-published.v1',
    ]);
  });
});
