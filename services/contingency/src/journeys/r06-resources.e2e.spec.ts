import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginPlan, coverNeed, day } from '../testing/plan-builder.js';
import { BPBD, HEALTH, startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
});
afterAll(async () => region?.stop());

describe('R06: what is needed, what is there, what is missing', () => {
  it('tell the gap by field and place, over people, goods, funds and facilities', async () => {
    const { planId } = await beginPlan(region);
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
    expect(items).toEqual([
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
    await region.ok('POST', `needs/${String(needId)}/supplies`, { stockId, quantity: 20 });
    const { items } = await region.ok('GET', `stock?category=GOODS&search=punggung&sort=-quantity&limit=200`);
    expect((items as Body[]).find((row) => row['stockId'] === stockId)).toMatchObject({ quantity: 12, promised: 32 });
    const { items: needs } = await region.ok('GET', `plans/${planId}/needs`);
    expect((needs as Body[]).map(({ fromStock }) => fromStock)).toEqual([12, 12]);
    await region.ok('POST', `stock/${stockId}/count`, { quantity: 12, usableUntil: day(-1) });
    const { items: expired } = await region.ok('GET', `plans/${planId}/needs`);
    expect((expired as Body[]).map(({ fromStock }) => fromStock)).toEqual([0, 0]);
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
    await region.ok('POST', `needs/${String(needId)}/remove`);
    expect((await region.call('POST', `needs/${String(needId)}/remove`)).status).toBe(404);
  });
});
