import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@betang/contracts';
import type { IndividualPlanView } from '../individual-plans/individual-plan.dto.js';
import type { PlanLineView } from '../plans/plan-line.dto.js';
import type { PlanView } from '../plans/plan.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R12: every training plan is linked to a development target. Here: each line names it, with indicator and value of the year, from the gap to
 * the decree; a target that goes and a dictionary that changes meanwhile are mapped, or asked about.
 */
let service: CompetencyUnderTest;
let agency: string;
let planner: string;
let head: string;
let officer: string;
let target: string;
let planId: string;
let needId: string;
let own: string;
const numbers = [newNumber(), newNumber()];

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Perpustakaan (contoh)');
  const [person] = await service.employ(
    numbers.map((employeeNumber) => ({ employeeNumber, agencyId: agency, positionType: 'PENGAWAS' })),
  );
  planner = await service.token('agency-planner', { unit: agency, subject: 'perencana-1' });
  head = await service.token('agency-planner', { unit: agency, subject: 'kepala-1' });
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  own = await service.token('civil-servant', { employee: person! });
  target = (await service.target()).targetId;
  const levels = { 'MAN-01': 2, 'MAN-02': 2, 'MAN-03': 2, 'MAN-04': 2, 'MAN-05': 1, 'MAN-06': 2, 'MAN-07': 2 };
  const codes = Object.keys({ ...levels, 'MAN-08': 1, 'SOS-01': 2 });
  const rows = numbers.map(
    (number) => `'${number};${Object.values({ ...levels, 'MAN-08': 1, 'SOS-01': 2 }).join(';')}`,
  );
  await service.uploadCsv('assessment-files', [`NIP;${codes.join(';')}`, ...rows].join('\n'), officer, {
    method: 'ASSESSMENT_CENTER',
    assessor: 'UPT',
    observedOn: '2026-05-04',
  });
});
afterAll(() => service?.stop());

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });
const get = <T>(path: string, as = officer) =>
  service.call<T>('GET', path, { as, headers: { 'accept-language': 'en' } });
const linesOf = async (of: string) =>
  (await get<{ items: PlanLineView[] }>(`plans/${of}/lines?sort=competency`, planner)).body.items;
const move = (action: string, as: string, more: object = {}) =>
  post<PlanView>(`plans/${planId}/move`, { action, ...more }, as);

describe('R12: what a line serves', () => {
  it('comes from the tie of its competency to a target, which is checked', async () => {
    const tie = (body: object) =>
      post('needs/targets', { competencyCode: 'MAN-05', targetId: target, weight: 4, ...body });
    expect((await tie({ targetId: newId() })).status).toBe(404);
    expect((await tie({ competencyCode: 'ZZ-9' })).body).toMatchObject({
      code: 'need-refused',
      errors: [{ field: 'competencyCode' }],
    });
    const tree = await get<{ roots: { targetId: string }[] }>('targets/tree');
    expect((await tie({ targetId: tree.body.roots[0]!.targetId })).body).toMatchObject({
      errors: [{ field: 'targetId', code: 'plan.target-not-served' }],
    });
    expect((await tie({})).status).toBe(200);
    const ties = await get<{ items: object[] }>(`needs/targets?targetId=${target}`);
    expect(ties.body.items).toMatchObject([
      { competencyCode: 'MAN-05', known: true, region: '62.03', kind: 'TARGET', weight: 4 },
    ]);
    const plan = { kind: 'ANNUAL', agencyId: agency, title: 'Rencana Perpustakaan 2027', firstYear: 2027 };
    planId = (await post<PlanView>('plans', plan, planner)).body.planId;
    const how = { organiser: 'BPSDM', curriculumStandard: 'LAN', pathCode: 'KL02', form: 'CLASSICAL' };
    await post(`plans/${planId}/inventory`, how, planner);
    const lines = await linesOf(planId);
    expect(lines).toMatchObject([
      {
        competencyCode: 'MAN-05',
        competencyName: 'Public service',
        developmentTarget: {
          targetId: target,
          code: '1.1.1.1',
          indicators: [{ title: 'INDICATOR 1 (contoh)', unit: 'indeks', target: 82.5, actual: null }],
        },
        problems: [],
      },
      { competencyCode: 'MAN-08', developmentTarget: null, problems: [{ code: 'plan.target-missing' }] },
    ]);
    const serving = await get<{ items: object[] }>(`plans/${planId}/lines?developmentTargetId=${target}`, planner);
    expect(serving.body.items).toHaveLength(1);
  });

  it('is asked for again where the target goes while the plan is drawn up', async () => {
    const [, second] = await linesOf(planId);
    const {
      lineId,
      competencyName: _name,
      developmentTarget: _target,
      problems: _problems,
      source: _source,
      ...line
    } = second!;
    const fields = Object.fromEntries(
      Object.entries(line).filter(([field]) => !['planId', 'origin', 'sourceLineId'].includes(field)),
    );
    const other = (await service.target('2')).targetId;
    const served = await post(`plans/${planId}/lines/${lineId}`, { ...fields, developmentTargetId: other }, planner);
    expect(served).toMatchObject({ status: 200, body: { problems: [] } });
    await move('INVENTORY', planner);
    await move('VERIFY', head);
    const tree = await get<{
      roots: { code: string; children: { children: { children: { children: { targetId: string }[] }[] }[] }[] }[];
    }>('targets/tree');
    const indicator = tree.body.roots.find(({ code }) => code === '2')!.children[0]!.children[0]!.children[0]!
      .children[0]!;
    for (const id of [indicator.targetId, other])
      expect((await post(`targets/${id}/withdraw`, { reason: 'Perubahan RPJMD' })).status).toBe(200);
    const refused = await move('VALIDATE', officer);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'plan-lines-refused', errors: [{ field: `lines.${lineId}`, code: 'plan.target-withdrawn' }] },
    });
    await move('RETURN', officer, { reason: 'Sasaran sudah ditarik' });
    expect(
      (await post(`plans/${planId}/lines/${lineId}`, { ...fields, developmentTargetId: target }, planner)).status,
    ).toBe(200);
  });

  it('and its competency follow a new dictionary, or are asked about where nothing takes its place', async () => {
    const item = { level: 2, pathCode: 'KL03', activity: 'Pelatihan pelayanan', quarter: 1, hours: 2000 };
    const items = ['MAN-05', 'MAN-08'].map((competencyCode) => ({ ...item, competencyCode }));
    expect((await post('individual-plans/me/2027', { items }, own)).status).toBe(200);
    const forum = {
      competencyCode: 'MAN-08',
      level: 3,
      people: 2,
      unitId: agency,
      severity: 'HIGH',
      title: 'Forum kebutuhan',
    };
    needId = (await post<{ needId: string }>('needs/raised', forum, planner)).body.needId;
    const draft = { title: 'Kamus baru', legalBasis: 'Peraturan Bupati (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (await post<{ dictionaryId: string }>('dictionaries', draft)).body;
    const names = { nameId: 'Layanan prima', nameEn: 'Service excellence', minLevel: 1, maxLevel: 5 };
    await post(`dictionaries/${dictionaryId}/competencies`, {
      competencies: [{ code: 'PEL-01', group: 'MANAGERIAL', ...names }],
    });
    for (const code of ['MAN-05', 'MAN-08']) await post(`dictionaries/${dictionaryId}/competencies/${code}/remove`, {});
    const successions = [
      { fromCode: 'MAN-05', toCode: 'PEL-01', levels: [0, 2, 3, 4, 5, 5] },
      { fromCode: 'MAN-08', toCode: null },
    ];
    const published = await post(`dictionaries/${dictionaryId}/publish`, { successions });
    expect(published).toMatchObject({
      status: 200,
      body: {
        followed: {
          planLines: { mapped: 1, asked: 1 },
          raisedNeeds: { mapped: 0, asked: 1 },
          targetTies: { mapped: 1, asked: 0 },
          individualItems: { mapped: 1, asked: 1 },
        },
      },
    });
    expect(await linesOf(planId)).toMatchObject([
      {
        competencyCode: 'MAN-08',
        competencyName: 'Decision making',
        problems: [{ code: 'evidence.competency-unknown' }],
      },
      { competencyCode: 'PEL-01', competencyName: 'Service excellence', level: 3, problems: [] },
    ]);
    expect((await get<{ items: object[] }>('needs/targets')).body.items).toMatchObject([{ competencyCode: 'PEL-01' }]);
    const plan = await get<IndividualPlanView>('individual-plans/me/2027', own);
    expect(plan.body.items.map(({ competencyCode, level }) => [competencyCode, level])).toEqual(
      expect.arrayContaining([
        ['PEL-01', 3],
        ['MAN-08', 2],
      ]),
    );
  });

  it('is answered by who asks: the need gets a competency of today, the line is written anew, and the plan goes on', async () => {
    const answer = (body: object, as = planner) => post(`needs/raised/${needId}/competency`, body, as);
    expect((await answer({ competencyCode: 'MAN-08', level: 2 })).body).toMatchObject({ code: 'need-refused' });
    const stranger = await service.token('agency-planner', { unit: newId() });
    expect((await answer({ competencyCode: 'PEL-01', level: 2 }, stranger)).status).toBe(404);
    expect((await answer({ competencyCode: 'PEL-01', level: 2 })).status).toBe(200);
    const gone = (await linesOf(planId)).find(({ competencyCode }) => competencyCode === 'MAN-08')!;
    await post(`plans/${planId}/lines/${gone.lineId}/remove`, {}, planner);
    await move('INVENTORY', planner);
    await move('VERIFY', head);
    expect((await move('VALIDATE', officer)).body).toMatchObject({ state: 'VALIDATED' });
  });
});
