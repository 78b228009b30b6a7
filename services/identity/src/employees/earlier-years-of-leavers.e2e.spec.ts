import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeView } from './employee.dto.js';
import { DECEMBER, JANUARY, LAST, THIS, yearsOffice } from '../testing/years-office.js';

const desk = yearsOffice(['Bidang A', 'Bidang B']);
const { addPast, countTold, edit, lastTold, somebody, someoneNew, told, unit } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

describe('somebody who has left', () => {
  const leave = async (id: string, leftOn?: string) => {
    const done = await desk
      .office()
      .call('POST', `employees/${id}/leave`, { reason: 'RETIRED', ...(leftOn && { leftOn }) });
    expect(done.status).toBe(200);
  };
  const decree = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 2}-06-01`, validTo: JANUARY };

  it('is told of as having left, with the years of service that a late decree changes, and neither name nor number', async () => {
    const { id } = await somebody('Bidang A');
    const at = await unit('Bidang A');
    await leave(id, JANUARY);
    expect((await addPast(id, decree)).status).toBe(200);
    const [row] = await desk.office().service.region.sql<{ data: object }>(
      `SELECT convert_from(body, 'UTF8')::jsonb AS data FROM identity.outbox
        WHERE subject = $1 AND type LIKE '%employee-left%' ORDER BY xid DESC, seq DESC LIMIT 1`,
      [id],
    );
    expect(row!.data).toEqual({
      ...{ employeeId: id, leftOn: JANUARY, reason: 'RETIRED' },
      earlierYears: [
        { year: THIS - 2, employmentStatus: 'CPNS', ...at },
        { year: LAST, employmentStatus: 'CPNS', ...at },
      ],
    });
    expect((await told(id)).map(({ type }) => type)).toEqual(['employee-registered', 'employee-left', 'employee-left']);
    expect((await desk.office().call<EmployeeView>('GET', `employees/${id}`)).body.leftOn).toBe(JANUARY);
  });

  it('to another region is told of with that region, as the leaving was', async () => {
    const { id } = await somebody('Bidang A');
    await leave(id, JANUARY);
    // As a transfer that is through leaves the record.
    await desk
      .office()
      .service.region.sql(
        `UPDATE identity.employee SET transferred_to = '62.71', leave_reason = 'TRANSFERRED' WHERE employee_id = $1`,
        [id],
      );
    expect((await addPast(id, decree)).status).toBe(200);
    const [row] = await desk.office().service.region.sql<{ data: object }>(
      `SELECT convert_from(body, 'UTF8')::jsonb - 'earlierYears' AS data FROM identity.outbox
        WHERE subject = $1 ORDER BY xid DESC, seq DESC LIMIT 1`,
      [id],
    );
    expect(row!.data).toEqual({ employeeId: id, leftOn: JANUARY, reason: 'TRANSFERRED', toRegion: '62.71' });
  });

  it('is not told of in years that ended after the leaving, nor where nothing ends otherwise', async () => {
    const { id } = await somebody('Bidang A');
    await leave(id, `${LAST}-10-01`);
    expect((await addPast(id, decree)).status).toBe(200);
    expect((await lastTold(id)).years).toMatchObject([{ year: THIS - 2, employmentStatus: 'CPNS' }]);
    const count = await countTold(id);
    expect((await addPast(id, { ...decree, validFrom: `${LAST}-02-01` })).status).toBe(200);
    expect(await countTold(id)).toBe(count);
  });

  it('has no present that a stretch of the past could reach into', async () => {
    const { id } = await somebody('Bidang A');
    await edit(id, { employmentStatus: 'CPNS', effectiveOn: `${THIS - 3}-06-01` });
    const late = { facet: 'STATUS', value: 'PPPK', validFrom: `${LAST}-12-10`, validTo: JANUARY };
    expect(await addPast(id, late)).toMatchObject({ status: 409, body: { code: 'period-not-past' } });
    await leave(id, JANUARY);
    expect((await addPast(id, late)).status).toBe(200);
    expect((await lastTold(id)).years).toMatchObject([{ year: LAST, employmentStatus: 'PPPK' }]);
  });

  it('is not told of where the record was an error', async () => {
    const who = someoneNew('Bidang A');
    const job = await desk.office().importAll([who]);
    const id = await desk.office().idOf(who.number);
    await desk.office().call('POST', `imports/${job.importId}/undo`, {});
    await desk.office().settled(job.importId, ['UNDONE', 'FAILED']);
    expect((await addPast(id, decree)).status).toBe(200);
    expect((await told(id)).map(({ type, years }) => [type, years])).toEqual([
      ['employee-registered', null],
      ['employee-left', null],
    ]);
  });

  it('and whom a list brought back from a day of last December is told of with that year again when the list is undone', async () => {
    const { who, id } = await somebody('Bidang B');
    const [from, to] = [await unit('Bidang B'), await unit('Bidang A')];
    await leave(id, JANUARY);
    const goes = { ...who, agency: 'Dinas Tahun A', unit: 'Bidang A' };
    const job = await desk.office().importAll([goes], { effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({ type: 'employee-registered', years: [{ year: LAST, ...to }] });
    await desk.office().call('POST', `imports/${job.importId}/undo`, {});
    await desk.office().settled(job.importId, ['UNDONE', 'FAILED']);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: [{ year: LAST, ...from }] });
  });
});

describe('the day of leaving', () => {
  it('put right by a return and another leaving is told of, and years since then that ended under another agency with the return', async () => {
    const made = await desk.office().call<{ unitId: string }>('POST', 'units', {
      ...{ name: 'Seksi Pindah', parentUnitId: (await unit('Bidang A')).agencyId },
    });
    const { unitId } = made.body;
    const { id } = await somebody('Bidang A');
    await edit(id, { unitId, effectiveOn: `${THIS - 2}-06-01` });
    const leave = (leftOn: string) => desk.office().call('POST', `employees/${id}/leave`, { reason: 'OTHER', leftOn });
    await leave(`${LAST}-10-20`);
    // Nobody in service was in it by then, so nobody was told of anew.
    const under = (await unit('Bidang B')).agencyId;
    await desk.office().call('POST', `units/${unitId}/move`, { parentUnitId: under, effectiveOn: `${LAST}-11-01` });
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: null });
    expect((await desk.office().call('POST', `employees/${id}/return`, { effectiveOn: `${LAST}-10-20` })).status).toBe(
      200,
    );
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-registered',
      years: [{ year: LAST, employmentStatus: 'PNS', agencyId: under, unitId }],
    });
    expect((await leave(JANUARY)).status).toBe(200);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: null });
  });
});
