import {
  CompetencyProfileChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRecordsMerged,
  newId,
} from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { Clock } from '@betang/platform';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Reminders } from './reminders/reminders.js';
import { Reviews } from './reviews/reviews.js';
import { day, legalise, planDrill, readyPlan } from './testing/plan-builder.js';
import { BPBD, COMMAND, startContingency, type Body, type RunningContingency } from './testing/running-contingency.js';
import { ExpirySweep } from './readiness/expiry-sweep.js';

type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
};

let region: RunningContingency;
let clock: Clock;
let work: ExpirySweep;
beforeAll(async () => {
  region = await startContingency({ environment: { BETANG_READINESS_SWEEP_SECONDS: '86400' } });
  clock = region.service.app.get(Clock, { strict: false });
  work = region.service.app.get(ExpirySweep, { strict: false });
});
afterEach(() => setDay(0));
afterAll(async () => region?.stop());

/** Moves the service's day; the clock of the machine stays. */
function setDay(offset: number): void {
  clock.today = () => day(offset);
  clock.now = () => new Date(Date.now() + offset * 86_400_000);
}

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  region.service.region.sql<R & Record<string, never>>(text, values);
const reasons = async (planId: string): Promise<string[]> => {
  const { components } = await region.ok('GET', `plans/${planId}/readiness`);
  return (components as { reasons: { code: string }[] }[]).flatMap((part) => part.reasons.map(({ code }) => code));
};

describe('somebody whose identity the region keeps no longer', () => {
  const kept = async (id: string) => {
    const [row] = await sql(
      `SELECT p.name, p.born_on AS born, p.retires_on AS retires, p.unit_id AS unit, p.left_on::text AS left,
              (SELECT count(*)::integer FROM contingency.notice AS n WHERE n.recipient_id = p.employee_id) AS notices,
              (SELECT count(*)::integer FROM contingency.notice_address AS a WHERE a.recipient_id = p.employee_id) AS addresses,
              (SELECT count(*)::integer FROM contingency.assignment AS a WHERE a.employee_id = p.employee_id) AS places,
              (SELECT sum(minutes)::integer FROM contingency.participation AS d WHERE d.employee_id = p.employee_id) AS minutes,
              (SELECT level::integer FROM contingency.person_competency AS c WHERE c.employee_id = p.employee_id) AS level
         FROM contingency.person AS p WHERE p.employee_id = $1`,
      [id],
    );
    return row as Body | undefined;
  };
  const erase = async (id: string): Promise<void> => {
    const event = EmployeeIdentityErased.create({ subject: id, data: { employeeId: id, erasedOn: day(0) } });
    await region.identity.publish(event);
    await waitUntil('the erasing is applied', async () => {
      const applied = await sql('SELECT 1 FROM contingency.archive WHERE id = $1', [event.id]);
      return applied.length === 1;
    });
  };

  it('has no name, no birth date and no notices here; places, drills and levels stay under the id', async () => {
    const { planId, roleId, holder, alternate } = await readyPlan(region, { area: 'Kapuas Barat' });
    await region.identity.publish(
      EmployeeLeft.create({ subject: holder, data: { employeeId: holder, leftOn: day(-1), reason: 'RETIRED' } }),
    );
    await waitUntil('the leaving is known', async () => (await kept(holder))?.['left'] === day(-1));
    for (const id of [holder, alternate])
      await sql(
        `INSERT INTO contingency.notice_address (recipient_id, address, language) VALUES ($1, 'p@contoh.id', 'id')`,
        [id],
      );
    const before = (await kept(holder))!;
    expect(before).toMatchObject({ unit: BPBD, addresses: 1, places: 1, minutes: 360, level: 4 });
    expect(before['name']).toContain('Rekaan');
    expect(before['born']).not.toBeNull();
    expect(before['notices']).toBeGreaterThan(0);
    const other = await kept(alternate);
    const gone = { name: null, born: null, retires: null, notices: 0, addresses: 0 };
    for (let times = 0; times < 2; times += 1) {
      await erase(holder);
      expect(await kept(holder)).toEqual({ ...before, ...gone });
    }
    expect(await kept(alternate)).toEqual(other);
    const { items } = await region.ok('GET', `roles/${roleId}/people`);
    expect(items).toMatchObject([{ name: '' }, { employeeId: alternate }]);
    expect(await reasons(planId)).toContain('readiness.people-missing');
  });
});

describe('two records that turn out to be one person', () => {
  const placesOf = (ids: readonly string[]) =>
    sql(
      `SELECT coalesce(role_id, service_id) AS place, employee_id AS id, kind, rank, ended FROM contingency.assignment
        WHERE employee_id = ANY($1::uuid[]) ORDER BY place, ended, kind`,
      [ids],
    );
  const partsOf = (drillIds: readonly string[]) =>
    sql(
      `SELECT drill_id AS drill, employee_id AS id, minutes, withdrawn_reason IS NOT NULL AS withdrawn FROM contingency.participation
        WHERE drill_id = ANY($1::uuid[]) ORDER BY drill_id, minutes`,
      [drillIds],
    );
  const levelsOf = (id: string) =>
    sql('SELECT competency_code AS code, level::integer FROM contingency.person_competency WHERE employee_id = $1', [
      id,
    ]);
  const merge = async (employeeId: string, mergedEmployeeId: string): Promise<string> => {
    const data = { employeeId, mergedEmployeeId };
    const event = EmployeeRecordsMerged.create({ subject: employeeId, data });
    await region.identity.publish(event);
    await waitUntil('the merge is applied', async () => {
      const open = await sql(
        `SELECT (SELECT count(*)::integer FROM contingency.archive WHERE id = $1) AS taken, (SELECT count(*)::integer FROM contingency.readiness_mark) AS marks`,
        [event.id],
      );
      return open[0]!['taken'] === 1 && open[0]!['marks'] === 0;
    });
    return event.id;
  };

  it('have one place in a plan, one part in a drill and all levels, and readiness is what it was', async () => {
    const { planId, roleId, holder: merged, alternate } = await readyPlan(region, { area: 'Timpah' });
    const [kept] = (await region.hire(1)) as [string];
    const role = { field: 'Logistik', name: 'Kepala logistik', people: 1, alternates: 0, competencies: [] };
    const second = (await region.ok('POST', `plans/${planId}/roles`, role))['roleId'] as string;
    const assign = (employeeId: string, kind: string, rank: number) =>
      region.ok('POST', `roles/${second}/assignments`, { employeeId, kind, rank });
    await assign(merged, 'HOLDER', 1);
    await assign(kept, 'ALTERNATE', 2);
    const [first] = await sql<{ id: string }>('SELECT drill_id AS id FROM contingency.drill WHERE plan_id = $1', [
      planId,
    ]);
    const hold = async (minutesOfMerged: number, minutesOfKept: number): Promise<string> => {
      const drillId = await planDrill(region, planId);
      const attendance = [
        { employeeId: merged, minutes: minutesOfMerged },
        { employeeId: kept, minutes: minutesOfKept },
      ];
      await region.ok('POST', `drills/${drillId}/hold`, { attendance });
      return drillId;
    };
    const [longer, shorter] = [await hold(360, 100), await hold(90, 200)];
    const others = [await placesOf([alternate]), await levelsOf(alternate)];
    expect(await region.figure(planId)).toBe(10_000);
    const left = { employeeId: merged, leftOn: day(0), reason: 'OTHER' as const, recordedInError: true };
    await region.identity.publish(EmployeeLeft.create({ subject: merged, data: left }));
    await waitUntil('readiness falls', async () => (await region.figure(planId)) < 10_000);
    expect(await placesOf([merged, kept])).toHaveLength(3);
    expect(await levelsOf(kept)).toEqual([]);

    const eventId = await merge(kept, merged);
    await waitUntil('readiness rises', async () => (await region.figure(planId)) === 10_000);
    const { items } = await region.ok('GET', `plans/${planId}/readiness/history?limit=1`);
    expect(items).toMatchObject([{ trigger: 'PERSON_CHANGED', causeId: eventId }]);
    const places = await placesOf([merged, kept]);
    expect(places).toHaveLength(3);
    expect(places.every(({ id }) => String(id) === kept)).toBe(true);
    expect(places.filter(({ ended }) => !ended)).toEqual(
      expect.arrayContaining([
        { place: roleId, id: kept, kind: 'HOLDER', rank: 1, ended: false },
        { place: second, id: kept, kind: 'HOLDER', rank: 1, ended: false },
      ]),
    );
    expect(places.filter(({ ended }) => Boolean(ended))).toMatchObject([{ place: second }]);
    const parts = [
      { drill: first!.id, id: kept, minutes: 360, withdrawn: false },
      { drill: longer, id: kept, minutes: 100, withdrawn: true },
      { drill: longer, id: kept, minutes: 360, withdrawn: false },
      { drill: shorter, id: kept, minutes: 90, withdrawn: true },
      { drill: shorter, id: kept, minutes: 200, withdrawn: false },
    ];
    const drills = [first!.id, longer, shorter];
    expect(await partsOf(drills)).toEqual(expect.arrayContaining(parts));
    expect(await partsOf(drills)).toHaveLength(parts.length);
    const withdrawn = (await region.events('betang.contingency.drill-participation-withdrawn.v1')).filter((each) =>
      drills.includes(each['drillId'] as string),
    );
    expect(withdrawn).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ drillId: longer, employeeId: kept }),
        expect.objectContaining({ drillId: shorter, employeeId: merged }),
      ]),
    );
    for (const drillId of [longer, shorter])
      expect(await region.stated('DRILL', drillId)).toMatchObject({ participants: 1 });
    expect(await levelsOf(kept)).toEqual([{ code: COMMAND.competencyCode, level: 4 }]);
    expect(await levelsOf(merged)).toEqual([{ code: COMMAND.competencyCode, level: null }]);
    expect([await placesOf([alternate]), await levelsOf(alternate)]).toEqual(others);

    await merge(kept, merged);
    expect(await placesOf([merged, kept])).toEqual(places);
    expect(await partsOf(drills)).toHaveLength(parts.length);
    expect(await region.events('betang.contingency.drill-participation-withdrawn.v1')).toEqual(
      expect.arrayContaining(withdrawn),
    );
    expect(await region.figure(planId)).toBe(10_000);
  });
});

describe('the sweep', () => {
  it('lets readiness fall on the day after the last one, once, and says what expired', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Sapuan' });
    await region.learn(holder, COMMAND.competencyCode, 4, day(10));
    await work.run();
    const before = await sql('SELECT 1 FROM contingency.readiness_history WHERE plan_id = $1', [planId]);
    setDay(10);
    await work.run();
    expect(await region.figure(planId)).toBe(10_000);
    setDay(11);
    await Promise.all([work.run(), work.run()]);
    await work.run();
    expect(await reasons(planId)).toEqual(['readiness.competency-expired']);
    const after = await sql('SELECT 1 FROM contingency.readiness_history WHERE plan_id = $1', [planId]);
    expect(after.length - before.length).toBe(1);
    const { items } = await region.ok('GET', `plans/${planId}/readiness/history?limit=1`);
    expect(items).toMatchObject([{ trigger: 'EXPIRED', previousFigure: 10_000, causeId: null }]);
  });

  it('asks for the periodic review when its time comes near, once, and sees the plan expire', async () => {
    const { planId, hazardId } = await readyPlan(region, { area: 'Berkala' });
    const reviews = region.service.app.get(Reviews, { strict: false });
    expect(await reviews.askPeriodic()).not.toContain(planId);
    setDay(350);
    expect(await reviews.askPeriodic()).toContain(planId);
    expect(await reviews.askPeriodic()).not.toContain(planId);
    const { items } = await region.ok('GET', `reviews?planId=${planId}&state=OPEN`);
    const [review] = items as Body[];
    expect(review).toMatchObject({ cause: 'PERIODIC', causeId: null });
    await region.ok('POST', `reviews/${String(review!['reviewId'])}/complete`, {
      outcome: 'NO_CHANGE',
      note: 'Masih sesuai',
    });
    const plan = await region.ok('GET', `plans/${planId}`);
    expect(String(plan['reviewDueOn']) > day(700)).toBe(true);
    setDay(1_200);
    await work.run();
    expect(await reasons(planId)).toContain('readiness.plan-expired');
    expect(await region.figure(planId)).toBeLessThanOrEqual(4_000);
    expect(await region.ok('GET', `plans/${planId}`)).toMatchObject({ state: 'EXPIRED' });
    expect(await region.stated('PLAN', planId)).toMatchObject({ state: 'EXPIRED' });
    expect(await region.stated('HAZARD', hazardId)).toMatchObject({ coverage: 'EXPIRED' });
  });

  it('brings a version into force on its first day, and holds the one before until then', async () => {
    const { planId, hazardId } = await readyPlan(region, { area: 'Mendatang' });
    const before = await region.ok('GET', `plans/${planId}`);
    await region.ok('POST', `plans/${planId}/versions`);
    const decree = { decreeNumber: '188.45/777/2026', validFrom: day(20), validUntil: day(1_500) };
    expect(await legalise(region, planId, 2, decree)).toMatchObject({ state: 'SIGNED', validFrom: day(20) });
    expect(await region.ok('GET', `plans/${planId}`)).toEqual({ ...before, latestVersion: 2 });
    const third = await region.call('POST', `plans/${planId}/versions`);
    expect(third).toMatchObject({ status: 409, body: { code: 'version-open', params: { version: 2 } } });
    await region.ok('POST', `plans/${planId}/versions/2/return`, { reason: 'Nomor keputusan salah' });
    expect(await region.ok('GET', `plans/${planId}/versions/2`)).toMatchObject({ state: 'DRAFT', decreeNumber: null });
    await legalise(region, planId, 2, decree);
    const states = async () => {
      const { items } = await region.ok('GET', `plans/${planId}/versions`);
      return (items as Body[]).map(({ state }) => state);
    };
    setDay(19);
    await work.run();
    expect(await states()).toEqual(['SIGNED', 'IN_FORCE']);
    setDay(20);
    await Promise.all([work.run(), work.run()]);
    expect(await states()).toEqual(['IN_FORCE', 'SUPERSEDED']);
    const now = { version: 2, decreeNumber: decree.decreeNumber, validUntil: day(1_500) };
    expect(await region.ok('GET', `plans/${planId}`)).toMatchObject({ versionInForce: 2, validUntil: day(1_500) });
    expect(await region.stated('PLAN', planId)).toMatchObject(now);
    expect(await region.stated('HAZARD', hazardId)).toMatchObject({ coverage: 'COVERED' });
  });

  it('forecasts a retirement from the day of birth and the type of position', async () => {
    const { planId, roleId, holder } = await readyPlan(region, { area: 'Pensiun' });
    const { items } = await region.ok('GET', `roles/${roleId}/people`);
    const { assignmentId } = (items as Body[]).find(({ employeeId }) => employeeId === holder)!;
    await region.ok('POST', `roles/${roleId}/assignments/${String(assignmentId)}/end`);
    const year = new Date().getUTCFullYear() - 57;
    const [elder] = (await region.hire(1, undefined, { employeeNumber: `${year}01011990031001` })) as [string];
    await region.learn(elder, COMMAND.competencyCode, 5);
    await region.ok('POST', `roles/${roleId}/assignments`, { employeeId: elder, kind: 'HOLDER', rank: 1 });
    const { items: steps } = await region.ok('GET', `plans/${planId}/readiness/forecast`);
    expect(steps).toContainEqual(
      expect.objectContaining({
        on: `${year + 58}-02-01`,
        reasons: expect.arrayContaining([
          expect.objectContaining({ code: 'readiness.holder-retired', employeeId: elder }),
        ]),
      }),
    );
  });
});

describe('forty plans with one person', () => {
  it('fall together by one event, and by a repeated one not again', async () => {
    const { planId, roleId } = await readyPlan(region, { area: 'Induk' });
    const [person] = (await region.hire(1)) as [string];
    await region.learn(person, COMMAND.competencyCode, 4);
    const copies = Array.from({ length: 40 }, () => ({
      planId: newId(),
      hazardId: newId(),
      roleId: newId(),
      assignmentId: newId(),
    }));
    await sql(COPY, [planId, roleId, person, ...columns(copies)]);
    await work.run();
    const figures = async () =>
      (
        await sql<{ figure: number }>('SELECT figure FROM contingency.readiness WHERE plan_id = ANY($1::uuid[])', [
          copies.map((each) => each.planId),
        ])
      ).map(({ figure }) => figure);
    const whole = await figures();
    expect(whole).toHaveLength(40);
    const lost = CompetencyProfileChanged.create({
      subject: person,
      data: {
        employeeId: person,
        cause: 'DICTIONARY',
        ruleVersion: 'latest/1',
        dictionaryVersion: 2,
        changes: [{ competencyCode: COMMAND.competencyCode, level: null, previousLevel: 4, validUntil: null }],
      },
    });
    await region.mapping.publish(lost);
    await waitUntil('all forty fall', async () => (await figures()).every((figure, index) => figure < whole[index]!));
    const history = async () =>
      (await sql(`SELECT 1 FROM contingency.readiness_history WHERE cause_id = $1`, [lost.id])).length;
    expect(await history()).toBe(40);
    const again = CompetencyProfileChanged.create({ subject: person, data: lost.data });
    await region.mapping.publish(again);
    await region.learn(person, 'MAN-01', 1);
    expect(await sql('SELECT 1 FROM contingency.readiness_history WHERE cause_id = $1', [again.id])).toEqual([]);
  });
});

const columns = (rows: readonly Record<'planId' | 'hazardId' | 'roleId' | 'assignmentId', string>[]) =>
  (['planId', 'hazardId', 'roleId', 'assignmentId'] as const).map((name) => rows.map((row) => row[name]));

/** Plans like another one, each with one role that the person holds. */
const COPY = `WITH ids AS (SELECT * FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) AS u(plan_id, hazard_id, role_id, assignment_id)),
  hazards AS (INSERT INTO contingency.hazard (hazard_id, hazard_code, area, state, probability, damage, source, assessed_on, assessments)
    SELECT hazard_id, 'KARHUTLA', hazard_id::text, 'ACTIVE', 3, 3, 'uji', '2026-01-01', 1 FROM ids RETURNING hazard_id),
  plans AS (INSERT INTO contingency.plan (plan_id, hazard_id, hazard_code, title, lead_unit_id, state, latest_version, version_in_force, valid_until, review_due_on, created_by)
    SELECT ids.plan_id, ids.hazard_id, p.hazard_code, p.title, p.lead_unit_id, 'ACTIVE', 1, 1, p.valid_until, p.review_due_on, 'uji'
      FROM ids JOIN hazards USING (hazard_id), contingency.plan AS p WHERE p.plan_id = $1 RETURNING plan_id),
  ready AS (INSERT INTO contingency.readiness (plan_id) SELECT plan_id FROM plans RETURNING plan_id),
  roles AS (INSERT INTO contingency.plan_role (role_id, plan_id, field, name, people, alternates, competencies)
    SELECT ids.role_id, ids.plan_id, r.field, r.name, 1, 0, r.competencies FROM ids JOIN ready USING (plan_id), contingency.plan_role AS r
     WHERE r.role_id = $2 RETURNING role_id)
  INSERT INTO contingency.assignment (assignment_id, role_id, employee_id, kind, rank, unit_id, confirmed_on)
  SELECT ids.assignment_id, role_id, $3, 'HOLDER', 1, p.unit_id, '2026-01-01' FROM ids JOIN roles USING (role_id), contingency.person AS p WHERE p.employee_id = $3`;

describe('reminders', () => {
  it('tell people of their part, once for each cause, as its day comes near', async () => {
    const { planId, holder } = await readyPlan(region, { area: 'Pengingat' });
    const reminders = region.service.app.get(Reminders, { strict: false });
    const told = async () =>
      (
        await sql<{ code: string }>(
          'SELECT code FROM contingency.notice WHERE recipient_id = $1 ORDER BY created_at, notice_id',
          [holder],
        )
      ).map(({ code }) => code);
    expect(await told()).toEqual(['contingency-assigned']);
    await region.learn(holder, COMMAND.competencyCode, 4, day(61));
    const drillId = await planDrill(region, planId);
    await region.ok('POST', `drills/${drillId}/invitations`, { people: [{ employeeId: holder }] });
    await region.ok('POST', `drills/${drillId}/hold`, { attendance: [{ employeeId: holder, minutes: 90 }] });
    const finding = { kind: 'COORDINATION', title: 'Rantai komando', severity: 'LOW' };
    const { findingId } = await region.ok('POST', `drills/${drillId}/findings`, finding);
    const action = { title: 'Perbaiki bagan', ownerUnitId: BPBD, ownerEmployeeId: holder, dueOn: day(8) };
    await region.ok('POST', `findings/${String(findingId)}/actions`, action);
    await reminders.remind();
    expect(await told()).toEqual(['contingency-assigned', 'contingency-drill-invited', 'contingency-action-planned']);
    setDay(1);
    await reminders.remind();
    await reminders.remind();
    setDay(9);
    await reminders.remind();
    await work.run();
    expect(await region.stated('DRILL', drillId)).toMatchObject({ openActions: 1, overdueActions: 1 });
    expect((await told()).slice(3).sort()).toEqual([
      'contingency-action-due',
      'contingency-action-overdue',
      'contingency-competency-expiring',
    ]);
    setDay(0);
    const decree = { level: 'EMERGENCY', decreeNumber: '1/2026', decreeOn: day(0), startsOn: day(0), endsOn: day(14) };
    await region.ok('POST', 'emergencies', { ...decree, planId, title: 'Tanggap darurat', area: 'Selat' });
    const own = await region.service.token('civil-servant', { employee: holder });
    const { items: parts } = await region.ok('GET', 'me/assignments', undefined, own);
    expect(parts).toMatchObject([{ name: 'Komandan posko', planId, kind: 'HOLDER', standing: 'READY', lacking: [] }]);
    const { items } = await region.ok('GET', 'notices?limit=1', undefined, own);
    expect(items).toMatchObject([{ code: 'contingency-emergency', subject: 'Status keadaan darurat ditetapkan' }]);
  });
});

const filled = (path: string) => path.replace(/\{version\}/g, '1').replace(/\{\w+\}/g, newId());
const relative = (path: string) => filled(path).replace('/api/contingency/v1/', '');

describe('the interface of contingency', () => {
  let operations: [method: string, path: string, operation: Operation][];
  beforeAll(async () => {
    const { paths } = (await region.ok('GET', 'openapi.json')) as { paths: Record<string, Record<string, Operation>> };
    operations = Object.entries(paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, string, Operation] => [method, path, operation]),
      )
      .filter(([, path]) => !/\/(delivery|projections|notices|region)\b/.test(path));
  });

  it('describes what every endpoint answers', () => {
    const silent = operations.filter(([, , { responses }]) => {
      const answer = responses['200'] ?? responses['201'];
      return !Object.values(answer?.content ?? {}).some(({ schema }) => schema !== undefined);
    });
    expect(operations.length).toBeGreaterThan(70);
    expect(silent.map(([method, path]) => `${method} ${path}`)).toEqual([]);
  });

  it('is closed to nobody-in-particular, and to roles without a right in it', async () => {
    const open: string[] = [];
    const stranger = await region.service.token('operator');
    for (const [method, path] of operations) {
      const unsigned = await region.service.call(method.toUpperCase(), relative(path));
      const without = await region.service.call(method.toUpperCase(), relative(path), { as: stranger });
      if (unsigned.status !== 401 || without.status !== 403)
        open.push(`${method} ${path}: ${unsigned.status}, ${without.status}`);
    }
    expect(open).toEqual([]);
  });

  it('says of each thing that it asks for by its id when there is none', async () => {
    const found: string[] = [];
    for (const [method, path] of operations.filter(([method, path]) => method === 'get' && path.includes('{'))) {
      const { status } = await region.call('GET', relative(path).replace(/difference$/, 'difference?from=1'));
      if (status !== 404) found.push(`${method} ${path}: ${status}`);
    }
    expect(found).toEqual([]);
  });

  it('refuses officers of other regions everywhere', async () => {
    const elsewhere = await region.service.token('contingency-officer', { region: '62.11' });
    const let_in: string[] = [];
    for (const [method, path] of operations.filter(([kind, path]) => kind === 'get' && !path.includes('/me/'))) {
      const { status } = await region.service.call(method.toUpperCase(), relative(path), { as: elsewhere });
      if (status !== 403 && status !== 400) let_in.push(`${path}: ${status}`);
    }
    expect(let_in).toEqual([]);
  });

  it('asks every change that is posted for its key', async () => {
    const keyless = operations
      .filter(([method]) => method === 'post')
      .filter(
        ([, , { parameters }]) =>
          !parameters?.some(({ name, in: place }) => place === 'header' && name === 'Idempotency-Key'),
      );
    expect(keyless.map(([, path]) => path)).toEqual([]);
    const refused = await region.service.call<Body>('POST', 'partners', {
      as: region.officer,
      key: null,
      body: { kind: 'NGO', name: 'Relawan', task: 'Patroli' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });

  it('answers in the language asked for', async () => {
    const english = await region.call('GET', `plans/${newId()}`, undefined, undefined, { 'accept-language': 'en' });
    expect(english).toMatchObject({
      status: 404,
      body: { code: 'contingency-plan-not-found', title: 'There is no such contingency plan.' },
    });
    const { sections } = (await region.call('GET', 'plans/guide', undefined, undefined, { 'accept-language': 'en' }))
      .body;
    expect(JSON.stringify(sections)).toContain('Event scenario');
  });
});
