import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import type { EmployeePeriodView } from '../employees/employee-edit.dto.js';
import type { EmployeeView } from '../employees/employee.dto.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import { TransferSweep } from '../transfers/transfer-sweep.js';
import type { ReceptionView, ReleaseView } from '../transfers/transfer.dto.js';

/** R02: people of the province and of all regencies and cities, managerial or not: who moves to another government is followed, and exists once. */
let province: RegionUnderTest;
let regions: RegionUnderTest[] = [];
let kapuas: IdentityOffice;
let city: IdentityOffice;
let cityUnit: string;
const TODAY = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

beforeAll(async () => {
  province = await startRegionUnderTest('62', { services: ['identity'], role: 'hub' });
  (await province.service('identity')).start();
  regions = await Promise.all(
    ['62.03', '62.71'].map((code) => startRegionUnderTest(code, { services: ['identity'], hub: province })),
  );
  kapuas = await openIdentityOffice(regions[0]!);
  city = await openIdentityOffice(regions[1]!);
  await kapuas.importAll(Array.from({ length: 6 }, (_, index) => invent(index, { agency: 'Dinas Asal' })));
  await city.importAll([invent(50, { agency: 'Dinas Tujuan', unit: 'Bidang Tujuan' })]);
  cityUnit = (await city.call<UnitTreeView[]>('GET', 'units/tree')).body[0]!.children[0]!.unitId;
  await waitUntil('both regions know each other’s keys', async () => {
    const known = await Promise.all(
      regions.map((region) =>
        region.sql(`SELECT 1 FROM betang.region_key WHERE use = 'ENCRYPTION' AND region IN ('62.03', '62.71')`),
      ),
    );
    return known.every((rows) => rows.length === 2);
  });
}, 120_000);
afterAll(async () => {
  await Promise.all([kapuas?.stop(), city?.stop()]);
  await Promise.all(regions.map((region) => region.stop()));
  await province?.stop();
});

const release = async (index: number, more: object = {}) => {
  const employeeId = await kapuas.idOf(invent(index).number);
  const body = { employeeId, toRegion: '62.71', effectiveOn: TODAY, decreeNumber: '800/1/2026', ...more };
  return kapuas.call<{ transferId: string; code?: string }>('POST', 'transfers/out', body);
};
const arrived = (transferId: string, state: string) =>
  waitUntil(`the city has it as ${state}`, async () => {
    const { status, body } = await city.call<ReceptionView>('GET', `transfers/in/${transferId}`);
    return status === 200 && body.state === state ? body : undefined;
  });
const ended = (transferId: string, state: string) =>
  waitUntil(`the regency has it as ${state}`, async () => {
    const { body } = await kapuas.call<ReleaseView>('GET', `transfers/out/${transferId}`);
    return body.state === state ? body : undefined;
  });
const accept = (transferId: string, more: object = {}) =>
  city.call<{ code?: string }>('POST', `transfers/in/${transferId}/accept`, {
    unitId: cityUnit,
    positionName: 'Analis',
    ...more,
  });

describe('R02: somebody who moves to another government', () => {
  it('is announced to the personnel officers of the other one, without a name', async () => {
    const officer = await city.idOf(invent(50).number);
    await regions[1]!.sql(
      `WITH a AS (INSERT INTO identity.account (account_id, login_name, display_name, employee_id, password_hash, created_by)
         VALUES (gen_random_uuid(), 'petugas', 'Petugas', $1, 'x', 'test') RETURNING account_id)
       INSERT INTO identity.role_grant (grant_id, account_id, role, region, granted_by) SELECT gen_random_uuid(), account_id, 'bkpsdm-officer', '62.71', 'test' FROM a`,
      [officer],
    );
    const { body } = await release(5);
    await arrived(body.transferId, 'REQUESTED');
    const as = await city.service.token('bkpsdm-officer', { employee: officer });
    const [notice] = await city.items<{ code: string; text: string; link: string }>('notices', as);
    expect(notice).toMatchObject({ code: 'transfer-asked', link: `/transfers/in/${body.transferId}` });
    expect(notice!.text).not.toContain(invent(5).name);
    await kapuas.call('POST', `transfers/out/${body.transferId}/withdraw`, { reason: 'Batal' });
    await arrived(body.transferId, 'WITHDRAWN');
  });

  it('is asked for, accepted, and in service there from the day agreed, with numbers, grade and former pseudonym', async () => {
    const { body } = await release(0);
    const asked = await arrived(body.transferId, 'REQUESTED');
    expect(asked).toMatchObject({
      fromRegion: '62.03',
      person: { name: invent(0).name, fromAgencyName: 'Dinas Asal' },
    });
    expect(asked.person!.maskedNumber).toMatch(/\*{10}/);
    expect((await accept(body.transferId)).status).toBe(200);
    expect(await ended(body.transferId, 'COMPLETED')).toMatchObject({ effectiveOn: TODAY });
    const { employeeId, person } = await arrived(body.transferId, 'COMPLETED');
    expect(person).toBeNull();
    const here = await city.call<EmployeeView>('GET', `employees/${employeeId}`);
    expect(here.body).toMatchObject({
      ...{
        name: invent(0).name,
        employeeNumber: invent(0).number,
        grade: 'III/a',
        positionName: 'Analis',
        leftOn: null,
      },
      unitName: 'Bidang Tujuan',
    });
    const own = await city.service.token('civil-servant', { employee: employeeId! });
    const looked = await city.items<{ purpose: string }>('me/data-accesses', own);
    // Whoever read the request before the person came is among them.
    expect(looked.filter(({ purpose }) => purpose === 'transfer').length).toBeGreaterThan(0);
    const history = await city.items<EmployeePeriodView>(`employees/${employeeId}/history`);
    expect(history.find(({ facet }) => facet === 'UNIT')).toMatchObject({ validFrom: TODAY, source: 'TRANSFER' });

    const old = await kapuas.idOf(invent(0).number);
    expect((await kapuas.call<EmployeeView>('GET', `employees/${old}`)).body).toMatchObject({
      ...{ leftOn: TODAY, leaveReason: 'TRANSFERRED', transferredTo: '62.71', name: invent(0).name },
    });
    const told = async (region: RegionUnderTest, type: string) =>
      (
        await region.sql<{ data: Record<string, string> }>(
          `SELECT convert_from(body, 'UTF8')::jsonb AS data FROM identity.outbox WHERE type = $1`,
          [`betang.identity.${type}.v1`],
        )
      ).map(({ data }) => data);
    const [out] = await told(regions[0]!, 'employee-transferred-out');
    const [into] = await told(regions[1]!, 'employee-transferred-in');
    expect(out).toMatchObject({ transferId: body.transferId, employeeId: old, toRegion: '62.71', leftOn: TODAY });
    expect(into).toMatchObject({
      transferId: body.transferId,
      employeeId,
      fromRegion: '62.03',
      formerPseudonym: out!['formerPseudonym'],
    });
  });

  it('leaves a trail from the answer to what it led to, in both regions', async () => {
    const causeOf = async (region: RegionUnderTest, type: string) =>
      (
        await region.sql<{ cause: string }>('SELECT causation_id AS cause FROM identity.outbox WHERE type = $1', [
          `betang.identity.${type}.v1`,
        ])
      )[0]!.cause;
    const known = async (region: RegionUnderTest, place: 'archive' | 'outbox', id: string) =>
      (await region.sql(`SELECT 1 FROM identity.${place} WHERE id = $1`, [id])).length;
    const [kapuasRegion, cityRegion] = regions as [RegionUnderTest, RegionUnderTest];
    const decided = await causeOf(kapuasRegion, 'employee-transferred-out');
    expect(await causeOf(kapuasRegion, 'employee-left')).toBe(decided);
    const concluded = await causeOf(cityRegion, 'employee-transferred-in');
    // Each was written in the one region and heard in the other.
    expect([await known(cityRegion, 'outbox', decided), await known(kapuasRegion, 'archive', decided)]).toEqual([1, 1]);
    expect([await known(kapuasRegion, 'outbox', concluded), await known(cityRegion, 'archive', concluded)]).toEqual([
      1, 1,
    ]);
  });

  it('is not brought back by an old list, nor by an officer’s word', async () => {
    const job = await kapuas.preview([invent(0, { agency: 'Dinas Asal' })]);
    expect(job.counts).toMatchObject({ bad: 1, returners: 0 });
    const old = await kapuas.idOf(invent(0).number);
    expect((await kapuas.call<{ code?: string }>('POST', `employees/${old}/return`, {})).body.code).toBe(
      'employee-transferred',
    );
  });

  it('leaves nothing of the person in the clear on the way', async () => {
    const rows = await regions[0]!.sql<{ body: string }>(
      `SELECT convert_from(body, 'UTF8') AS body FROM identity.outbox WHERE destination = 'hub'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { body } of rows) expect(body).not.toMatch(new RegExp(`${invent(0).number}|${invent(0).name}`));
  });

  it('stays where the other government refuses, which then forgets who it was', async () => {
    const { body } = await release(1);
    await arrived(body.transferId, 'REQUESTED');
    await city.call('POST', `transfers/in/${body.transferId}/refuse`, { reason: 'Tidak ada formasi' });
    expect(await ended(body.transferId, 'REFUSED')).toMatchObject({ answerReason: 'Tidak ada formasi' });
    expect((await arrived(body.transferId, 'REFUSED')).person).toBeNull();
    expect((await accept(body.transferId)).body.code).toBe('transfer-ended');
    const again = await release(1);
    expect(again.status).toBe(201);
    await kapuas.call('POST', `transfers/out/${again.body.transferId}/withdraw`, { reason: 'Batal' });
    expect((await arrived(again.body.transferId, 'WITHDRAWN')).person).toBeNull();
  });

  it('is in one place only though acceptance and withdrawal cross on the way', async () => {
    const { body } = await release(2);
    await arrived(body.transferId, 'REQUESTED');
    await Promise.all([
      accept(body.transferId, { effectiveOn: '2099-01-01' }),
      kapuas.call('POST', `transfers/out/${body.transferId}/withdraw`, { reason: 'Batal' }),
    ]);
    await ended(body.transferId, 'WITHDRAWN');
    await arrived(body.transferId, 'WITHDRAWN');
    expect(
      (await kapuas.call<EmployeeView>('GET', `employees/${await kapuas.idOf(invent(2).number)}`)).body.leftOn,
    ).toBeNull();
    const search = { employeeNumber: String(invent(2).number) };
    expect((await city.call('POST', 'employees/search', search)).body).toEqual({ items: [] });
  });

  it('waits for the day agreed, and the request lapses without an answer', async () => {
    const later = (await release(3)).body.transferId;
    await arrived(later, 'REQUESTED');
    await accept(later, { effectiveOn: '2099-01-01' });
    await ended(later, 'AGREED');
    const silent = (await release(4, { answerBy: new Date(Date.now() + 86_400_000).toISOString() })).body.transferId;
    const sweep = kapuas.service.app.get(TransferSweep, { strict: false });
    await sweep.run(new Date());
    expect((await kapuas.call<ReleaseView>('GET', `transfers/out/${later}`)).body.state).toBe('AGREED');
    await regions[0]!.sql(
      `UPDATE identity.transfer_out SET answer_by = now() - interval '1 minute' WHERE transfer_id = $1`,
      [silent],
    );
    await sweep.run(new Date());
    await ended(silent, 'LAPSED');
    await arrived(silent, 'LAPSED');
    await regions[0]!.sql(`UPDATE identity.transfer_out SET effective_on = $2 WHERE transfer_id = $1`, [later, TODAY]);
    await sweep.run(new Date());
    await ended(later, 'COMPLETED');
    await arrived(later, 'COMPLETED');
  });

  it('is not asked for twice, nor to nowhere, nor for a day that has passed', async () => {
    const first = await release(5);
    expect((await release(5)).body.code).toBe('transfer-open');
    await kapuas.call('POST', `transfers/out/${first.body.transferId}/withdraw`, { reason: 'Batal' });
    expect((await release(5, { toRegion: '62.03' })).body.code).toBe('transfer-region-unknown');
    expect((await release(5, { effectiveOn: '2020-01-01' })).body.code).toBe('transfer-day-past');
    expect((await release(5, { answerBy: '2099-01-01T00:00:00Z' })).body.code).toBe('transfer-answer-by');
    expect((await release(5, { toRegion: '62.05' })).body.code).toBe('receiver-key-unknown');
    expect((await release(0)).body.code).toBe('employee-has-left');
  });

  it('comes back to the same record where they once worked', async () => {
    const employeeId = await city.idOf(invent(0).number);
    const unitId = (await kapuas.call<UnitTreeView[]>('GET', 'units/tree')).body[0]!.children[0]!.unitId;
    const { body } = await city.call<{ transferId: string }>('POST', 'transfers/out', {
      ...{ employeeId, toRegion: '62.03', effectiveOn: TODAY },
    });
    const old = await kapuas.idOf(invent(0).number);
    await waitUntil(
      'the regency was asked',
      async () => (await kapuas.call('GET', `transfers/in/${body.transferId}`)).status === 200,
    );
    await kapuas.call('POST', `transfers/in/${body.transferId}/accept`, { unitId });
    const back = await waitUntil('the person is back', async () => {
      const found = await kapuas.call<EmployeeView>('GET', `employees/${old}`);
      return found.body.leftOn === null ? found.body : undefined;
    });
    expect(back).toMatchObject({ leaveReason: null, transferredTo: null });
  });
});
