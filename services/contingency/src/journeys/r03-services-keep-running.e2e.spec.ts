import { waitUntil } from '@betang/testing';
import { EmployeeLeft, newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { day, readyPlan } from '../testing/plan-builder.js';
import { BPBD, HEALTH, startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
});
afterAll(async () => region?.stop());

const NURSING = { competencyCode: 'TEK-IGD', level: 3 };
const service = async (name: string, longestOutageHours: number, changes: object = {}): Promise<string> => {
  const body = { unitId: HEALTH, name, longestOutageHours, leastStaff: 1, competencies: [], ...changes };
  return (await region.ok('POST', 'services', body))['serviceId'] as string;
};

describe('R03: public services keep running', () => {
  it('restore first what others wait for, and refuse a circle', async () => {
    const power = await service('Pembangkit cadangan', 48);
    const network = await service('Jaringan data', 24);
    const emergencyRoom = await service('Instalasi gawat darurat', 1);
    const permits = await service('Perizinan', 72);
    await region.ok('POST', `services/${emergencyRoom}/dependencies`, { dependsOnId: network });
    await region.ok('POST', `services/${network}/dependencies`, { dependsOnId: power });
    const { items } = await region.ok('GET', 'services/restoration-order');
    expect((items as Body[]).map(({ serviceId, neededWithinHours }) => [serviceId, neededWithinHours])).toEqual([
      [power, 1],
      [network, 1],
      [emergencyRoom, 1],
      [permits, 72],
    ]);
    const circle = await region.call('POST', `services/${power}/dependencies`, { dependsOnId: emergencyRoom });
    expect(circle).toMatchObject({ status: 409, body: { code: 'dependency-cycle', field: 'dependsOnId' } });
    const itself = await region.call('POST', `services/${power}/dependencies`, { dependsOnId: power });
    expect(itself).toMatchObject({ status: 409, body: { code: 'dependency-cycle' } });
    await region.ok('POST', `services/${emergencyRoom}/dependencies/remove`, { dependsOnId: network });
    await region.ok('POST', `services/${power}/dependencies`, { dependsOnId: emergencyRoom });
  });

  it('watch the least staff of the services that a plan protects', async () => {
    const { planId } = await readyPlan(region);
    const serviceId = await service('Ruang udara bersih', 2, { leastStaff: 2, competencies: [NURSING] });
    await region.ok('POST', `plans/${planId}/services`, { serviceId });
    const understaffed = await region.ok('GET', `plans/${planId}/readiness`);
    expect(JSON.stringify(understaffed)).toContain('Layanan Ruang udara bersih: kurang 2 dari 2 petugas');
    const [first, second] = (await region.hire(2, HEALTH)) as [string, string];
    for (const employeeId of [first, second]) {
      await region.learn(employeeId, NURSING.competencyCode, 3);
      await region.ok('POST', `services/${serviceId}/assignments`, { employeeId, kind: 'HOLDER', rank: 1 });
    }
    expect(await region.figure(planId)).toBe(10_000);
    const leaves = { employeeId: second, leftOn: day(0), reason: 'TRANSFERRED' as const };
    await region.identity.publish(EmployeeLeft.create({ subject: second, data: leaves }));
    await waitUntil('the service is understaffed', async () => (await region.figure(planId)) < 10_000);
    const { items } = await region.ok('GET', `services/${serviceId}/people`);
    expect((items as Body[]).map(({ standing }) => standing).sort()).toEqual(['LEFT', 'READY']);
    const { items: order } = await region.ok('GET', 'services/restoration-order');
    expect((order as Body[]).find((step) => step['serviceId'] === serviceId)).toMatchObject({
      staffReady: 1,
      leastStaff: 2,
    });
  });

  it('let an agency keep its own services, and nobody else’s', async () => {
    const planner = await region.service.token('agency-planner', { unit: HEALTH });
    const body = { unitId: HEALTH, name: 'Laboratorium', longestOutageHours: 12, leastStaff: 1, competencies: [] };
    const { serviceId } = await region.ok('POST', 'services', body, planner);
    await region.ok('POST', `services/${String(serviceId)}/change`, { ...body, longestOutageHours: 8 }, planner);
    expect((await region.call('POST', 'services', { ...body, unitId: BPBD }, planner)).status).toBe(403);
    const unknown = await region.call('POST', 'services', { ...body, unitId: newId() });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'contingency-unit-unknown', field: 'unitId' } });
    expect(await region.ok('GET', `services?unitId=${HEALTH}&limit=2`, undefined, planner)).toMatchObject({
      items: [{ name: 'Instalasi gawat darurat' }, { name: 'Ruang udara bersih' }],
      nextCursor: expect.any(String),
    });
  });
});
