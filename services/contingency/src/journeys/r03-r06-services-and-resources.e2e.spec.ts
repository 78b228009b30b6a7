import { beginPlan, coverNeed, day, readyPlan } from '../testing/plan-builder.js';
import {
  BPBD,
  COMMAND,
  type Body,
  HEALTH,
  type RunningContingency,
  startContingency,
} from '../testing/running-contingency.js';
import { publishDictionary } from '../testing/dictionary.js';
import { EmployeeLeft, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const NURSING = { competencyCode: 'TEK-IGD', level: 3 };
let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
  // A region that stands alone hears its own dictionary at home.
  await publishDictionary(region, {
    version: 2,
    region: '62.03',
    codes: [{ code: COMMAND.competencyCode }, { code: NURSING.competencyCode, maxLevel: 4 }],
  });
});
afterAll(async () => region?.stop());

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
    expect(circle.body['title']).toContain(
      'Pembangkit cadangan -> Instalasi gawat darurat -> Jaringan data -> Pembangkit cadangan',
    );
    expect(await region.ok('GET', `services/${power}`)).toMatchObject({
      ...{ dependsOn: [], neededWithinHours: 1, longestOutageHours: 48, tooLong: true },
      awaitedBy: expect.arrayContaining([network, emergencyRoom]),
    });
    const itself = await region.call('POST', `services/${power}/dependencies`, { dependsOnId: power });
    expect(itself).toMatchObject({ status: 409, body: { code: 'dependency-cycle' } });
    await region.ok('POST', `services/${emergencyRoom}/dependencies/remove`, { dependsOnId: network });
    await region.ok('POST', `services/${power}/dependencies`, { dependsOnId: emergencyRoom });
  });

  it('ask for what the own dictionary has, though nobody but the region itself tells of it', async () => {
    const unknown = { ...NURSING, competencyCode: 'TEK-LAIN' };
    const body = {
      unitId: HEALTH,
      name: 'Layanan lain',
      longestOutageHours: 4,
      leastStaff: 1,
      competencies: [unknown],
    };
    expect(await region.call('POST', 'services', body)).toMatchObject({
      status: 422,
      body: { code: 'competency-unknown' },
    });
    expect(await region.ok('GET', 'competencies?search=igd')).toMatchObject({
      ...{ version: 2, whole: true },
      items: [{ code: NURSING.competencyCode, maxLevel: 4 }],
    });
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

describe('R06: what is needed, what is there, what is missing', () => {
  it('tell the gap by field and place, over people, goods, funds and facilities', async () => {
    const { planId } = await beginPlan(region, { area: 'Kecamatan Selat' });
    await coverNeed(region, planId, 60, 45);
    await coverNeed(region, planId, 40, 40);
    const funds = {
      field: 'Logistik',
      place: 'Kas daerah',
      category: 'FUNDS',
      item: 'Belanja tidak terduga',
      unit: 'rupiah',
      quantity: 2_500_000_000,
    };
    await region.ok('POST', `plans/${planId}/needs`, funds);
    const { items } = await region.ok('GET', `plans/${planId}/gap`);
    expect(items).toMatchObject([
      {
        field: 'Logistik',
        place: 'Kas daerah',
        category: 'FUNDS',
        item: 'Belanja tidak terduga',
        unit: 'rupiah',
        needed: 2_500_000_000,
        available: 0,
        gap: 2_500_000_000,
      },
      {
        field: 'Pemadaman',
        place: 'Gudang BPBD',
        category: 'GOODS',
        item: 'Pompa punggung',
        unit: 'unit',
        needed: 100,
        available: 85,
        gap: 15,
      },
    ]);
    expect(await region.stated('PLAN', planId)).toMatchObject({ resourceNeeds: 3, resourceGaps: 2 });
  });

  it('count a stock no further than it reaches, and show what is promised twice', async () => {
    const { planId } = await beginPlan(region, { hazardCode: 'BANJIR' });
    const { stockId } = await coverNeed(region, planId, 20, 12);
    const { needId } = await region.ok('POST', `plans/${planId}/needs`, {
      field: 'Evakuasi',
      place: 'Hulu',
      category: 'GOODS',
      item: 'Pompa',
      unit: 'unit',
      quantity: 5,
    });
    const twice = { stockId, quantity: 20, overPromiseReason: 'Tidak dipakai pada saat yang sama' };
    await region.ok('POST', `needs/${String(needId)}/supplies`, twice);
    const { items } = await region.ok('GET', `stock?category=GOODS&search=punggung&sort=-quantity&limit=200`);
    expect((items as Body[]).find((row) => row['stockId'] === stockId)).toMatchObject({
      quantity: 12,
      promised: 32,
      overPromised: 20,
    });
    const { items: needs } = await region.ok('GET', `plans/${planId}/needs`);
    expect((needs as Body[]).map(({ fromStock }) => fromStock)).toEqual([12, 12]);
    const page = await region.ok('GET', `plans/${planId}/needs?limit=1&sort=-quantity&category=GOODS`);
    const next = await region.ok(
      'GET',
      `plans/${planId}/needs?limit=1&sort=-quantity&category=GOODS&cursor=${String(page['nextCursor'])}`,
    );
    expect([page, next].flatMap(({ items }) => (items as Body[]).map(({ needId }) => needId)).sort()).toEqual(
      (needs as Body[]).map(({ needId }) => needId).sort(),
    );
    expect(next['nextCursor']).toBeUndefined();
    expect(await region.ok('GET', `plans/${planId}/needs?category=PEOPLE`)).toEqual({ items: [] });
    for (const list of ['needs', 'gap', 'roles'])
      expect((await region.call('GET', `plans/${planId}/${list}?sort=noSuchField`)).body).toMatchObject({
        code: 'sort-invalid',
      });
    await region.ok('POST', `stock/${stockId}/count`, { quantity: 12, usableUntil: day(-1) });
    const { items: expired } = await region.ok('GET', `plans/${planId}/needs`);
    expect((expired as Body[]).map(({ fromStock }) => fromStock)).toEqual([0, 0]);
  });

  it('promise a stock to two plans knowingly only, or for other months', async () => {
    const fire = await beginPlan(region, { area: 'Kecamatan Kapuas Kuala' });
    const flood = await beginPlan(region, { hazardCode: 'BANJIR', area: 'Kecamatan Kapuas Kuala' });
    const what = { place: 'Gudang Kuala', category: 'GOODS', item: 'Perahu karet', unit: 'unit' };
    const { stockId } = await region.ok('POST', 'stock', { ...what, unitId: BPBD, quantity: 10 });
    const need = async (planId: string) => {
      const asked = { ...what, field: 'Evakuasi', quantity: 8 };
      return String((await region.ok('POST', `plans/${planId}/needs`, asked))['needId']);
    };
    const [fireNeed, floodNeed] = [await need(fire.planId), await need(flood.planId)];
    const supply = (needId: string, body: object) =>
      region.call('POST', `needs/${needId}/supplies`, { stockId, quantity: 8, ...body });
    const promises = () => region.ok('GET', `stock/${String(stockId)}/promises`);
    const lineOf = async (planId: string) => ((await region.ok('GET', `plans/${planId}/gap`))['items'] as Body[])[0];
    const reasonsOf = async (planId: string) => {
      const { components } = await region.ok('GET', `plans/${planId}/readiness`);
      return (components as { component: string; reasons: Body[] }[]).find(({ component }) => component === 'RESOURCES')
        ?.reasons;
    };

    expect(await supply(fireNeed, { months: [7, 8, 9, 10] })).toMatchObject({ status: 201, body: { counted: 8 } });
    const winter = await supply(floodNeed, { months: [11, 12, 1] });
    expect(winter).toMatchObject({ status: 201, body: { counted: 8, overReason: null } });
    expect(await promises()).toMatchObject({ quantity: 10, overPromisedMonths: [] });
    expect(await lineOf(flood.planId)).toMatchObject({ available: 8, gap: 0, promisedElsewhere: 0 });

    await region.ok('POST', `supplies/${String(winter.body['supplyId'])}/end`);
    const refused = await supply(floodNeed, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'supply-over-promised' } });
    const overPromiseReason = 'Musim kemarau dan musim hujan tidak bertumpuk di sini';
    const knowing = await supply(floodNeed, { overPromiseReason });
    expect(knowing).toMatchObject({ status: 201, body: { counted: 8, overReason: overPromiseReason } });
    expect(await promises()).toMatchObject({
      overPromisedMonths: [7, 8, 9, 10],
      items: [
        { planId: fire.planId, counted: 8, overReason: null },
        { planId: flood.planId, counted: 8, overReason: overPromiseReason },
      ],
    });
    const ofFlood = await region.ok('GET', `stock/${String(stockId)}/promises?planId=${flood.planId}`);
    expect(ofFlood).toMatchObject({ overPromisedMonths: [7, 8, 9, 10], items: [{ planId: flood.planId }] });
    const recorded = await region.service.region.sql(
      `SELECT reason FROM contingency.audit_entry WHERE action = 'supply-need' AND reason IS NOT NULL AND object_id = $1`,
      [floodNeed],
    );
    expect(recorded).toEqual([{ reason: overPromiseReason }]);
    for (const planId of [fire.planId, flood.planId]) {
      expect(await lineOf(planId)).toMatchObject({ available: 8, gap: 0, promisedElsewhere: 8 });
      expect(await reasonsOf(planId)).toMatchObject([{ code: 'readiness.promised-elsewhere' }]);
    }

    await region.ok('POST', `plans/${fire.planId}/withdraw`, { reason: 'Digabung dengan rencana lain' });
    expect(await reasonsOf(flood.planId)).toEqual([]);
    await region.ok('POST', `stock/${String(stockId)}/count`, { quantity: 5 });
    expect(await reasonsOf(flood.planId)).toMatchObject([{ code: 'readiness.resource-gap' }]);
  });

  it('refuse what does not fit, and repeat nothing', async () => {
    const { planId } = await beginPlan(region, { hazardCode: 'LONGSOR' });
    const { needId } = await region.ok('POST', `plans/${planId}/needs`, {
      field: 'Medis',
      place: 'RSUD',
      category: 'PEOPLE',
      item: 'Dokter',
      unit: 'orang',
      quantity: 4,
    });
    const { stockId } = await coverNeed(region, planId, 1, 1);
    const path = `needs/${String(needId)}/supplies`;
    expect(await region.call('POST', path, { stockId, quantity: 1 })).toMatchObject({
      status: 422,
      body: { code: 'supply-of-other-kind' },
    });
    expect(await region.call('POST', path, { quantity: 1 })).toMatchObject({
      status: 422,
      body: { code: 'supply-needs-one-source' },
    });
    const health = await region.service.token('agency-planner', { unit: HEALTH });
    const doctors = {
      unitId: HEALTH,
      place: 'RSUD',
      category: 'PEOPLE',
      item: 'Dokter jaga',
      unit: 'orang',
      quantity: 3,
    };
    const key = { 'idempotency-key': 'stok-dokter-2026' };
    const first = await region.call('POST', 'stock', doctors, health, key);
    const second = await region.call('POST', 'stock', doctors, health, key);
    expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
    expect(second.body['stockId']).toBe(first.body['stockId']);
    expect((await region.call('POST', 'stock', { ...doctors, unitId: BPBD }, health)).status).toBe(403);
    await region.ok('POST', path, { stockId: first.body['stockId'], quantity: 3 });
    await region.ok('POST', `needs/${String(needId)}/change`, { quantity: 3 });
    const { items } = await region.ok('GET', `plans/${planId}/gap`);
    expect((items as Body[]).find(({ item }) => item === 'Dokter')).toMatchObject({ needed: 3, available: 3, gap: 0 });
    const { items: missing } = await region.ok('GET', `plans/${planId}/gap?missing=true`);
    expect((missing as Body[]).map(({ item }) => item)).not.toContain('Dokter');
    await region.ok('POST', `needs/${String(needId)}/remove`);
    expect((await region.call('POST', `needs/${String(needId)}/remove`)).status).toBe(404);
  });
});
