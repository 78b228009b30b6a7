import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeTransferredIn, EmployeeTransferredOut, SessionOpened, newId } from '@betang/contracts';
import {
  startLinkProxy,
  startRegionUnderTest,
  startRunningService,
  waitUntil,
  type LinkProxy,
  type RegionUnderTest,
  type RunningService,
} from '@betang/testing';
import { CompetencyMappingModule } from '../competency-mapping.module.js';
import { competencyMapping } from '../competency-mapping.definition.js';
import type { PlanView } from '../plans/plan.dto.js';
import type { DemandView, OutcomeView, RegionPlanView } from '../synchronisation/synchronisation.dto.js';
import { withHelpers, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R13: the plans of all regencies and of the province's own agencies are synchronised: submitted, pooled, proposed as joint sessions, and answered line by line. */
const SERVICES = ['identity', 'competency-mapping', 'training-catalog', 'contingency'] as const;
let hub: RegionUnderTest;
let far: RegionUnderTest;
let near: RegionUnderTest;
let proxy: LinkProxy;
let province: CompetencyUnderTest;
let regency: CompetencyUnderTest;
let neighbour: CompetencyUnderTest;
let bpsdm: string;
let bkpsdm: string;
const line = {
  year: 2027,
  competencyCode: 'MAN-05',
  level: 3,
  targetGroup: 'Pengawas',
  people: 24,
  form: 'CLASSICAL',
  pathCode: 'KL02',
  organiser: 'BKPSDM Kapuas',
  quarter: 3,
  curriculumStandard: 'LAN',
  budget: 96_000_000,
  hours: 4000,
  urgency: 4,
};

/** Target of each region that its lines serve. */
const targets = new Map<CompetencyUnderTest, string>();
const serving = (region: CompetencyUnderTest, given: object) => ({
  ...given,
  developmentTargetId: targets.get(region),
});

async function startRegion(region: RegionUnderTest): Promise<CompetencyUnderTest> {
  (await region.service('identity')).start();
  const running: RunningService = await startRunningService({
    definition: competencyMapping,
    module: CompetencyMappingModule,
    region,
  });
  return withHelpers(running);
}

beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: SERVICES, role: 'hub' });
  proxy = await startLinkProxy({ target: hub.nats.url });
  const hubUrl = proxy.url.replace(/^\w+:/, 'nats:');
  far = await startRegionUnderTest('62.03', { services: SERVICES, hub, hubUrl });
  near = await startRegionUnderTest('62.11', { services: SERVICES, hub });
  province = await startRegion(hub);
  regency = await startRegion(far);
  neighbour = await startRegion(near);
  for (const region of [province, regency, neighbour]) targets.set(region, (await region.target()).targetId);
  bpsdm = await province.token('bpsdm-officer');
  bkpsdm = await regency.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
}, 60_000);
afterAll(async () => {
  await neighbour?.stop();
  await regency?.stop();
  await province?.stop();
  await near?.stop();
  await far?.stop();
  await proxy?.stop();
  await hub?.stop();
});

/** A region's approved annual plan with lines. */
async function approvedPlan(
  region: CompetencyUnderTest,
  title: string,
  lines: readonly object[],
  firstYear = 2027,
): Promise<string> {
  const first = await region.token('bpsdm-officer', { subject: 'satu' });
  const second = await region.token('bpsdm-officer', { subject: 'dua' });
  const call = <T = Record<string, never>>(path: string, body: object, as = first) =>
    region.call<T>('POST', path, { as, body });
  const { planId } = (await call<PlanView>('plans', { kind: 'ANNUAL', title, firstYear })).body;
  for (const each of lines) expect((await call(`plans/${planId}/lines`, serving(region, each))).status).toBe(201);
  await approve(region, planId, first, second);
  return planId;
}

async function approve(region: CompetencyUnderTest, planId: string, first: string, second: string): Promise<void> {
  const steps = [
    ['INVENTORY', first],
    ['VERIFY', second],
    ['VALIDATE', first],
    ['APPROVE', second],
  ] as const;
  for (const [action, as] of steps)
    expect(
      (await region.call('POST', `plans/${planId}/move`, { as, body: { action, decree: 'Keputusan (contoh)' } }))
        .status,
    ).toBe(200);
}
const submit = (region: CompetencyUnderTest, planId: string, as: string) =>
  region.call('POST', `synchronisation/plans/${planId}/submit`, { as, body: {} });
const demand = async (year = 2027) =>
  (await province.call<{ items: DemandView[] }>('GET', `synchronisation/${year}/demand`, { as: bpsdm })).body.items;
const outcomes = async (of: CompetencyUnderTest, planId: string, as: string) =>
  (await of.call<{ items: OutcomeView[] }>('GET', `synchronisation/outcomes?planId=${planId}&sort=competency`, { as }))
    .body.items;
const told = (of: CompetencyUnderTest, planId: string, as: string, expected: readonly string[]) =>
  waitUntil(`outcomes ${expected.join(', ')}`, async () => {
    const items = await outcomes(of, planId, as);
    return items.map(({ outcome }) => outcome).join() === expected.join() && items;
  });

let kapuas: string;
let own: string;
let proposalId: string;

describe('R13: the plans of a whole province', () => {
  it('are submitted by regencies and by the province itself, and taken in line by line', async () => {
    kapuas = await approvedPlan(regency, 'Rencana Kapuas 2027', [
      line,
      { ...line, competencyCode: 'MAN-08', people: 10, quarter: 1 },
    ]);
    own = await approvedPlan(province, 'Rencana provinsi 2027', [
      { ...line, people: 40, organiser: 'BPSDM', budget: 120_000_000 },
    ]);
    expect(await submit(regency, kapuas, await regency.token('agency-planner', { unit: newId() }))).toMatchObject({
      status: 403,
    });
    expect((await submit(regency, kapuas, bkpsdm)).body).toMatchObject({ submission: 1, lines: 2, late: false });
    expect((await submit(regency, kapuas, bkpsdm)).body).toMatchObject({ code: 'plan-submitted-already' });
    await submit(province, own, bpsdm);
    await told(regency, kapuas, bkpsdm, ['RECEIVED', 'RECEIVED']);
    await told(province, own, bpsdm, ['RECEIVED']);
    const plan = await regency.call<PlanView>('GET', `plans/${kapuas}`, { as: bkpsdm });
    expect(plan.body).toMatchObject({ state: 'SYNCED' });
    const plans = await province.call<{ items: RegionPlanView[] }>('GET', 'synchronisation/2027/plans', { as: bpsdm });
    expect(plans.body.items).toHaveLength(15);
    expect(plans.body.items.filter(({ state }) => state === 'SUBMITTED').map(({ region }) => region)).toEqual([
      '62',
      '62.03',
    ]);
    expect((await province.call('GET', 'synchronisation/2027/plans', { as: bkpsdm })).status).toBe(401);
  });

  it('show pooled demand and overlap, and become a joint session that training-catalog opens in one step', async () => {
    expect(await demand()).toMatchObject([
      {
        competencyCode: 'MAN-05',
        level: 3,
        quarter: 3,
        regions: 2,
        seats: 64,
        openSeats: 64,
        overlap: true,
        organisers: ['BKPSDM Kapuas', 'BPSDM'],
        cheapest: 3_000_000,
        dearest: 4_000_000,
        known: true,
        competencyName: 'Pelayanan publik',
      },
      { competencyCode: 'MAN-08', regions: 1, seats: 10, overlap: false },
    ]);
    const proposal = {
      year: 2027,
      quarter: 3,
      competencyCode: 'MAN-05',
      level: 3,
      title: 'Pelayanan publik tingkat 3',
      pathCode: 'KL02',
      delivery: 'BLENDED',
      organiser: 'BPSDM',
      hours: 4000,
      curriculumStandard: 'LAN',
    };
    const [pooled] = await demand();
    expect(pooled!.targets.map(({ targetId, region }) => [region, targetId]).sort()).toEqual([
      ['62', targets.get(province)],
      ['62.03', targets.get(regency)],
    ]);
    const file = await province.call<{ text: string }>('GET', 'synchronisation/2027/demand/file?format=csv', {
      as: bpsdm,
    });
    expect(file.body.text).toContain('MAN-05 Pelayanan publik,3,3,"62, 62.03",2,64,64,216000000');
    const lines = await outcomes(province, kapuas, bpsdm);
    const other8 = lines.find(({ competencyCode }) => competencyCode === 'MAN-08')!;
    const unfit = await province.call('POST', 'synchronisation/proposals', {
      as: bpsdm,
      body: { ...proposal, lineIds: [lines.find(({ lineId }) => lineId !== other8.lineId)!.lineId, other8.lineId] },
    });
    expect(unfit).toMatchObject({
      status: 409,
      body: { code: 'proposal-lines-unfit', errors: [{ field: 'lineIds[1]', code: 'proposal.line-unfit' }] },
    });
    const proposed = await province.call<{ proposalId: string }>('POST', 'synchronisation/proposals', {
      as: bpsdm,
      body: proposal,
    });
    expect(proposed.status).toBe(201);
    proposalId = proposed.body.proposalId;
    await told(regency, kapuas, bkpsdm, ['JOINED', 'RECEIVED']);
    const [event] = await hub.sql<{ body: Buffer }>(
      `SELECT body FROM competency_mapping.outbox WHERE type = 'betang.competency-mapping.joint-session-proposed.v1'`,
    );
    expect(JSON.parse(event!.body.toString())).toMatchObject({
      proposalId,
      seats: 64,
      budget: 216_000_000,
      developmentTargetId: targets.get(province),
      demands: [
        { region: '62', seats: 40 },
        { region: '62.03', seats: 24 },
      ],
    });
    const other = await province.call<{ items: OutcomeView[] }>('GET', 'synchronisation/outcomes?region=62.03', {
      as: bpsdm,
    });
    const rest = other.body.items.find(({ competencyCode }) => competencyCode === 'MAN-08')!;
    const decided = await province.call('POST', `synchronisation/lines/${rest.lineId}/decide`, {
      as: bpsdm,
      body: { outcome: 'OWN', reason: 'Cukup di daerah' },
    });
    expect(decided.status).toBe(200);
    expect((await told(regency, kapuas, bkpsdm, ['JOINED', 'OWN']))[1]).toMatchObject({ reason: 'Cukup di daerah' });
  });

  it('keep decisions over a resubmission from a region that was away, and follow what it changed', async () => {
    const first = await regency.token('bpsdm-officer', { subject: 'satu' });
    const second = await regency.token('bpsdm-officer', { subject: 'dua' });
    await regency.call('POST', `plans/${kapuas}/move`, {
      as: first,
      body: { action: 'RETURN', reason: 'Jumlah peserta berubah' },
    });
    const lines = (
      await regency.call<{ items: { lineId: string; competencyCode: string }[] }>(
        'GET',
        `plans/${kapuas}/lines?sort=competency`,
        { as: first },
      )
    ).body.items;
    await regency.call('POST', `plans/${kapuas}/lines/${lines[0]!.lineId}`, {
      as: first,
      body: serving(regency, { ...line, people: 30 }),
    });
    await regency.call('POST', `plans/${kapuas}/lines/${lines[1]!.lineId}/remove`, { as: first, body: {} });
    await approve(regency, kapuas, first, second);
    await regency.call('POST', 'plans/deadlines', {
      as: first,
      body: { year: 2027, state: 'SYNCED', dueOn: '2020-01-01' },
    });
    await regency.restart();
    expect((await submit(regency, kapuas, bkpsdm)).body).toMatchObject({ submission: 2, lines: 1, late: true });
    await waitUntil('the second submission is answered', async () =>
      (await outcomes(regency, kapuas, bkpsdm)).some(
        ({ submission, outcome }) => submission === 2 && outcome === 'JOINED',
      ),
    );
    expect(await demand()).toMatchObject([{ competencyCode: 'MAN-05', seats: 70 }]);
    const bodies = await hub.sql<{ body: Buffer }>(
      `SELECT body FROM competency_mapping.outbox WHERE type = 'betang.competency-mapping.joint-session-proposed.v1' ORDER BY xid, seq`,
    );
    expect(JSON.parse(bodies.at(-1)!.body.toString())).toMatchObject({ revision: 2, seats: 70, withdrawn: false });
  });

  it('say when the session is opened, and when a plan is taken back', async () => {
    const session = {
      sessionId: newId(),
      revision: 1,
      programmeId: null,
      programmeVersion: null,
      proposalId,
      kind: 'TRAINING' as const,
      title: 'Pelayanan publik tingkat 3',
      cohort: 1,
      startsOn: '2027-08-02',
      endsOn: '2027-08-06',
      delivery: 'BLENDED' as const,
      capacity: 70,
      organiser: 'BPSDM',
      pathCode: 'KL02',
      quantityHundredths: 4000,
      competencies: [{ code: 'MAN-05', level: 3 }],
      developmentTargetId: null,
      targetGroup: null,
      enrolUntil: null,
    };
    await province.tell('training-catalog', SessionOpened.create({ subject: session.sessionId, data: session }));
    await waitUntil('the regency knows the session', async () =>
      (await outcomes(regency, kapuas, bkpsdm)).some(
        ({ sessionId, outcome }) => sessionId === session.sessionId && outcome === 'SESSION_OPENED',
      ),
    );
    expect(
      (
        await province.call('POST', `synchronisation/proposals/${proposalId}/withdraw`, {
          as: bpsdm,
          body: { reason: 'Batal' },
        })
      ).body,
    ).toMatchObject({ code: 'proposal-opened' });
    expect(
      (await province.call<{ items: object[] }>('GET', 'synchronisation/proposals', { as: bpsdm })).body.items,
    ).toMatchObject([{ proposalId, state: 'OPENED', seats: 70, regions: 2 }]);
    const proposals = async (query: string) =>
      (await province.call<{ items: object[] }>('GET', `synchronisation/proposals?${query}`, { as: bpsdm })).body.items;
    expect(await proposals('state=OPENED&year=2027&competencyCode=MAN-05&sort=-seats&limit=1')).toHaveLength(1);
    for (const none of ['state=PROPOSED', 'year=2028', 'competencyCode=MAN-01', 'search=tidak%20ada'])
      expect(await proposals(none)).toEqual([]);
    const step = {
      action: 'RETURN',
      toSubject: 'wakil-1',
      untilOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    };
    expect((await regency.call('POST', `plans/${kapuas}/delegations`, { as: bkpsdm, body: step })).status).toBe(201);
    const taken = await regency.call('POST', `synchronisation/plans/${kapuas}/withdraw`, {
      as: bkpsdm,
      body: { reason: 'Anggaran ditunda' },
    });
    expect(taken.body).toMatchObject({ submission: 3 });
    const handed = await regency.call<{ items: object[] }>('GET', `plans/${kapuas}/delegations`, { as: bkpsdm });
    expect(handed.body.items).toMatchObject([{ action: 'RETURN', ended: true, live: false }]);
    await waitUntil('the province knows it', async () => {
      const plans = await province.call<{ items: RegionPlanView[] }>('GET', 'synchronisation/2027/plans', {
        as: bpsdm,
      });
      return plans.body.items.find(({ region }) => region === '62.03')?.state === 'WITHDRAWN';
    });
    expect(await demand()).toMatchObject([{ seats: 40, regions: 1 }]);
    await waitUntil('the regency sees that nothing stands on its line', async () =>
      (await outcomes(regency, kapuas, bkpsdm)).every(({ gone }) => gone),
    );
    const file = async (query: string) => {
      const url = `${regency.address}/api/competency-mapping/v1/synchronisation/outcomes/file?${query}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${bkpsdm}`, 'accept-language': 'id' } });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    };
    const all = (await file('format=csv&year=2027')).bytes.toString();
    expect(all).toContain('Kapuas');
    expect(all).toContain('Ditarik oleh wilayahnya');
    expect(all).toContain('Angkatan bersama dibuka');
    const own = (await file('format=csv&year=2027&region=62.03')).bytes.toString();
    expect(own).toContain('Ditarik oleh wilayahnya');
    expect(own).not.toContain('Angkatan bersama dibuka');
    expect((await file('format=xlsx')).bytes.subarray(0, 2).toString()).toBe('PK');
    expect((await file('format=pdf')).status).toBe(400);
  });

  it('take in a plan that comes back, counting on where they stopped, and say who is late by the deadline of the province', async () => {
    const overdue = { year: 2027, state: 'SYNCED', dueOn: '2026-01-31' };
    await province.call('POST', 'plans/deadlines', { as: bpsdm, body: overdue });
    expect((await submit(regency, kapuas, bkpsdm)).body).toMatchObject({ submission: 4, lines: 1 });
    await waitUntil('the line stands again', async () =>
      (await outcomes(regency, kapuas, bkpsdm)).some(
        ({ submission, outcome, gone }) => submission === 4 && outcome === 'RECEIVED' && !gone,
      ),
    );
    const left = await regency.call<{ items: object[] }>('GET', `synchronisation/outcomes?planId=${kapuas}&gone=true`, {
      as: bkpsdm,
    });
    expect(left.body.items).toMatchObject([{ competencyCode: 'MAN-08', gone: true }]);
    const plan = await regency.call<PlanView>('GET', `plans/${kapuas}`, { as: bkpsdm });
    expect(plan.body).toMatchObject({ state: 'SYNCED' });
    const plans = await province.call<{ items: RegionPlanView[] }>('GET', 'synchronisation/2027/plans', { as: bpsdm });
    expect(plans.body.items.find(({ region }) => region === '62')).toMatchObject({
      state: 'LATE',
      dueOn: '2026-01-31',
    });
    expect(plans.body.items.find(({ region }) => region === '62.01')).toMatchObject({ state: 'MISSING' });
    expect(plans.body.items.find(({ region }) => region === '62.01')!.daysLate).toBeGreaterThan(0);
  });
});

describe('R13: regions come and go', () => {
  afterEach(() => proxy.restore());
  const next = { ...line, year: 2028 };
  const codes = ['MAN-02', 'MAN-05', 'MAN-08'];
  const stateOf = async (region: string) =>
    (
      await province.call<{ items: RegionPlanView[] }>('GET', 'synchronisation/2028/plans', { as: bpsdm })
    ).body.items.find((each) => each.region === region)?.state;
  const linesOf = async (planId: string) =>
    (await outcomes(province, planId, bpsdm)).map(({ lineId, competencyCode }) => ({ lineId, competencyCode }));
  const decide = async (planId: string, competencyCode: string, body: object) => {
    const found = (await linesOf(planId)).find((each) => each.competencyCode === competencyCode)!;
    const answer = await province.call('POST', `synchronisation/lines/${found.lineId}/decide`, { as: bpsdm, body });
    expect(answer.status).toBe(200);
  };

  it('a regency submits and the province decides with the link cut, and each sees what became of each line', async () => {
    const bkpsdmNear = await neighbour.token('bkpsdm-officer', { subject: 'bkpsdm-11' });
    const away = codes.map((competencyCode) => ({ ...next, competencyCode }));
    const farPlan = await approvedPlan(regency, 'Rencana Kapuas 2028', away, 2028);
    const nearPlan = await approvedPlan(neighbour, 'Rencana Pulang Pisau 2028', [{ ...next, people: 16 }], 2028);

    proxy.cut();
    expect((await submit(regency, farPlan, bkpsdm)).body).toMatchObject({ submission: 1, lines: 3 });
    expect((await submit(neighbour, nearPlan, bkpsdmNear)).body).toMatchObject({ submission: 1, lines: 1 });
    await told(neighbour, nearPlan, bkpsdmNear, ['RECEIVED']);
    expect(await stateOf('62.03')).toBe('MISSING');
    expect(await outcomes(regency, farPlan, bkpsdm)).toEqual([]);
    expect(await demand(2028)).toMatchObject([{ competencyCode: 'MAN-05', regions: 1, seats: 16 }]);

    proxy.restore();
    await told(regency, farPlan, bkpsdm, ['RECEIVED', 'RECEIVED', 'RECEIVED']);
    expect(await stateOf('62.03')).toBe('SUBMITTED');
    await told(province, farPlan, bpsdm, ['RECEIVED', 'RECEIVED', 'RECEIVED']);

    proxy.cut();
    const joint = { year: 2028, quarter: 3, competencyCode: 'MAN-05', level: 3, title: 'Sesi bersama 2028' };
    const how = { pathCode: 'KL02', delivery: 'BLENDED', organiser: 'BPSDM', hours: 4000, curriculumStandard: 'LAN' };
    const proposed = await province.call('POST', 'synchronisation/proposals', {
      as: bpsdm,
      body: { ...joint, ...how },
    });
    expect(proposed.status).toBe(201);
    await decide(farPlan, 'MAN-02', { outcome: 'DECLINED', reason: 'Sudah ada di katalog' });
    await decide(farPlan, 'MAN-08', { outcome: 'OWN', reason: 'Cukup di daerah' });
    await told(neighbour, nearPlan, bkpsdmNear, ['JOINED']);
    expect((await outcomes(regency, farPlan, bkpsdm)).map(({ outcome }) => outcome)).toEqual(
      codes.map(() => 'RECEIVED'),
    );

    const first = await regency.token('bpsdm-officer', { subject: 'satu' });
    const second = await regency.token('bpsdm-officer', { subject: 'dua' });
    await regency.call('POST', `plans/${farPlan}/move`, { as: first, body: { action: 'RETURN', reason: 'Peserta' } });
    const lines = await regency.call<{ items: { lineId: string; competencyCode: string }[] }>(
      'GET',
      `plans/${farPlan}/lines?sort=competency`,
      { as: first },
    );
    const shared = lines.body.items.find(({ competencyCode }) => competencyCode === 'MAN-05')!;
    const more = serving(regency, { ...next, people: 34 });
    await regency.call('POST', `plans/${farPlan}/lines/${shared.lineId}`, { as: first, body: more });
    await approve(regency, farPlan, first, second);
    expect((await submit(regency, farPlan, bkpsdm)).body).toMatchObject({ submission: 2, lines: 3 });

    proxy.restore();
    const seen = await told(regency, farPlan, bkpsdm, ['DECLINED', 'JOINED', 'OWN']);
    // The second submission is taken in right behind the decisions: whoever looks late sees that they were kept.
    expect(seen.map(({ reason }) => reason)).toMatchObject([
      expect.stringMatching(/^Sudah ada di katalog$|keputusan sebelumnya tetap berlaku/),
      expect.anything(),
      expect.stringMatching(/^Cukup di daerah$|keputusan sebelumnya tetap berlaku/),
    ]);
    await waitUntil('the joint session has the seats of the second submission', async () =>
      (await demand(2028)).some(({ competencyCode, seats }) => competencyCode === 'MAN-05' && seats === 50),
    );
    await waitUntil('every line of it is answered', async () =>
      (await outcomes(regency, farPlan, bkpsdm)).every(({ submission }) => submission === 2),
    );
    const everyone = await Promise.all([
      outcomes(province, farPlan, bpsdm),
      outcomes(regency, farPlan, bkpsdm),
      outcomes(neighbour, farPlan, bkpsdmNear),
    ]);
    const said = everyone.map((rows) => rows.map(({ competencyCode, outcome }) => [competencyCode, outcome]));
    expect(said[1]).toEqual(said[0]);
    await waitUntil('the neighbour sees the same', async () => {
      const rows = await outcomes(neighbour, farPlan, bkpsdmNear);
      return JSON.stringify(rows.map((row) => [row.competencyCode, row.outcome])) === JSON.stringify(said[0]);
    });
  }, 60_000);
});

describe('R13: the province renames a competency', () => {
  it('while plans are on the way: the demand is pooled under the code of today', async () => {
    const post = <T = Record<string, never>>(path: string, body: object) =>
      province.call<T>('POST', path, { as: bpsdm, body });
    const draft = { title: 'Kamus provinsi', legalBasis: 'Peraturan Gubernur (contoh)', validFrom: '2026-01-01' };
    const { dictionaryId } = (await post<{ dictionaryId: string }>('dictionaries', draft)).body;
    const names = { nameId: 'Kolaborasi', nameEn: 'Collaboration', minLevel: 1, maxLevel: 5 };
    const competencies = [{ code: 'KOL-01', group: 'MANAGERIAL', ...names }];
    await post(`dictionaries/${dictionaryId}/competencies`, { competencies });
    await post(`dictionaries/${dictionaryId}/competencies/MAN-02/remove`, {});
    const successions = [{ fromCode: 'MAN-02', toCode: 'KOL-01' }];
    expect((await post(`dictionaries/${dictionaryId}/publish`, { successions })).status).toBe(200);
    const pooled = await demand(2028);
    expect(pooled.find(({ competencyCode }) => competencyCode === 'KOL-01')).toMatchObject({
      ...{ known: true, competencyName: 'Kolaborasi', regionCodes: ['62.03'] },
    });
    expect(pooled.some(({ competencyCode }) => competencyCode === 'MAN-02')).toBe(false);
  });
});

describe('the record of a person who moves', () => {
  it('is handed over encrypted for the new region, and counts there', async () => {
    await waitUntil('both know each other\u2019s keys', async () => {
      const known = await Promise.all(
        [hub, far].map((region) => region.sql(`SELECT 1 FROM betang.region_key WHERE use = 'ENCRYPTION'`)),
      );
      return known.every((rows) => rows.length === 3);
    });
    const there = await regency.agency('Dinas Asal');
    const here = await province.agency('Dinas Tujuan');
    const [left] = (await regency.employ([{ agencyId: there }])) as [string];
    const [arrived] = (await province.employ([{ agencyId: here }])) as [string];
    const assessor = await regency.token('assessor');
    const results = [{ code: 'MAN-05', level: 3 }];
    const body = { employeeId: left, method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn: '2026-05-04', results };
    expect((await regency.call('POST', 'assessments', { as: assessor, body })).status).toBe(201);
    const transfer = { transferId: newId(), formerPseudonym: `k1:${'a'.repeat(43)}` };
    await regency.tell(
      'identity',
      EmployeeTransferredOut.create({
        subject: left,
        data: { ...transfer, employeeId: left, toRegion: '62', leftOn: '2026-06-01' },
      }),
    );
    await province.tell(
      'identity',
      EmployeeTransferredIn.create({
        subject: arrived,
        data: { ...transfer, employeeId: arrived, fromRegion: '62.03', effectiveOn: '2026-06-01' },
      }),
    );
    const officer = await province.token('bpsdm-officer');
    await waitUntil('the record counts in the province', async () => {
      const seen = await province.call<{ competencies: { code: string; level: number }[] }>(
        'GET',
        `people/${arrived}/profile`,
        { as: officer },
      );
      return seen.body.competencies?.some(({ code, level }) => code === 'MAN-05' && level === 3);
    });
    const bodies = await far.sql<{ body: Buffer }>(
      `SELECT body FROM competency_mapping.outbox WHERE audience = 'to.r62'`,
    );
    expect(bodies.length).toBe(1);
    expect(bodies[0]!.body.toString()).not.toContain('MAN-05');
    const levelBecomes = (code: string, level: number | null) =>
      waitUntil(`${code} is ${level}`, async () => {
        const seen = await province.call<{ competencies: { code: string; level: number | null }[] }>(
          'GET',
          `people/${arrived}/profile`,
          { as: officer },
        );
        return (seen.body.competencies?.find((row) => row.code === code)?.level ?? null) === level;
      });
    const later = await regency.call<{ assessmentId: string }>('POST', 'assessments', {
      as: assessor,
      body: { ...body, observedOn: '2026-05-30', results: [{ code: 'MAN-06', level: 2 }] },
    });
    expect(later.status).toBe(201);
    await levelBecomes('MAN-06', 2);
    const [kept] = await hub.sql(
      `SELECT former_region AS region, origin_record_id AS record FROM competency_mapping.evidence WHERE employee_id = $1 AND competency_code = 'MAN-06'`,
      [arrived],
    );
    expect(kept).toEqual({ region: '62.03', record: later.body.assessmentId });
    const revoke = `assessments/${later.body.assessmentId}/revoke`;
    expect((await regency.call('POST', revoke, { as: assessor, body: { reason: 'Keliru' } })).status).toBeLessThan(300);
    await levelBecomes('MAN-06', null);
    await levelBecomes('MAN-05', 3);
    const uncaused = await hub.sql(
      `SELECT 1 FROM competency_mapping.outbox WHERE subject = $1 AND causation_id IS NULL
          AND type = 'betang.competency-mapping.competency-profile-changed.v1'`,
      [arrived],
    );
    expect(uncaused).toEqual([]);
  });
});
