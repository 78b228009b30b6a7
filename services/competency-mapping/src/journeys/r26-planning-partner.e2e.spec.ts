import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R26: Bapperida (planning) is a named partner. It records what the region is to reach, sees which plan of which agency serves it, and reads
 * nobody's competencies.
 */
let service: CompetencyUnderTest;
let agency: string;
let bapperida: string;
let planner: string;
let target: string;
const PERIOD = { validFrom: '2025-01-01', validTo: '2029-12-31' };

beforeAll(async () => {
  service = await startCompetency();
  agency = await service.agency('Dinas Lingkungan Hidup (contoh)');
  await service.employ([{ agencyId: agency, positionType: 'PENGAWAS', name: 'Pegawai Rekaan' }]);
  bapperida = await service.token('partner', { subject: 'bapperida-1' });
  planner = await service.token('agency-planner', { unit: agency, subject: 'sekretaris-1' });
});
afterAll(() => service?.stop());

const get = <T = Record<string, never>>(path: string, as = bapperida) => service.call<T>('GET', path, { as });
const post = <T = Record<string, never>>(path: string, body: object, as = bapperida) =>
  service.call<T>('POST', path, { as, body });

describe('R26: the planning agency', () => {
  it('records the chain from vision to target, and only from the top', async () => {
    const node = async (kind: string, code: string, parentId: string | null) => {
      const body = { kind, code, parentId, title: `Contoh ${code}`, ...PERIOD };
      const { status, body: made } = await post<{ targetId: string }>('targets', body);
      expect(status).toBe(201);
      return made.targetId;
    };
    const vision = await node('VISION', 'V', null);
    const mission = await node('MISSION', 'V.1', vision);
    const goal = await node('GOAL', 'V.1.1', mission);
    target = await node('TARGET', 'V.1.1.1', goal);
    const skipped = { kind: 'TARGET', code: 'V.2', parentId: vision, title: 'Tanpa misi', ...PERIOD };
    expect((await post('targets', skipped)).status).toBe(422);
  });

  it('sees which agency plans what for a target, line by line with its budget', async () => {
    const plan = { kind: 'ANNUAL', title: 'Rencana 2027', firstYear: 2027, agencyId: agency };
    const { planId } = (await post<{ planId: string }>('plans', plan, planner)).body;
    const line = {
      ...{ competencyCode: 'MAN-05', level: 2, targetGroup: 'Pengawas', people: 12, form: 'CLASSICAL' },
      ...{ pathCode: 'KL03', organiser: 'BKPSDM', quarter: 2, curriculumStandard: 'LAN', budget: 36_000_000 },
      ...{ hours: 2000, year: 2027, agencyId: agency, developmentTargetId: target, urgency: 4 },
    };
    expect((await post(`plans/${planId}/lines`, line, planner)).status).toBe(201);
    const plans = await get<{ items: object[] }>('plans?year=2027');
    expect(plans.body.items).toMatchObject([{ planId, agencyId: agency, state: 'DRAFT', lines: 1 }]);
    const lines = await get<{ items: object[] }>(`plans/${planId}/lines`);
    expect(lines.body.items).toMatchObject([{ developmentTargetId: target, people: 12, budget: 36_000_000 }]);
    expect((await get<{ text: string }>(`plans/${planId}/file?format=csv`)).body.text).toContain('Pengawas');
  });

  it('decides on no plan and changes none', async () => {
    const plan = { kind: 'ANNUAL', title: 'Rencana mitra', firstYear: 2027, agencyId: agency };
    expect((await post('plans', plan)).status).toBe(403);
    const [first] = (await get<{ items: { planId: string }[] }>('plans?year=2027')).body.items;
    const moved = await post(`plans/${first!.planId}/move`, { action: 'INVENTORY' });
    expect(moved.status).toBe(403);
    expect((await get<{ items: { state: string }[] }>('plans?year=2027')).body.items[0]!.state).toBe('DRAFT');
  });

  it('reads nobody’s competencies, needs by name, or talent', async () => {
    for (const path of [
      'people',
      'needs',
      'needs/people?code=MAN-05',
      'assessments',
      'talent/snapshots',
      'completeness',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 403]);
  });

  it('takes a target down only once nothing stands below it', async () => {
    const { items } = (await get<{ items: { targetId: string; code: string }[] }>('targets?limit=50')).body;
    const goal = items.find(({ code }) => code === 'V.1.1')!;
    expect((await post(`targets/${goal.targetId}/withdraw`, { reason: 'Perubahan RPJMD' })).status).toBe(409);
    expect((await post(`targets/${target}/withdraw`, { reason: 'Perubahan RPJMD' })).status).toBe(200);
  });
});
