import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompletionRevoked, TrainingCompleted, newId } from '@betang/contracts';
import type { IndividualPlanView } from '../individual-plans/individual-plan.dto.js';
import { readPdfText } from '@betang/testing';
import type { PlanView } from '../plans/plan.dto.js';
import type { BudgetLineUsePage, RealisationPage } from '../realisation/realisation.dto.js';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R28: the map of competencies feeds individual and organisational development plans. The organisational ones are in R15 and R16. */
let service: CompetencyUnderTest;
let agency: string;
let person: string;
let chief: string;
let own: string;
let supervisor: string;

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Contoh');
  [chief] = (await service.employ([{ agencyId: agency, positionType: 'ADMINISTRATOR' }])) as [string];
  [person] = (await service.employ([{ agencyId: agency, supervisorId: chief }])) as [string];
  own = await service.token('civil-servant', { employee: person, subject: 'pegawai-1' });
  supervisor = await service.token('supervisor', { employee: chief, unit: agency, subject: 'atasan-1' });
});
afterAll(() => service.stop());

const item = {
  competencyCode: 'MAN-05',
  level: 2,
  pathCode: 'KL03',
  activity: 'Pelatihan pelayanan prima',
  quarter: 1,
  hours: 2000,
};
const completionId = newId();
const write = (items: object[], as = own) =>
  service.call<IndividualPlanView>('POST', 'individual-plans/me/2026', { as, body: { items } });

describe('R28: an individual development plan', () => {
  let plan: IndividualPlanView;

  it('is written by the person and submitted to the supervisor, who is told', async () => {
    expect((await write([{ ...item, competencyCode: 'XX-9' }])).body).toMatchObject({
      code: 'plan-line-refused',
      errors: [{ field: 'items[0].competencyCode' }],
    });
    const limited = { code: 'TEK-01', group: 'TECHNICAL', nameId: 'Radio', nameEn: 'Radio', minLevel: 1, maxLevel: 2 };
    const keeper = await service.token('bkpsdm-officer', { subject: 'bkpsdm-9' });
    const draft = { title: 'Kamus', legalBasis: 'Peraturan (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (
      await service.call<{ dictionaryId: string }>('POST', 'dictionaries', { as: keeper, body: draft })
    ).body;
    await service.call('POST', `dictionaries/${dictionaryId}/competencies`, {
      as: keeper,
      body: { competencies: [limited] },
    });
    await service.call('POST', `dictionaries/${dictionaryId}/publish`, { as: keeper, body: { successions: [] } });
    expect((await write([{ ...item, competencyCode: 'TEK-01', level: 3 }])).body).toMatchObject({
      errors: [{ field: 'items[0].level', code: 'evidence.level-outside' }],
    });
    for (const year of ['99999999999', '0', '2.5'])
      expect((await service.call('GET', `individual-plans/me/${year}`, { as: own })).status).toBeLessThan(500);
    expect((await service.call('GET', 'individual-plans/me/2026', { as: own })).status).toBe(404);
    expect(
      (await write([item, { ...item, competencyCode: 'MAN-03', activity: 'Magang komunikasi' }])).body,
    ).toMatchObject({ state: 'DRAFT', realisedPercent: 0 });
    const submitted = await service.call<IndividualPlanView>('POST', 'individual-plans/me/2026/submit', {
      as: own,
      body: {},
    });
    expect(submitted.body).toMatchObject({ state: 'SUBMITTED' });
    expect((await write([item])).body).toMatchObject({ code: 'individual-plan-not-there' });
    const notices = await service.call('GET', 'notices', { as: supervisor });
    expect(JSON.stringify(notices.body)).toContain('individual-plan-submitted');
    plan = submitted.body;
  });

  it('is approved or sent back by the supervisor, never by oneself', async () => {
    const decide = (as: string, action: string, note?: string) =>
      service.call<IndividualPlanView>('POST', `individual-plans/${plan.individualPlanId}/decide`, {
        as,
        body: { action, ...(note ? { note } : {}) },
      });
    const both = await service.token('supervisor', { employee: person, unit: agency });
    expect((await decide(both, 'APPROVE')).body).toMatchObject({ code: 'plan-same-eyes' });
    expect((await decide(await service.token('supervisor', { unit: newId() }), 'APPROVE')).status).toBe(404);
    expect((await decide(supervisor, 'RETURN')).body).toMatchObject({ code: 'plan-reason-missing' });
    expect((await decide(supervisor, 'RETURN', 'Tambah magang')).body).toMatchObject({
      state: 'TO_REVISE',
      note: 'Tambah magang',
    });
    await write([item, { ...item, competencyCode: 'MAN-03', activity: 'Magang komunikasi' }]);
    await service.call('POST', 'individual-plans/me/2026/submit', { as: own, body: {} });
    expect((await decide(supervisor, 'APPROVE')).body).toMatchObject({ state: 'APPROVED' });
  });

  it('is realised by a completed training, and by what the person states with proof', async () => {
    const data = {
      completionId,
      employeeId: person,
      programmeId: null,
      sessionId: null,
      title: 'Pelayanan Prima',
      organiser: 'BPSDM',
      pathCode: 'KL03',
      scope: 'NATIONAL' as const,
      quantityHundredths: 2000,
      startedOn: '2026-02-02',
      completedOn: '2026-02-06',
      certificateNumber: null,
      competencies: [{ code: 'MAN-05', level: 2 }],
    };
    await service.tell('training-catalog', TrainingCompleted.create({ subject: person, data }));
    const seen = await service.call<IndividualPlanView>('GET', 'individual-plans/me/2026', { as: own });
    expect(seen.body).toMatchObject({ realisedPercent: 50 });
    const open = seen.body.items.find(({ realisedOn }) => realisedOn === null)!;
    const done = await service.call<IndividualPlanView>('POST', `individual-plans/me/items/${open.itemId}/realise`, {
      as: own,
      body: { realisedOn: '2026-05-05', reference: 'Surat tugas 7' },
    });
    expect(done.body).toMatchObject({ realisedPercent: 100 });
    const realise = (realisedOn: string) =>
      service.call<IndividualPlanView>('POST', `individual-plans/me/items/${open.itemId}/realise`, {
        as: own,
        body: { realisedOn, reference: 'Surat tugas 7' },
      });
    const byTraining = seen.body.items.find(({ realisedBy }) => realisedBy === 'TRAINING')!;
    const reopen = (path: string, as: string) =>
      service.call<IndividualPlanView>('POST', `individual-plans/${path}/reopen`, {
        as,
        body: { reason: 'Bukti milik orang lain' },
      });
    expect((await reopen(`me/2026/items/${byTraining.itemId}`, own)).body).toMatchObject({
      code: 'individual-plan-item-not-stated',
    });
    expect((await reopen(`me/2026/items/${open.itemId}`, own)).body).toMatchObject({ realisedPercent: 50 });
    expect((await reopen(`me/2026/items/${open.itemId}`, own)).status).toBe(404);
    expect((await realise('2025-05-05')).body).toMatchObject({
      errors: [{ field: 'realisedOn', code: 'plan.year-outside' }],
    });
    expect((await realise('2026-05-05')).status).toBe(200);
    const path = `${plan.individualPlanId}/items/${open.itemId}`;
    expect((await reopen(path, await service.token('supervisor', { unit: newId() }))).status).toBe(404);
    expect((await reopen(path, supervisor)).body).toMatchObject({ state: 'APPROVED', realisedPercent: 50 });
    const told = await service.call('GET', 'notices', { as: own });
    expect(JSON.stringify(told.body)).toContain('Bukti milik orang lain');
    expect((await realise('2026-05-05')).body).toMatchObject({ realisedPercent: 100 });
    const list = await service.call<{ items: object[] }>('GET', `individual-plans?year=2026&agencyId=${agency}`, {
      as: supervisor,
    });
    expect(list.body.items).toMatchObject([{ employeeId: person, state: 'APPROVED', items: 2, realised: 2 }]);
  });

  it('goes out as a document that shows who approved it and what became of it', async () => {
    const file = async (path: string, as: string, format: string) => {
      const headers = { authorization: `Bearer ${as}`, 'accept-language': 'id' };
      const url = `${service.address}/api/competency-mapping/v1/individual-plans/${path}/file?format=${format}`;
      const answer = await fetch(url, { headers });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const text = readPdfText((await file('me/2026', own, 'pdf')).bytes).lines.join(' ');
    for (const word of ['Disetujui', '2/2 (100%)', 'Pelayanan Prima', 'Surat tugas 7', 'Atasan langsung'])
      expect(text).toContain(word);
    const path = `people/${person}/2026`;
    expect((await file(path, supervisor, 'xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    const csv = (await file(path, supervisor, 'csv')).bytes.toString();
    expect(csv).toContain('2026-05-05 (dinyatakan)');
    expect((await file(path, await service.token('supervisor', { unit: newId() }), 'pdf')).status).toBe(404);
    expect((await file('me/2031', own, 'pdf')).status).toBe(404);
    const looks = await service.region.sql(
      `SELECT 1 FROM competency_mapping.audit_entry WHERE action = 'read-personal-data' AND reason = 'individual-plans'`,
    );
    expect(looks.length).toBeGreaterThanOrEqual(2);
  });

  it('keeps what is realised when it is sent back and written anew', async () => {
    const decision = { action: 'RETURN', note: 'Tambah satu kegiatan' };
    await service.call('POST', `individual-plans/${plan.individualPlanId}/decide`, { as: supervisor, body: decision });
    const more = { ...item, competencyCode: 'MAN-02', activity: 'Penugasan lintas unit' };
    const { body } = await write([item, more]);
    expect(body.items.map(({ competencyCode, realisedOn }) => [competencyCode, realisedOn !== null]).sort()).toEqual([
      ['MAN-02', false],
      ['MAN-03', true],
      ['MAN-05', true],
    ]);
  });
});

describe('R28: what a plan rests on', () => {
  it('is no word of a supervisor on themselves', async () => {
    const results = [{ code: 'MAN-05', level: 5 }];
    const both = await service.token('supervisor', { employee: chief, unit: agency });
    const body = { employeeId: chief, method: 'SUPERVISOR', assessor: 'Atasan', observedOn: '2026-05-04', results };
    expect((await service.call('POST', 'assessments/observations', { as: both, body })).body).toMatchObject({
      errors: [{ field: 'employeeId', code: 'evidence.of-oneself' }],
    });
  });
});

describe('R28: an organisational plan over years (HCDP)', () => {
  let officer: string;
  let planId: string;
  const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
    service.call<T>('POST', path, { as, body });
  const realisation = async (query = '') =>
    (await service.call<RealisationPage>('GET', `plans/${planId}/realisation?sort=year${query}`, { as: officer })).body;

  it('shows plan and realisation year by year: people by their completions', async () => {
    officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
    const second = await service.token('bkpsdm-officer', { subject: 'bkpsdm-2' });
    const { targetId } = await service.target();
    const plan = { kind: 'MULTI_YEAR', agencyId: agency, title: 'HCDP Dinas Contoh', firstYear: 2026, lastYear: 2028 };
    planId = (await post<PlanView>('plans', plan)).body.planId;
    const line = {
      ...{ competencyCode: 'MAN-05', level: 2, targetGroup: 'Pelaksana', form: 'CLASSICAL', pathCode: 'KL03' },
      ...{ organiser: 'BPSDM', quarter: 1, curriculumStandard: 'LAN', hours: 2000, urgency: 4, agencyId: agency },
      developmentTargetId: targetId,
    };
    const lines = [
      { ...line, year: 2026, people: 2, budget: 10_000_000 },
      { ...line, year: 2027, people: 3, budget: 15_000_000 },
    ];
    for (const each of lines) expect((await post(`plans/${planId}/lines`, each)).status).toBe(201);
    const early = { lineId: newId(), spentOn: '2026-03-01', amount: 1, reference: 'SP2D 1' };
    expect((await post(`plans/${planId}/spending`, early)).body).toMatchObject({ code: 'plan-not-there' });
    for (const [action, as] of [
      ['INVENTORY', officer],
      ['VERIFY', second],
      ['VALIDATE', officer],
      ['APPROVE', second],
    ] as const)
      expect((await post(`plans/${planId}/move`, { action, decree: 'Keputusan (contoh)' }, as)).status).toBe(200);
    const seen = await realisation();
    expect(seen.years).toMatchObject([
      {
        year: 2026,
        people: 2,
        realisedPeople: 1,
        percent: 50,
        hours: 4000,
        realisedHours: 2000,
        budget: 10_000_000,
        spent: 0,
      },
      { year: 2027, people: 3, realisedPeople: 0, percent: 0 },
      { year: 2028, lines: 0, people: 0, budget: 0 },
    ]);
    expect((await realisation('&year=2027')).items).toMatchObject([{ year: 2027, people: 3, realisedPeople: 0 }]);
  });

  it('and money as its office states it, corrected by a reversal with a reason', async () => {
    const [first] = (await realisation()).items;
    const spend = (body: object) =>
      post<{ spendingId: string }>(`plans/${planId}/spending`, {
        ...{ lineId: first!.lineId, spentOn: '2026-03-02', amount: 6_000_000, reference: 'SP2D 7' },
        ...body,
      });
    expect((await spend({ spentOn: '2025-12-31' })).body).toMatchObject({ errors: [{ code: 'plan.year-outside' }] });
    expect((await spend({ spentOn: '2028-12-31' })).body).toMatchObject({ errors: [{ code: 'evidence.in-future' }] });
    expect((await spend({ lineId: newId() })).status).toBe(404);
    const { spendingId } = (await spend({})).body;
    expect((await spend({ amount: 4_000_000, reference: 'SP2D 8' })).status).toBe(201);
    expect((await realisation()).years[0]).toMatchObject({ spent: 10_000_000, spentPercent: 100 });
    const reverse = () => post(`plans/${planId}/spending/${spendingId}/reverse`, { reason: 'Salah kode rekening' });
    expect((await reverse()).status).toBe(200);
    expect((await reverse()).body).toMatchObject({ code: 'spending-not-found' });
    expect((await realisation()).years[0]).toMatchObject({ spent: 4_000_000, spentPercent: 40 });
    const entries = await service.call<{ items: object[] }>('GET', `plans/${planId}/spending?sort=-amount`, {
      as: officer,
    });
    expect(entries.body.items).toMatchObject([{ reversedReason: 'Salah kode rekening' }, { amount: 4_000_000 }]);
    const stranger = await service.token('agency-planner', { unit: newId() });
    expect((await service.call('GET', `plans/${planId}/realisation`, { as: stranger })).status).toBe(404);
    const bytes = async (path: string) => {
      const url = `${service.address}/api/competency-mapping/v1/plans/${planId}/${path}`;
      return Buffer.from(await (await fetch(url, { headers: { authorization: `Bearer ${officer}` } })).arrayBuffer());
    };
    const text = readPdfText(await bytes('realisation/file?format=pdf')).lines.join(' ');
    expect(text).toContain('Tahun 2026: 1 dari 2 orang (50 %)');
    expect(readPdfText(await bytes('file?format=pdf')).lines.join(' ')).toContain('Rp 25.000.000');
  });

  it('is tied to lines of the regional budget by their code: planned, spent and left of each', async () => {
    const [first, second] = (await realisation()).items;
    const tie = (lineId: string, budgetLineCode?: string, as = officer) =>
      post(`plans/${planId}/lines/${lineId}/budget-line`, budgetLineCode ? { budgetLineCode } : {}, as);
    const uses = async (query = '') =>
      (
        await service.call<BudgetLineUsePage>('GET', `plans/${planId}/realisation/budget-lines?sort=code${query}`, {
          as: officer,
        })
      ).body.items;
    for (const code of ['Belanja kursus', '5', '5.1.', '5.1.02;1', `5${'.1'.repeat(12)}`])
      expect((await tie(first!.lineId, code)).body).toMatchObject({ errors: [{ field: 'budgetLineCode' }] });
    expect((await tie(newId(), '5.1.02.02.001.00063')).status).toBe(404);
    const stranger = await service.token('agency-planner', { unit: newId() });
    expect((await tie(first!.lineId, '5.1.02.02.001.00063', stranger)).status).toBe(404);
    expect(await uses()).toEqual([
      { year: 2026, budgetLineCode: null, lines: 1, planned: 10_000_000, spent: 4_000_000, left: 6_000_000 },
      { year: 2027, budgetLineCode: null, lines: 1, planned: 15_000_000, spent: 0, left: 15_000_000 },
    ]);
    expect((await tie(first!.lineId, '5.1.02.02.001.00063')).body).toMatchObject({ lineId: first!.lineId });
    expect((await tie(second!.lineId, '5.1.02.02.001.00063')).status).toBe(200);
    const other = { lineId: first!.lineId, spentOn: '2026-04-02', amount: 9_000_000, reference: 'SP2D 12' };
    await post(`plans/${planId}/spending`, other);
    await post(`plans/${planId}/spending`, { ...other, amount: 1_000_000, budgetLineCode: '5.1.02.04.001.00001' });
    expect(await uses()).toMatchObject([
      { year: 2026, budgetLineCode: '5.1.02.02.001.00063', planned: 10_000_000, spent: 13_000_000, left: -3_000_000 },
      { year: 2027, budgetLineCode: '5.1.02.02.001.00063', spent: 0, left: 15_000_000 },
      { year: 2026, budgetLineCode: '5.1.02.04.001.00001', lines: 0, planned: 0, spent: 1_000_000, left: -1_000_000 },
    ]);
    expect(await uses('&search=02.04')).toHaveLength(1);
    expect((await realisation()).items[0]).toMatchObject({
      ...{ budgetLineCode: '5.1.02.02.001.00063', budget: 10_000_000, spent: 14_000_000, left: -4_000_000 },
    });
    const url = `${service.address}/api/competency-mapping/v1/plans/${planId}/realisation/file?format=csv`;
    const csv = await (await fetch(url, { headers: { authorization: `Bearer ${officer}` } })).text();
    expect(csv).toContain('5.1.02.02.001.00063');
    expect((await tie(second!.lineId)).body).toMatchObject({ budgetLineCode: null });
    expect((await uses('&year=2027')).map(({ budgetLineCode }) => budgetLineCode)).toEqual([null]);
  });

  it('follows a completion that is revoked, and so does the individual plan; one completion does one activity', async () => {
    const items = [
      { ...item, level: 3, activity: 'Tingkat 3' },
      { ...item, quarter: 2, activity: 'Tingkat 2 awal' },
      { ...item, quarter: 3, activity: 'Tingkat 2 lanjut' },
    ];
    const written = await service.call<IndividualPlanView>('POST', 'individual-plans/me/2025', {
      as: own,
      body: { items },
    });
    expect(written.status).toBe(200);
    const data = {
      ...{ completionId: newId(), employeeId: person, programmeId: null, sessionId: null, title: 'Layanan' },
      ...{ organiser: 'BPSDM', pathCode: 'KL03', scope: 'NATIONAL' as const, quantityHundredths: 2000 },
      ...{ startedOn: '2025-02-03', completedOn: '2025-02-07', certificateNumber: null },
      competencies: [{ code: 'MAN-05', level: 2 }],
    };
    await service.tell('training-catalog', TrainingCompleted.create({ subject: person, data }));
    const done = async (year: number) =>
      (await service.call<IndividualPlanView>('GET', `individual-plans/me/${year}`, { as: own })).body.items
        .filter(({ realisedOn }) => realisedOn !== null)
        .map(({ activity }) => activity);
    expect(await done(2025)).toEqual(['Tingkat 2 awal']);
    const revoked = { completionId, employeeId: person, reason: 'Tercatat dua kali' };
    await service.tell('training-catalog', CompletionRevoked.create({ subject: person, data: revoked }));
    expect((await realisation()).years[0]).toMatchObject({ realisedPeople: 0 });
    expect(await done(2026)).toEqual(['Magang komunikasi']);
  });
});
