import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeePeriodView } from '../employees/employee-edit.dto.js';
import type { EmployeeView } from '../employees/employee.dto.js';
import { DECEMBER, JANUARY, LAST, yearsOffice } from '../testing/years-office.js';

const desk = yearsOffice(['Bidang A', 'Bidang B', 'Seksi C', 'Seksi D', 'Seksi E', 'Seksi F']);
const { addPast, countTold, createUnit, edit, lastTold, somebody, unit } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

describe('a reorganisation', () => {
  const agency = (name: string) => unit(name).then(({ unitId }) => unitId);

  it('from a day of last December says it of those in the unit, and of whoever was in it then and is not now', async () => {
    const [stays, went] = [await somebody('Seksi C'), await somebody('Seksi C')];
    const elsewhere = await unit('Bidang A');
    await edit(went.id, { unitId: elsewhere.unitId, effectiveOn: JANUARY });
    const came = await somebody('Bidang A');
    const { unitId } = await unit('Seksi C');
    await edit(came.id, { unitId, effectiveOn: JANUARY });
    const before = (await desk.office().call<EmployeeView>('GET', `employees/${went.id}`)).headers.get('etag');

    const under = await agency('Dinas Tahun B');
    const body = { parentUnitId: under, effectiveOn: DECEMBER };
    const done = await desk.office().call<{ people: number }>('POST', `units/${unitId}/move`, body);
    // The one of the first roster, `stays` and `came`.
    expect(done).toMatchObject({ status: 201, body: { people: 3 } });
    const state = { year: LAST, employmentStatus: 'PNS', agencyId: under, unitId };
    expect(await lastTold(stays.id)).toMatchObject({ type: 'employee-changed', unitId, years: [state] });
    expect(await lastTold(went.id)).toMatchObject({
      ...{ type: 'employee-changed', unitId: elsewhere.unitId },
      years: [state],
    });
    expect(await lastTold(came.id)).toMatchObject({ type: 'employee-changed', unitId, years: null });
    expect((await desk.office().call('GET', `employees/${went.id}`)).headers.get('etag')).toBe(before);
  });

  it('from a day of last December says it of whoever was in the unit then and has left since, not of who had left before', async () => {
    const [after, before, gone] = [await somebody('Seksi E'), await somebody('Seksi E'), await somebody('Seksi E')];
    const { unitId } = await unit('Seksi E');
    await edit(gone.id, { unitId: (await unit('Bidang A')).unitId, effectiveOn: JANUARY });
    for (const [{ id }, leftOn] of [
      [after, JANUARY],
      [before, `${LAST}-12-05`],
      [gone, JANUARY],
    ] as const)
      await desk.office().call('POST', `employees/${id}/leave`, { reason: 'RETIRED', leftOn });
    const under = await agency('Dinas Tahun B');
    const body = { parentUnitId: under, effectiveOn: DECEMBER };
    expect((await desk.office().call('POST', `units/${unitId}/move`, body)).status).toBe(201);
    const state = { year: LAST, employmentStatus: 'PNS', agencyId: under, unitId };
    expect(await lastTold(after.id)).toMatchObject({ type: 'employee-left', years: [state] });
    expect(await lastTold(gone.id)).toMatchObject({ type: 'employee-left', years: [state] });
    expect(await lastTold(before.id)).toMatchObject({ type: 'employee-left', years: null });
  });

  it('from a day of last December says the successor of whoever was in a unit that closed, and is elsewhere or has left', async () => {
    const [stays, went, left] = [await somebody('Seksi F'), await somebody('Seksi F'), await somebody('Seksi F')];
    const [from, elsewhere, to] = [await unit('Seksi F'), await unit('Bidang A'), await unit('Bidang B')];
    await edit(went.id, { unitId: elsewhere.unitId, effectiveOn: JANUARY });
    await desk.office().call('POST', `employees/${left.id}/leave`, { reason: 'RETIRED', leftOn: JANUARY });
    const seen = (await desk.office().call('GET', `employees/${went.id}`)).headers.get('etag')!;

    const body = { successorUnitId: to.unitId, effectiveOn: DECEMBER };
    // The one of the first roster, and `stays`.
    expect(await desk.office().call('POST', `units/${from.unitId}/close`, body)).toMatchObject({
      status: 201,
      body: { people: 2 },
    });
    const years = [{ year: LAST, employmentStatus: 'PNS', ...to }];
    expect(await lastTold(stays.id)).toMatchObject({ type: 'employee-changed', unitId: to.unitId, years });
    expect(await lastTold(went.id)).toMatchObject({ type: 'employee-changed', unitId: elsewhere.unitId, years });
    expect(await lastTold(left.id)).toMatchObject({ type: 'employee-left', years });
    const unitsOf = async (id: string) =>
      (await desk.office().items<EmployeePeriodView>(`employees/${id}/history`))
        .filter(({ facet }) => facet === 'UNIT')
        .map((one) => [one.detail, one.validFrom, one.validTo]);
    expect(await unitsOf(went.id)).toEqual([
      [from.unitId, null, DECEMBER],
      [to.unitId, DECEMBER, JANUARY],
      [elsewhere.unitId, JANUARY, null],
    ]);
    expect(await unitsOf(left.id)).toEqual([
      [from.unitId, null, DECEMBER],
      [to.unitId, DECEMBER, JANUARY],
      [from.unitId, JANUARY, null],
    ]);
    // Whoever saw the record before is told that it is another one now.
    const patch = await desk
      .office()
      .call('PATCH', `employees/${went.id}`, { grade: 'III/b' }, { headers: { 'if-match': seen } });
    expect(patch.status).toBe(412);
  });

  it('that merges units says the one they became of each stretch in them, also of who moved from one to the other', async () => {
    const { id } = await somebody('Bidang A');
    const then = await unit('Bidang A');
    const [one, other, into] = [
      await createUnit('Bidang Satu', 'A'),
      await createUnit('Bidang Dua', 'A'),
      await createUnit('Bidang Baur', 'A'),
    ];
    await edit(id, { unitId: one, effectiveOn: `${LAST}-12-20` });
    await edit(id, { unitId: other, effectiveOn: JANUARY });
    const body = { unitIds: [one, other], into: { unitId: into }, effectiveOn: DECEMBER };
    expect((await desk.office().call('POST', 'units/merge', body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ unitId: into, years: [{ year: LAST, unitId: into }] });
    const history = await desk.office().items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.filter(({ facet }) => facet === 'UNIT').map((p) => [p.detail, p.validFrom, p.validTo])).toEqual([
      [then.unitId, null, `${LAST}-12-20`],
      [into, `${LAST}-12-20`, JANUARY],
      [into, JANUARY, null],
    ]);
  });

  it('that splits a unit says the first part of who is gone, and the part that was named of who is there', async () => {
    const [stays, gone] = [await somebody('Bidang A'), await somebody('Bidang A')];
    const ids: string[] = [];
    for (const name of ['Bidang Utuh', 'Bidang Bagian Satu', 'Bidang Bagian Dua'])
      ids.push(await createUnit(name, 'A'));
    const [whole, first, second] = ids as [string, string, string];
    for (const { id } of [stays, gone]) await edit(id, { unitId: whole, effectiveOn: `${LAST}-12-01` });
    await edit(gone.id, { unitId: (await unit('Bidang B')).unitId, effectiveOn: JANUARY });
    const body = {
      into: [{ unitId: first }, { unitId: second }],
      people: [{ employeeIds: [stays.id], to: 1 }],
      effectiveOn: DECEMBER,
    };
    expect((await desk.office().call('POST', `units/${whole}/split`, body)).status).toBe(201);
    expect((await lastTold(stays.id)).years).toMatchObject([{ year: LAST, unitId: second }]);
    expect((await lastTold(gone.id)).years).toMatchObject([{ year: LAST, unitId: first }]);
    // What an officer knows better is a stretch of the past.
    const known = { facet: 'UNIT', value: second, validFrom: DECEMBER, validTo: JANUARY };
    expect((await addPast(gone.id, known)).status).toBe(200);
    expect((await lastTold(gone.id)).years).toMatchObject([{ year: LAST, unitId: second }]);
  });

  it('puts the history of a stretch right in which no year ended, and tells of none', async () => {
    const { id } = await somebody('Bidang A');
    const [ends, takes] = [await createUnit('Bidang Usai', 'A'), await createUnit('Bidang Lanjut', 'A')];
    await edit(id, { unitId: ends, effectiveOn: `${LAST}-12-01` });
    await edit(id, { unitId: (await unit('Bidang B')).unitId, effectiveOn: `${LAST}-12-20` });
    const count = await countTold(id);
    const body = { successorUnitId: takes, effectiveOn: DECEMBER };
    expect((await desk.office().call('POST', `units/${ends}/close`, body)).status).toBe(201);
    expect(await countTold(id)).toBe(count);
    const history = await desk.office().items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.filter((p) => p.detail === takes).map((p) => [p.validFrom, p.validTo])).toEqual([
      [DECEMBER, `${LAST}-12-20`],
    ]);
  });

  it('from a day of last December leaves those who came to the unit since where they were then', async () => {
    const { id } = await somebody('Bidang A');
    const then = await unit('Bidang A');
    const [ends, takes] = [await createUnit('Bidang Habis', 'A'), await createUnit('Bidang Penerus', 'A')];
    await edit(id, { unitId: ends, effectiveOn: JANUARY });
    const body = { successorUnitId: takes, effectiveOn: DECEMBER };
    expect((await desk.office().call('POST', `units/${ends}/close`, body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-changed', unitId: takes, years: null });
    const history = await desk.office().items<EmployeePeriodView>(`employees/${id}/history`);
    expect(
      history.filter(({ facet }) => facet === 'UNIT').map((one) => [one.detail, one.validFrom, one.validTo]),
    ).toEqual([
      [then.unitId, null, JANUARY],
      [takes, JANUARY, null],
    ]);
  });

  it('of this year leaves the agency of then in what is said of years before', async () => {
    const { id } = await somebody('Seksi D');
    const then = await unit('Seksi D');
    const under = await agency('Dinas Tahun B');
    const body = { parentUnitId: under, effectiveOn: JANUARY };
    expect((await desk.office().call('POST', `units/${then.unitId}/move`, body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-changed', years: null });
    await edit(id, { employmentStatus: 'CPNS', effectiveOn: DECEMBER });
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'CPNS', ...then }]);
    expect((await unit('Seksi D')).agencyId).toBe(under);
  });

  it('that makes a unit this year has it under its agency of now in what is said of years before', async () => {
    const { id } = await somebody('Bidang A');
    const parentUnitId = await agency('Dinas Tahun A');
    const made = await desk.office().call<{ unitId: string }>('POST', 'units', {
      ...{ name: 'Bidang Baru', parentUnitId, effectiveOn: JANUARY },
    });
    const { unitId } = made.body;
    await edit(id, { unitId, effectiveOn: DECEMBER });
    expect((await lastTold(id)).years).toEqual([
      { year: LAST, employmentStatus: 'PNS', agencyId: parentUnitId, unitId },
    ]);
  });
});
