import {
  EmergencyDeclared,
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRecordsMerged,
  newId,
} from '@betang/contracts';
import {
  rebuiltProjections,
  startRegionUnderTest,
  waitUntil,
  type RebuiltProjections,
  type RegionUnderTest,
  type ServiceUnderTest,
} from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishDictionary } from './testing/dictionary.js';
import { day, readyPlan } from './testing/plan-builder.js';
import { wholeContent } from './testing/plan-content.js';
import {
  HEALTH,
  registered,
  startContingency,
  type Body,
  type RunningContingency,
} from './testing/running-contingency.js';

const NINE = ['MAN-01', 'MAN-02', 'MAN-03', 'MAN-04', 'MAN-05', 'MAN-06', 'MAN-07', 'SOS-01'].map((code) => ({ code }));

let hub: RegionUnderTest;
let neighbour: RegionUnderTest;
let elsewhere: ServiceUnderTest;
let region: RunningContingency;
let projections: RebuiltProjections;
let plan: Awaited<ReturnType<typeof readyPlan>>;
beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: ['identity', 'competency-mapping', 'contingency'], role: 'hub' });
  region = await startContingency({ region: hub, environment: { BETANG_READINESS_SWEEP_SECONDS: '86400' } });
  projections = rebuiltProjections(region.service, 'contingency');
  plan = await readyPlan(region);
  neighbour = await startRegionUnderTest('62.03', { services: ['identity', 'contingency'], hub });
  elsewhere = await neighbour.service('contingency');
  (await neighbour.service('identity')).start();
  elsewhere.start();
});
afterAll(async () => {
  await neighbour?.stop();
  await region?.stop();
  await hub?.stop();
});

const applied = (...events: readonly { readonly id: string }[]) =>
  waitUntil('the events are applied, and readiness with them', async () => {
    const [row] = await hub.sql<{ n: number; marks: number }>(
      `SELECT count(*)::integer AS n, (SELECT count(*)::integer FROM contingency.readiness_mark) AS marks
         FROM contingency.archive WHERE id = ANY($1::uuid[])`,
      [events.map(({ id }) => id)],
    );
    return row!.n === events.length && row!.marks === 0;
  });
const settled = () => applied();
const moved = (employeeId: string, unitId: string, changes: object = {}) => {
  const { data } = registered(employeeId, unitId, 0, changes) as unknown as { data: never };
  return EmployeeChanged.create({ subject: employeeId, data });
};
const levels = (employeeId: string) =>
  hub.sql(
    'SELECT competency_code AS code, level::integer FROM contingency.person_competency WHERE employee_id = $1 ORDER BY 1',
    [employeeId],
  );
/** What people and other services read here. */
const answers = async (): Promise<Body[]> =>
  Promise.all(
    [
      `plans/${plan.planId}/readiness`,
      `plans/${plan.planId}/readiness/history`,
      `plans/${plan.planId}/readiness/forecast`,
      `roles/${plan.roleId}/people`,
      'competencies?search=MAN',
      'emergencies',
      'templates',
    ].map(async (path) => {
      const { computedAt: _moment, ...answer } = await region.ok('GET', path);
      return answer;
    }),
  );

/** An emergency of the neighbour, as it declares its levels one after the other. */
const EMERGENCY = newId();
const declared = (declaration: number, level: 'ALERT' | 'EMERGENCY') => {
  const what = { hazardCode: 'KARHUTLA', title: 'Karhutla Kapuas (rekaan)', area: 'Mantangai', tasks: 0 };
  const decree = { decreeNumber: `188.45/${declaration}/2026`, decreeOn: day(-1), startsOn: day(-1), endsOn: day(9) };
  const data = { emergencyId: EMERGENCY, region: '62.03', declaration, level, ...what, ...decree };
  return EmergencyDeclared.create({ subject: EMERGENCY, data });
};
const template = {
  ...{ hazardCode: 'LONGSOR', title: 'Templat longsor', sections: wholeContent(), needs: [] },
  roles: [{ field: 'Komunikasi', name: 'Petugas radio', people: 1, alternates: 0, competencies: [] }],
};
const levelOf = async () =>
  ((await region.ok('GET', 'emergencies'))['items'] as Body[]).find(({ emergencyId }) => emergencyId === EMERGENCY)?.[
    'level'
  ];

describe('projections of contingency, rebuilt from the archive', () => {
  it('are the same tables and the same answers, with levels that went over to another record or another code; nothing is told again', async () => {
    await region.ok('POST', `plans/${plan.planId}/keeper`, { employeeId: plan.holder });
    const { templateId } = await region.ok('POST', 'templates', template);
    await region.ok('POST', `templates/${String(templateId)}/publish`);
    await elsewhere.publish(declared(1, 'ALERT'));
    await waitUntil('the neighbour’s emergency is known', async () => (await levelOf()) === 'ALERT');
    const [gone, erased, kept, merged] = (await region.hire(4, HEALTH)) as [string, string, string, string];
    const { roleId } = await region.ok('POST', `plans/${plan.planId}/roles`, {
      ...{ field: 'Logistik', name: 'Petugas gudang', people: 2, alternates: 0 },
      competencies: [{ competencyCode: 'MAN-02', level: 2 }],
    });
    for (const [employeeId, rank] of [
      [merged, 1],
      [gone, 2],
    ] as const)
      await region.ok('POST', `roles/${String(roleId)}/assignments`, { employeeId, kind: 'HOLDER', rank });
    await region.learn(merged, 'MAN-02', 3);
    await region.learn(gone, 'MAN-02', 2, day(300));
    await region.learn(erased, 'MAN-03', 1);
    const leaves = EmployeeLeft.create({
      subject: gone,
      data: { employeeId: gone, leftOn: day(-1), reason: 'RETIRED' },
    });
    const erasing = EmployeeIdentityErased.create({ subject: erased, data: { employeeId: erased, erasedOn: day(0) } });
    const merging = EmployeeRecordsMerged.create({
      subject: kept,
      data: { employeeId: kept, mergedEmployeeId: merged },
    });
    await region.identity.publish(moved(plan.alternate, HEALTH), leaves, erasing, merging);
    await applied(leaves, erasing, merging);
    await publishDictionary(region, {
      ...{ version: 2, region: '62', codes: [...NINE, { code: 'MAN-98' }] },
      successions: [{ fromCode: 'MAN-08', toCode: 'MAN-98' }],
    });
    await settled();
    expect(await levels(kept)).toEqual([{ code: 'MAN-02', level: 3 }]);
    expect(await levels(merged)).toEqual([{ code: 'MAN-02', level: null }]);
    expect(await levels(plan.holder)).toEqual([
      { code: 'MAN-08', level: 4 },
      { code: 'MAN-98', level: 4 },
    ]);
    const [live, read, told] = [await projections.rows(), await answers(), await projections.told()];
    expect(await projections.rebuild()).toMatchObject({ state: 'DONE' });
    await settled();
    expect(await projections.rows()).toEqual(live);
    expect(await projections.told()).toEqual(told);
    const heard = `SELECT 1 FROM contingency.notice WHERE code = 'contingency-neighbour-emergency'`;
    expect(await hub.sql(heard)).toHaveLength(1);
    expect(await answers()).toEqual(read);
    expect(Object.entries(live).filter(([, rows]) => rows.length === 0)).toEqual([]);
  });

  it('take back what a neighbour told in an epoch that it abandoned, and by it readiness too', async () => {
    const orphan = declared(2, 'EMERGENCY');
    await elsewhere.publish(orphan);
    await waitUntil('the next level is known', async () => (await levelOf()) === 'EMERGENCY');
    const before = await region.figure(plan.planId);
    const event = moved(plan.holder, HEALTH);
    await region.identity.publish(event);
    await applied(event);
    expect(await region.figure(plan.planId)).toBeLessThan(before);
    await projections.abandon(event.id, orphan.id);
    await projections.takenBack();
    await waitUntil('readiness is what it was', async () => (await region.figure(plan.planId)) === before);
    expect(await levelOf()).toBe('ALERT');
    const { items } = await region.ok('GET', `plans/${plan.planId}/readiness/history?limit=1`);
    expect(items).toMatchObject([{ trigger: 'PERSON_CHANGED', causeId: null, figure: before }]);
  });
});
