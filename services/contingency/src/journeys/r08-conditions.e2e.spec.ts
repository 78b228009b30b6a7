import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginPlan, day, legalise, readyPlan, write } from '../testing/plan-builder.js';
import { startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
let fire: { planId: string; hazardId: string };
beforeAll(async () => {
  region = await startContingency();
  fire = await readyPlan(region);
});
afterAll(async () => region?.stop());

const condition = (changes: object = {}) => ({
  kind: 'WEATHER',
  title: 'El Nino kuat Juli-Oktober',
  description: 'Prakiraan musim: kemarau lebih kering dari biasa.',
  source: 'BMKG (rekaan)',
  observedOn: day(-1),
  hazardCodes: ['KARHUTLA', 'KEKERINGAN'],
  ...changes,
});
const reviews = async (query: string): Promise<Body[]> =>
  (await region.ok('GET', `reviews?${query}`))['items'] as Body[];

describe('R08: plans follow what changes around them', () => {
  it('are asked for a review by each condition that bears on their hazard, once', async () => {
    await beginPlan(region, { hazardCode: 'BANJIR' });
    const client = await region.service.signer.signClient(['contingency:conditions'], 'bmkg-feed');
    const sent = await region.ok('POST', 'conditions', condition({ externalId: 'bmkg-2026-07' }), client);
    const again = await region.ok('POST', 'conditions', condition({ externalId: 'bmkg-2026-07' }), client);
    expect(again).toEqual(sent);
    expect(sent).toMatchObject({ plansToReview: 1 });
    const open = await reviews(`planId=${fire.planId}&state=OPEN`);
    expect(open).toMatchObject([
      { cause: 'CONDITION', causeId: sent['conditionId'], dueOn: day(30), reason: 'El Nino kuat Juli-Oktober' },
    ]);
    expect(await region.events('betang.contingency.plan-review-asked.v1')).toMatchObject([
      { planId: fire.planId, cause: 'CONDITION' },
    ]);
    expect(await region.stated('PLAN', fire.planId)).toMatchObject({ openReviews: 1 });
    expect((await region.call('GET', 'plans', undefined, client)).status).toBe(403);
    const social = condition({ kind: 'SOCIAL', hazardCodes: ['GANGGUAN-SOSIAL'] });
    expect(await region.ok('POST', 'conditions', social)).toMatchObject({ plansToReview: 0 });
    const ahead = await region.call('POST', 'conditions', condition({ observedOn: day(3) }));
    expect(ahead).toMatchObject({ status: 422, body: { code: 'contingency-date-ahead' } });
    const { items } = await region.ok('GET', 'conditions?hazardCode=KARHUTLA');
    expect(items).toHaveLength(1);
  });

  it('lose readiness when a review goes unanswered, and win it back by answering', async () => {
    const sql = `UPDATE contingency.review SET due_on = $2 WHERE plan_id = $1 AND state = 'OPEN'`;
    await region.service.region.sql(sql, [fire.planId, day(-1)]);
    await region.ok('POST', 'conditions', condition({ kind: 'TECHNOLOGY', title: 'Menara radio baru' }));
    expect(await region.figure(fire.planId)).toBeLessThan(10_000);
    expect(JSON.stringify(await region.ok('GET', `plans/${fire.planId}/readiness`))).toContain(
      '1 permintaan tinjauan melewati batas waktu.',
    );
    for (const { reviewId } of await reviews(`planId=${fire.planId}&state=OPEN`)) {
      const path = `reviews/${String(reviewId)}/complete`;
      await region.ok('POST', path, { outcome: 'NO_CHANGE', note: 'Skenario masih sesuai' });
      expect(await region.call('POST', path, { outcome: 'NO_CHANGE', note: 'lagi' })).toMatchObject({ status: 409 });
    }
    expect(await region.figure(fire.planId)).toBe(10_000);
  });

  it('are asked when the risk rises; a new version answers everything', async () => {
    const assessment = { probability: 5, damage: 5, source: 'Kajian ulang (rekaan)', assessedOn: day(-1) };
    await region.ok('POST', `hazards/${fire.hazardId}/assessments`, assessment);
    await region.ok('POST', `hazards/${fire.hazardId}/assessments`, assessment);
    expect(await reviews(`planId=${fire.planId}&state=OPEN`)).toMatchObject([{ cause: 'HAZARD' }]);
    await region.ok('POST', `plans/${fire.planId}/versions`);
    await write(region, fire.planId, 2, { 'situation.scenario': 'Api meluas ke lahan gambut dalam.' });
    await legalise(region, fire.planId, 2, { decreeNumber: '188.45/900/2026' });
    expect(await reviews(`planId=${fire.planId}&state=OPEN`)).toEqual([]);
    expect(await reviews(`planId=${fire.planId}&state=DONE&cause=HAZARD`)).toMatchObject([
      { outcome: 'NEW_VERSION', note: 'Versi 2' },
    ]);
  });

  it('follow the region’s own rules from the day that it sets them', async () => {
    const rule = {
      key: 'readiness.bands',
      validFrom: '2026-01-01',
      value: { ready: 10_000, partly: 9_000 },
      basis: 'Keputusan Bupati (rekaan)',
    };
    await region.ok('POST', 'rules', { ...rule, value: { ready: 9_500, partly: 9_000 } });
    expect(await region.ok('POST', 'rules', rule)).toMatchObject({ origin: 'REGION', revision: 2 });
    const wrong = await region.call('POST', 'rules', { ...rule, value: { ready: 20_000, mostly: 1 } });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'setting-refused' } });
    expect((wrong.body['errors'] as Body[]).map(({ field }) => field)).toEqual([
      'value.ready',
      'value.partly',
      'value.mostly',
    ]);
    const weights = {
      DOCUMENT: 100,
      PEOPLE: 0,
      COMPETENCIES: 0,
      ALTERNATES: 0,
      RESOURCES: 0,
      PARTNERS: 0,
      DRILLS: 0,
      FOLLOW_UP: 0,
      CONTINUITY: 0,
    };
    const { planId } = (((await region.ok('GET', 'readiness'))['items'] as Body[])[0] ?? {}) as { planId: string };
    expect(await region.figure(planId)).toBeLessThan(2_000);
    await region.ok('POST', 'rules', {
      key: 'readiness.weights',
      validFrom: '2026-01-01',
      value: weights,
      basis: 'Keputusan Bupati (rekaan)',
    });
    expect(await region.figure(planId)).toBe(0);
    const { items } = await region.ok('GET', 'rules');
    expect(
      (items as Body[])
        .filter(({ key }) => key === 'readiness.bands')
        .map(({ origin, revision }) => [origin, revision]),
    ).toEqual([
      ['REFERENCE', 1],
      ['REGION', 1],
      ['REGION', 2],
    ]);
  });
});
