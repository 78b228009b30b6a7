import { UnitOfWork } from '@betang/platform';
import { startLinkProxy, startRegionUnderTest, waitUntil, type LinkProxy, type RegionUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Emergencies } from '../emergencies/emergencies.js';
import { MutualAid } from '../mutual-aid/mutual-aid.js';
import { presentFacts } from '../present-facts.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { Rules } from '../rules/rules.js';
import { beginPlan, day, hazard, readyPlan } from '../testing/plan-builder.js';
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

  it('tell the federation of an emergency at once, and who sees to a plan of that hazard', async () => {
    const { planId } = await readyPlan(kapuas);
    await keptPlan(pulangPisau, 'KARHUTLA');
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
    expect(await told(pulangPisau, 'neighbour-emergency')).toEqual([
      { region: 'Kabupaten Kapuas', title: 'Siaga darurat karhutla' },
    ]);
    expect(await told(kapuas, 'neighbour-emergency')).toEqual([]);
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
    for (const lines of [[{ lineId: pumps, quantity: 3 }], [{ lineId: pumps, quantity: 0 }]])
      expect(await kapuas.call('POST', `mutual-aid/${aidId}/return`, { ...back, lines })).toMatchObject({
        status: 422,
        body: { code: 'aid-quantities-refused' },
      });
    expect((await kapuas.ok('GET', `mutual-aid/${aidId}`))['lines']).toMatchObject([
      { quantity: 4, offered: 2, accepted: 2, returned: 0, open: 2, notReturned: 0 },
      { quantity: 30, offered: 20, accepted: 15, returned: 15, open: 0, notReturned: 0 },
    ]);
    const rest = {
      returnedOn: day(0),
      final: true,
      condition: 'Satu pompa rusak',
      lines: [{ lineId: pumps, quantity: 1 }],
    };
    await kapuas.ok('POST', `mutual-aid/${aidId}/return`, rest);
    await comesTo(pulangPisau, aidId, 'RETURNED');
    const heard = { region: 'Kabupaten Kapuas', hazard: 'KARHUTLA' };
    for (const [step, times] of [
      ['asked', 1],
      ['offered', 0],
      ['accepted', 1],
      ['returned', 2],
    ] as const)
      expect(await told(pulangPisau, `aid-${step}`)).toEqual(Array(times).fill(heard));
    const [own, theirs] = [await cases(kapuas, aidId), await cases(pulangPisau, aidId)];
    expect(theirs?.['lines']).toEqual(own?.['lines']);
    expect(theirs).toMatchObject({ direction: 'GIVEN', otherRegion: '62.03' });
    expect(await cases(province, aidId)).toBeUndefined();
    expect(theirs?.['meetingPoint']).toBe(ask.meetingPoint);
  });

  it('show a case with its whole story on both sides: who said what when, by which event, and what is open', async () => {
    const { items } = await kapuas.ok('GET', 'mutual-aid?state=RETURNED&hazardCode=KARHUTLA');
    const [{ aidId, emergencyId }] = items as [Body];
    const [here, there] = [
      await kapuas.ok('GET', `mutual-aid/${String(aidId)}`),
      await pulangPisau.ok('GET', `mutual-aid/${String(aidId)}`),
    ];
    const [pumps] = here['lines'] as [Body];
    expect(pumps).toMatchObject({ quantity: 4, offered: 2, accepted: 2, returned: 1, open: 0, notReturned: 1 });
    expect(there['lines']).toEqual(here['lines']);
    const steps = (region: Body) =>
      (region['story'] as Body[]).map(({ number, step, region: by }) => [number, step, by]);
    expect(steps(here)).toEqual([
      [1, 'ASKED', '62.03'],
      [2, 'OFFERED', '62.11'],
      [3, 'ACCEPTED', '62.03'],
      [4, 'RETURNED', '62.03'],
      [5, 'RETURNED', '62.03'],
    ]);
    expect(steps(there)).toEqual(steps(here));
    const events = (region: Body) => (region['story'] as Body[]).map(({ eventId, saidAt }) => [eventId, saidAt]);
    expect(events(there).map(([eventId]) => eventId)).toEqual(events(here).map(([eventId]) => eventId));
    expect((here['story'] as Body[])[1]).toMatchObject({ by: null, heardAt: expect.any(String), taken: true });
    expect((here['story'] as Body[])[4]).toMatchObject({
      by: expect.any(String),
      heardAt: null,
      returnedOn: day(0),
      final: true,
      words: 'Satu pompa rusak',
    });
    const reader = await kapuas.service.token('partner');
    const seen = await kapuas.call('GET', `mutual-aid/${String(aidId)}`, undefined, reader);
    expect((seen.body['story'] as Body[]).every(({ by }) => by === null)).toBe(true);
    const listed = async (query: string) => ((await kapuas.ok('GET', `mutual-aid?${query}`))['items'] as Body[]).length;
    expect(await listed(`emergencyId=${String(emergencyId)}&open=false`)).toBe(1);
    expect(await listed('open=true')).toBe(0);
    const { items: timeline } = await kapuas.ok('GET', `emergencies/${String(emergencyId)}/timeline?kind=AID`);
    expect((timeline as Body[]).map(({ what }) => what)).toEqual(steps(here).map(([, step]) => step));
    const unknown = await kapuas.call('GET', 'mutual-aid/019aa4f2-6c1e-7d3b-8a55-000000000399');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'aid-not-found' } });
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

  it('end a case with a region that left the federation, and tell it when it is back', async () => {
    const ask = { hazardCode: 'BANJIR', title: 'Banjir hulu', neededBy: day(2), meetingPoint: 'Posko', lines: [CREW] };
    const { items } = await kapuas.ok('POST', 'mutual-aid', { ...ask, regions: ['62.11'] });
    const [{ aidId, lines }] = items as [{ aidId: string; lines: [{ lineId: string }] }];
    const quantity = [{ lineId: lines[0].lineId, quantity: 5 }];
    await comesTo(pulangPisau, aidId, 'ASKED');
    const when = { availableFrom: day(1), availableUntil: day(9) };
    await pulangPisau.ok('POST', `mutual-aid/${aidId}/offer`, { lines: quantity, ...when });
    await comesTo(kapuas, aidId, 'OFFERED');
    await kapuas.ok('POST', `mutual-aid/${aidId}/accept`, { lines: quantity });
    await comesTo(pulangPisau, aidId, 'ACCEPTED');
    const decline = () => pulangPisau.call('POST', `mutual-aid/${aidId}/decline`, { reason: 'Kapuas keluar' });
    expect(await decline()).toMatchObject({ status: 409, body: { code: 'aid-step-refused' } });
    const membership = (state: string) =>
      pulangPisau.service.region.sql(`UPDATE betang.region_member SET state = $1 WHERE region = '62.03'`, [state]);
    await membership('REMOVED');
    expect(await decline()).toMatchObject({ status: 200, body: { state: 'DECLINED', declinedBy: '62.11' } });
    const story = await pulangPisau.ok('GET', `mutual-aid/${aidId}`);
    expect(story).toMatchObject({ otherLeft: true, lines: [{ accepted: 5, open: 0, notReturned: 5 }] });
    expect((story['story'] as Body[]).at(-1)).toMatchObject({ step: 'DECLINED', eventId: null });
    const alone = await pulangPisau.call('POST', 'mutual-aid', { ...ask, regions: ['62.03'] });
    expect(alone).toMatchObject({ status: 409, body: { code: 'receiver-key-unknown' } });
    await membership('ACTIVE');
    const told = await pulangPisau.service.app
      .get(UnitOfWork, { strict: false })
      .run((tx) => pulangPisau.service.app.get(MutualAid, { strict: false }).saidTo(tx, '62.03'), { beside: 'a look' });
    expect(told.at(-1)).toMatchObject({ audience: 'to.r6203', data: { aidId, reason: 'Kapuas keluar' } });
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
      'to.r6211 mutual-aid-asked',
      'to.r6211 mutual-aid-accepted',
    ]);
    expect(await types('to.r6299')).toEqual([]);
    expect(new Set(await types('local'))).toEqual(new Set(['local drill-participation-recorded']));
  });
});

describe('words of a closed case', () => {
  it('go when their time is up; steps and quantities stay', async () => {
    const { items } = await kapuas.ok('GET', 'mutual-aid?state=RETURNED');
    const [{ aidId, lines }] = items as [Body];
    const sweep = () => kapuas.service.app.get(RetentionSweep, { strict: false }).sweep();
    expect(await sweep()).toBe(0);
    await kapuas.service.region.sql(
      `UPDATE contingency.aid SET changed_at = changed_at - interval '732 days' WHERE state = 'RETURNED'`,
    );
    expect(await sweep()).toBe(1);
    const left = await kapuas.ok('GET', `mutual-aid/${String(aidId)}`);
    expect(left).toMatchObject({ meetingPoint: '-', conditions: null, lines });
    expect((left['story'] as Body[]).map(({ words, by }) => [words, by])).toEqual(Array(5).fill([null, null]));
    const facts = await kapuas.service.app
      .get(UnitOfWork, { strict: false })
      .run((tx) => kapuas.service.app.get(MutualAid, { strict: false }).saidTo(tx, '62.11'), { beside: 'a look' });
    expect(facts[0]).toMatchObject({ data: { aidId, meetingPoint: '-' } });
  });
});

/** A plan of a region with somebody who sees to it. */
async function keptPlan(region: RunningContingency, hazardCode: string): Promise<void> {
  const { planId } = await beginPlan(region, { hazardCode });
  const [employeeId] = (await region.hire(1)) as [string];
  await region.ok('POST', `plans/${planId}/keeper`, { employeeId });
}

async function told(region: RunningContingency, code: string): Promise<unknown[]> {
  const rows = await region.service.region.sql<{ params: object }>(
    `SELECT params FROM contingency.notice WHERE code = $1`,
    [`contingency-${code}`],
  );
  return rows.map(({ params }) => params);
}

async function kapuasUnit(): Promise<unknown> {
  const [unit] = await kapuas.service.region.sql<{ id: string }>(
    'SELECT unit_id AS id FROM contingency.unit ORDER BY unit_id LIMIT 1',
  );
  return unit?.id;
}
