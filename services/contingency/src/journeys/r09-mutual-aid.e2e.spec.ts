import { startLinkProxy, startRegionUnderTest, waitUntil, type LinkProxy, type RegionUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Emergencies } from '../emergencies/emergencies.js';
import { MutualAid } from '../mutual-aid/mutual-aid.js';
import { presentFacts } from '../present-facts.js';
import { Rules } from '../rules/rules.js';
import { day, hazard, readyPlan } from '../testing/plan-builder.js';
import { wholeContent } from '../testing/plan-content.js';
import { startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

const SERVICES = ['identity', 'competency-mapping', 'contingency'] as const;
let hub: RegionUnderTest;
let proxy: LinkProxy;
let province: RunningContingency;
let kapuas: RunningContingency;
let pulangPisau: RunningContingency;
const regions: RegionUnderTest[] = [];

beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: SERVICES, role: 'hub' });
  proxy = await startLinkProxy({ target: hub.nats.url });
  const hubUrl = proxy.url.replace(/^\w+:/, 'nats:');
  const [kapuasRegion, pulangPisauRegion] = [
    await startRegionUnderTest('62.03', { services: SERVICES, hub, hubUrl }),
    await startRegionUnderTest('62.11', { services: SERVICES, hub }),
  ];
  regions.push(kapuasRegion, pulangPisauRegion);
  province = await startContingency({ region: hub });
  kapuas = await startContingency({ region: kapuasRegion });
  pulangPisau = await startContingency({ region: pulangPisauRegion });
  await waitUntil('each knows how to seal for the other', async () => {
    const [here, there] = [await keysOf(kapuasRegion, '62.11'), await keysOf(pulangPisauRegion, '62.03')];
    return here > 0 && there > 0;
  });
});
afterAll(async () => {
  for (const region of [kapuas, pulangPisau, province]) await region?.stop();
  for (const region of regions) await region.stop();
  await proxy?.stop();
  await hub?.stop();
});

const keysOf = async (at: RegionUnderTest, region: string): Promise<number> =>
  (await at.sql(`SELECT 1 FROM betang.region_key WHERE region = $1 AND use = 'ENCRYPTION'`, [region])).length;
const cases = async (region: RunningContingency, aidId: unknown): Promise<Body | undefined> =>
  ((await region.ok('GET', 'mutual-aid'))['items'] as Body[]).find((each) => each['aidId'] === aidId);
const comesTo = (region: RunningContingency, aidId: unknown, state: string) =>
  waitUntil(`the case is ${state}`, async () => (await cases(region, aidId))?.['state'] === state, {
    timeoutMs: 30_000,
  });
const emergencies = async (region: RunningContingency): Promise<Body[]> =>
  (await region.ok('GET', 'emergencies'))['items'] as Body[];
const PUMPS = { category: 'GOODS', item: 'Pompa apung', unit: 'unit', quantity: 4 };
const CREW = { category: 'PEOPLE', item: 'Regu pemadam', unit: 'orang', quantity: 30 };

describe('R09: regions help each other', () => {
  it('offer templates, which every region adapts', async () => {
    const template = {
      hazardCode: 'KARHUTLA',
      title: 'Templat provinsi karhutla',
      sections: wholeContent(),
      roles: [],
      needs: [],
    };
    const { templateId } = await province.ok('POST', 'templates', template);
    await province.ok('POST', `templates/${String(templateId)}/publish`);
    const shared = async () => ((await kapuas.ok('GET', 'templates?hazardCode=KARHUTLA'))['items'] as Body[])[0];
    await waitUntil('the template is there', async () => (await shared()) !== undefined, { timeoutMs: 30_000 });
    expect(await shared()).toMatchObject({ templateId, region: '62', state: 'PUBLISHED', publishedVersion: 1 });
    const { hazardId } = await kapuas.ok('POST', 'hazards', hazard({ area: 'Templat' }));
    const plan = {
      hazardId,
      title: 'Rencana dari templat provinsi',
      leadUnitId: (await kapuasUnit()) as string,
      templateId,
    };
    const { planId } = await kapuas.ok('POST', 'plans', plan);
    const { unadaptedSections, sections } = await kapuas.ok('GET', `plans/${String(planId)}/versions/1`);
    expect(unadaptedSections).toHaveLength(4);
    expect(sections).toEqual(wholeContent());
  });

  it('tell the federation of an emergency at once', async () => {
    const { planId } = await readyPlan(kapuas);
    const decree = {
      level: 'ALERT',
      decreeNumber: '188.45/201/2026',
      decreeOn: day(-1),
      startsOn: day(-1),
      endsOn: day(90),
    };
    await kapuas.ok('POST', 'emergencies', {
      ...decree,
      planId,
      title: 'Siaga darurat karhutla',
      area: 'Seluruh kecamatan',
    });
    for (const region of [province, pulangPisau]) {
      await waitUntil('the neighbour knows', async () => (await emergencies(region)).length === 1, {
        timeoutMs: 30_000,
      });
      expect(await emergencies(region)).toMatchObject([
        { region: '62.03', level: 'ALERT', planId: null, decreeNumber: '188.45/201/2026' },
      ]);
    }
  });

  it('ask, offer, accept and return, also with the province’s link down in between', async () => {
    const [{ emergencyId }] = (await emergencies(kapuas)) as [Body];
    proxy.cut();
    const ask = {
      regions: ['62.11'],
      emergencyId,
      title: 'Kebakaran gambut',
      neededBy: day(2),
      meetingPoint: 'Posko induk, hubungi petugas piket 0513-00000',
      lines: [PUMPS, CREW],
    };
    const { items } = await kapuas.ok('POST', 'mutual-aid', ask);
    const [{ aidId, lines }] = items as [{ aidId: string; lines: { lineId: string }[] }];
    const [pumps, crew] = lines.map(({ lineId }) => lineId) as [string, string];
    expect(await cases(kapuas, aidId)).toMatchObject({ state: 'ASKED', direction: 'ASKED' });
    expect(await cases(pulangPisau, aidId)).toBeUndefined();
    proxy.restore();
    await comesTo(pulangPisau, aidId, 'ASKED');
    const offer = {
      lines: [
        { lineId: pumps, quantity: 2 },
        { lineId: crew, quantity: 20 },
      ],
      availableFrom: day(1),
      availableUntil: day(20),
    };
    await pulangPisau.ok('POST', `mutual-aid/${aidId}/offer`, offer);
    await comesTo(kapuas, aidId, 'OFFERED');
    proxy.cut();
    const tooMuch = { lines: [{ lineId: pumps, quantity: 3 }] };
    expect(await kapuas.call('POST', `mutual-aid/${aidId}/accept`, tooMuch)).toMatchObject({
      status: 422,
      body: { code: 'aid-quantities-refused' },
    });
    await kapuas.ok('POST', `mutual-aid/${aidId}/accept`, {
      lines: [
        { lineId: pumps, quantity: 2 },
        { lineId: crew, quantity: 15 },
      ],
    });
    proxy.restore();
    await comesTo(pulangPisau, aidId, 'ACCEPTED');
    const back = { returnedOn: day(0), final: false, lines: [{ lineId: crew, quantity: 15 }] };
    expect(await kapuas.ok('POST', `mutual-aid/${aidId}/return`, back)).toMatchObject({ state: 'ACCEPTED' });
    const rest = {
      returnedOn: day(0),
      final: true,
      condition: 'Satu pompa rusak',
      lines: [{ lineId: pumps, quantity: 1 }],
    };
    await kapuas.ok('POST', `mutual-aid/${aidId}/return`, rest);
    await comesTo(pulangPisau, aidId, 'RETURNED');
    const [own, theirs] = [await cases(kapuas, aidId), await cases(pulangPisau, aidId)];
    expect(theirs?.['lines']).toEqual(own?.['lines']);
    expect(theirs).toMatchObject({ direction: 'GIVEN', otherRegion: '62.03' });
    expect(await cases(province, aidId)).toBeUndefined();
    expect(theirs?.['meetingPoint']).toBe(ask.meetingPoint);
  });

  it('say it to each other alone: no word of it leaves readable', async () => {
    for (const region of [kapuas, pulangPisau]) {
      const said = await region.service.region.sql<{ type: string; body: string }>(
        `SELECT type, convert_from(body, 'UTF8') AS body FROM contingency.outbox WHERE audience LIKE 'to.%'`,
      );
      expect(said.length).toBeGreaterThan(0);
      for (const { type, body } of said) {
        expect(type).toBe('betang.delivery.directed.v1');
        for (const word of ['Posko induk', 'piket', 'Pompa', 'rusak', 'Kebakaran']) expect(body).not.toContain(word);
      }
    }
  });

  it('decline, and refuse to ask nobody or oneself', async () => {
    const ask = {
      regions: ['62.11'],
      hazardCode: 'BANJIR',
      title: 'Banjir',
      neededBy: day(2),
      meetingPoint: 'Posko',
      lines: [CREW],
    };
    const { items } = await kapuas.ok('POST', 'mutual-aid', ask);
    const [{ aidId }] = items as [Body];
    await comesTo(pulangPisau, aidId, 'ASKED');
    await pulangPisau.ok('POST', `mutual-aid/${String(aidId)}/decline`, { reason: 'Seluruh regu bertugas' });
    await comesTo(kapuas, aidId, 'DECLINED');
    expect(await cases(kapuas, aidId)).toMatchObject({ declinedBy: '62.11', reason: 'Seluruh regu bertugas' });
    for (const regions of [['62.03'], ['62.99']]) {
      const refused = await kapuas.call('POST', 'mutual-aid', { ...ask, regions });
      expect(refused).toMatchObject({ status: 422, body: { code: 'aid-region-unknown' } });
    }
  });

  it('state plans, hazards and readiness to the province, and no person', async () => {
    const [{ body }] = (await kapuas.service.region.sql<{ body: string }>(
      `SELECT string_agg(convert_from(body, 'UTF8'), ' ') AS body FROM contingency.outbox WHERE audience = 'province'`,
    )) as [{ body: string }];
    const people = await kapuas.service.region.sql<{ id: string; name: string }>(
      'SELECT employee_id AS id, name FROM contingency.person',
    );
    expect(people.length).toBeGreaterThan(1);
    for (const { id, name } of people) {
      expect(body).not.toContain(id);
      expect(body).not.toContain(name);
    }
    const types = await kapuas.service.region.sql<{ type: string }>(
      `SELECT DISTINCT type FROM contingency.outbox WHERE audience = 'province' ORDER BY 1`,
    );
    expect(types.map(({ type }) => type.split('.')[2])).toEqual([
      'contingency-plan-stated',
      'drill-stated',
      'hazard-stated',
      'readiness-stated',
    ]);
  });
});

describe('the present as facts', () => {
  it('states the same again for who comes late', async () => {
    const { app } = kapuas.service;
    const facts = presentFacts(app.get(Emergencies, { strict: false }), app.get(MutualAid, { strict: false }));
    const unitOfWork = app.get(Rules, { strict: false })['unitOfWork'];
    const types = async (audience: string) =>
      unitOfWork.run(async (tx) =>
        (await facts(tx, audience as never)).map(({ contract, audience: to }) => `${to} ${contract.definition.name}`),
      );
    expect(new Set(await types('province'))).toEqual(
      new Set(
        ['contingency-plan-stated', 'drill-stated', 'hazard-stated', 'readiness-stated'].map(
          (name) => `province ${name}`,
        ),
      ),
    );
    expect(await types('federation')).toEqual(['federation emergency-declared']);
    expect(await types('to.r6211')).toEqual([
      'to.r6211 mutual-aid-asked',
      'to.r6211 mutual-aid-accepted',
      'to.r6211 mutual-aid-returned',
      'to.r6211 mutual-aid-returned',
      'to.r6211 mutual-aid-asked',
    ]);
    expect(await types('to.r6299')).toEqual([]);
    expect(new Set(await types('local'))).toEqual(new Set(['local drill-participation-recorded']));
  });
});

async function kapuasUnit(): Promise<unknown> {
  const [unit] = await kapuas.service.region.sql<{ id: string }>(
    'SELECT unit_id AS id FROM contingency.unit ORDER BY unit_id LIMIT 1',
  );
  return unit?.id;
}
