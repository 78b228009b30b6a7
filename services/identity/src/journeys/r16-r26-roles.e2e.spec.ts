import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@betang/platform';
import type { EmployeeListItem, EmployeeView } from '../employees/employee.dto.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';

/**
 * R16: planners of agencies (sekretariat DPRD, sekretaris perangkat daerah) are users, not only the personnel agency. R26: partners (Bapperida,
 * Diskominfosantik) have a role, and no person's record.
 */
let office: IdentityOffice;
let own: UnitTreeView;
let other: UnitTreeView;

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll([
    ...[0, 1, 2].map((index) => invent(index, { agency: 'Sekretariat DPRD', unit: 'Bagian Umum' })),
    ...[3, 4].map((index) => invent(index, { agency: 'Dinas Lain', unit: 'Bidang Lain' })),
  ]);
  const { body } = await office.call<UnitTreeView[]>('GET', 'units/tree');
  own = body.find(({ name }) => name === 'Sekretariat DPRD')!;
  other = body.find(({ name }) => name === 'Dinas Lain')!;
});
afterAll(() => office.stop());

describe('R16: a planner of an agency', () => {
  let planner: string;
  beforeAll(async () => {
    planner = await office.service.token('agency-planner', { unit: own.path.join('/') });
  });

  it('sees the people and units of the agency, masked, and nobody else’s', async () => {
    const people = await office.items<EmployeeListItem>('employees', planner);
    expect(people).toHaveLength(3);
    for (const { maskedNumber } of people) expect(maskedNumber).toMatch(/^\d{4}\*{10}\d{4}$/);
    const { body } = await office.call<UnitTreeView[]>('GET', 'units/tree', undefined, { as: planner });
    expect(body.map(({ name }) => name)).toEqual(['Sekretariat DPRD']);
    expect((await office.call('GET', `units/${other.unitId}`, undefined, { as: planner })).status).toBe(404);
    const stranger = await office.idOf(invent(3).number);
    for (const path of [`employees/${stranger}`, `employees/${stranger}/history`])
      expect((await office.call('GET', path, undefined, { as: planner })).status).toBe(404);
    const search = { employeeNumber: String(invent(3).number) };
    expect((await office.call('POST', 'employees/search', search, { as: planner })).body).toEqual({ items: [] });
    expect(await office.items('retirements?before=2099-01-01', planner)).toHaveLength(3);
  });

  it.each<Role>(['agency-planner', 'supervisor', 'assessor'])(
    'as %s sees no number in full but the own',
    async (role) => {
      const number = String(invent(0).number);
      const id = await office.idOf(number);
      const unit = own.path.join('/');
      const [reader, self] = [
        await office.service.token(role, { unit, subject: `${role}-masked` }),
        await office.service.token(role, { unit, subject: `${role}-self`, employee: id }),
      ];
      const seen = await office.call<EmployeeView>('GET', `employees/${id}`, undefined, { as: reader });
      expect(seen.body.employeeNumber).toMatch(/^\d{4}\*{10}\d{4}$/);
      expect(JSON.stringify(seen.body)).not.toContain(number);
      const mine = await office.call<EmployeeView>('GET', `employees/${id}`, undefined, { as: self });
      expect(mine.body).toMatchObject({ employeeNumber: number, identifiers: [{ value: number }] });
    },
  );

  it('reads on record: whose data was shown, to whom and what for', async () => {
    const id = await office.idOf(invent(0).number);
    await office.call('GET', `employees/${id}`, undefined, { as: planner });
    const reads = await office.service.region.sql<{ reason: string }>(
      `SELECT reason FROM identity.audit_entry WHERE action = 'read-personal-data' AND object_id = $1 AND actor = 'agency-planner-1'`,
      [id],
    );
    expect(new Set(reads.map(({ reason }) => reason))).toEqual(
      new Set(['personnel-list', 'personnel-record', 'retirement-forecast']),
    );
  });

  it('changes nothing', async () => {
    const id = await office.idOf(invent(0).number);
    const refused = [
      office.call('PATCH', `employees/${id}`, { name: 'X' }, { as: planner, headers: { 'if-match': '*' } }),
      office.call('POST', `employees/${id}/leave`, { reason: 'OTHER' }, { as: planner }),
      office.call('POST', `units/${own.children[0]!.unitId}/close`, {}, { as: planner }),
      office.call(
        'POST',
        'transfers/out',
        { employeeId: id, toRegion: '62.71', effectiveOn: '2099-01-01' },
        { as: planner },
      ),
      office.call('GET', 'imports', undefined, { as: planner }),
      office.call('GET', 'transfers/in', undefined, { as: planner }),
    ];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });
});

describe('R16: an officer of one agency', () => {
  it('edits people of the agency only, and moves them nowhere else', async () => {
    const clerk = await office.service.token('bkpsdm-officer', { unit: own.path.join('/'), subject: 'clerk' });
    const [mine, theirs] = [await office.idOf(invent(1).number), await office.idOf(invent(3).number)];
    const edit = (id: string, body: object) =>
      office.call('PATCH', `employees/${id}`, body, { as: clerk, headers: { 'if-match': '*' } });
    expect((await edit(mine, { grade: 'III/b' })).status).toBe(200);
    expect((await edit(theirs, { grade: 'III/b' })).status).toBe(403);
    expect((await edit(mine, { unitId: other.unitId })).status).toBe(403);
    expect((await office.call('POST', `units/${other.unitId}/close`, {}, { as: clerk })).status).toBe(403);
    expect(
      (await office.call('POST', `units/${own.unitId}/move`, { parentUnitId: other.unitId }, { as: clerk })).status,
    ).toBe(403);
    expect((await office.call('GET', 'unit-imports', undefined, { as: clerk })).status).toBe(403);
  });

  it('ends no unit of the agency in favour of one elsewhere, be it closed, merged or split', async () => {
    const unit = own.path.join('/');
    const as = { as: await office.service.token('bkpsdm-officer', { unit, subject: 'clerk-of-units' }) };
    const made = async (name: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name, parentUnitId: own.unitId }, as)).body.unitId;
    const [first, second] = [await made('Subbagian Arsip'), await made('Subbagian Tata Usaha')];
    const answer = async (path: string, body: object) => {
      const { status, body: told } = await office.call<{ code?: string }>('POST', `units/${path}`, body, as);
      return [status, told.code];
    };
    const theirs = { unitId: other.unitId };
    const ends: [string, object][] = [
      [`${first}/close`, { successorUnitId: other.unitId }],
      ['merge', { unitIds: [first], into: theirs }],
      [`${first}/split`, { into: [{ unitId: second }, theirs] }],
    ];
    for (const [path, body] of ends) expect(await answer(path, body)).toEqual([403, 'forbidden']);
    expect(await answer(`${first}/close`, { successorUnitId: invent(0).number })).toEqual([400, 'validation-failed']);
    expect(await answer(`${first}/close`, { successorUnitId: second })).toEqual([201, undefined]);
  });
});

describe('R26: a partner', () => {
  it.each<Role>(['partner', 'auditor', 'operator', 'contingency-officer'])(
    'as %s reads no person’s record',
    async (role) => {
      const token = await office.service.token(role);
      const id = await office.idOf(invent(0).number);
      for (const path of [
        'employees',
        `employees/${id}`,
        'corrections',
        'retirements',
        'transfers/out',
        'transfers/in',
        'imports',
      ])
        expect({ path, status: (await office.call('GET', path, undefined, { as: token })).status }).toEqual({
          path,
          status: 403,
        });
    },
  );

  it('of another region is nobody here, whatever the role', async () => {
    const token = await office.service.token('bpsdm-officer', { region: '62' });
    expect((await office.call('GET', 'employees', undefined, { as: token })).status).toBe(403);
    const id = await office.idOf(invent(0).number);
    expect((await office.call('GET', `employees/${id}`, undefined, { as: token })).status).toBe(403);
  });
});
