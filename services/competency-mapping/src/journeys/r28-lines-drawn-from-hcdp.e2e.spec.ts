import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@betang/contracts';
import type { DrawableLineView, DrawnView } from '../multi-year/line-drawing.dto.js';
import type { PlanLineView } from '../plans/plan-line.dto.js';
import type { PlanView } from '../plans/plan.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R28 and R15: the multi-year plan (HCDP) feeds the annual one. A year's lines come over in one step, never twice, each says where it is from, and
 * what changes later in the HCDP shows.
 */
let service: CompetencyUnderTest;
let agency: string;
let other: string;
let planner: string;
let officer: string;
let target: string;
let hcdp: string;
let annual: string;
const lineIds = new Map<string, string>();
const numbers = [newNumber(), newNumber(), newNumber()];

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });
const move = async (planId: string, action: string, as = officer, more: object = {}) =>
  expect(await post(`plans/${planId}/move`, { action, ...more }, as)).toMatchObject({ status: 200 });
const fix = async (planId: string, agencyPlan = true) => {
  const second = await service.token('bkpsdm-officer', { subject: 'bkpsdm-2' });
  await move(planId, 'INVENTORY', agencyPlan ? planner : officer);
  await move(planId, 'VERIFY', second);
  await move(planId, 'VALIDATE', officer);
  await move(planId, 'APPROVE', second, { decree: 'Keputusan (contoh)' });
};
const lineOf = (changes: object = {}) => ({
  ...{ year: 2027, agencyId: agency, competencyCode: 'MAN-05', level: 3, targetGroup: 'Pelaksana', people: 2 },
  ...{ form: 'CLASSICAL', pathCode: 'KL02', organiser: 'BPSDM', quarter: 1, curriculumStandard: 'LAN' },
  ...{ budget: 8_000_000, hours: 2000, urgency: 4, developmentTargetId: target, ...changes },
});
const planOf = async (body: object, as = planner) => (await post<PlanView>('plans', body, as)).body.planId;
const draw = (body: object = {}, planId = annual, as = planner) => post<DrawnView>(`plans/${planId}/draw`, body, as);
const linesOf = async (planId: string, as = planner) =>
  (await service.call<{ items: PlanLineView[] }>('GET', `plans/${planId}/lines?sort=competency&limit=200`, { as })).body
    .items;
const drawable = async (query = '', planId = annual, as = planner) =>
  (await service.call<{ items: DrawableLineView[] }>('GET', `plans/${planId}/drawable?sort=competency${query}`, { as }))
    .body.items;

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Sosial (contoh)');
  other = await service.agency('Dinas Pertanian (contoh)');
  planner = await service.token('agency-planner', { unit: agency, subject: 'perencana-1' });
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  target = (await service.target()).targetId;
  const hcdpOf = { kind: 'MULTI_YEAR', title: 'HCDP Dinas Sosial', firstYear: 2026, lastYear: 2028 };
  hcdp = await planOf({ ...hcdpOf, agencyId: agency });
  const lines = {
    service: lineOf(),
    talk: lineOf({ competencyCode: 'MAN-03', people: 5 }),
    change: lineOf({ competencyCode: 'MAN-07', urgency: 2, quarter: 4 }),
    later: lineOf({ year: 2028 }),
  };
  for (const [name, line] of Object.entries(lines))
    lineIds.set(name, (await post<{ lineId: string }>(`plans/${hcdp}/lines`, line, planner)).body.lineId);
  const of = { kind: 'ANNUAL', title: 'Rencana Dinas Sosial 2027', firstYear: 2027 };
  annual = await planOf({ ...of, agencyId: agency });
});
afterAll(() => service?.stop());

describe('R28: lines of the multi-year plan in the annual one', () => {
  it('are drawn once the multi-year plan is fixed, and only into an annual plan of its agency and years', async () => {
    expect((await draw({ fromPlanId: hcdp })).body).toMatchObject({ code: 'plan-not-there' });
    expect((await draw()).body).toMatchObject({ drawn: 0 });
    await fix(hcdp);
    expect((await draw({}, hcdp)).body).toMatchObject({ code: 'plan-not-there' });
    const outside = await planOf({ kind: 'ANNUAL', title: 'Rencana 2031', firstYear: 2031, agencyId: agency });
    expect((await draw({ fromPlanId: hcdp }, outside)).body).toMatchObject({ code: 'plan-not-found' });
    const stranger = await service.token('agency-planner', { unit: other });
    expect((await draw({}, annual, stranger)).status).toBe(404);
    expect((await service.call('GET', `plans/${annual}/drawable`, { as: stranger })).status).toBe(404);
    const theirs = await planOf({ kind: 'ANNUAL', title: 'Rencana lain', firstYear: 2027, agencyId: other }, officer);
    expect((await draw({ fromPlanId: hcdp }, theirs, officer)).body).toMatchObject({ code: 'plan-not-found' });
    expect((await draw({ lineIds: [lineIds.get('service')] }, theirs, officer)).body).toMatchObject({
      errors: [{ field: 'lineIds[0]', code: 'plan.line-not-drawable' }],
    });
  });

  it('come over in one step but for what the plan has already; twice, and by two at once, nothing comes twice', async () => {
    await post(`plans/${annual}/lines`, lineOf({ competencyCode: 'MAN-03', quarter: 2 }), planner);
    expect((await drawable()).map(({ competencyCode, status }) => [competencyCode, status])).toEqual([
      ['MAN-03', 'SIMILAR'],
      ['MAN-05', 'NEW'],
      ['MAN-07', 'NEW'],
    ]);
    const both = await Promise.all([draw(), draw()]);
    expect(both.map(({ body }) => body.drawn).sort()).toEqual([0, 2]);
    expect(both[0]!.body).toMatchObject({ similar: 1, renewed: 0, differing: 0 });
    const lines = await linesOf(annual);
    expect(lines.map(({ competencyCode, origin }) => [competencyCode, origin])).toEqual([
      ['MAN-03', 'MANUAL'],
      ['MAN-05', 'MULTI_YEAR'],
      ['MAN-07', 'MULTI_YEAR'],
    ]);
    expect(lines[0]!.source).toBeNull();
    expect(lines[1]).toMatchObject({
      ...{ year: 2027, people: 2, budget: 8_000_000, quarter: 1, developmentTargetId: target },
      source: {
        planId: hcdp,
        lineId: lineIds.get('service'),
        kind: 'MULTI_YEAR',
        title: 'HCDP Dinas Sosial',
        changed: [],
      },
    });
  });

  it('and one by name though another line asks for the same', async () => {
    expect((await draw({ lineIds: [lineIds.get('talk')] })).body).toMatchObject({ drawn: 1 });
    const [talk] = await drawable('&status=DRAWN');
    expect(talk).toMatchObject({ competencyCode: 'MAN-03', similarLineIds: [expect.any(String)] });
    await post(`plans/${annual}/lines/${talk!.drawnLineId}/remove`, {}, planner);
    expect((await draw({ lineIds: [lineIds.get('later'), newId()] })).body).toMatchObject({
      errors: [
        { field: 'lineIds[0]', code: 'plan.line-not-drawable' },
        { field: 'lineIds[1]', code: 'plan.line-not-drawable' },
      ],
    });
  });

  it('show what changes later in the multi-year plan, and are taken over anew by name alone', async () => {
    await move(hcdp, 'RETURN', officer, { reason: 'Penyesuaian anggaran' });
    const changed = lineOf({ people: 3, budget: 12_000_000 });
    await post(`plans/${hcdp}/lines/${lineIds.get('service')}`, changed, planner);
    await post(`plans/${hcdp}/lines/${lineIds.get('change')}/remove`, {}, planner);
    const seen = async () => (await linesOf(annual)).filter(({ origin }) => origin === 'MULTI_YEAR');
    expect((await seen()).map(({ people, source }) => [people, source])).toMatchObject([
      [2, { state: 'DRAFT', changed: ['people', 'budget'], gone: false }],
      [2, { state: 'DRAFT', changed: [], gone: true }],
    ]);
    await fix(hcdp);
    expect((await draw()).body).toMatchObject({ drawn: 0, renewed: 0, similar: 1, differing: 2 });
    expect((await drawable()).map(({ status }) => status)).toEqual(['SIMILAR', 'CHANGED', 'GONE']);
    const [before] = await seen();
    expect((await draw({ lineIds: [lineIds.get('service')] })).body).toMatchObject({
      drawn: 0,
      renewed: 1,
      differing: 1,
    });
    const [after] = await seen();
    expect(after).toMatchObject({ lineId: before!.lineId, people: 3, budget: 12_000_000, source: { changed: [] } });
  });

  it('leave nobody to be planned for twice when the inventory is made beside them', async () => {
    const ids = await service.employ(
      numbers.map((employeeNumber) => ({ employeeNumber, agencyId: agency, positionType: 'ADMINISTRATOR' })),
    );
    const codes = ['MAN-01', 'MAN-02', 'MAN-03', 'MAN-04', 'MAN-05', 'MAN-06', 'MAN-07', 'MAN-08', 'SOS-01'];
    const rows = numbers.map((number) => `'${number};${codes.map((code) => (code === 'MAN-05' ? 1 : 3)).join(';')}`);
    const how = { method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn: '2026-05-04' };
    await service.uploadCsv('assessment-files', [`NIP;${codes.join(';')}`, ...rows].join('\n'), officer, how);
    const gaps = { organiser: 'BPSDM', curriculumStandard: 'LAN', pathCode: 'KL02', form: 'CLASSICAL' };
    expect((await post(`plans/${annual}/inventory`, gaps, planner)).body).toMatchObject({ lines: 0 });
    const drawn = (await linesOf(annual)).find(({ competencyCode }) => competencyCode === 'MAN-05')!;
    const people = await service.call<{ items: { employeeId: string }[] }>(
      'GET',
      `plans/${annual}/lines/${drawn.lineId}/people`,
      { as: planner },
    );
    expect(people.body.items.map(({ employeeId }) => employeeId).sort()).toEqual([...ids].sort());
    expect((await post(`plans/${annual}/inventory`, gaps, planner)).body).toMatchObject({ lines: 0 });
  });

  it("are in the region's plan once, whether the agency drew them or the region did", async () => {
    const regional = { kind: 'MULTI_YEAR', title: 'HCDP Kabupaten', firstYear: 2026, lastYear: 2028 };
    const whole = await planOf(regional, officer);
    expect((await post(`plans/${whole}/gather`, {})).body).toMatchObject({ lines: 3 });
    await fix(whole, false);
    const year = await planOf({ kind: 'ANNUAL', title: 'Rencana Kabupaten 2027', firstYear: 2027 }, officer);
    expect((await draw({}, year, officer)).body).toMatchObject({ drawn: 2 });
    await fix(annual);
    await post(`plans/${year}/gather`, {});
    expect(
      (await linesOf(year, officer)).map(({ competencyCode, origin }) => `${competencyCode} ${origin}`).sort(),
    ).toEqual(['MAN-03 GATHERED', 'MAN-03 MULTI_YEAR', 'MAN-05 GATHERED', 'MAN-07 GATHERED']);
    expect((await draw({}, year, officer)).body).toMatchObject({ drawn: 0, similar: 1 });
    expect((await drawable('', year, officer)).map(({ status }) => status)).toEqual(['DRAWN', 'SIMILAR']);
    const gathered = (await linesOf(year, officer)).find(({ competencyCode }) => competencyCode === 'MAN-05');
    expect(gathered).toMatchObject({ source: { planId: annual, kind: 'ANNUAL', changed: [], gone: false } });
  });
});
