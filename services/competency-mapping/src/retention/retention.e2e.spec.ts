import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeLeft, newId } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import type { ProfileView } from '../profiles/profile.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { RetentionSweep } from './retention-sweep.js';

/** UU 27/2022: what tells of persons is kept no longer than its purpose asks, by dated rules. */
let service: CompetencyUnderTest;
let officer: string;
let stays: string;
let left: string;
const numbers = [newNumber(), newNumber()];
const ids = { assessment: newId(), snapshot: newId(), pool: newId() };

const post = (path: string, body: object, as = officer) => service.call('POST', path, { as, body });
const sql = <T extends object>(text: string, values: unknown[] = []) => service.region.sql<T>(text, values);
const count = async (table: string, where = 'true') => {
  const [row] = await sql<{ n: number }>(
    `SELECT count(*)::integer AS n FROM competency_mapping.${table} WHERE ${where}`,
  );
  return row!.n;
};
const sweep = () => service.app.get(RetentionSweep, { strict: false }).sweep();
const profileOf = async (employeeId: string) =>
  (await service.call<ProfileView>('GET', `people/${employeeId}/profile`, { as: officer })).body;

beforeAll(async () => {
  service = await startCompetency();
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  const agency = await service.agency('Dinas Arsip (contoh)');
  [stays, left] = (await service.employ(numbers.map((employeeNumber) => ({ employeeNumber, agencyId: agency })))) as [
    string,
    string,
  ];
  const assess = (employeeId: string, observedOn: string, level: number) =>
    post('assessments', {
      ...{ employeeId, method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn },
      results: [{ code: 'MAN-05', level }],
    });
  for (const [employeeId, day, level] of [
    [stays, '2015-03-02', 1],
    [stays, '2026-03-02', 3],
    [left, '2026-03-02', 2],
  ] as const)
    expect((await assess(employeeId, day, level)).status).toBe(201);
  const leaving = { employeeId: left, leftOn: '2018-06-30', reason: 'RETIRED' as const };
  await service.tell('identity', EmployeeLeft.create({ subject: left, data: leaving }));
  const schema = 'competency_mapping';
  await sql(
    `INSERT INTO ${schema}.talent_score (employee_id, year, axis, score, source, recorded_by)
    SELECT $1::uuid, y, 'PERFORMANCE', 8000, 'uji', 'uji' FROM unnest('{2016,2026}'::integer[]) AS u(y)`,
    [stays],
  );
  await sql(`INSERT INTO ${schema}.talent_snapshot VALUES ($1, 2016, 'uji', 1, 0, 'uji', '2017-01-05')`, [
    ids.snapshot,
  ]);
  await sql(`INSERT INTO ${schema}.talent_place VALUES ($1, $2, $3, $3, 8000, 8000, 2, 2, 5, 'ASSESSED')`, [
    ids.snapshot,
    stays,
    agency,
  ]);
  await sql(
    `INSERT INTO ${schema}.successor_pool (pool_id, snapshot_id, position_name, standard_id, made_by, made_at)
    VALUES ($1, $2, 'Kepala', $1, 'uji', '2017-01-06')`,
    [ids.pool, ids.snapshot],
  );
  await sql(`INSERT INTO ${schema}.successor VALUES ($1, $2, 1, 5, NULL, '[]')`, [ids.pool, stays]);
  await sql(
    `INSERT INTO ${schema}.individual_plan (individual_plan_id, employee_id, year, state)
    SELECT gen_random_uuid(), $1, y, 'APPROVED' FROM unnest('{2016,2026}'::integer[]) AS u(y)`,
    [stays],
  );
  const file = `NIP;MAN-03\n'${numbers[0]};2`;
  await service.uploadCsv('assessment-files', file, officer, {
    ...{ method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn: '2026-04-02' },
  });
  await sql(`UPDATE ${schema}.file_import SET changed_at = now() - interval '91 days'`);
});
afterAll(() => service?.stop());

describe('what is kept for a time only', () => {
  it('goes by rules that say that they are assumed, and that an officer of the region replaces', async () => {
    const rules = await service.call<{ items: { kind: string; certainty: string }[] }>(
      'GET',
      'retention-rules?limit=50',
      {
        as: officer,
      },
    );
    expect(rules.body.items).toHaveLength(9);
    expect(new Set(rules.body.items.map(({ certainty }) => certainty))).toEqual(new Set(['assumed']));
    const rule = {
      kind: 'IMPORT_FILES',
      keepDays: 30,
      validFrom: '2199-01-01',
      basis: 'JRA (contoh)',
      certainty: 'confirmed',
    };
    expect((await post('retention-rules', rule)).status).toBe(201);
    expect((await post('retention-rules', rule)).body).toMatchObject({ code: 'competency-retention-exists' });
    expect((await post('retention-rules', { ...rule, validFrom: '2026-01-01' })).body).toMatchObject({
      code: 'competency-retention-too-soon',
    });
    expect((await post('retention-rules', { ...rule, keepDays: 91 })).body).toMatchObject({
      code: 'competency-retention-too-long',
    });
    const planner = await service.token('agency-planner', { unit: newId() });
    expect((await post('retention-rules', rule, planner)).status).toBe(403);
  });

  it('leaves what counts, and takes what ended with all that hangs on it', async () => {
    expect((await profileOf(left)).competencies.find(({ code }) => code === 'MAN-05')).toMatchObject({ level: 2 });
    expect(await sweep()).toBe(9);
    expect(await count('evidence', `employee_id = '${stays}'`)).toBe(2);
    expect(await count('evidence', `employee_id = '${left}'`)).toBe(0);
    expect((await profileOf(stays)).competencies.find(({ code }) => code === 'MAN-05')).toMatchObject({ level: 3 });
    await waitUntil(
      'nothing shows what who left could',
      async () => (await count('profile_level', `employee_id = '${left}'`)) === 0,
    );
    expect(await count('talent_score')).toBe(1);
    expect(await count('individual_plan')).toBe(1);
    for (const table of ['talent_snapshot', 'talent_place', 'successor_pool', 'successor', 'file_import'])
      expect(await count(table)).toBe(0);
    expect(await sweep()).toBe(0);
    const runs = await service.call<{ items: object[] }>('GET', 'retention-runs?kind=EVIDENCE', { as: officer });
    expect(runs.body.items).toMatchObject([{ kind: 'EVIDENCE', erased: 2 }]);
  });
});
