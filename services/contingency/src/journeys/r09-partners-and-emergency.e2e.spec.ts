import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginPlan, coverNeed, day, readyPlan } from '../testing/plan-builder.js';
import { HEALTH, startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
let planId: string;
beforeAll(async () => {
  region = await startContingency();
  ({ planId } = await readyPlan(region));
});
afterAll(async () => region?.stop());

const decree = (level: string, number: string, changes: object = {}) => ({
  level,
  decreeNumber: number,
  decreeOn: day(-1),
  startsOn: day(-1),
  endsOn: day(60),
  ...changes,
});

describe('R09: agencies and partners act together', () => {
  it('count on partners as long as their commitment sheets hold', async () => {
    const ngo = { kind: 'NGO', name: 'Relawan Api (rekaan)', task: 'Patroli lahan' };
    const { partnerId } = await region.ok('POST', 'partners', ngo);
    const { needId } = await coverNeed(region, planId, 10, 4);
    const gap = await region.figure(planId);
    expect(gap).toBeLessThan(10_000);
    const sheet = {
      partnerId,
      planId,
      sheetNumber: 'LK-01/2026',
      signedOn: day(-400),
      signedBy: 'Ketua',
      validUntil: day(-1),
    };
    const { commitmentId, state } = await region.ok('POST', 'commitments', sheet);
    expect(state).toBe('EXPIRED');
    await region.ok('POST', `needs/${needId}/supplies`, { commitmentId, quantity: 6 });
    expect(await region.figure(planId)).toBeLessThan(gap);
    const { items } = await region.ok('GET', `commitments?expiresBy=${day(30)}`);
    expect(items).toMatchObject([{ commitmentId, state: 'EXPIRED' }]);
    await region.ok('POST', `commitments/${String(commitmentId)}/renew`, {
      sheetNumber: 'LK-02/2026',
      validUntil: day(365),
    });
    expect(await region.figure(planId)).toBe(10_000);
    const { items: steps } = await region.ok('GET', `plans/${planId}/readiness/forecast`);
    expect((steps as Body[]).map(({ on }) => on)).toContain(day(366));
    await region.ok('POST', `commitments/${String(commitmentId)}/end`);
    expect(await region.figure(planId)).toBe(gap);
    await region.ok('GET', 'partners?kind=NGO', undefined, await region.service.token('partner'));
  });

  it('turn the plan into the operations plan by decree, level by level', async () => {
    const alert = {
      ...decree('ALERT', '188.45/201/2026'),
      planId,
      title: 'Siaga darurat karhutla',
      area: 'Seluruh kecamatan',
    };
    const early = await region.call('POST', 'emergencies', { ...alert, level: 'TRANSITION' });
    expect(early).toMatchObject({ status: 409, body: { code: 'emergency-level-refused' } });
    const emergency = await region.ok('POST', 'emergencies', alert);
    const path = `emergencies/${String(emergency['emergencyId'])}`;
    expect(emergency).toMatchObject({ region: '62.03', level: 'ALERT', declaration: 1, planId });
    expect(await region.events('betang.contingency.emergency-declared.v1')).toMatchObject([
      { level: 'ALERT', tasks: 2, region: '62.03' },
    ]);
    const twice = await region.call('POST', 'emergencies', alert);
    expect(twice).toMatchObject({ status: 409, body: { code: 'emergency-open' } });
    const { items } = await region.ok('GET', `${path}/tasks`);
    expect((items as Body[]).map(({ title }) => title)).toEqual(['Membuka ruang udara bersih', 'Mengerahkan regu']);
    const [first, second] = (items as { taskId: string }[]).map(({ taskId }) => `${path}/tasks/${taskId}/state`);
    const health = await region.service.token('agency-planner', { unit: HEALTH });
    expect(await region.ok('POST', first!, { state: 'DONE', note: 'Tiga ruang dibuka' }, health)).toMatchObject({
      state: 'DONE',
      late: false,
    });
    expect(await region.call('POST', second!, { state: 'DROPPED' })).toMatchObject({
      status: 422,
      body: { code: 'task-reason-missing' },
    });
    expect(await region.call('POST', first!, { state: 'DROPPED', note: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'task-step-refused' },
    });
    await region.ok('POST', `${path}/declarations`, decree('EMERGENCY', '188.45/260/2026'));
    expect(await region.stated('PLAN', planId)).toMatchObject({ activationLevel: 'EMERGENCY' });
    const back = await region.call('POST', `${path}/declarations`, decree('ALERT', '188.45/261/2026'));
    expect(back).toMatchObject({ status: 409, body: { code: 'emergency-level-refused' } });
    await region.ok('POST', `${path}/declarations`, decree('TRANSITION', '188.45/300/2026'));
    const open = await region.call('POST', `${path}/after-action`, { summary: 'Terlalu dini', findings: [] });
    expect(open).toMatchObject({ status: 409, body: { code: 'emergency-not-ended' } });
    expect(await region.ok('POST', `${path}/end`, { endedOn: day(0) })).toMatchObject({
      level: 'ENDED',
      endedOn: day(0),
      declaration: 4,
    });
    expect(await region.events('betang.contingency.emergency-ended.v1')).toMatchObject([{ declaration: 4 }]);
  });

  it('learn from it: findings feed the plan, and the next version must answer them', async () => {
    const { items } = await region.ok('GET', 'emergencies?state=ENDED');
    const { emergencyId } = (items as { emergencyId: string }[])[0]!;
    const findings = [
      { kind: 'PLAN', title: 'Skenario asap tidak memadai', severity: 'HIGH', section: 'situation.scenario' },
      {
        kind: 'COMPETENCY',
        title: 'Operator radio kurang',
        severity: 'MEDIUM',
        competencyCode: 'MAN-03',
        level: 3,
        people: 4,
        unitId: HEALTH,
      },
    ];
    const review = await region.ok('POST', `emergencies/${emergencyId}/after-action`, {
      summary: 'Kaji ulang posko',
      findings,
    });
    const [planFinding] = review['findingIds'] as [string];
    expect(await region.events('betang.contingency.drill-finding-raised.v1')).toMatchObject([
      { source: 'AFTER_ACTION', sourceId: emergencyId, people: 4 },
    ]);
    const { items: asked } = await region.ok('GET', `reviews?planId=${planId}&state=OPEN`);
    expect(asked).toMatchObject([{ cause: 'AFTER_ACTION', causeId: emergencyId }]);
    await region.ok('POST', `plans/${planId}/versions`);
    const submitting = await region.call('POST', `plans/${planId}/versions/2/submit`);
    expect(submitting).toMatchObject({ status: 409, body: { code: 'plan-findings-open', params: { count: 1 } } });
    await region.ok('POST', `findings/${planFinding}/settle`, { version: 2 });
    expect(await region.ok('POST', `plans/${planId}/versions/2/submit`)).toMatchObject({ state: 'SUBMITTED' });
    const twice = await region.call('POST', `emergencies/${emergencyId}/after-action`, {
      summary: 'Sekali lagi',
      findings: [],
    });
    expect(twice).toMatchObject({ status: 409, body: { code: 'after-action-done' } });
  });

  it('refuse to activate what nobody signed', async () => {
    const draft = await beginPlan(region, { hazardCode: 'BANJIR' });
    const flood = {
      ...decree('EMERGENCY', '188.45/400/2026'),
      planId: draft.planId,
      title: 'Tanggap darurat banjir',
      area: 'Hulu',
    };
    expect(await region.call('POST', 'emergencies', flood)).toMatchObject({
      status: 409,
      body: { code: 'plan-not-in-force' },
    });
    const bare = { ...flood, planId: undefined };
    expect(await region.call('POST', 'emergencies', bare)).toMatchObject({
      status: 422,
      body: { code: 'emergency-needs-hazard' },
    });
    expect(await region.ok('POST', 'emergencies', { ...bare, hazardCode: 'BANJIR' })).toMatchObject({
      planId: null,
      hazardCode: 'BANJIR',
    });
    const planner = await region.service.token('agency-planner', { unit: HEALTH });
    expect((await region.call('POST', 'emergencies', { ...bare, hazardCode: 'BANJIR' }, planner)).status).toBe(403);
  });
});
