import { UnitRecorded, newId } from '@betang/contracts';
import { readPdfText, waitUntil } from '@betang/testing';
import { beginPlan, day, hazard, legalise, planDrill, readyPlan, write } from '../testing/plan-builder.js';
import { Reminders } from '../reminders/reminders.js';
import { wholeContent } from '../testing/plan-content.js';
import {
  BPBD,
  agency,
  type Body,
  COMMAND,
  HEALTH,
  type RunningContingency,
  startContingency,
} from '../testing/running-contingency.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
});
afterAll(async () => region?.stop());

const codes = (body: Body) =>
  (body['errors'] as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`);

describe('R04, R05: plans adapted to the own risk', () => {
  it('rank the hazards of the region, and name those that lack a plan', async () => {
    const fire = await region.ok('POST', 'hazards', hazard());
    const flood = await region.ok('POST', 'hazards', hazard({ hazardCode: 'BANJIR', probability: 4, damage: 3 }));
    const unrest = await region.ok(
      'POST',
      'hazards',
      hazard({ hazardCode: 'GANGGUAN-SOSIAL', probability: 2, damage: 4 }),
    );
    expect(fire).toMatchObject({
      risk: 20,
      highestRisk: true,
      planNeeded: true,
      coverage: 'NONE',
      name: 'Kebakaran hutan dan lahan',
    });
    const { items } = await region.ok('GET', 'hazards');
    expect((items as Body[]).map(({ hazardId }) => hazardId)).toEqual(
      [fire, flood, unrest].map(({ hazardId }) => hazardId),
    );
    const twin = await region.call('POST', 'hazards', hazard());
    expect(twin).toMatchObject({ status: 409, body: { code: 'hazard-recorded-already' } });
    const unknown = await region.call('POST', 'hazards', hazard({ hazardCode: 'NAGA' }));
    expect(unknown).toMatchObject({ status: 422, body: { code: 'hazard-kind-unknown' } });
    const kind = {
      code: 'ASAP',
      validFrom: '2026-01-01',
      nameId: 'Kabut asap lintas batas',
      nameEn: 'Transboundary haze',
      hazardGroup: 'NATURAL',
    };
    const ended = { ...kind, basis: 'Keputusan daerah (rekaan)', validTo: '2025-12-31' };
    expect(await region.call('POST', 'hazard-kinds', ended)).toMatchObject({
      status: 422,
      body: { code: 'contingency-ends-before-start', field: 'validTo' },
    });
    await region.ok('POST', 'hazard-kinds', { ...kind, basis: 'Keputusan daerah (rekaan)' });
    await region.ok(
      'POST',
      'hazards',
      hazard({ hazardCode: 'ASAP', assessedOn: '2026-02-01', damage: 1, probability: 1 }),
    );
    await region.ok('POST', `hazards/${String(flood['hazardId'])}/assessments`, {
      probability: 5,
      damage: 5,
      source: 'Banjir 2026 (rekaan)',
      assessedOn: day(-1),
    });
    const { items: lacking } = await region.ok('GET', 'hazards?planNeeded=true&coverage=NONE');
    expect((lacking as Body[]).map(({ hazardCode, highestRisk }) => [hazardCode, highestRisk])).toEqual([
      ['BANJIR', true],
      ['KARHUTLA', false],
    ]);
    const { items: fires } = await region.ok('GET', 'hazards?hazardCode=KARHUTLA&sort=assessedOn');
    expect((fires as Body[]).map(({ hazardCode }) => hazardCode)).toEqual(['KARHUTLA']);
    expect(await region.stated('HAZARD', fire['hazardId'] as string)).toMatchObject({
      highestRisk: false,
      coverage: 'NONE',
    });
    expect(await region.ok('GET', `hazards/${String(flood['hazardId'])}`)).toMatchObject({
      history: [{ number: 2 }, { number: 1 }],
    });
  });

  it('begin with a template, and are not signed before they are adapted', async () => {
    const template = {
      hazardCode: 'LONGSOR',
      title: 'Templat rencana kontingensi longsor',
      sections: wholeContent({ 'situation.scenario': 'Hujan lebat tiga hari di lereng curam.' }),
      roles: [{ field: 'Komando', name: 'Komandan posko', people: 1, alternates: 2, competencies: [COMMAND] }],
      needs: [{ field: 'Evakuasi', category: 'GOODS', item: 'Ekskavator', unit: 'unit', quantity: 2 }],
    };
    const { templateId } = await region.ok('POST', 'templates', template);
    await region.ok('POST', `templates/${String(templateId)}/publish`);
    const { hazardId } = await region.ok(
      'POST',
      'hazards',
      hazard({ hazardCode: 'LONGSOR', probability: 3, damage: 3 }),
    );
    const plan = { hazardId, title: 'Rencana kontingensi longsor', leadUnitId: BPBD, templateId };
    const { planId } = await region.ok('POST', 'plans', plan);
    const again = await region.call('POST', 'plans', plan);
    expect(again).toMatchObject({ status: 409, body: { code: 'hazard-has-plan' } });
    expect(await region.ok('GET', `plans/${String(planId)}/needs`)).toMatchObject({
      items: [{ item: 'Ekskavator', quantity: 2, fromStock: 0 }],
    });
    const path = `plans/${String(planId)}/versions/1`;
    const refused = await region.call('POST', `${path}/submit`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'plan-incomplete' } });
    expect(codes(refused.body)).toEqual([
      'situation.hazard plan.section-not-adapted',
      'situation.scenario plan.section-not-adapted',
      'situation.impacts plan.section-not-adapted',
      'execution.fieldTasks plan.section-not-adapted',
    ]);
    await write(region, planId as string, 1, {
      'situation.hazard': 'Lereng tambang rakyat di hulu.',
      'situation.scenario': 'Hujan dua hari dan lereng tambang runtuh.',
      'situation.impacts': [{ aspect: 'POPULATION', description: 'Dua dusun', quantity: 340, unit: 'jiwa' }],
      'execution.fieldTasks': [{ field: 'Evakuasi', task: 'Menutup jalan', responsible: 'Dinas PU', withinHours: 3 }],
    });
    await legalise(region, planId as string, 1);
    expect(await region.ok('GET', `plans/${String(planId)}`)).toMatchObject({
      state: 'IN_FORCE',
      versionInForce: 1,
      validUntil: expect.any(String),
    });
  });

  it('go on asking for adaptation when a draft that was never signed is thrown away', async () => {
    const sections = wholeContent({ 'situation.scenario': 'Gelombang tinggi.' });
    const template = { hazardCode: 'GELOMBANG', title: 'Templat gelombang', sections, roles: [], needs: [] };
    const { templateId } = await region.ok('POST', 'templates', template);
    const wave = hazard({ hazardCode: 'GELOMBANG', probability: 1, damage: 1 });
    const { hazardId } = await region.ok('POST', 'hazards', wave);
    const plan = { hazardId, title: 'Rencana gelombang', leadUnitId: BPBD, templateId };
    const { planId } = await region.ok('POST', 'plans', plan);
    await region.ok('POST', `plans/${String(planId)}/versions/1/discard`);
    const { unadaptedSections } = await region.ok('POST', `plans/${String(planId)}/versions`);
    expect(unadaptedSections).toHaveLength(4);
    const refused = await region.call('POST', `plans/${String(planId)}/versions/2/submit`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'plan-incomplete' } });
  });

  it('keep the newest assessment of a hazard, in whatever order studies are recorded', async () => {
    const { hazardId } = await region.ok('POST', 'hazards', hazard({ area: 'Kajian', probability: 2, damage: 2 }));
    const older = { probability: 5, damage: 5, source: 'Kajian 2021 (rekaan)', assessedOn: '2021-05-01' };
    await region.ok('POST', `hazards/${String(hazardId)}/assessments`, older);
    expect(await region.ok('GET', `hazards/${String(hazardId)}`)).toMatchObject({
      ...{ risk: 4, assessedOn: '2025-11-03', assessments: 2 },
      history: [{ number: 2, source: older.source }, { number: 1 }],
    });
    await region.ok('POST', `hazards/${String(hazardId)}/withdraw`, { reason: 'Contoh' });
  });

  it('leave nothing behind that somebody waits for when they are withdrawn', async () => {
    const { planId, holder } = await readyPlan(region, { hazardCode: 'BANJIR', area: 'Dicabut', damage: 1 });
    const drill = await planDrill(region, planId, { startsOn: day(9), endsOn: day(9) });
    await region.ok('POST', `drills/${drill}/invitations`, { people: [{ employeeId: holder }] });
    const partner = { kind: 'NGO', name: 'Relawan Hulu (rekaan)', task: 'Perahu' };
    const { partnerId } = await region.ok('POST', 'partners', partner);
    const sheet = { partnerId, planId, sheetNumber: 'LK-7', signedOn: day(-9), signedBy: 'Ketua', validUntil: day(90) };
    const { commitmentId } = await region.ok('POST', 'commitments', sheet);
    const asked = { ...condition(), hazardCodes: ['BANJIR'], title: 'La Nina' };
    await region.ok('POST', 'conditions', asked);
    const decree = { level: 'ALERT', decreeNumber: '1/2026', decreeOn: day(-1), startsOn: day(-1), endsOn: day(9) };
    const alert = { ...decree, planId, title: 'Siaga banjir', area: 'Hulu' };
    const { emergencyId } = await region.ok('POST', 'emergencies', alert);
    const withdraw = () => region.call('POST', `plans/${planId}/withdraw`, { reason: 'Digabung' });
    expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'emergency-open' } });
    await region.ok('POST', `emergencies/${String(emergencyId)}/end`, { endedOn: day(0) });
    expect((await withdraw()).status).toBe(200);
    expect(await region.ok('GET', `drills/${drill}`)).toMatchObject({ state: 'CANCELLED', reason: 'Digabung' });
    expect(await region.ok('GET', `commitments/${String(commitmentId)}`)).toMatchObject({ state: 'ENDED' });
    expect(await reviews(`planId=${planId}&state=OPEN`)).toEqual([]);
    expect(await reviews(`planId=${planId}&state=DONE`)).toMatchObject([{ note: 'Rencana dicabut: Digabung' }]);
    const told = await region.service.region.sql<{ code: string }>(
      `SELECT code FROM contingency.notice WHERE recipient_id = '${holder}' AND code = 'contingency-drill-cancelled'`,
    );
    expect(told).toHaveLength(1);
  });

  it('are handed over to the unit that takes the place of one that is no more', async () => {
    const [old, next] = [newId(), newId()];
    await region.identity.publish(agency(old, 'Dinas Lama (rekaan)'), agency(next, 'Dinas Baru (rekaan)'));
    const known = (count: number, where: string) =>
      waitUntil('the units are known', async () => {
        const rows = await region.service.region.sql(`SELECT 1 FROM contingency.unit WHERE ${where}`);
        return rows.length === count;
      });
    await known(2, `unit_id IN ('${old}', '${next}')`);
    const { hazardId } = await region.ok('POST', 'hazards', hazard({ area: 'Serah', probability: 1, damage: 1 }));
    const plan = { hazardId, title: 'Rencana serah terima', leadUnitId: old };
    const { planId } = await region.ok('POST', 'plans', plan);
    const closed = { unitId: old, kind: 'AGENCY' as const, name: 'Dinas Lama (rekaan)', agencyId: old };
    const data = { ...closed, parentUnitId: null, closedOn: day(0), successorUnitIds: [next] };
    await region.identity.publish(UnitRecorded.create({ subject: old, data }));
    await known(1, `unit_id = '${old}' AND closed_on IS NOT NULL`);
    const stock = { unitId: old, place: 'Gudang', category: 'GOODS', item: 'Tenda', unit: 'unit', quantity: 2 };
    const gone = { status: 422, body: { code: 'contingency-unit-closed', field: 'unitId' } };
    expect(await region.call('POST', 'stock', stock)).toMatchObject(gone);
    const lead = (leadUnitId: string, as?: string) =>
      region.call('POST', `plans/${String(planId)}/lead`, { leadUnitId, reason: 'Penataan perangkat daerah' }, as);
    expect((await lead(next, await region.service.token('agency-planner', { unit: next }))).status).toBe(403);
    expect(await lead(old)).toMatchObject({ status: 422, body: { code: 'contingency-unit-closed' } });
    expect(await lead(next)).toMatchObject({ status: 200, body: { leadUnitId: next } });
    const heirs = await region.service.token('agency-planner', { unit: next });
    expect((await region.call('POST', `plans/${String(planId)}/versions/1/discard`, undefined, heirs)).status).toBe(
      200,
    );
  });

  it('follow the guide section by section, version by version, up to the signed document', async () => {
    const { planId, hazardId } = await beginPlan(region, { hazardCode: 'KEKERINGAN', probability: 2, damage: 2 });
    const path = `plans/${planId}/versions/1`;
    const { headers } = await region.call('GET', path);
    const etag = headers.get('etag') ?? '';
    const bad = {
      'situation.scenari': 'x',
      'introduction.legalBasis': 'bukan daftar',
      'situation.impacts': [{ aspect: 'LAINNYA', description: 'y' }],
    };
    const refused = await region.call('PATCH', path, { sections: bad }, undefined, { 'if-match': etag });
    expect(codes(refused.body)).toEqual([
      'situation.scenari plan.section-unknown',
      'introduction.legalBasis plan.section-list',
      'situation.impacts[0].aspect plan.cell',
    ]);
    await write(region, planId, 1, wholeContent());
    const stale = await region.call('PATCH', path, { sections: {} }, undefined, { 'if-match': etag });
    expect(stale).toMatchObject({ status: 412, body: { code: 'etag-mismatch' } });
    await legalise(region, planId, 1);
    const signed = await region.service.call<{ bytes: Buffer }>('GET', `${path}/document`, { as: region.officer });
    expect(signed.headers.get('content-type')).toBe('application/pdf');
    const again = await region.service.call<{ bytes: Buffer }>('GET', `${path}/document`, { as: region.officer });
    const { lines } = readPdfText(signed.body.bytes);
    for (const line of ['Kekeringan', 'Kalimantan Tengah', day(-2).slice(0, 4), 'Penduduk', '12.000'])
      expect(lines).toContain(line);
    expect(lines).not.toContain('POPULATION');
    expect(again.body.bytes.equals(signed.body.bytes)).toBe(true);
    const form = new FormData();
    form.set('kind', 'SIGNED_DOCUMENT');
    form.set('title', 'Dokumen bertanda tangan');
    form.set('version', '1');
    form.set('file', new Blob([new Uint8Array(signed.body.bytes)]), 'pindaian.pdf');
    const added = await region.service.call<Body>('POST', `plans/${planId}/attachments`, { as: region.officer, form });
    expect(added).toMatchObject({
      status: 201,
      body: { kind: 'SIGNED_DOCUMENT', mediaType: 'application/pdf', version: 1 },
    });
    const attachment = `plans/${planId}/attachments/${String(added.body['attachmentId'])}`;
    const kept = await region.service.call<{ bytes: Buffer }>('GET', `${attachment}/content`, { as: region.officer });
    expect(kept.body.bytes.equals(signed.body.bytes)).toBe(true);
    form.set('file', new Blob(['bukan dokumen']), 'palsu.pdf');
    const fake = await region.service.call<Body>('POST', `plans/${planId}/attachments`, { as: region.officer, form });
    expect(fake).toMatchObject({ status: 415, body: { code: 'file-type-refused' } });
    expect(await region.ok('GET', `plans/${planId}/attachments?version=1`)).toMatchObject({
      items: [{ title: 'Dokumen bertanda tangan' }],
    });
    await region.ok('POST', `${attachment}/remove`);
    expect((await region.call('GET', `${attachment}/content`)).status).toBe(404);
    await region.ok('POST', `plans/${planId}/versions`);
    const second = await region.call('POST', `plans/${planId}/versions`);
    expect(second).toMatchObject({ status: 409, body: { code: 'version-open' } });
    await write(region, planId, 2, {
      'situation.scenario': 'Kemarau lima bulan.',
      'mission.targets': ['Air bersih', 'Butir mission.targets'],
    });
    expect(await region.ok('GET', `plans/${planId}/versions/2/difference?from=1`)).toMatchObject({
      sections: [
        { section: 'situation.scenario', change: 'CHANGED', after: 'Kemarau lima bulan.' },
        { section: 'mission.targets', items: [{ change: 'ADDED', item: 'Air bersih' }] },
      ],
    });
    const ahead = { decreeNumber: '1/2027', decreeOn: day(5), signedBy: 'Bupati', validFrom: day(5) };
    await region.ok('POST', `plans/${planId}/versions/2/submit`);
    const refusedDecree = await region.call('POST', `plans/${planId}/versions/2/legalise`, ahead);
    expect(refusedDecree).toMatchObject({ status: 422, body: { code: 'legalisation-refused' } });
    const long = { ...ahead, decreeOn: '0001-01-01' };
    expect(await region.call('POST', `plans/${planId}/versions/2/legalise`, long)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'decreeOn', code: 'matches' }] },
    });
    await region.ok('POST', `plans/${planId}/versions/2/return`, { reason: 'Lengkapi skenario' });
    await legalise(region, planId, 2, { decreeNumber: '188.45/300/2026' });
    const { items } = await region.ok('GET', `plans/${planId}/versions`);
    expect((items as Body[]).map(({ version, state }) => [version, state])).toEqual([
      [2, 'IN_FORCE'],
      [1, 'SUPERSEDED'],
    ]);
    expect(await region.stated('PLAN', planId)).toMatchObject({
      state: 'IN_FORCE',
      version: 2,
      decreeNumber: '188.45/300/2026',
    });
    expect(await region.stated('HAZARD', hazardId)).toMatchObject({ coverage: 'COVERED' });
    const held = await region.call('POST', `hazards/${hazardId}/withdraw`, { reason: 'Tidak relevan' });
    expect(held).toMatchObject({ status: 409, body: { code: 'hazard-has-plan' } });
    await region.ok('POST', `plans/${planId}/withdraw`, { reason: 'Digabung dengan rencana lain' });
    expect(await region.stated('READINESS', planId)).toMatchObject({ withdrawn: true });
    expect(await region.stated('HAZARD', hazardId)).toMatchObject({ coverage: 'NONE' });
  });

  it('are written by the agency that leads, and signed for the whole region', async () => {
    const { hazardId } = await region.ok(
      'POST',
      'hazards',
      hazard({ hazardCode: 'EPIDEMI', probability: 1, damage: 2 }),
    );
    const planner = await region.service.token('agency-planner', { unit: HEALTH });
    const other = { hazardId, title: 'Rencana kontingensi wabah', leadUnitId: BPBD };
    expect((await region.call('POST', 'plans', other, planner)).status).toBe(403);
    const { planId } = await region.ok('POST', 'plans', { ...other, leadUnitId: HEALTH }, planner);
    const signing = await region.call(
      'POST',
      `plans/${String(planId)}/versions/1/legalise`,
      { decreeNumber: '1/1', decreeOn: day(0), signedBy: 'Bupati', validFrom: day(0) },
      planner,
    );
    expect(signing.status).toBe(403);
    const partner = await region.service.token('partner');
    expect((await region.call('GET', `plans/${String(planId)}`, undefined, partner)).status).toBe(200);
    expect(
      (await region.call('POST', `plans/${String(planId)}/withdraw`, { reason: 'coba-coba' }, partner)).status,
    ).toBe(403);
    const elsewhere = await region.service.token('contingency-officer', { region: '62.11' });
    expect((await region.call('GET', 'plans', undefined, elsewhere)).status).toBe(403);
    const { sections } = await region.ok('GET', 'plans/guide');
    expect((sections as Body[]).length).toBeGreaterThan(20);
  });
});

const condition = (changes: object = {}) => ({
  kind: 'WEATHER',
  title: 'El Nino kuat Juli-Oktober',
  description: 'Prakiraan musim: kemarau lebih kering dari biasa.',
  source: 'BMKG (rekaan)',
  observedOn: day(-1),
  hazardCodes: ['KARHUTLA', 'KEKERINGAN'],
  ...changes,
});
const reviews = async (query: string): Promise<Body[]> =>
  (await region.ok('GET', `reviews?${query}`))['items'] as Body[];

describe('R08: plans follow what changes around them', () => {
  let fire: { planId: string; hazardId: string };
  beforeAll(async () => {
    fire = await readyPlan(region, { area: 'Kecamatan Selat' });
  });

  it('are asked for a review by each condition that bears on their hazard, once', async () => {
    await beginPlan(region, { hazardCode: 'BANJIR', area: 'Kecamatan Selat' });
    const client = await region.service.signer.signClient(['contingency:conditions'], 'bmkg-feed');
    const sent = await region.ok('POST', 'conditions', condition({ externalId: 'bmkg-2026-07' }), client);
    const again = await region.ok('POST', 'conditions', condition({ externalId: 'bmkg-2026-07' }), client);
    expect(again).toEqual(sent);
    expect(sent).toMatchObject({ plansToReview: 1 });
    const open = await reviews(`planId=${fire.planId}&state=OPEN`);
    expect(open).toMatchObject([
      { cause: 'CONDITION', causeId: sent['conditionId'], dueOn: day(30), reason: 'El Nino kuat Juli-Oktober' },
    ]);
    const told = await region.events('betang.contingency.plan-review-asked.v2');
    expect(told.filter(({ planId }) => planId === fire.planId)).toMatchObject([{ cause: 'CONDITION' }]);
    expect(await region.stated('PLAN', fire.planId)).toMatchObject({ openReviews: 1 });
    expect((await region.call('GET', 'plans', undefined, client)).status).toBe(403);
    const social = condition({ kind: 'SOCIAL', hazardCodes: ['GANGGUAN-SOSIAL'] });
    expect(await region.ok('POST', 'conditions', social)).toMatchObject({ plansToReview: 0 });
    const ahead = await region.call('POST', 'conditions', condition({ observedOn: day(3) }));
    expect(ahead).toMatchObject({ status: 422, body: { code: 'contingency-date-ahead' } });
    const { items } = await region.ok('GET', 'conditions?hazardCode=KARHUTLA');
    expect(items).toHaveLength(1);
  });

  it('tell who sees to the plan at once, before the day and after it, and show what nobody answered', async () => {
    const [keeper] = (await region.hire(1)) as [string];
    expect(await region.ok('POST', `plans/${fire.planId}/keeper`, { employeeId: keeper })).toMatchObject({
      employeeId: keeper,
      name: expect.stringContaining('Rekaan'),
    });
    const own = await region.service.token('civil-servant', { employee: keeper });
    const told = async () =>
      ((await region.ok('GET', 'notices', undefined, own))['items'] as Body[]).map(({ code }) => code).sort();
    expect(await told()).toEqual(['contingency-plan-kept', 'contingency-review-asked']);
    const reminders = region.service.app.get(Reminders, { strict: false });
    await reminders.remind();
    expect(await told()).toHaveLength(2);
    const dueOn = (to: string) =>
      region.service.region.sql(`UPDATE contingency.review SET due_on = $2 WHERE plan_id = $1 AND state = 'OPEN'`, [
        fire.planId,
        to,
      ]);
    await dueOn(day(7));
    await reminders.remind();
    await dueOn(day(-1));
    await reminders.remind();
    await reminders.remind();
    expect(await told()).toEqual([
      'contingency-plan-kept',
      'contingency-review-asked',
      'contingency-review-due',
      'contingency-review-overdue',
    ]);
    const [open] = await reviews(`overdue=true&unitId=${BPBD}`);
    expect(open).toMatchObject({ planId: fire.planId, overdue: true, assigned: true, employeeId: keeper });
    expect(await reviews(`overdue=true&unitId=${HEALTH}`)).toEqual([]);
    const condition = await region.ok('GET', `conditions/${String(open!['causeId'])}`);
    expect(condition).toMatchObject({ plansToReview: 1, source: 'BMKG (rekaan)' });
    const auditor = await region.service.token('auditor');
    expect(await region.ok('GET', `reviews/${String(open!['reviewId'])}`, undefined, auditor)).toMatchObject({
      assigned: true,
      employeeId: null,
    });
  });

  it('lose readiness when a review goes unanswered, and win it back by answering', async () => {
    const sql = `UPDATE contingency.review SET due_on = $2 WHERE plan_id = $1 AND state = 'OPEN'`;
    await region.service.region.sql(sql, [fire.planId, day(-1)]);
    await region.ok('POST', 'conditions', condition({ kind: 'TECHNOLOGY', title: 'Menara radio baru' }));
    expect(await region.figure(fire.planId)).toBeLessThan(10_000);
    expect(JSON.stringify(await region.ok('GET', `plans/${fire.planId}/readiness`))).toContain(
      `Permintaan tinjauan belum dijawab sejak ${day(-1)}: El Nino kuat Juli-Oktober.`,
    );
    for (const { reviewId } of await reviews(`planId=${fire.planId}&state=OPEN`)) {
      const path = `reviews/${String(reviewId)}/complete`;
      await region.ok('POST', path, { outcome: 'NO_CHANGE', note: 'Skenario masih sesuai' });
      expect(await region.call('POST', path, { outcome: 'NO_CHANGE', note: 'lagi' })).toMatchObject({ status: 409 });
    }
    expect(await region.figure(fire.planId)).toBe(10_000);
  });

  it('are asked when the risk rises; a new version answers everything', async () => {
    const assessment = { probability: 5, damage: 5, source: 'Kajian ulang (rekaan)', assessedOn: day(-1) };
    await region.ok('POST', `hazards/${fire.hazardId}/assessments`, assessment);
    await region.ok('POST', `hazards/${fire.hazardId}/assessments`, assessment);
    expect(await reviews(`planId=${fire.planId}&state=OPEN`)).toMatchObject([{ cause: 'HAZARD' }]);
    await region.ok('POST', `plans/${fire.planId}/versions`);
    await write(region, fire.planId, 2, { 'situation.scenario': 'Api meluas ke lahan gambut dalam.' });
    await legalise(region, fire.planId, 2, { decreeNumber: '188.45/900/2026' });
    expect(await reviews(`planId=${fire.planId}&state=OPEN`)).toEqual([]);
    expect(await reviews(`planId=${fire.planId}&state=DONE&cause=HAZARD`)).toMatchObject([
      { outcome: 'NEW_VERSION', note: 'Versi 2' },
    ]);
  });

  it('follow the region’s own rules from the day that it sets them', async () => {
    const rule = {
      key: 'readiness.bands',
      validFrom: '2026-01-01',
      value: { ready: 10_000, partly: 9_000 },
      basis: 'Keputusan Bupati (rekaan)',
    };
    await region.ok('POST', 'rules', { ...rule, value: { ready: 9_500, partly: 9_000 } });
    expect(await region.ok('POST', 'rules', rule)).toMatchObject({ origin: 'REGION', revision: 2 });
    const wrong = await region.call('POST', 'rules', { ...rule, value: { ready: 20_000, mostly: 1 } });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'setting-refused' } });
    expect((wrong.body['errors'] as Body[]).map(({ field }) => field)).toEqual([
      'value.ready',
      'value.partly',
      'value.mostly',
    ]);
    const weights = {
      DOCUMENT: 100,
      PEOPLE: 0,
      COMPETENCIES: 0,
      ALTERNATES: 0,
      RESOURCES: 0,
      PARTNERS: 0,
      DRILLS: 0,
      FOLLOW_UP: 0,
      CONTINUITY: 0,
    };
    const { planId } = (((await region.ok('GET', 'readiness'))['items'] as Body[])[0] ?? {}) as { planId: string };
    expect(await region.figure(planId)).toBeLessThan(2_000);
    await region.ok('POST', 'rules', {
      key: 'readiness.weights',
      validFrom: '2026-01-01',
      value: weights,
      basis: 'Keputusan Bupati (rekaan)',
    });
    expect(await region.figure(planId)).toBe(0);
    const { items } = await region.ok('GET', 'rules');
    expect(
      (items as Body[])
        .filter(({ key }) => key === 'readiness.bands')
        .map(({ origin, revision }) => [origin, revision]),
    ).toEqual([
      ['REFERENCE', 1],
      ['REGION', 1],
      ['REGION', 2],
    ]);
  });
});
