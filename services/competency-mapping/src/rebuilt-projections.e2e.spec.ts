import {
  CompetencyDictionaryPublished,
  DevelopmentTargetPublished,
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  newId,
} from '@betang/contracts';
import {
  rebuiltProjections,
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type RebuiltProjections,
  type RegionUnderTest,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { competencyMapping } from './competency-mapping.definition.js';
import { CompetencyMappingModule } from './competency-mapping.module.js';
import { newNumber, withHelpers, type CompetencyUnderTest } from './testing/running-competency.js';

const SERVICES = ['identity', 'competency-mapping', 'training-catalog', 'contingency'] as const;
const CHIEF = { positionType: 'PENGAWAS', positionName: 'Kepala Subbagian Umum' };

let hub: RegionUnderTest;
let neighbour: RegionUnderTest;
let elsewhere: ServiceUnderTest;
let service: CompetencyUnderTest;
let projections: RebuiltProjections;
let officer: string;
let agency: string;
let chief: string;
beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: SERVICES, role: 'hub' });
  const running = { definition: competencyMapping, module: CompetencyMappingModule, region: hub };
  service = await withHelpers(await startRunningService(running));
  projections = rebuiltProjections(service, 'competency-mapping');
  neighbour = await startRegionUnderTest('62.03', { services: ['identity', 'competency-mapping'], hub });
  elsewhere = await neighbour.service('competency-mapping');
  (await neighbour.service('identity')).start();
  elsewhere.start();
  officer = await service.token('bkpsdm-officer');
  agency = await service.agency('Dinas Contoh');
  [chief] = (await service.employ([{ agencyId: agency, ...CHIEF }])) as [string];
});
afterAll(async () => {
  await service?.stop();
  await neighbour?.stop();
  await hub?.stop();
});

const TARGET = newId();
const target = (revision: number, title: string) => {
  const plan = { parentId: null, kind: 'TARGET' as const, code: '1.1', unit: null, values: [], withdrawn: false };
  const period = { validFrom: '2025-01-01', validTo: '2029-12-31' };
  const data = { region: '62.03', targetId: TARGET, revision, title, ...plan, ...period };
  return DevelopmentTargetPublished.create({ subject: TARGET, data });
};
const dictionary = () => {
  const competency = { code: 'TEK-RADIO', group: 'TECHNICAL' as const, field: null, minLevel: 1, maxLevel: 5 };
  const competencies = [{ ...competency, nameId: 'Radio', nameEn: 'Radio', indicators: [] }];
  const what = { title: 'Kamus Kapuas (rekaan)', legalBasis: 'Keputusan (rekaan)', validFrom: '2026-01-01' };
  const data = { region: '62.03', dictionaryId: newId(), dictionaryVersion: 2, part: 1, parts: 1, competencies };
  return CompetencyDictionaryPublished.create({ subject: data.dictionaryId, data: { ...data, ...what } });
};
type Items = { readonly items: readonly Record<string, unknown>[] };
const get = async <T = Items>(path: string) => (await service.call<T>('GET', path, { as: officer })).body;
const sharedTitle = async () => (await get('targets/shared?region=62.03')).items[0]?.['title'];
const standardOf = async () =>
  (await get('people')).items.find(({ employeeId }) => employeeId === chief) as Record<string, unknown>;
const settled = () =>
  waitUntil('nothing is left to compute', async () => {
    const left = await hub.sql('SELECT 1 FROM competency_mapping.profile_mark');
    return left.length === 0;
  });
const answers = () =>
  Promise.all(
    [
      `people/${chief}/profile`,
      'people',
      'needs?by=agency',
      'completeness',
      'targets/shared?region=62.03',
      'dictionaries/shared',
    ].map((path) => get<object>(path)),
  );

describe('projections of competency mapping, rebuilt from the archive', () => {
  it('are the same tables and the same answers, and nothing is told again', async () => {
    const [gone, erased] = (await service.employ([
      { agencyId: agency, ...CHIEF },
      { agencyId: agency, ...CHIEF, employeeNumber: newNumber() },
    ])) as [string, string];
    const assessor = await service.token('assessor', { unit: agency });
    const assessment = { employeeId: chief, method: 'COMPLEX', assessor: 'UPT (rekaan)', observedOn: '2026-06-20' };
    const body = { ...assessment, results: [{ code: 'MAN-06', level: 2 }] };
    expect((await service.call('POST', 'assessments', { as: assessor, body })).status).toBe(201);
    await elsewhere.publish(target(1, 'Tangguh bencana (rekaan)'), dictionary());
    await waitUntil('the neighbour’s plan and dictionary are known', async () => {
      const { items } = await get('dictionaries/shared');
      return items.length === 1 && (await sharedTitle()) === 'Tangguh bencana (rekaan)';
    });
    const leaving = { employeeId: gone, leftOn: '2026-06-21', reason: 'RETIRED' as const };
    await service.tell(
      'identity',
      EmployeeLeft.create({ subject: gone, data: leaving }),
      EmployeeIdentityErased.create({ subject: erased, data: { employeeId: erased, erasedOn: '2026-06-30' } }),
    );
    await settled();
    const [live, read, told] = [await projections.rows(), await answers(), await projections.told()];
    expect(await projections.rebuild()).toMatchObject({ state: 'DONE' });
    await settled();
    expect(await projections.rows()).toEqual(live);
    expect(await projections.told()).toEqual(told);
    expect(await answers()).toEqual(read);
    expect(Object.entries(live).filter(([, rows]) => rows.length === 0)).toEqual([]);
    expect(read.every((answer) => !('code' in answer))).toBe(true);
  });

  it('are without what an abandoned epoch told, and so are the profiles that stand beside them', async () => {
    const before = await standardOf();
    const [row] = await hub.sql<{ body: Buffer }>(
      'SELECT body FROM competency_mapping.archive WHERE subject = $1 ORDER BY seq LIMIT 1',
      [chief],
    );
    const state = JSON.parse(row!.body.toString()) as never as { employeeId: string };
    const data = { ...state, positionType: 'EXECUTOR', positionName: 'Pengelola Layanan' } as never;
    const moved = EmployeeChanged.create({ subject: chief, data });
    const orphan = target(2, 'Dari masa yang ditinggalkan (rekaan)');
    await elsewhere.publish(orphan);
    await service.tell('identity', moved);
    await settled();
    await waitUntil('the next revision is known', async () => (await sharedTitle()) !== 'Tangguh bencana (rekaan)');
    expect(await standardOf()).not.toEqual(before);
    await projections.abandon(moved.id, orphan.id);
    await projections.takenBack();
    await settled();
    expect(await standardOf()).toEqual(before);
    expect(await sharedTitle()).toBe('Tangguh bencana (rekaan)');
  });
});
