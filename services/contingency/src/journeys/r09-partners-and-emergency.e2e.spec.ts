import { UnitOfWork } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Emergencies } from '../emergencies/emergencies.js';
import { MutualAid } from '../mutual-aid/mutual-aid.js';
import { presentFacts } from '../present-facts.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { beginPlan, coverNeed, day, readyPlan } from '../testing/plan-builder.js';
import { HEALTH, startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

let region: RunningContingency;
let planId: string;
let people: Awaited<ReturnType<typeof readyPlan>>;
beforeAll(async () => {
  region = await startContingency();
  people = await readyPlan(region);
  ({ planId } = people);
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
  it('count on what a partner committed itself to, a part of a need at a time, from its first day to its last', async () => {
    const ngo = { kind: 'NGO', name: 'Relawan Api (rekaan)', task: 'Patroli lahan' };
    const { partnerId } = await region.ok('POST', 'partners', ngo);
    const { needId } = await coverNeed(region, planId, 10, 4);
    const gap = await region.figure(planId);
    expect(gap).toBeLessThan(10_000);
    const pumps = { category: 'GOODS', item: 'Pompa punggung', unit: 'unit', quantity: 5 };
    const crew = { category: 'PEOPLE', item: 'Relawan', unit: 'orang', quantity: 20, availableUntil: day(30) };
    const sheet = {
      ...{ partnerId, planId, sheetNumber: 'LK-01/2026', signedOn: day(-400), signedBy: 'Ketua' },
      ...{ validUntil: day(100), lines: [pumps, crew] },
    };
    const late = await region.call('POST', 'commitments', { ...sheet, lines: [{ ...pumps, availableFrom: day(101) }] });
    expect(late).toMatchObject({
      status: 422,
      body: { code: 'commitment-line-refused', errors: [{ field: 'lines[0].availableFrom' }] },
    });
    const signed = await region.ok('POST', 'commitments', sheet);
    const commitmentId = String(signed['commitmentId']);
    expect(signed).toMatchObject({ state: 'IN_FORCE', partnerName: ngo.name });
    const again = await region.call('POST', 'commitments', sheet);
    expect(again).toMatchObject({ status: 409, body: { code: 'commitment-signed-already' } });
    const lineOf = async (item: string) => {
      const { lines } = await region.ok('GET', `commitments/${commitmentId}`);
      return (lines as Body[]).find((line) => line['item'] === item)!;
    };
    const supply = (quantity: number, changes: object = {}) =>
      region.call('POST', `needs/${needId}/supplies`, { commitmentId, quantity, ...changes });
    expect(await supply(6)).toMatchObject({
      status: 409,
      body: { code: 'commitment-over-promised', field: 'quantity' },
    });
    const wrong = { commitmentLineId: (await lineOf('Relawan'))['lineId'] };
    expect(await supply(1, wrong)).toMatchObject({ status: 422, body: { code: 'supply-of-other-kind' } });
    const { lineId } = await lineOf('Pompa punggung');
    expect(await supply(5)).toMatchObject({ status: 201, body: { commitmentLineId: lineId, counted: 5 } });
    expect(await supply(1)).toMatchObject({ status: 409, body: { code: 'commitment-over-promised' } });
    expect(await lineOf('Pompa punggung')).toMatchObject({ promised: 5, left: 0, state: 'COUNTS' });
    const missing = async () =>
      ((await region.ok('GET', `plans/${planId}/gap?missing=true`))['items'] as Body[]).map((line) => line['gap']);
    expect(await missing()).toEqual([1]);
    const path = `commitments/${commitmentId}/lines/${String(lineId)}/change`;
    await region.ok('POST', path, { quantity: 3 });
    expect(await missing()).toEqual([3]);
    await region.ok('POST', path, { quantity: 8, availableFrom: day(10) });
    expect(await missing()).toEqual([6]);
    const why = JSON.stringify(await region.ok('GET', `plans/${planId}/readiness`));
    expect(why).toContain(`Pompa punggung: 5 dari Relawan Api (rekaan) baru dihitung mulai ${day(10)}.`);
    await region.ok('POST', path, { quantity: 8, availableFrom: day(-1), availableUntil: day(20) });
    expect(await supply(1)).toMatchObject({ status: 201 });
    expect(await region.figure(planId)).toBe(10_000);
    const { items: steps } = await region.ok('GET', `plans/${planId}/readiness/forecast`);
    expect((steps as { on: string; reasons: Body[] }[]).find(({ on }) => on === day(21))?.reasons).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'readiness.commitment-over' })]),
    );
    const pdf = await region.service.call<{ bytes: Buffer }>('GET', `commitments/${commitmentId}/document`, {
      as: region.officer,
    });
    expect(pdf.body.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await region.ok('POST', `partners/${String(partnerId)}/end`);
    expect(await region.figure(planId)).toBe(gap);
    expect((await region.call('GET', `commitments?state=ENDED&planId=${planId}`)).body['items']).toHaveLength(1);
    expect(await supply(1)).toMatchObject({ status: 404, body: { code: 'commitment-not-found' } });
  });

  it('lose readiness with a sheet that ran out, and win it back by the next one', async () => {
    const business = { kind: 'BUSINESS', name: 'PT Kebun Rekaan', task: 'Alat berat', contact: 'Kantor kebun' };
    const { partnerId } = await region.ok('POST', 'partners', { ...business, kind: 'COMMUNITY' });
    expect(await region.ok('POST', `partners/${String(partnerId)}/change`, business)).toMatchObject(business);
    const before = await region.figure(planId);
    const sheet = { partnerId, planId, sheetNumber: 'LK-02/2025', signedOn: day(-400), signedBy: 'Direktur' };
    const { commitmentId, state } = await region.ok('POST', 'commitments', { ...sheet, validUntil: day(-1) });
    expect(state).toBe('EXPIRED');
    expect(await region.figure(planId)).toBeLessThan(before);
    const { items } = await region.ok('GET', `commitments?expiresBy=${day(30)}`);
    expect(items).toMatchObject([{ commitmentId, state: 'EXPIRED', lines: [] }]);
    const renewed = { sheetNumber: 'LK-02/2026', validUntil: day(365) };
    expect(await region.ok('POST', `commitments/${String(commitmentId)}/renew`, renewed)).toMatchObject({
      ...renewed,
      signedOn: day(0),
      signedBy: 'Direktur',
      renewals: 1,
    });
    const { items: steps } = await region.ok('GET', `plans/${planId}/readiness/forecast`);
    expect((steps as Body[]).map(({ on }) => on)).toContain(day(366));
    const pumps = { category: 'GOODS', item: 'Pompa punggung', unit: 'unit', quantity: 6 };
    const given = await region.ok('POST', `commitments/${String(commitmentId)}/lines`, pumps);
    const [line] = given['lines'] as Body[];
    const { items: needs } = await region.ok('GET', `plans/${planId}/needs?sort=-quantity`);
    const { needId } = (needs as Body[]).find(({ fromStock }) => fromStock === 4)!;
    await region.ok('POST', `needs/${String(needId)}/supplies`, { commitmentId, quantity: 6 });
    expect(await region.figure(planId)).toBe(10_000);
    await region.ok('POST', `commitments/${String(commitmentId)}/lines/${String(line!['lineId'])}/remove`);
    expect(await region.figure(planId)).toBeLessThan(10_000);
    await region.ok('POST', `needs/${String(needId)}/change`, { quantity: 4 });
    await region.ok('GET', 'partners?kind=BUSINESS', undefined, await region.service.token('partner'));
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
    const added = { field: 'Logistik', title: 'Membuka dapur umum', responsible: 'Dinas Sosial', withinHours: 12 };
    expect(await region.ok('POST', `${path}/tasks`, added)).toMatchObject({
      number: 3,
      foreseen: false,
      state: 'OPEN',
    });
    expect((await region.ok('GET', `${path}/tasks?field=Logistik`))['items']).toMatchObject([{ title: added.title }]);
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
    const shorter = await region.call('POST', `${path}/declarations`, decree('EMERGENCY', '188.45/270/2026'));
    expect(shorter).toMatchObject({
      status: 422,
      body: { code: 'decree-refused', errors: [{ field: 'endsOn', code: 'decree.not-longer' }] },
    });
    await region.ok('POST', `${path}/declarations`, decree('EMERGENCY', '188.45/271/2026', { endsOn: day(90) }));
    await region.ok('POST', `${path}/declarations`, decree('TRANSITION', '188.45/300/2026', { startsOn: day(0) }));
    expect((await region.ok('GET', `${path}/declarations`))['items']).toMatchObject([
      { declaration: 1, level: 'ALERT', extension: false, decreeNumber: '188.45/201/2026' },
      { declaration: 2, level: 'EMERGENCY', extension: false },
      { declaration: 3, level: 'EMERGENCY', extension: true, endsOn: day(90) },
      { declaration: 4, level: 'TRANSITION', extension: false },
    ]);
    const open = await region.call('POST', `${path}/after-action`, { summary: 'Terlalu dini', findings: [] });
    expect(open).toMatchObject({ status: 409, body: { code: 'emergency-not-ended' } });
    const before = await region.call('POST', `${path}/end`, { endedOn: day(-1) });
    expect(before).toMatchObject({ status: 422, body: { code: 'contingency-ends-before-start', field: 'endedOn' } });
    expect(await region.ok('POST', `${path}/end`, { endedOn: day(0) })).toMatchObject({
      level: 'ENDED',
      endedOn: day(0),
      declaration: 5,
    });
    expect(await region.events('betang.contingency.emergency-ended.v1')).toMatchObject([{ declaration: 5 }]);
    const holder = await region.service.token('civil-servant', { employee: people.holder });
    expect(((await region.ok('GET', 'notices', undefined, holder))['items'] as Body[]).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['contingency-emergency', 'contingency-emergency-ended']),
    );
    const pdf = await region.service.call<{ bytes: Buffer }>('GET', `${path}/operations-plan`, { as: region.officer });
    expect(pdf.body.bytes.subarray(0, 5).toString()).toBe('%PDF-');
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
    const path = `emergencies/${emergencyId}/after-action`;
    expect(await region.ok('GET', path)).toMatchObject({ state: 'OPEN', dueOn: day(90), overdue: false, findings: [] });
    const early = await region.call('POST', `${path}/close`);
    expect(early).toMatchObject({ status: 422, body: { code: 'after-action-incomplete' } });
    expect((early.body['errors'] as Body[]).map(({ field }) => field)).toEqual([
      'summary',
      'wentWell',
      'wentIll',
      'tasks',
    ]);
    const review = await region.ok('POST', path, {
      summary: 'Kaji ulang posko',
      wentWell: [{ field: 'Kesehatan', text: 'Ruang udara bersih dibuka dalam dua jam' }],
      findings,
    });
    await region.ok('POST', path, { wentIll: [{ text: 'Radio tidak menjangkau hulu' }] });
    const [planFinding, competencyFinding] = (review['findings'] as { findingId: string }[]).map(
      (each) => each.findingId,
    );
    expect(await region.events('betang.contingency.drill-finding-raised.v2')).toMatchObject([
      { source: 'AFTER_ACTION', sourceId: emergencyId, planId, people: 4 },
    ]);
    const { items: asked } = await region.ok('GET', `reviews?planId=${planId}&state=OPEN`);
    expect(asked).toMatchObject([{ cause: 'AFTER_ACTION', causeId: emergencyId }]);
    await region.ok('POST', `plans/${planId}/versions`);
    const submitting = await region.call('POST', `plans/${planId}/versions/2/submit`);
    expect(submitting).toMatchObject({ status: 409, body: { code: 'plan-findings-open', params: { count: 1 } } });
    await region.ok('POST', `findings/${planFinding}/settle`, { version: 2 });
    expect(await region.ok('POST', `plans/${planId}/versions/2/submit`)).toMatchObject({ state: 'SUBMITTED' });
    const { missing } = await region.ok('GET', path);
    expect((missing as Body[]).map(({ field }) => field)).toEqual(['tasks', 'findings[1]']);
    const action = { title: 'Latih operator radio', ownerUnitId: HEALTH, dueOn: day(40) };
    await region.ok('POST', `findings/${competencyFinding}/actions`, action);
    const { items: tasks } = await region.ok('GET', `emergencies/${emergencyId}/tasks?state=OPEN`);
    for (const { taskId } of tasks as Body[])
      await region.ok('POST', `emergencies/${emergencyId}/tasks/${String(taskId)}/state`, {
        state: 'DROPPED',
        note: 'Api padam lebih dahulu',
      });
    expect(await region.ok('POST', `${path}/close`)).toMatchObject({
      state: 'CLOSED',
      closedOn: day(0),
      missing: [],
      wentWell: [{ field: 'Kesehatan' }],
      wentIll: [{ field: null }],
      findings: [{ state: 'SETTLED' }, { actions: [{ title: 'Latih operator radio', state: 'OPEN', dueOn: day(40) }] }],
    });
    const twice = await region.call('POST', path, { summary: 'Sekali lagi' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'after-action-done' } });
    const late = `emergencies/${emergencyId}/tasks/${String((tasks as Body[])[0]!['taskId'])}/state`;
    expect(await region.call('POST', late, { state: 'OPEN' })).toMatchObject({
      status: 409,
      body: { code: 'emergency-ended' },
    });
    const { items: timeline } = await region.ok('GET', `emergencies/${emergencyId}/timeline?limit=200`);
    expect((timeline as Body[]).map(({ kind, what }) => `${String(kind)} ${String(what)}`)).toEqual([
      'DECLARED ALERT',
      'TASK DONE',
      ...['EMERGENCY', 'EMERGENCY', 'TRANSITION', 'ENDED'].map((level) => `DECLARED ${level}`),
      'TASK DROPPED',
      'TASK DROPPED',
    ]);
    expect((timeline as Body[])[1]).toMatchObject({
      detail: 'Kesehatan: Membuka ruang udara bersih - Tiga ruang dibuka',
      by: expect.any(String),
    });
    const pdf = await region.service.call<{ bytes: Buffer }>('GET', `${path}/document`, { as: region.officer });
    expect(pdf.body.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const again = await region.service.call<{ bytes: Buffer }>('GET', `${path}/document`, { as: region.officer });
    expect(again.body.bytes.equals(pdf.body.bytes)).toBe(true);
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

  it('make a need of what people lacked in an emergency that no plan foresaw', async () => {
    const { items } = await region.ok('GET', 'emergencies?hazardCode=BANJIR');
    const [{ emergencyId }] = items as [{ emergencyId: string }];
    await region.ok('POST', `emergencies/${emergencyId}/end`, { endedOn: day(0) });
    const lacking = { competencyCode: 'MAN-03', level: 2, people: 7, unitId: HEALTH };
    const finding = { kind: 'COMPETENCY', title: 'Pendata pengungsi kurang', severity: 'HIGH', ...lacking };
    await region.ok('POST', `emergencies/${emergencyId}/after-action`, { findings: [finding] });
    const raised = (await region.events('betang.contingency.drill-finding-raised.v2')).at(-1);
    expect(raised).toMatchObject({ sourceId: emergencyId, planId: null, hazardCode: 'BANJIR', ...lacking });
    const { app } = region.service;
    const facts = presentFacts(app.get(Emergencies, { strict: false }), app.get(MutualAid, { strict: false }));
    const told = await app
      .get(UnitOfWork, { strict: false })
      .run(async (tx) => (await facts(tx, 'local')).map(({ data }) => data), { beside: 'the present is only read' });
    expect(told).toContainEqual({ ...raised, employeeIds: [], dueOn: null });
  });
});

describe('what tells of persons', () => {
  const sql = (text: string) => region.service.region.sql(text);
  const sweep = () => region.service.app.get(RetentionSweep, { strict: false }).sweep();

  it('is kept for as long as dated rules say, which say that their periods are assumed', async () => {
    const { items } = await region.ok('GET', 'retention-rules?sort=kind');
    expect((items as Body[]).map(({ kind, certainty }) => [kind, certainty])).toEqual(
      ['COMMITMENT_CONTACTS', 'CONDITIONS', 'DRILL_PARTICIPANTS', 'EMERGENCY_PEOPLE', 'MUTUAL_AID_WORDS'].map(
        (kind) => [kind, 'assumed'],
      ),
    );
    const rule = { kind: 'CONDITIONS', keepDays: 30, basis: 'Jadwal retensi arsip (rekaan)', certainty: 'confirmed' };
    const soon = await region.call('POST', 'retention-rules', { ...rule, validFrom: day(1) });
    expect(soon).toMatchObject({ status: 422, body: { code: 'contingency-retention-too-soon' } });
    await region.ok('POST', 'retention-rules', { ...rule, validFrom: day(20) });
    const twice = await region.call('POST', 'retention-rules', { ...rule, validFrom: day(20) });
    expect(twice).toMatchObject({ status: 409, body: { code: 'contingency-retention-exists' } });
    const planner = await region.service.token('agency-planner', { unit: HEALTH });
    expect((await region.call('POST', 'retention-rules', { ...rule, validFrom: day(30) }, planner)).status).toBe(403);
  });

  it('goes when its time is up; what was done, figures and hours stay', async () => {
    const { items: drills } = await region.ok('GET', `drills?planId=${planId}`);
    const [{ drillId }] = drills as [{ drillId: string }];
    const { items: ended } = await region.ok('GET', 'emergencies?state=ENDED&hazardCode=KARHUTLA');
    const [{ emergencyId }] = ended as [{ emergencyId: string }];
    const condition = {
      ...{ kind: 'WEATHER', title: 'El Nino', description: 'Kemarau panjang', source: 'Stasiun (rekaan)' },
      ...{ observedOn: day(0), hazardCodes: ['KARHUTLA'] },
    };
    const { conditionId } = await region.ok('POST', 'conditions', condition);
    const partner = { kind: 'BUSINESS', name: 'Kebun (rekaan)', task: 'Alat berat', contact: 'Petugas, 0513-00001' };
    const { partnerId } = await region.ok('POST', 'partners', partner);
    const sheet = {
      partnerId,
      planId,
      sheetNumber: 'LK-9',
      signedOn: day(-9),
      signedBy: 'Manajer',
      validUntil: day(9),
    };
    const { commitmentId } = await region.ok('POST', 'commitments', sheet);
    await region.ok('POST', `commitments/${String(commitmentId)}/end`);
    expect(await sweep()).toBe(0);
    await sql(`UPDATE contingency.drill SET starts_on = starts_on - 1826, ends_on = ends_on - 1826`);
    await sql(`UPDATE contingency.after_action SET closed_on = closed_on - 1826 WHERE state = 'CLOSED'`);
    await sql(`UPDATE contingency.condition SET recorded_at = recorded_at - interval '1827 days'`);
    await sql(`UPDATE contingency.commitment SET ended_on = ended_on - 731 WHERE sheet_number = 'LK-9'`);
    const attended = async () => (await region.ok('GET', `drills/${drillId}`))['participants'];
    const [before, names] = [await attended(), await region.ok('GET', `drills/${drillId}/participants`)];
    expect(names['items']).toHaveLength(Number(before));
    await sweep();
    expect(await attended()).toBe(before);
    expect((await region.ok('GET', `drills/${drillId}/participants`))['items']).toEqual([]);
    const correction = { employeeId: people.holder, minutes: 60, reason: 'Terlambat diketahui' };
    expect(await region.call('POST', `drills/${drillId}/participations/correct`, correction)).toMatchObject({
      status: 409,
      body: { code: 'drill-participants-forgotten' },
    });
    expect(await region.ok('GET', `partners/${String(partnerId)}`)).toMatchObject({
      name: partner.name,
      contact: null,
    });
    expect(await region.ok('GET', `commitments/${String(commitmentId)}`)).toMatchObject({ signedBy: '-' });
    // Its review and an action of the emergency are still open.
    expect((await region.call('GET', `conditions/${String(conditionId)}`)).status).toBe(200);
    const by = async () => {
      const { items } = await region.ok('GET', `emergencies/${emergencyId}/timeline?limit=200`);
      return (items as Body[]).filter((entry) => entry['by'] !== null).length;
    };
    expect(await by()).toBeGreaterThan(0);
    const { items: reviews } = await region.ok('GET', `reviews?causeId=${String(conditionId)}&state=OPEN`);
    for (const { reviewId } of reviews as Body[])
      await region.ok('POST', `reviews/${String(reviewId)}/complete`, { outcome: 'NO_CHANGE', note: 'Sudah dicakup' });
    const { items: actions } = await region.ok('GET', 'actions?state=OPEN');
    for (const { actionId } of actions as Body[])
      await region.ok('POST', `actions/${String(actionId)}/complete`, { result: 'Dilatih' });
    expect(await sweep()).toBe(2);
    expect((await region.call('GET', `conditions/${String(conditionId)}`)).status).toBe(404);
    expect(await by()).toBe(0);
    expect((await region.ok('GET', `emergencies/${emergencyId}/timeline`))['items']).toHaveLength(8);
    const { items: runs } = await region.ok('GET', 'retention-runs?kind=EMERGENCY_PEOPLE');
    expect(runs).toMatchObject([{ erased: 1 }]);
    expect(await sweep()).toBe(0);
  });
});
