import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { ProgrammePublished, newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startGovernment, type Government, type Json } from '../testing/two-governments.js';
import { archiveProgramme, contingencyProgramme } from '../testing/programme-plans.js';

let province: Government;
beforeAll(async () => {
  province = await startGovernment('62');
});
afterAll(async () => province?.stop());

const today = calendarDateAt(new Date(), timeZoneOf(RegionCode.parse('62'))).iso;
const draft = (body: Json) => province.post<{ programmeId: string; revision: number }>('programmes', body);
const publish = (programmeId: string) => province.send('POST', `programmes/${programmeId}/publish`, {});
const change = (programmeId: string, revision: number, body: Json) =>
  province.service.call('PATCH', `programmes/${programmeId}`, {
    as: province.officer,
    body,
    headers: { 'if-match': `"${revision}"` },
  });

describe('R25: classical, live stream and digital learning', () => {
  it('are programmes with cost, funding pattern, modules and materials by link or file', async () => {
    const draftOf = contingencyProgramme({
      developmentTarget: 'Ketangguhan daerah',
      costPerParticipant: 0,
      fixedCost: 0,
    });
    const { programmeId } = await draft(draftOf);
    const link = { title: 'Pedoman penyusunan', url: 'https://contoh.example/pedoman' };
    await province.post(`programmes/${programmeId}/materials`, link);
    const form = new FormData();
    form.append('title', 'Lembar kerja');
    form.append('file', new Blob(['%PDF-1.4 contoh\n%%EOF'], { type: 'application/pdf' }), 'lembar kerja.pdf');
    const added = await province.service.call<{ materialId: string; fileHash: string }>(
      'POST',
      `programmes/${programmeId}/materials`,
      { as: province.officer, form },
    );
    expect(added).toMatchObject({ status: 201, body: { mediaType: 'application/pdf', url: null } });
    const content = await province.send<{ text: string }>(
      'GET',
      `programmes/${programmeId}/materials/${added.body.materialId}/content`,
    );
    expect(content.body.text).toContain('%PDF-1.4');
    expect(content.headers.get('content-disposition')).toContain('lembar%20kerja.pdf');
    const published = await publish(programmeId);
    expect(published).toMatchObject({
      status: 200,
      body: { state: 'PUBLISHED', delivery: 'BLENDED', costPerParticipant: 0 },
    });
    const offered = await province.get<Json>(`catalogue/${programmeId}`, await province.service.token('civil-servant'));
    expect(offered).toMatchObject({
      fundingPattern: 'FASILITASI',
      modules: [{ mode: 'VIRTUAL_SESSION' }, { mode: 'INDEPENDENT_ASSIGNMENT', hoursHundredths: 1_200 }],
      materials: [{ url: link.url }, { url: null, fileHash: added.body.fileHash }],
      competencies: [{ code: 'MAN-07', level: 3 }, { code: 'TEK-BENCANA' }],
    });
    expect(JSON.stringify(offered)).not.toContain('Rangga');
  });

  it('add up: modules make the whole hours, blended learning has both halves', async () => {
    const modules = [{ title: 'Ceramah', mode: 'VIRTUAL_SESSION', hoursHundredths: 1_900 }];
    const refused = await province.send<{ code: string; errors: { code: string }[] }>(
      'POST',
      'programmes',
      contingencyProgramme({ modules, targetGroups: ['SIAPA_SAJA'] }),
    );
    expect(refused).toMatchObject({ status: 422, body: { code: 'programme-refused' } });
    expect(refused.body.errors.map(({ code }) => code)).toEqual([
      'programme.modules-not-whole',
      'programme.blended-needs-both',
      'programme.target-group-unknown',
    ]);
  });
});

describe('R12, R23: every training serves a target of the plan (RPJMD)', () => {
  it('is not published without one, nor with one that is not in force', async () => {
    const visionId = await province.plan({ kind: 'VISION', code: '0', title: 'Visi (rekaan)' });
    const old = await province.plan({ code: '1.9', validFrom: '2019-01-01', validTo: '2024-12-31' });
    const targetId = await province.plan({ code: '1.2', title: 'Tertib arsip daerah (rekaan)' });
    const { programmeId, revision } = await draft(archiveProgramme());
    expect(await publish(programmeId)).toMatchObject({ status: 422, body: { code: 'programme-target-missing' } });
    await change(programmeId, revision, { developmentTarget: 'Sasaran yang dikarang' });
    expect(await publish(programmeId)).toMatchObject({ status: 422, body: { code: 'programme-target-missing' } });
    await change(programmeId, revision + 1, { developmentTargetId: visionId });
    expect(await publish(programmeId)).toMatchObject({ status: 422, body: { code: 'programme-target-not-served' } });
    await change(programmeId, revision + 2, { developmentTargetId: old });
    expect(await publish(programmeId)).toMatchObject({ status: 422, body: { code: 'programme-target-not-served' } });
    await change(programmeId, revision + 3, { developmentTargetId: targetId });
    expect(await publish(programmeId)).toMatchObject({
      status: 200,
      body: { developmentTarget: 'Tertib arsip daerah (rekaan)', developmentTargetId: targetId },
    });
    expect(await province.get(`targets/${targetId}`)).toMatchObject({ programmes: 1, values: [{ year: 2026 }] });
    expect(await province.get(`catalogue?developmentTargetId=${targetId}`)).toMatchObject({ items: [{ programmeId }] });
    const told = await province.region.sql<{ body: Buffer }>(
      `SELECT body FROM training_catalog.outbox WHERE type = $1 ORDER BY xid DESC, seq DESC LIMIT 1`,
      [ProgrammePublished.type],
    );
    expect(JSON.parse(told[0]!.body.toString())).toMatchObject({ programmeId, developmentTargetId: targetId });
  });

  it('keeps every version as it was told', async () => {
    const targetId = await province.plan({ code: '1.3' });
    const { programmeId } = await draft(
      archiveProgramme({
        title: 'Layanan Publik Inklusif',
        competencies: [{ code: 'MAN-05' }],
        developmentTargetId: targetId,
      }),
    );
    const first = await publish(programmeId);
    await change(programmeId, Number((first.body as { revision: number }).revision), { hoursHundredths: 2_400 });
    expect((await publish(programmeId)).body).toMatchObject({ publishedVersion: 2 });
    const { items } = await province.get<{ items: { version: number; programme: Json }[] }>(
      `programmes/${programmeId}/versions`,
    );
    expect(items.map(({ version, programme }) => [version, programme['hoursHundredths']])).toEqual([
      [2, 2_400],
      [1, 2_000],
    ]);
  });
});

describe('R21: one door within a region', () => {
  const RULES = {
    legalBasis: 'Peraturan gubernur rekaan',
    approval: 'OWN',
    targetRegister: 'ALWAYS',
    guestRequests: 'WITHIN_SEATS',
    threshold: 70,
    periodDays: 180,
    weights: { competency: 45, level: 15, targetGroup: 15, period: 10, title: 15 },
  };

  it('has rules that begin today or later, and add up', async () => {
    const validFrom = '2020-01-01';
    const weights = { ...RULES.weights, title: 14 };
    const refused = await province.send<{ errors: { code: string }[] }>('POST', 'catalogue-rules', {
      ...RULES,
      validFrom,
      weights,
    });
    expect(refused.body.errors.map(({ code }) => code)).toEqual([
      'catalogue-rules.weights-not-whole',
      'catalogue-rules.in-past',
    ]);
    await province.post('catalogue-rules', { ...RULES, validFrom: today });
    expect(await province.send('POST', 'catalogue-rules', { ...RULES, validFrom: today })).toMatchObject({
      status: 409,
      body: { code: 'catalogue-rules-set-already' },
    });
  });

  it('is opened by somebody else, for that very revision', async () => {
    const plan = archiveProgramme({ title: 'Statistik Sektoral', competencies: [{ code: 'TEK-STAT' }] });
    const { programmeId, revision } = await draft({
      ...plan,
      developmentTargetId: await province.plan({ code: '3.1' }),
    });
    const { requestId } = await province.post<{ requestId: string }>(`programmes/${programmeId}/submit`);
    const decide = (body: Json, as?: string) =>
      province.send('POST', `publication-reviews/${requestId}/decide`, body, as);
    const head = await province.service.token('bpsdm-officer', { subject: 'bpsdm-head' });
    expect(await decide({ decision: 'APPROVED' })).toMatchObject({
      status: 403,
      body: { code: 'approval-own-request' },
    });
    expect((await decide({ decision: 'RETURNED' }, head)).status).toBe(400);
    expect((await decide({ decision: 'APPROVED' }, await province.service.token('trainer'))).status).toBe(403);
    expect((await decide({ decision: 'APPROVED' }, head)).status).toBe(200);
    expect(await decide({ decision: 'APPROVED' }, head)).toMatchObject({
      body: { code: 'publication-decided-already' },
    });
    await change(programmeId, revision, { meetings: 9 });
    expect(await publish(programmeId)).toMatchObject({ status: 409, body: { code: 'programme-not-approved' } });
    const again = await province.post<{ requestId: string }>(`programmes/${programmeId}/submit`);
    await province.post(`publication-reviews/${again.requestId}/decide`, { decision: 'APPROVED' }, head);
    expect(await publish(programmeId)).toMatchObject({ status: 200, body: { meetings: 9 } });
  });

  it('is for officers of the whole region', async () => {
    const inUnit = await province.service.token('bpsdm-officer', { unit: '00000000-0000-4000-8000-00000000000a' });
    for (const as of [inUnit, await province.service.token('civil-servant')])
      expect((await province.send('POST', 'programmes', archiveProgramme(), as)).status).toBe(403);
  });
});

describe('R12, R21: the result is what the indicator of the target showed', () => {
  it('planned and realised come from the register with their event; a typed-in figure names its source', async () => {
    const parentId = await province.plan({ code: '7.1', title: 'Daerah tangguh (rekaan)' });
    const indicator = {
      targetId: newId(),
      parentId,
      kind: 'INDICATOR' as const,
      code: '7.1.1',
      title: 'Indeks ketahanan daerah (rekaan)',
    };
    const values = (actual: number | null) => [
      { year: 2025, target: 0.65, actual: 0.62 },
      { year: 2026, target: 0.7, actual },
    ];
    await province.plan({ ...indicator, values: values(null) });
    const body = archiveProgramme({ title: 'Pelatihan relawan (rekaan)', developmentTargetId: parentId });
    const { programmeId } = await draft(body);
    type Evaluation = { indicators: Json[]; evidence: { results: Json[] } };
    const path = `programme-evaluations/${programmeId}?year=2026`;
    const find = async () =>
      (await province.get<Evaluation>(path)).indicators.find(({ targetId }) => targetId === indicator.targetId);
    expect(await find()).toMatchObject({ year: 2026, baseline: 0.62, planned: 0.7, realised: null, difference: null });
    await province.plan({ ...indicator, revision: 2, values: values(0.71) });
    const realised = await eventually('the realised value', async () => {
      const found = await find();
      return found?.['realised'] === 0.71 ? found : undefined;
    });
    expect(realised).toMatchObject({ planned: 0.7, difference: 0.01, revision: 2 });
    const told = await province.region.sql(
      `SELECT 1 FROM training_catalog.archive WHERE id = $1 AND type LIKE '%development-target-%'`,
      [realised['eventId']],
    );
    expect(told).toHaveLength(1);
    const typed = { indicator: 'Waktu tanggap', observed: 33, observedOn: '2026-01-05', target: 30 };
    const results = `programme-evaluations/${programmeId}/results`;
    expect((await province.send('POST', results, typed)).status).toBe(400);
    await province.post(results, { ...typed, source: 'Laporan BPBD (rekaan)' });
    expect((await province.get<Evaluation>(path)).evidence.results).toMatchObject([
      { observed: 0.71, difference: 0.01, source: { kind: 'REGISTER', eventId: realised['eventId'] } },
      { observed: 33, difference: 3, source: { kind: 'NAMED', name: 'Laporan BPBD (rekaan)' } },
    ]);
  });
});
