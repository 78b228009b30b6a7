import { CompetencyCodesSucceeded, EmployeeChanged, EmployeeLeft, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coverNeed, day, planDrill, readyPlan } from '../testing/plan-builder.js';
import {
  BPBD,
  HEALTH,
  COMMAND,
  registered,
  startContingency,
  type Body,
  type RunningContingency,
} from '../testing/running-contingency.js';

let region: RunningContingency;
beforeAll(async () => {
  region = await startContingency();
});
afterAll(async () => region?.stop());

const reasons = async (planId: string): Promise<string[]> => {
  const { components } = await region.ok('GET', `plans/${planId}/readiness`);
  return (components as { reasons: { code: string }[] }[]).flatMap((part) => part.reasons.map(({ code }) => code));
};
const falls = (planId: string, below: number) =>
  waitUntil('readiness falls', async () => (await region.figure(planId)) < below);
const settled = () =>
  waitUntil('nothing is left to compute', async () => {
    const left = await region.service.region.sql('SELECT 1 FROM contingency.readiness_mark');
    return left.length === 0;
  });
const last = <T>(items: readonly T[]): T => items[items.length - 1]!;

describe('R07: plans that are not only on paper', () => {
  it('reach everything when signed, staffed, supplied and drilled', async () => {
    const { planId } = await readyPlan(region, { area: 'Kecamatan Selat' });
    const { figure, band, components } = await region.ok('GET', `plans/${planId}/readiness`);
    expect({ figure, band, reasons: await reasons(planId) }).toEqual({ figure: 10_000, band: 'READY', reasons: [] });
    expect((components as { component: string }[]).map(({ component }) => component).sort()).toEqual([
      'ALTERNATES',
      'COMPETENCIES',
      'DOCUMENT',
      'DRILLS',
      'PEOPLE',
      'RESOURCES',
    ]);
  });

  it('fall the moment a holder moves, with the event as cause, and rise when the officer confirms', async () => {
    const { planId, roleId, holder } = await readyPlan(region, { area: 'Kecamatan Kapuas Hilir' });
    const moved = registered(holder, HEALTH) as unknown as { data: never };
    const event = EmployeeChanged.create({ subject: holder, data: moved.data });
    await region.identity.publish(event);
    await falls(planId, 10_000);
    expect(await reasons(planId)).toEqual(
      expect.arrayContaining(['readiness.holder-moved', 'readiness.people-missing']),
    );
    const { items } = await region.ok('GET', `plans/${planId}/readiness/history?limit=1`);
    expect(items).toMatchObject([{ trigger: 'PERSON_CHANGED', previousFigure: 10_000, causeId: event.id }]);
    expect(last(await region.events('betang.contingency.readiness-changed.v1'))).toMatchObject({
      planId,
      trigger: 'PERSON_CHANGED',
    });
    const { items: people } = await region.ok('GET', `roles/${roleId}/people`);
    const { assignmentId } = (people as Body[]).find(({ kind }) => kind === 'HOLDER')!;
    await region.ok('POST', `roles/${roleId}/assignments/${String(assignmentId)}/confirm`);
    expect(await region.figure(planId)).toBe(10_000);
  });

  it('fall when a holder leaves or a competency is lost, and rise when the right one is trained', async () => {
    const { planId, holder, alternate } = await readyPlan(region, { area: 'Kecamatan Basarang' });
    await region.learn(holder, COMMAND.competencyCode, null);
    await falls(planId, 10_000);
    expect(await reasons(planId)).toEqual(['readiness.competency-lacking']);
    await region.learn(holder, COMMAND.competencyCode, 3);
    expect(await reasons(planId)).toEqual(['readiness.competency-lacking']);
    await region.learn(holder, COMMAND.competencyCode, 4);
    await waitUntil('readiness rises', async () => (await region.figure(planId)) === 10_000);
    const data = { employeeId: alternate, leftOn: day(0), reason: 'RETIRED' as const };
    await region.identity.publish(EmployeeLeft.create({ subject: alternate, data }));
    await falls(planId, 10_000);
    expect(await reasons(planId)).toEqual(['readiness.alternates-missing']);
  });

  it('forecast what expires, and tell the province the next step without any person', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Pulau Petak' });
    await region.learn(holder, COMMAND.competencyCode, 4, day(40));
    const { items } = await region.ok('GET', `plans/${planId}/readiness/forecast`);
    expect((items as { on: string; reasons: { code: string }[] }[])[0]).toMatchObject({
      on: day(41),
      reasons: [{ code: 'readiness.competency-expired' }],
    });
    const stated = await region.stated('READINESS', planId);
    expect(stated).toMatchObject({ figure: 10_000, nextChangeOn: day(41), lastDrillOn: day(-1), withdrawn: false });
    expect(JSON.stringify(stated)).not.toContain(holder);
  });

  it('forecast retirement by the day that identity tells, not by the age alone', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Kapuas Barat' });
    const known = registered(holder, BPBD, 0, { retiresOn: day(60) }) as unknown as { data: never };
    await region.identity.publish(EmployeeChanged.create({ subject: holder, data: known.data }));
    const first = async () =>
      ((await region.ok('GET', `plans/${planId}/readiness/forecast`))['items'] as { on: string; reasons: Body[] }[])[0];
    await waitUntil('the day is forecast', async () => (await first())?.on === day(60));
    expect((await first())?.reasons.map(({ code }) => code)).toContain('readiness.holder-retired');
  });

  it('count stock again, and find what is missing', async () => {
    const { planId } = await readyPlan(region, { area: 'Kecamatan Mantangai' });
    const { stockId } = await coverNeed(region, planId, 10, 10);
    await region.ok('POST', `stock/${stockId}/count`, { quantity: 4 });
    expect(await reasons(planId)).toEqual(['readiness.resource-gap']);
  });

  it('make hours of drills, needs of findings, and actions of both', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Timpah' });
    const [guest] = (await region.hire(1)) as [string];
    const drillId = await planDrill(region, planId, { kind: 'TABLE_TOP' });
    await region.ok('POST', `drills/${drillId}/invitations`, { people: [{ employeeId: holder }] });
    const early = await region.call('POST', `drills/${drillId}/findings`, {
      kind: 'PLAN',
      title: 'Terlalu dini',
      severity: 'LOW',
    });
    expect(early).toMatchObject({ status: 409, body: { code: 'drill-step-refused' } });
    const attendance = [
      { employeeId: holder, minutes: 100 },
      { employeeId: guest, minutes: 30 },
    ];
    const held = await region.ok('POST', `drills/${drillId}/hold`, { attendance });
    expect(held).toMatchObject({ state: 'HELD', invited: 2, participants: 2 });
    const hours = (await region.events('betang.contingency.drill-participation-recorded.v1')).filter(
      (each) => each['drillId'] === drillId,
    );
    expect(hours).toMatchObject([
      { employeeId: holder, drillKind: 'TABLE_TOP', pathCode: 'KL12', minutes: 100, quantityHundredths: 200 },
    ]);
    const found = { kind: 'COMPETENCY', title: 'Komunikasi radio belum dikuasai', severity: 'HIGH' };
    const refused = await region.call('POST', `drills/${drillId}/findings`, found);
    expect(refused).toMatchObject({ status: 422, body: { code: 'finding-refused' } });
    const names = { competencyCode: 'MAN-03', level: 2, people: 1, employeeIds: [holder, guest] };
    const named = { kind: 'COMPETENCY', title: 'Kurang orang', severity: 'LOW', ...names };
    expect(await region.call('POST', `drills/${drillId}/findings`, named)).toMatchObject({
      status: 422,
      body: { code: 'finding-refused', errors: [{ field: 'people', code: 'finding.fewer-than-named' }] },
    });
    const need = { ...found, competencyCode: 'MAN-03', level: 3, people: 2, employeeIds: [holder] };
    const { findingId } = await region.ok('POST', `drills/${drillId}/findings`, need);
    expect(last(await region.events('betang.contingency.drill-finding-raised.v2'))).toMatchObject({
      findingId,
      competencyCode: 'MAN-03',
      people: 2,
    });
    const action = { title: 'Latih petugas radio', ownerUnitId: HEALTH, ownerEmployeeId: holder, dueOn: day(30) };
    const { actionId } = await region.ok('POST', `findings/${String(findingId)}/actions`, action);
    const unsettled = await region.call('POST', `findings/${String(findingId)}/settle`, { reason: 'Sudah dilatih' });
    expect(unsettled).toMatchObject({ status: 409, body: { code: 'finding-actions-open' } });
    await region.ok('POST', `actions/${String(actionId)}/complete`, { result: 'Dilatih' });
    await region.ok('POST', `findings/${String(findingId)}/settle`, { reason: 'Sudah dilatih' });
    await region.ok('POST', `drills/${drillId}/evaluate`, { evaluation: 'Baik', score: 80 });
    const withdraw = { employeeId: holder, reason: 'Tidak hadir; salah catat' };
    expect(await region.ok('POST', `drills/${drillId}/participations/withdraw`, withdraw)).toMatchObject({
      participants: 1,
    });
    expect(last(await region.events('betang.contingency.drill-participation-withdrawn.v1'))).toMatchObject({
      employeeId: holder,
    });
    expect(await region.stated('DRILL', drillId)).toMatchObject({
      state: 'EVALUATED',
      participants: 1,
      findings: 1,
      openActions: 0,
    });
  });

  it('are tried by a script of objectives and injects, with players by their roles', async () => {
    const { planId, roleId, holder } = await readyPlan(region, { area: 'Kecamatan Bataguh' });
    const other = await readyPlan(region, { area: 'Kecamatan Tamban' });
    const drillId = await planDrill(region, planId, { kind: 'FIELD' });
    const path = `drills/${drillId}`;
    const inject = (atMinute: number, content: string) => ({
      ...{ atMinute, content, toWhom: 'Komandan posko', expected: 'Mengerahkan regu dalam 10 menit' },
    });
    const script = {
      objectives: ['Posko aktif dalam 30 menit', 'Regu tahu jalur mundur'],
      injects: [inject(30, 'Angin berbalik'), inject(5, 'Laporan titik api')],
    };
    expect(await region.ok('POST', `${path}/script`, script)).toMatchObject({
      objectives: [{ number: 1, result: null }, { number: 2 }],
      injects: [
        { number: 1, atMinute: 5 },
        { number: 2, atMinute: 30, outcome: null },
      ],
    });
    const stranger = { people: [{ employeeId: holder, roleId: other.roleId }] };
    expect(await region.call('POST', `${path}/invitations`, stranger)).toMatchObject({
      status: 422,
      body: { code: 'plan-role-not-found', field: 'roleId' },
    });
    await region.ok('POST', `${path}/invitations`, { people: [{ employeeId: holder, roleId }] });
    const what = { title: 'Gladi lapang karhutla', objective: 'Uji rantai', scenario: 'Api meluas', place: 'Lapangan' };
    const days = { startsOn: day(-2), endsOn: day(-1) };
    await region.ok('POST', `${path}/change`, { kind: 'FIELD', organiser: 'BPBD', ...what, ...days });
    const own = await region.service.token('civil-servant', { employee: holder });
    const told = (await region.ok('GET', 'notices', undefined, own))['items'] as Body[];
    expect(told.filter(({ code }) => code === 'contingency-drill-invited').length).toBe(2);
    const hold = (minutes: number) =>
      region.call('POST', `${path}/hold`, { attendance: [{ employeeId: holder, minutes, roleId }] });
    expect(await hold(2_881)).toMatchObject({ status: 422, body: { code: 'drill-minutes-refused' } });
    expect(await hold(90)).toMatchObject({ status: 200, body: { state: 'HELD', participants: 1 } });
    expect((await region.call('POST', `${path}/script`, script)).body['code']).toBe('drill-step-refused');
    const players = (query: string) => region.ok('GET', `${path}/participants?${query}`);
    expect(await players(`roleId=${roleId}&attended=true`)).toMatchObject({
      items: [{ employeeId: holder, roleName: 'Komandan posko', minutes: 90 }],
    });
    expect(await players('attended=false')).toEqual({ items: [] });
    const rated = { evaluation: 'Cukup', score: 70, objectives: [{ number: 1, result: 'MET' }] };
    const refused = await region.call('POST', `${path}/evaluate`, rated);
    expect(refused).toMatchObject({ status: 422, body: { code: 'drill-evaluation-incomplete' } });
    expect((refused.body['errors'] as Body[]).map(({ field }) => field)).toEqual(['objectives', 'injects', 'injects']);
    await region.ok('POST', `${path}/evaluate`, {
      ...rated,
      objectives: [...rated.objectives, { number: 2, result: 'NOT_MET', note: 'Belum pernah dilatih' }],
      injects: [1, 2].map((number) => ({ number, outcome: 'LATE' })),
    });
    expect(await region.ok('GET', `${path}/script`)).toMatchObject({
      objectives: [{ result: 'MET' }, { result: 'NOT_MET', note: 'Belum pernah dilatih' }],
      injects: [{ outcome: 'LATE' }, { outcome: 'LATE' }],
    });
    const pdf = await region.service.call<{ bytes: Buffer }>('GET', `${path}/document`, { as: region.officer });
    expect(pdf.body.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('tell the hours of a drill once, also when what was recorded of it is put right', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Selat Dalam' });
    const [forgotten] = (await region.hire(1)) as [string];
    const drillId = await planDrill(region, planId);
    await region.ok('POST', `drills/${drillId}/hold`, { attendance: [{ employeeId: holder, minutes: 360 }] });
    const correct = (employeeId: string, minutes: number) =>
      region.call('POST', `drills/${drillId}/participations/correct`, { employeeId, minutes, reason: 'Daftar hadir' });
    expect(await correct(holder, 360)).toMatchObject({ status: 409, body: { code: 'drill-participation-unchanged' } });
    expect(await correct(holder, 135)).toMatchObject({ status: 200, body: { participants: 1 } });
    expect(await correct(forgotten, 90)).toMatchObject({ status: 200, body: { participants: 2 } });
    const of = async (type: string) =>
      (await region.events(`betang.contingency.drill-participation-${type}.v1`)).filter(
        (each) => each['drillId'] === drillId,
      );
    const recorded = await of('recorded');
    expect(recorded.map((each) => [each['employeeId'], each['quantityHundredths']])).toEqual([
      [holder, 800],
      [holder, 300],
      [forgotten, 200],
    ]);
    expect(new Set(recorded.map((each) => each['participationId'])).size).toBe(3);
    expect(await of('withdrawn')).toMatchObject([
      { participationId: recorded[0]!['participationId'], employeeId: holder },
    ]);
  });

  it('show actions to who has to do them, and move a day with a reason that stays on record', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Kapuas Tengah' });
    const drillId = await planDrill(region, planId);
    await region.ok('POST', `drills/${drillId}/hold`, { attendance: [{ employeeId: holder, minutes: 90 }] });
    const finding = { kind: 'RESOURCE', title: 'Selang kurang', severity: 'MEDIUM' };
    const { findingId } = await region.ok('POST', `drills/${drillId}/findings`, finding);
    const action = { title: 'Ajukan selang', ownerUnitId: BPBD, ownerEmployeeId: holder, dueOn: day(3) };
    const { actionId } = await region.ok('POST', `findings/${String(findingId)}/actions`, action);
    const own = await region.service.token('civil-servant', { employee: holder });
    const mine = async () => (await region.ok('GET', 'me/actions?done=false', undefined, own))['items'];
    expect(await mine()).toMatchObject([{ actionId, dueOn: day(3), state: 'OPEN' }]);
    const later = { dueOn: day(9), reason: 'Anggaran perubahan disahkan pekan depan', ownerEmployeeId: holder };
    await region.ok('POST', `actions/${String(actionId)}/change`, later);
    expect(await mine()).toMatchObject([{ dueOn: day(9) }]);
    const past = await region.call('POST', `actions/${String(actionId)}/change`, { ...later, dueOn: day(-1) });
    expect(past).toMatchObject({ status: 422, body: { code: 'contingency-date-past' } });
    const ahead = await region.ok('GET', `readiness/forecast?planId=${planId}&until=${day(20)}`);
    expect(ahead).toMatchObject({
      until: day(20),
      items: [{ on: day(10), planId, previousFigure: 10_000, reasons: [{ code: 'readiness.actions-overdue' }] }],
    });
    await region.ok('POST', `actions/${String(actionId)}/complete`, { result: 'Selang datang' });
    expect(await mine()).toEqual([]);
    expect(await region.ok('GET', `readiness/forecast?planId=${planId}&until=${day(20)}`)).toMatchObject({ items: [] });
  });

  it('say in their history which reasons came and went', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Pasak Talawang' });
    await region.learn(holder, COMMAND.competencyCode, null);
    await falls(planId, 10_000);
    await region.learn(holder, COMMAND.competencyCode, 4);
    await waitUntil('readiness rises', async () => (await region.figure(planId)) === 10_000);
    const { items } = await region.ok('GET', `plans/${planId}/readiness/history?limit=2`);
    expect(items).toMatchObject([
      { trigger: 'COMPETENCY_CHANGED', appeared: [], gone: [{ code: 'readiness.competency-lacking' }] },
      { gone: [], appeared: [{ code: 'readiness.competency-lacking', employeeId: holder }] },
    ]);
    const auditor = await region.service.token('auditor');
    const seen = await region.ok('GET', `plans/${planId}/readiness/history?limit=2`, undefined, auditor);
    expect(JSON.stringify(seen)).not.toContain(holder);
  });

  it('go out as a workbook with every reason in words, and without any person', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Kecamatan Tamban Catur' });
    await region.learn(holder, COMMAND.competencyCode, null);
    await falls(planId, 10_000);
    const file = async (format: string) => {
      const headers = { authorization: `Bearer ${region.officer}`, 'accept-language': 'id' };
      const url = `${region.service.address}/api/contingency/v1/readiness/file?format=${format}`;
      const answer = await fetch(url, { headers });
      expect(answer.status).toBe(200);
      return Buffer.from(await answer.arrayBuffer());
    };
    expect((await file('xlsx')).subarray(0, 2).toString()).toBe('PK');
    const csv = (await file('csv')).toString();
    expect(csv).toContain('Komandan posko: kompetensi MAN-08 tingkat 4 belum dimiliki.');
    for (const { id, name } of await region.service.region.sql<{ id: string; name: string }>(
      'SELECT employee_id AS id, name FROM contingency.person',
    )) {
      expect(csv).not.toContain(id);
      expect(csv).not.toContain(name);
    }
    expect((await region.call('GET', 'readiness/file?format=docx')).status).toBe(400);
  });

  it('put a look on record also for people whom the reader is not told, but may have named for the role', async () => {
    const { roleId, holder } = await readyPlan(region, { area: 'Kecamatan Pulau Malan' });
    const planner = await region.service.token('agency-planner', { unit: HEALTH, subject: 'perencana-dinas-lain' });
    const { items } = await region.ok('GET', `roles/${roleId}/people`, undefined, planner);
    expect((items as Body[])[0]).toMatchObject({ employeeId: null, name: null, standing: 'READY' });
    const looks = await region.service.region.sql(
      `SELECT object_id AS id FROM contingency.audit_entry WHERE action = 'read-personal-data' AND actor = 'perencana-dinas-lain'`,
    );
    expect(looks.map(({ id }) => id)).toContain(holder);
  });

  it('list the least ready first, and show names only to who may see people', async () => {
    const { items } = await region.ok('GET', 'readiness?limit=200');
    const figures = (items as { figure: number }[]).map(({ figure }) => figure);
    expect(figures).toEqual([...figures].sort((a, b) => a - b));
    const auditor = await region.service.token('auditor');
    const { planId } = (items as { planId: string }[])[0]!;
    const seen = await region.ok('GET', `plans/${planId}/readiness`, undefined, auditor);
    expect(JSON.stringify(seen)).toContain('"employeeId":null');
    const { items: roles } = await region.ok('GET', `plans/${planId}/roles`, undefined, auditor);
    const { roleId } = (roles as { roleId: string }[])[0]!;
    expect((await region.call('GET', `roles/${roleId}/people`, undefined, auditor)).status).toBe(403);
    expect((await region.call('GET', 'readiness', undefined, await region.service.token('civil-servant'))).status).toBe(
      403,
    );
    await region.ok('GET', `roles/${roleId}/people`);
    const looks = await region.service.region.sql(
      `SELECT DISTINCT reason FROM contingency.audit_entry WHERE action = 'read-personal-data'`,
    );
    expect(looks.map(({ reason }) => String(reason)).sort()).toEqual(['contingency-drill', 'contingency-readiness']);
  });

  it('stay as ready as they are when the dictionary gives competencies other codes', async () => {
    const { planId, roleId, holder } = await readyPlan(region, { area: 'Kecamatan Dadahup' });
    const [{ historySize }] = (await region.service.region.sql(
      `SELECT count(*)::integer AS "historySize" FROM contingency.readiness_history WHERE plan_id = $1`,
      [planId],
    )) as unknown as [{ historySize: number }];
    const dictionaryId = newId();
    const data = {
      dictionaryId,
      dictionaryVersion: 2,
      successions: [{ fromCode: COMMAND.competencyCode, toCode: 'MAN-98', levels: [0, 1, 1, 2, 3, 4] }],
    };
    const event = CompetencyCodesSucceeded.create({ subject: dictionaryId, data });
    await region.mapping.publish(event);
    const roles = async () => (await region.ok('GET', `plans/${planId}/roles`))['items'] as Body[];
    const asked = [{ competencyCode: 'MAN-98', level: 3 }];
    await waitUntil('the role asks for the new code', async () =>
      (await roles()).some((role) => (role['competencies'] as Body[])[0]?.['competencyCode'] === 'MAN-98'),
    );
    await settled();
    expect(await region.figure(planId)).toBe(10_000);
    await region.learn(holder, 'MAN-98', 2);
    expect(await reasons(planId)).toEqual(['readiness.competency-lacking']);
    await region.learn(holder, 'MAN-98', 3);
    expect(await region.figure(planId)).toBe(10_000);
    const { items } = await region.ok('GET', `plans/${planId}/readiness/history?sort=changedAt&limit=200`);
    expect((items as Body[]).slice(historySize).map(({ figure }) => figure)).toEqual([expect.any(Number), 10_000]);
    await region.mapping.publish(CompetencyCodesSucceeded.create({ subject: dictionaryId, data }));
    await region.learn(holder, 'MAN-01', 1);
    expect((await roles()).find((role) => role['roleId'] === roleId)).toMatchObject({ competencies: asked });
  });
});
