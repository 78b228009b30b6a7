import type { EmployeeChanged } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordMergeView } from '../corrections/record-merge.dto.js';
import { yearIn } from '../organisation/effective-day.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent, type RosterPerson } from '../testing/office-roster.js';
import type { EmployeePeriodView } from './employee-edit.dto.js';
import type { EmployeeView } from './employee.dto.js';

const REGION = '62.03';
const THIS = yearIn(REGION);
const LAST = THIS - 1;
const DECEMBER = `${LAST}-12-10`;
const JANUARY = `${THIS}-01-01`;

/** One of an agency of their own, so that what one test does to it is no other's matter. */
const person = (index: number, unit: string, change: Partial<RosterPerson> = {}): RosterPerson =>
  invent(index, { agency: `Dinas Tahun ${unit.at(-1)}`, unit, ...change });
const UNITS = ['Bidang A', 'Bidang B', 'Seksi A', 'Seksi C', 'Seksi D', 'Seksi E', 'Seksi F'];
const FIRST = 100;
let office: IdentityOffice;
let next = FIRST;

beforeAll(async () => {
  office = await openIdentityOffice(REGION);
  await office.importAll(UNITS.map((unit, index) => person(index, unit)));
});
afterAll(() => office.stop());

type Years = EmployeeChanged['earlierYears'];
interface Told {
  readonly type: string;
  readonly years: Years | null;
  readonly unitId: string;
}
/** What was told of somebody, the newest last. */
const told = (employeeId: string) =>
  office.service.region.sql<Told & Record<string, unknown>>(
    `SELECT split_part(type, '.', 3) AS type, body->'earlierYears' AS years, body->>'unitId' AS "unitId"
       FROM (SELECT type, convert_from(body, 'UTF8')::jsonb AS body, xid, seq FROM identity.outbox WHERE subject = $1) AS t
      ORDER BY xid, seq`,
    [employeeId],
  );
const lastTold = async (employeeId: string) => (await told(employeeId)).at(-1)!;
const countTold = async (employeeId: string) => (await told(employeeId)).length;

async function unit(name: string): Promise<{ unitId: string; agencyId: string }> {
  const all = (units: readonly UnitTreeView[]): UnitTreeView[] => units.flatMap((one) => [one, ...all(one.children)]);
  const found = all((await office.call<UnitTreeView[]>('GET', 'units/tree')).body).find((one) => one.name === name)!;
  return { unitId: found.unitId, agencyId: found.agencyId };
}

/** Somebody on record in a unit, since nobody knows when. */
async function somebody(unitName: string, change: Partial<RosterPerson> = {}) {
  const who = person(next++, unitName, change);
  await office.importAll([who]);
  return { who, id: await office.idOf(who.number) };
}

async function edit(id: string, body: object): Promise<void> {
  const { headers } = await office.call('GET', `employees/${id}`);
  const done = await office.call('PATCH', `employees/${id}`, body, { headers: { 'if-match': headers.get('etag')! } });
  expect(done.status).toBe(200);
}

const addPast = (id: string, body: object) => office.call('POST', `employees/${id}/history`, body);

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
    const { employeeId } = (await office.call<{ employeeId: string }>('POST', 'employees', body)).body;
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
    const { id } = await somebody('Bidang A');
    await edit(id, { unitId: (await unit('Bidang B')).unitId, effectiveOn: '1900-01-01' });
    const { years } = await lastTold(id);
    expect([years!.length <= 100, years![0]!.year >= 1950, years!.at(-1)!.year]).toEqual([true, true, LAST]);
  });
});

describe('somebody who comes', () => {
  it('is told of without years where new on record, though in service for long', async () => {
    const who = invent(next++);
    const { unitId } = await unit('Bidang A');
    const { number: employeeNumber, name } = who;
    const body = { employeeNumber: String(employeeNumber), name, employmentStatus: 'PNS', unitId };
    expect((await office.call('POST', 'employees', { ...body, effectiveOn: `${THIS - 3}-01-01` })).status).toBe(201);
    expect(await told(await office.idOf(employeeNumber))).toMatchObject([{ type: 'employee-registered', years: null }]);
  });

  it('again, from a day of last December, is told of with that year', async () => {
    const { id } = await somebody('Bidang A');
    const to = await unit('Bidang B');
    await office.call('POST', `employees/${id}/leave`, { reason: 'OTHER', leftOn: `${LAST}-03-01` });
    await office.call('POST', `employees/${id}/return`, { unitId: to.unitId, effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-registered',
      years: [{ year: LAST, employmentStatus: 'PNS', ...to }],
    });
  });
});

describe('the day of leaving', () => {
  it('put right by a return and another leaving is told of, and years since then that ended under another agency with the return', async () => {
    const made = await office.call<{ unitId: string }>('POST', 'units', {
      ...{ name: 'Seksi Pindah', parentUnitId: (await unit('Bidang A')).agencyId },
    });
    const { unitId } = made.body;
    const { id } = await somebody('Bidang A');
    await edit(id, { unitId, effectiveOn: `${THIS - 2}-06-01` });
    const leave = (leftOn: string) => office.call('POST', `employees/${id}/leave`, { reason: 'OTHER', leftOn });
    await leave(`${LAST}-10-20`);
    // Nobody in service was in it by then, so nobody was told of anew.
    const under = (await unit('Bidang B')).agencyId;
    await office.call('POST', `units/${unitId}/move`, { parentUnitId: under, effectiveOn: `${LAST}-11-01` });
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: null });
    expect((await office.call('POST', `employees/${id}/return`, { effectiveOn: `${LAST}-10-20` })).status).toBe(200);
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-registered',
      years: [{ year: LAST, employmentStatus: 'PNS', agencyId: under, unitId }],
    });
    expect((await leave(JANUARY)).status).toBe(200);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: null });
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
    expect((await office.call<EmployeeView>('GET', `employees/${id}`)).body.employmentStatus).toBe('PNS');
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
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
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

describe('somebody who has left', () => {
  const leave = async (id: string, leftOn?: string) => {
    const done = await office.call('POST', `employees/${id}/leave`, { reason: 'RETIRED', ...(leftOn && { leftOn }) });
    expect(done.status).toBe(200);
  };
  const decree = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 2}-06-01`, validTo: JANUARY };

  it('is told of as having left, with the years of service that a late decree changes, and neither name nor number', async () => {
    const { id } = await somebody('Bidang A');
    const at = await unit('Bidang A');
    await leave(id, JANUARY);
    expect((await addPast(id, decree)).status).toBe(200);
    const [row] = await office.service.region.sql<{ data: object }>(
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
    expect((await office.call<EmployeeView>('GET', `employees/${id}`)).body.leftOn).toBe(JANUARY);
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
    const who = person(next++, 'Bidang A');
    const job = await office.importAll([who]);
    const id = await office.idOf(who.number);
    await office.call('POST', `imports/${job.importId}/undo`, {});
    await office.settled(job.importId, ['UNDONE', 'FAILED']);
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
    const job = await office.importAll([goes], { effectiveOn: DECEMBER });
    expect(await lastTold(id)).toMatchObject({ type: 'employee-registered', years: [{ year: LAST, ...to }] });
    await office.call('POST', `imports/${job.importId}/undo`, {});
    await office.settled(job.importId, ['UNDONE', 'FAILED']);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-left', years: [{ year: LAST, ...from }] });
  });
});

describe('an import', () => {
  it('from a day of last December says it of whom it changes, and its undo says what holds of that year again', async () => {
    const [moved, same, joins] = [person(next++, 'Bidang B'), person(next++, 'Bidang B'), person(next++, 'Bidang B')];
    await office.importAll([moved, same]);
    const [from, to] = [await unit('Bidang B'), await unit('Bidang A')];
    const goes = { ...moved, agency: 'Dinas Tahun A', unit: 'Bidang A' };
    const job = await office.importAll([goes, same, joins], { effectiveOn: DECEMBER });
    const id = await office.idOf(moved.number);
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'PNS', ...to }]);
    expect(await told(await office.idOf(joins.number))).toMatchObject([{ type: 'employee-registered', years: null }]);
    expect(await countTold(await office.idOf(same.number))).toBe(1);
    expect((await office.call('POST', `imports/${job.importId}/undo`, {})).status).toBe(202);
    await office.settled(job.importId, ['UNDONE', 'FAILED']);
    expect(await lastTold(id)).toMatchObject({
      type: 'employee-changed',
      unitId: from.unitId,
      years: [{ year: LAST, employmentStatus: 'PNS', ...from }],
    });
  });

  it('is not undone unasked for whom a stretch of the past was put in since', async () => {
    const who = person(next++, 'Bidang B');
    await office.importAll([who]);
    const job = await office.importAll([{ ...who, agency: 'Dinas Tahun A', unit: 'Bidang A' }], {
      effectiveOn: DECEMBER,
    });
    const stretch = { facet: 'STATUS', value: 'CPNS', validFrom: `${THIS - 3}-03-01`, validTo: `${LAST}-03-01` };
    expect((await addPast(await office.idOf(who.number), stretch)).status).toBe(200);
    expect(await office.call('POST', `imports/${job.importId}/undo`, {})).toMatchObject({
      status: 409,
      body: { code: 'roster-undo-changed-since', params: { people: 1 } },
    });
  });

  it('of today, and its undo, say nothing of years that are over', async () => {
    const moved = person(next++, 'Bidang B');
    await office.importAll([moved]);
    const job = await office.importAll([{ ...moved, agency: 'Dinas Tahun A', unit: 'Bidang A' }]);
    await office.call('POST', `imports/${job.importId}/undo`, {});
    await office.settled(job.importId, ['UNDONE', 'FAILED']);
    const events = await told(await office.idOf(moved.number));
    expect(events.map(({ years }) => years)).toEqual([null, null, null]);
  });
});

describe('a reorganisation', () => {
  const agency = (name: string) => unit(name).then(({ unitId }) => unitId);

  it('from a day of last December says it of those in the unit, and of whoever was in it then and is not now', async () => {
    const [stays, went] = [await somebody('Seksi C'), await somebody('Seksi C')];
    const elsewhere = await unit('Bidang A');
    await edit(went.id, { unitId: elsewhere.unitId, effectiveOn: JANUARY });
    const came = await somebody('Bidang A');
    const { unitId } = await unit('Seksi C');
    await edit(came.id, { unitId, effectiveOn: JANUARY });
    const before = (await office.call<EmployeeView>('GET', `employees/${went.id}`)).headers.get('etag');

    const under = await agency('Dinas Tahun B');
    const body = { parentUnitId: under, effectiveOn: DECEMBER };
    const done = await office.call<{ people: number }>('POST', `units/${unitId}/move`, body);
    // The one of the first roster, `stays` and `came`.
    expect(done).toMatchObject({ status: 201, body: { people: 3 } });
    const state = { year: LAST, employmentStatus: 'PNS', agencyId: under, unitId };
    expect(await lastTold(stays.id)).toMatchObject({ type: 'employee-changed', unitId, years: [state] });
    expect(await lastTold(went.id)).toMatchObject({
      ...{ type: 'employee-changed', unitId: elsewhere.unitId },
      years: [state],
    });
    expect(await lastTold(came.id)).toMatchObject({ type: 'employee-changed', unitId, years: null });
    expect((await office.call('GET', `employees/${went.id}`)).headers.get('etag')).toBe(before);
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
      await office.call('POST', `employees/${id}/leave`, { reason: 'RETIRED', leftOn });
    const under = await agency('Dinas Tahun B');
    const body = { parentUnitId: under, effectiveOn: DECEMBER };
    expect((await office.call('POST', `units/${unitId}/move`, body)).status).toBe(201);
    const state = { year: LAST, employmentStatus: 'PNS', agencyId: under, unitId };
    expect(await lastTold(after.id)).toMatchObject({ type: 'employee-left', years: [state] });
    expect(await lastTold(gone.id)).toMatchObject({ type: 'employee-left', years: [state] });
    expect(await lastTold(before.id)).toMatchObject({ type: 'employee-left', years: null });
  });

  it('from a day of last December says the successor of whoever was in a unit that closed, and is elsewhere or has left', async () => {
    const [stays, went, left] = [await somebody('Seksi F'), await somebody('Seksi F'), await somebody('Seksi F')];
    const [from, elsewhere, to] = [await unit('Seksi F'), await unit('Bidang A'), await unit('Bidang B')];
    await edit(went.id, { unitId: elsewhere.unitId, effectiveOn: JANUARY });
    await office.call('POST', `employees/${left.id}/leave`, { reason: 'RETIRED', leftOn: JANUARY });
    const seen = (await office.call('GET', `employees/${went.id}`)).headers.get('etag')!;

    const body = { successorUnitId: to.unitId, effectiveOn: DECEMBER };
    // The one of the first roster, and `stays`.
    expect(await office.call('POST', `units/${from.unitId}/close`, body)).toMatchObject({
      status: 201,
      body: { people: 2 },
    });
    const years = [{ year: LAST, employmentStatus: 'PNS', ...to }];
    expect(await lastTold(stays.id)).toMatchObject({ type: 'employee-changed', unitId: to.unitId, years });
    expect(await lastTold(went.id)).toMatchObject({ type: 'employee-changed', unitId: elsewhere.unitId, years });
    expect(await lastTold(left.id)).toMatchObject({ type: 'employee-left', years });
    const unitsOf = async (id: string) =>
      (await office.items<EmployeePeriodView>(`employees/${id}/history`))
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
    const patch = await office.call(
      'PATCH',
      `employees/${went.id}`,
      { grade: 'III/b' },
      { headers: { 'if-match': seen } },
    );
    expect(patch.status).toBe(412);
  });

  it('that merges units says the one they became of each stretch in them, also of who moved from one to the other', async () => {
    const { id } = await somebody('Bidang A');
    const [then, parentUnitId] = [await unit('Bidang A'), await agency('Dinas Tahun A')];
    const create = async (name: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name, parentUnitId })).body.unitId;
    const [one, other, into] = [await create('Bidang Satu'), await create('Bidang Dua'), await create('Bidang Baur')];
    await edit(id, { unitId: one, effectiveOn: `${LAST}-12-20` });
    await edit(id, { unitId: other, effectiveOn: JANUARY });
    const body = { unitIds: [one, other], into: { unitId: into }, effectiveOn: DECEMBER };
    expect((await office.call('POST', 'units/merge', body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ unitId: into, years: [{ year: LAST, unitId: into }] });
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.filter(({ facet }) => facet === 'UNIT').map((p) => [p.detail, p.validFrom, p.validTo])).toEqual([
      [then.unitId, null, `${LAST}-12-20`],
      [into, `${LAST}-12-20`, JANUARY],
      [into, JANUARY, null],
    ]);
  });

  it('puts the history of a stretch right in which no year ended, and tells of none', async () => {
    const { id } = await somebody('Bidang A');
    const parentUnitId = await agency('Dinas Tahun A');
    const create = async (name: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name, parentUnitId })).body.unitId;
    const [ends, takes] = [await create('Bidang Usai'), await create('Bidang Lanjut')];
    await edit(id, { unitId: ends, effectiveOn: `${LAST}-12-01` });
    await edit(id, { unitId: (await unit('Bidang B')).unitId, effectiveOn: `${LAST}-12-20` });
    const count = await countTold(id);
    const body = { successorUnitId: takes, effectiveOn: DECEMBER };
    expect((await office.call('POST', `units/${ends}/close`, body)).status).toBe(201);
    expect(await countTold(id)).toBe(count);
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.filter((p) => p.detail === takes).map((p) => [p.validFrom, p.validTo])).toEqual([
      [DECEMBER, `${LAST}-12-20`],
    ]);
  });

  it('from a day of last December leaves those who came to the unit since where they were then', async () => {
    const { id } = await somebody('Bidang A');
    const [then, made] = [await unit('Bidang A'), await agency('Dinas Tahun A')];
    const create = async (name: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name, parentUnitId: made })).body.unitId;
    const [ends, takes] = [await create('Bidang Habis'), await create('Bidang Penerus')];
    await edit(id, { unitId: ends, effectiveOn: JANUARY });
    const body = { successorUnitId: takes, effectiveOn: DECEMBER };
    expect((await office.call('POST', `units/${ends}/close`, body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-changed', unitId: takes, years: null });
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
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
    expect((await office.call('POST', `units/${then.unitId}/move`, body)).status).toBe(201);
    expect(await lastTold(id)).toMatchObject({ type: 'employee-changed', years: null });
    await edit(id, { employmentStatus: 'CPNS', effectiveOn: DECEMBER });
    expect((await lastTold(id)).years).toEqual([{ year: LAST, employmentStatus: 'CPNS', ...then }]);
    expect((await unit('Seksi D')).agencyId).toBe(under);
  });

  it('that makes a unit this year has it under its agency of now in what is said of years before', async () => {
    const { id } = await somebody('Bidang A');
    const parentUnitId = await agency('Dinas Tahun A');
    const made = await office.call<{ unitId: string }>('POST', 'units', {
      ...{ name: 'Bidang Baru', parentUnitId, effectiveOn: JANUARY },
    });
    const { unitId } = made.body;
    await edit(id, { unitId, effectiveOn: DECEMBER });
    expect((await lastTold(id)).years).toEqual([
      { year: LAST, employmentStatus: 'PNS', agencyId: parentUnitId, unitId },
    ]);
  });
});

describe('two records that become one', () => {
  it('say nothing of years that are over, nor when they are two again', async () => {
    const [stays, goes] = [await somebody('Bidang A'), await somebody('Bidang B')];
    await office.call('POST', `employees/${stays.id}/leave`, { reason: 'OTHER', leftOn: `${LAST}-03-01` });
    const { body } = await office.call<RecordMergeView>('POST', 'record-merges', { stays: stays.id, goes: goes.id });
    expect((await office.call('POST', `record-merges/${body.mergeId}/undo`)).status).toBe(200);
    const events = [...(await told(stays.id)), ...(await told(goes.id))];
    expect(events.every(({ years }) => years === null)).toBe(true);
  });
});
