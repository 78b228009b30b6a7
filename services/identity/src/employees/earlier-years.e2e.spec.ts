import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordMergeView } from '../corrections/record-merge.dto.js';
import type { EmployeePeriodView } from './employee-edit.dto.js';
import type { EmployeeView } from './employee.dto.js';
import { DECEMBER, JANUARY, LAST, THIS, yearsOffice } from '../testing/years-office.js';

const desk = yearsOffice(['Bidang A', 'Bidang B']);
const { addPast, countTold, edit, lastTold, somebody, someoneNew, told, unit } = desk;
beforeAll(() => desk.open());
afterAll(() => desk.close());

describe('an edit', () => {
  it('from a day of last December says what somebody was when that year ended', async () => {
    const { id } = await somebody('Bidang A');
    const to = await unit('Bidang B');
    await edit(id, { unitId: to.unitId, employmentStatus: 'CPNS', effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-changed',
      unitId: to.unitId,
      years: [{ year: LAST, employmentStatus: 'CPNS', ...to }],
    });
  });

  it('from the last day of December does so too, from the first of January it says nothing of a year that is over', async () => {
    const { id } = await somebody('Bidang A');
    const to = await unit('Bidang B');
    await edit(id, { unitId: to.unitId, effectiveOn: JANUARY });
    expect(await lastTold(id)).toMatchObject({ unitId: to.unitId, years: null });
    await edit(id, { unitId: to.unitId, employmentStatus: 'CPNS', effectiveOn: `${LAST}-12-31` });
    const from = await unit('Bidang A');
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'CPNS', ...from }]);
  });

  it('says nothing of years where neither status nor unit is another one', async () => {
    const { id } = await somebody('Bidang A');
    await edit(id, { grade: 'III/b', effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({ type: 'employee-changed', years: null });
  });

  it('leaves what was told of this year out of last year', async () => {
    const { id } = await somebody('Bidang A', { status: 'CPNS' });
    const to = await unit('Bidang B');
    await edit(id, { employmentStatus: 'PNS', effectiveOn: JANUARY });
    await edit(id, { unitId: to.unitId, effectiveOn: DECEMBER });
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'CPNS', ...to }]);
  });

  it('from a day of years ago names each that is over, and of a second one those alone that end otherwise', async () => {
    const { id } = await somebody('Bidang A');
    const [a, b] = [await unit('Bidang A'), await unit('Bidang B')];
    const state = (year: number, at: typeof a) => ({ year, employmentStatus: 'PNS', ...at });
    await edit(id, { unitId: b.unitId, effectiveOn: `${THIS - 3}-06-01` });
    expect((await lastTold(id)).years).toEqual([state(THIS - 3, b), state(THIS - 2, b), state(LAST, b)]);
    await edit(id, { unitId: a.unitId, effectiveOn: `${THIS - 2}-06-01` });
    expect((await lastTold(id)).years).toEqual([state(THIS - 2, a), state(LAST, a)]);
  });

  it('of whom nothing was known then says what somebody was, and for the rest what was recorded first', async () => {
    const [at, to] = [await unit('Bidang A'), await unit('Bidang B')];
    const body = {
      employeeNumber: '198609262015051871',
      name: 'Baru Rekaan',
      employmentStatus: 'CPNS',
      unitId: at.unitId,
    };
    const { employeeId } = (await desk.office().call<{ employeeId: string }>('POST', 'employees', body)).body;
    await edit(employeeId, { unitId: to.unitId, effectiveOn: DECEMBER });
    expect((await lastTold(employeeId)).years).toEqual([{ year: LAST, employmentStatus: 'CPNS', ...to }]);
    const named = async (validFrom: string, validTo: string) => {
      await addPast(employeeId, { facet: 'STATUS', value: 'PPPK', validFrom, validTo });
      return (await lastTold(employeeId)).years!.map(({ year, employmentStatus }) => [year, employmentStatus]);
    };
    // A stretch says nothing of the years before it, and one that is put in before it is told of whole.
    expect(await named(`${THIS - 3}-03-01`, `${THIS - 2}-03-01`)).toEqual([[THIS - 3, 'PPPK']]);
    expect(await named(`${THIS - 5}-03-01`, `${THIS - 3}-03-01`)).toEqual([
      [THIS - 5, 'PPPK'],
      [THIS - 4, 'PPPK'],
    ]);
  });

  it('of a day before anything else that an event can name does not go further back than that', async () => {
    const body = { employeeNumber: '194001021970011872', name: 'Lama Rekaan', employmentStatus: 'PNS' };
    const { unitId } = await unit('Bidang A');
    const { employeeId } = (await desk.office().call<{ employeeId: string }>('POST', 'employees', { ...body, unitId }))
      .body;
    await edit(employeeId, { unitId: (await unit('Bidang B')).unitId, effectiveOn: '1940-01-02' });
    const { years } = await lastTold(employeeId);
    expect([years!.length <= 100, years![0]!.year >= 1950, years!.at(-1)!.year]).toEqual([true, true, LAST]);
  });
});

describe('somebody who comes', () => {
  it('is told of without years where new on record, though in service for long', async () => {
    const who = someoneNew('Bidang A');
    const { unitId } = await unit('Bidang A');
    const { number: employeeNumber, name } = who;
    const body = { employeeNumber: String(employeeNumber), name, employmentStatus: 'PNS', unitId };
    expect((await desk.office().call('POST', 'employees', { ...body, effectiveOn: `${THIS - 3}-01-01` })).status).toBe(
      201,
    );
    expect(await told(await desk.office().idOf(employeeNumber))).toMatchObject([
      { type: 'employee-registered', years: null },
    ]);
  });

  it('again, from a day of last December, is told of with that year', async () => {
    const { id } = await somebody('Bidang A');
    const to = await unit('Bidang B');
    await desk.office().call('POST', `employees/${id}/leave`, { reason: 'OTHER', leftOn: `${LAST}-03-01` });
    await desk.office().call('POST', `employees/${id}/return`, { unitId: to.unitId, effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-registered',
      years: [{ year: LAST, employmentStatus: 'PNS', ...to }],
    });
  });
});

describe('a stretch of the past', () => {
  it('is told of where a year ended in it, and the present stands', async () => {
    const { id } = await somebody('Bidang A');
    const at = await unit('Bidang A');
    const stretch = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 3}-03-01`, validTo: `${LAST}-03-01` };
    expect((await addPast(id, stretch)).status).toBe(200);
    const state = { employmentStatus: 'CPNS', ...at };
    expect(await lastTold(id)).toMatchObject({
      ...{ type: 'employee-changed', unitId: at.unitId },
      years: [
        { year: THIS - 3, ...state },
        { year: THIS - 2, ...state },
      ],
    });
    expect((await desk.office().call<EmployeeView>('GET', `employees/${id}`)).body.employmentStatus).toBe('PNS');
  });

  it('is not told of where no year ended in it, and where it says the same', async () => {
    const { id } = await somebody('Bidang A');
    const stretch = { facet: 'STATUS', value: 'CPNS', validFrom: `${LAST}-03-01`, validTo: `${LAST}-10-01` };
    expect((await addPast(id, { ...stretch, value: 'PNS', validTo: JANUARY })).status).toBe(200);
    expect((await addPast(id, stretch)).status).toBe(200);
    expect((await addPast(id, { ...stretch, facet: 'GRADE', value: 'II/d', validTo: JANUARY })).status).toBe(200);
    expect(await countTold(id)).toBe(1);
  });

  it('in another unit is told of with the agency above it then; of a unit that there is not it is refused', async () => {
    const { id } = await somebody('Bidang A');
    const then = await unit('Bidang B');
    const value = then.unitId.toUpperCase();
    const stretch = { facet: 'UNIT', value, validFrom: `${THIS - 3}-03-01`, validTo: `${LAST}-03-01` };
    expect((await addPast(id, stretch)).status).toBe(200);
    expect((await lastTold(id)).years).toEqual([
      { year: THIS - 3, employmentStatus: 'PNS', ...then },
      { year: THIS - 2, employmentStatus: 'PNS', ...then },
    ]);
    const history = await desk.office().items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.find(({ validFrom }) => validFrom === stretch.validFrom)).toMatchObject({
      value: 'Bidang B',
      detail: then.unitId,
    });
    for (const unknown of ['Bidang B', id])
      expect(await addPast(id, { ...stretch, value: unknown })).toMatchObject({
        status: 404,
        body: { code: 'unit-not-found' },
      });
  });
});

describe('an import', () => {
  it('from a day of last December says it of whom it changes, and its undo says what holds of that year again', async () => {
    const [moved, same, joins] = [someoneNew('Bidang B'), someoneNew('Bidang B'), someoneNew('Bidang B')];
    await desk.office().importAll([moved, same]);
    const [from, to] = [await unit('Bidang B'), await unit('Bidang A')];
    const goes = { ...moved, agency: 'Dinas Tahun A', unit: 'Bidang A' };
    const job = await desk.office().importAll([goes, same, joins], { effectiveOn: DECEMBER });
    const id = await desk.office().idOf(moved.number);
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'PNS', ...to }]);
    expect(await told(await desk.office().idOf(joins.number))).toMatchObject([
      { type: 'employee-registered', years: null },
    ]);
    expect(await countTold(await desk.office().idOf(same.number))).toBe(1);
    expect((await desk.office().call('POST', `imports/${job.importId}/undo`, {})).status).toBe(202);
    await desk.office().settled(job.importId, ['UNDONE', 'FAILED']);
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-changed',
      unitId: from.unitId,
      years: [{ year: LAST, employmentStatus: 'PNS', ...from }],
    });
  });

  it('is not undone unasked for whom a stretch of the past was put in since', async () => {
    const who = someoneNew('Bidang B');
    await desk.office().importAll([who]);
    const job = await desk.office().importAll([{ ...who, agency: 'Dinas Tahun A', unit: 'Bidang A' }], {
      effectiveOn: DECEMBER,
    });
    const stretch = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 3}-03-01`, validTo: `${LAST}-03-01` };
    expect((await addPast(await desk.office().idOf(who.number), stretch)).status).toBe(200);
    expect(await desk.office().call('POST', `imports/${job.importId}/undo`, {})).toMatchObject({
      status: 409,
      body: { code: 'roster-undo-changed-since', params: { people: 1 } },
    });
  });

  it('of today, and its undo, say nothing of years that are over', async () => {
    const moved = someoneNew('Bidang B');
    await desk.office().importAll([moved]);
    const job = await desk.office().importAll([{ ...moved, agency: 'Dinas Tahun A', unit: 'Bidang A' }]);
    await desk.office().call('POST', `imports/${job.importId}/undo`, {});
    await desk.office().settled(job.importId, ['UNDONE', 'FAILED']);
    const events = await told(await desk.office().idOf(moved.number));
    expect(events.map(({ years }) => years)).toEqual([null, null, null]);
  });
});

describe('two records that become one', () => {
  it('say nothing of years that are over, nor when they are two again', async () => {
    const [stays, goes] = [await somebody('Bidang A'), await somebody('Bidang B')];
    await desk.office().call('POST', `employees/${stays.id}/leave`, { reason: 'OTHER', leftOn: `${LAST}-03-01` });
    const { body } = await desk
      .office()
      .call<RecordMergeView>('POST', 'record-merges', { stays: stays.id, goes: goes.id });
    expect((await desk.office().call('POST', `record-merges/${body.mergeId}/undo`)).status).toBe(200);
    const events = [...(await told(stays.id)), ...(await told(goes.id))];
    expect(events.every(({ years }) => years === null)).toBe(true);
  });

  describe('of which the one that goes is said something else of meanwhile', () => {
    const stretch = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 3}-03-01`, validTo: `${LAST}-03-01` };
    const joined = async () => {
      const [stays, goes] = [await somebody('Bidang A'), await somebody('Bidang B')];
      const { body } = await desk
        .office()
        .call<RecordMergeView>('POST', 'record-merges', { stays: stays.id, goes: goes.id });
      return { id: goes.id, mergeId: body.mergeId };
    };
    const end = async (mergeId: string, how: 'undo' | 'confirm') =>
      expect((await desk.office().call('POST', `record-merges/${mergeId}/${how}`)).status).toBe(200);

    it('tell of its years at once, so that they stand when the two are two again', async () => {
      const [{ id, mergeId }, at] = [await joined(), await unit('Bidang B')];
      expect((await addPast(id, stretch)).status).toBe(200);
      await end(mergeId, 'undo');
      const state = { employmentStatus: 'CPNS', ...at };
      const years = [
        { year: THIS - 3, ...state },
        { year: THIS - 2, ...state },
      ];
      expect((await told(id)).slice(1)).toEqual([
        { type: 'employee-left', years: null, unitId: null },
        { type: 'employee-left', years, unitId: null },
        { type: 'employee-registered', years: null, unitId: at.unitId },
      ]);
    });

    it('tell nothing of it once they are one for good', async () => {
      const { id, mergeId } = await joined();
      await end(mergeId, 'confirm');
      const count = await countTold(id);
      expect((await addPast(id, stretch)).status).toBe(200);
      expect(await countTold(id)).toBe(count);
    });
  });
});
