import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import type { PlanLineView } from '../plans/plan-line.dto.js';
import type { PlanView } from '../plans/plan.dto.js';

/** R15: a joint plan, integrated, accountable and sustainable over years. R16: planners of each agency are users, not only the BKPSDM. */
let service: CompetencyUnderTest;
let agency: string;
let other: string;
let planner: string;
let head: string;
let officer: string;
let authority: string;
let target: string;
let indicator: string;
const numbers = [newNumber(), newNumber(), newNumber()];
const inventory = {
  organiser: 'BPSDM Provinsi',
  curriculumStandard: 'Kurikulum LAN',
  pathCode: 'KL02',
  form: 'CLASSICAL',
};

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Sekretariat DPRD (contoh)');
  other = await service.agency('Dinas Lain (contoh)');
  await service.employ(
    numbers.map((employeeNumber) => ({ employeeNumber, agencyId: agency, positionType: 'PENGAWAS' })),
  );
  planner = await service.token('agency-planner', { unit: agency, subject: 'sekretaris-1' });
  head = await service.token('agency-planner', { unit: agency, subject: 'kepala-1' });
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  authority = await service.token('bkpsdm-officer', { subject: 'ppk-1' });
  const file = ['NIP;MAN-01;MAN-05', ...numbers.map((number) => `'${number};1;2`)].join('\n');
  ({ targetId: target, indicatorId: indicator } = await service.target());
  await service.uploadCsv('assessment-files', file, officer, {
    method: 'ASSESSMENT_CENTER',
    assessor: 'UPT',
    observedOn: '2026-05-04',
  });
});
afterAll(() => service.stop());

const post = <T = Record<string, never>>(path: string, body: object, as: string) =>
  service.call<T>('POST', path, { as, body });
const move = (planId: string, action: string, as: string, more: object = {}) =>
  post<PlanView>(`plans/${planId}/move`, { action, ...more }, as);
let planId: string;
const lineIds = async () =>
  (
    await service.call<{ items: { lineId: string }[] }>('GET', `plans/${planId}/lines?sort=competency&limit=50`, {
      as: planner,
    })
  ).body.items.map(({ lineId }) => lineId);

describe('R16: the planner of an agency', () => {
  it('draws up the plan of the own agency out of its gaps, for each civil servant', async () => {
    const created = await post<PlanView>(
      'plans',
      { kind: 'ANNUAL', agencyId: agency, title: 'Rencana Sekretariat DPRD 2027', firstYear: 2027 },
      planner,
    );
    expect(created).toMatchObject({ status: 201, body: { state: 'DRAFT', lastYear: 2027 } });
    planId = created.body.planId;
    expect(
      (await post('plans', { kind: 'ANNUAL', agencyId: other, title: 'Rencana lain', firstYear: 2027 }, planner))
        .status,
    ).toBe(404);
    const made = await post<{ lines: number }>(`plans/${planId}/inventory`, inventory, planner);
    expect(made.body.lines).toBe(8);
    const lines = await service.call<{ items: (PlanLineView & { lineId: string })[] }>(
      'GET',
      `plans/${planId}/lines?competencyCode=MAN-01`,
      { as: planner },
    );
    expect(lines.body.items).toMatchObject([
      { level: 2, people: 3, urgency: 5, quarter: 1, origin: 'INVENTORY', budget: 7_500_000 },
    ]);
    const people = await service.call<{ items: object[] }>(
      'GET',
      `plans/${planId}/lines/${lines.body.items[0]!.lineId}/people`,
      { as: planner },
    );
    expect(people.body.items).toHaveLength(3);
  });

  it('writes lines with the seven fields of the law, checked one by one', async () => {
    const line = {
      year: 2027,
      agencyId: agency,
      competencyCode: 'MAN-03',
      level: 3,
      targetGroup: 'Pejabat pengawas',
      people: 4,
      form: 'CLASSICAL',
      pathCode: 'KL02',
      organiser: 'BPSDM',
      quarter: 2,
      curriculumStandard: 'LAN',
      budget: 10_000_000,
      hours: 4000,
      urgency: 3,
    };
    const serving = { ...line, developmentTargetId: indicator };
    expect(await post(`plans/${planId}/lines`, serving, planner)).toMatchObject({
      status: 201,
      body: {
        origin: 'MANUAL',
        competencyName: 'Komunikasi',
        developmentTarget: { kind: 'INDICATOR', region: '62.03', indicators: [{ target: 82.5, unit: 'indeks' }] },
        problems: [],
      },
    });
    expect(
      await post(
        `plans/${planId}/lines`,
        { ...line, year: 2030, agencyId: other, competencyCode: 'ZZ-1', developmentTargetId: agency },
        planner,
      ),
    ).toMatchObject({
      status: 422,
      body: {
        errors: [
          { field: 'competencyCode' },
          { field: 'year' },
          { field: 'agencyId' },
          { field: 'developmentTargetId' },
        ],
      },
    });
  });
});

describe('R15: the plan', () => {
  it('goes through the AKPK, each step by other eyes, back for revision with a reason, and every step stays on record', async () => {
    expect((await move(planId, 'INVENTORY', planner)).body).toMatchObject({ state: 'INVENTORIED' });
    expect(await move(planId, 'VERIFY', planner)).toMatchObject({ status: 403, body: { code: 'plan-same-eyes' } });
    expect(await post(`plans/${planId}/lines`, {}, planner)).toMatchObject({ status: 400 });
    expect((await move(planId, 'VERIFY', head)).body).toMatchObject({ state: 'VERIFIED' });
    expect(await move(planId, 'VALIDATE', head)).toMatchObject({ status: 403 });
    expect((await move(planId, 'RETURN', officer)).body).toMatchObject({ code: 'plan-reason-missing' });
    expect((await move(planId, 'RETURN', officer, { reason: 'Anggaran terlalu besar' })).body).toMatchObject({
      state: 'DRAFT',
      returned: 1,
    });
    await move(planId, 'INVENTORY', planner);
    await move(planId, 'VERIFY', head);
    const refused = await move(planId, 'VALIDATE', officer);
    expect(refused).toMatchObject({ status: 422, body: { code: 'plan-lines-refused' } });
    const problems = await service.call<{ items: PlanLineView[] }>('GET', `plans/${planId}/problems?limit=50`, {
      as: planner,
    });
    expect(problems.body.items).toHaveLength(8);
    expect(problems.body.items[0]!.problems).toMatchObject([
      { code: 'plan.target-missing', text: expect.stringContaining('belum menyebut sasaran') },
    ]);
    const kept = await lineIds();
    await move(planId, 'RETURN', officer, { reason: 'Sebutkan sasaran' });
    const unfit = { ...inventory, developmentTargetId: planId };
    expect((await post(`plans/${planId}/inventory`, unfit, planner)).body).toMatchObject({ code: 'plan-line-refused' });
    await post(`plans/${planId}/inventory`, { ...inventory, developmentTargetId: target }, planner);
    expect(await lineIds()).toEqual(kept);
    await move(planId, 'INVENTORY', planner);
    await move(planId, 'VERIFY', head);
    expect((await move(planId, 'VALIDATE', officer)).body).toMatchObject({ state: 'VALIDATED' });
    const steps = await service.call<{ items: object[] }>('GET', `plans/${planId}/steps`, { as: planner });
    expect(steps.body.items).toMatchObject([
      { action: 'INVENTORY', actor: 'sekretaris-1' },
      { action: 'VERIFY', actor: 'kepala-1' },
      { action: 'RETURN', reason: 'Anggaran terlalu besar' },
      { action: 'INVENTORY' },
      { action: 'VERIFY' },
      { action: 'RETURN', reason: 'Sebutkan sasaran' },
      { action: 'INVENTORY' },
      { action: 'VERIFY' },
      { action: 'VALIDATE', actor: 'bkpsdm-1' },
    ]);
  });

  it('can be handed to someone else for a time, and says for whom a step was taken', async () => {
    const deputy = await service.token('agency-planner', { unit: agency, subject: 'wakil-1' });
    expect((await move(planId, 'APPROVE', deputy, { decree: 'Kep. 1' })).status).toBe(403);
    const delegation = {
      action: 'APPROVE',
      toSubject: 'wakil-1',
      untilOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    };
    expect((await post(`plans/${planId}/delegations`, delegation, planner)).status).toBe(403);
    expect((await post(`plans/${planId}/delegations`, delegation, authority)).status).toBe(201);
    expect((await move(planId, 'APPROVE', deputy)).body).toMatchObject({ code: 'plan-decree-missing' });
    expect((await move(planId, 'APPROVE', deputy, { decree: 'Keputusan Bupati 1/2026 (contoh)' })).body).toMatchObject({
      state: 'APPROVED',
    });
    const steps = await service.call<{ items: { onBehalfOf: string }[] }>('GET', `plans/${planId}/steps`, {
      as: officer,
    });
    expect(steps.body.items.at(-1)).toMatchObject({ action: 'APPROVE', actor: 'wakil-1', onBehalfOf: 'ppk-1' });
  });

  it('has deadlines, and shows what is late', async () => {
    expect((await post('plans/deadlines', { year: 2027, state: 'SYNCED', dueOn: '2026-01-31' }, officer)).status).toBe(
      200,
    );
    const late = await service.call<{ items: object[] }>('GET', 'plans?year=2027&overdue=true', { as: officer });
    expect(late.body.items).toMatchObject([{ planId, dueOn: '2026-01-31', lines: 9 }]);
    expect(
      (
        await service.call<{ items: object[] }>('GET', 'plans', {
          as: await service.token('agency-planner', { unit: other }),
        })
      ).body.items,
    ).toEqual([]);
  });

  it('is signed as a document with the seven fields', async () => {
    const csv = await service.call<{ text: string }>('GET', `plans/${planId}/file?format=csv`, { as: planner });
    expect(csv.body.text).toContain('(6) Standar kurikulum');
    expect(csv.body.text).toContain('Sasaran pembangunan');
    expect(csv.body.text).toContain('1.1.1.1 TARGET 1 (contoh)');
    expect(csv.body.text).toContain('INDICATOR 1 (contoh): target 82,5 indeks');

    const pdf = await service.call<{ text: string }>('GET', `plans/${planId}/file?format=pdf`, { as: planner });
    expect(pdf.body.text.startsWith('%PDF')).toBe(true);
    expect((await service.call('GET', `plans/${planId}/file?format=xlsx`, { as: planner })).status).toBe(200);
  });

  it('becomes part of one plan of the region, and of a plan over years', async () => {
    const region = await post<PlanView>(
      'plans',
      { kind: 'ANNUAL', title: 'Rencana Kapuas 2027', firstYear: 2027 },
      officer,
    );
    expect((await post<{ lines: number }>(`plans/${region.body.planId}/gather`, {}, officer)).body.lines).toBe(9);
    expect((await post<{ lines: number }>(`plans/${region.body.planId}/gather`, {}, officer)).body.lines).toBe(9);
    const lines = await service.call<{ items: object[] }>('GET', `plans/${region.body.planId}/lines`, { as: officer });
    expect(lines.body.items).toHaveLength(9);
    const years = await post<PlanView>(
      'plans',
      { kind: 'MULTI_YEAR', title: 'HCDP 2027-2029', firstYear: 2027, lastYear: 2029 },
      officer,
    );
    await post(`plans/${years.body.planId}/inventory`, inventory, officer);
    const first = await service.call<{ items: object[] }>('GET', `plans/${years.body.planId}/lines?year=2027`, {
      as: officer,
    });
    expect(first.body.items.length).toBeGreaterThan(0);
  });
});
