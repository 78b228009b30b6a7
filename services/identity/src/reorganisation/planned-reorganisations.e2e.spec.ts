import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeView } from '../employees/employee.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import type { PlanView, PlannedPersonView } from './planned-reorganisation.dto.js';
import { PlannedReorganisations } from './planned-reorganisations.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';

const STAFF = [41, 42, 43].map((index) => invent(index, { agency: 'Dinas Rencana', unit: 'Bidang Lama' }));
let office: IdentityOffice;

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll(STAFF);
});
afterAll(() => office.stop());

const tree = async (on?: string) =>
  (await office.call<UnitTreeView[]>('GET', `units/tree${on === undefined ? '' : `?on=${on}`}`)).body;
const plan = (body: object) => office.call<PlanView & { code: string }>('POST', 'planned-reorganisations', body);
const carryOutOn = (day: string) => office.service.app.get(PlannedReorganisations, { strict: false }).carryOutDue(day);

describe('a reorganisation of a day to come', () => {
  let agencyId: string;
  let unitId: string;
  let made: string;

  it('is recorded with all that builds on it, and changes nothing today', async () => {
    const agency = (await tree()).find(({ name }) => name === 'Dinas Rencana')!;
    agencyId = agency.unitId;
    unitId = agency.children[0]!.unitId;
    const created = await plan({
      kind: 'CREATE',
      effectiveOn: '2099-01-01',
      name: 'Badan Baru',
      parentUnitId: null,
      basis: 'Perda contoh',
    });
    expect(created).toMatchObject({ status: 201, body: { state: 'PLANNED', affected: 0, problem: null } });
    made = created.body.creates[0]!;
    const moved = await plan({ kind: 'MOVE', effectiveOn: '2099-01-01', unitId, parentUnitId: made });
    expect(moved).toMatchObject({ status: 201, body: { changes: [unitId], affected: 3 } });
    const renamed = await plan({ kind: 'RENAME', effectiveOn: '2099-02-01', unitId, name: 'Bidang Baru' });
    expect(renamed.status).toBe(201);
    expect((await tree()).map(({ name }) => name)).not.toContain('Badan Baru');
  });

  it('shows the tree of any day, and whom it is about', async () => {
    const january = (await tree('2099-01-15')).find(({ unitId: id }) => id === made)!;
    expect(january).toMatchObject({ name: 'Badan Baru', children: [{ unitId, name: 'Bidang Lama', people: 3 }] });
    const [march] = (await tree('2099-03-01')).filter(({ unitId: id }) => id === made);
    expect(march!.children).toMatchObject([{ name: 'Bidang Baru' }]);
    const [, move] = await office.items<PlanView>('planned-reorganisations?state=PLANNED');
    const first = await office.call<{ items: PlannedPersonView[]; nextCursor: string }>(
      'GET',
      `planned-reorganisations/${move!.planId}/people?limit=2`,
    );
    expect(first.body.items).toHaveLength(2);
    expect(first.body.items[0]).toMatchObject({
      from: { agencyName: 'Dinas Rencana' },
      to: { agencyName: 'Badan Baru', unitId },
    });
    const rest = await office.items(
      `planned-reorganisations/${move!.planId}/people?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(rest).toHaveLength(1);
  });

  it('is refused where it cannot be, or would break a later one', async () => {
    const refused = async (body: object) => (await plan(body)).body.code;
    expect(await refused({ kind: 'RENAME', effectiveOn: '2020-01-01', unitId, name: 'X' })).toBe(
      'unit-plan-day-not-to-come',
    );
    expect(await refused({ kind: 'CREATE', effectiveOn: '2099-06-01', name: 'badan baru', parentUnitId: null })).toBe(
      'unit-name-taken',
    );
    expect(await refused({ kind: 'CLOSE', effectiveOn: '2098-01-01', unitId, successorUnitId: agencyId })).toBe(
      'unit-plan-breaks-another',
    );
    expect(await refused({ kind: 'MOVE', effectiveOn: '2099-01-01', unitId })).toBe('unit-plan-input-missing');
  });

  it('takes effect by itself on its day, with events then, and once', async () => {
    const [employee] = STAFF;
    const id = await office.idOf(employee!.number);
    await carryOutOn('2098-12-31');
    expect(await office.items<PlanView>('planned-reorganisations?state=DONE')).toEqual([]);
    await carryOutOn('2099-01-01');
    await carryOutOn('2099-01-01');
    expect(await office.items<PlanView>('planned-reorganisations?state=DONE')).toMatchObject([
      { kind: 'CREATE' },
      { kind: 'MOVE', people: 3 },
    ]);
    expect((await office.call<EmployeeView>('GET', `employees/${id}`)).body).toMatchObject({ agencyId: made, unitId });
    const told = await office.service.region.sql<{ type: string }>(
      `SELECT type FROM identity.outbox WHERE subject IN ($1, $2) AND correlation_id IS NOT NULL`,
      [made, id],
    );
    expect(told.length).toBeGreaterThanOrEqual(2);
    const history = await office.call<{ periods: { validFrom: string }[] }>('GET', `units/${unitId}/history`);
    expect(history.body.periods.at(-1)).toMatchObject({ validFrom: '2099-01-01' });
  });

  it('is ended with its reason where things have changed since, and can be withdrawn', async () => {
    const late = await plan({ kind: 'RENAME', effectiveOn: '2099-05-01', unitId: agencyId, name: 'Dinas Akhir' });
    const other = await plan({ kind: 'RENAME', effectiveOn: '2099-06-01', unitId: agencyId, name: 'Dinas Lain' });
    const withdrawn = await office.call('POST', `planned-reorganisations/${other.body.planId}/withdraw`);
    expect(withdrawn).toMatchObject({ status: 200, body: { state: 'WITHDRAWN' } });
    const again = await office.call('POST', `planned-reorganisations/${other.body.planId}/withdraw`);
    expect(again.body).toMatchObject({ code: 'unit-plan-ended' });
    expect((await office.call('POST', `units/${agencyId}/close`, {})).status).toBe(201);
    const shown = await office.call<PlanView>('GET', `planned-reorganisations/${late.body.planId}`);
    expect(shown.body).toMatchObject({ state: 'PLANNED', problem: 'unit-not-found' });
    await carryOutOn('2099-05-01');
    expect(await office.items<PlanView>('planned-reorganisations?state=FAILED')).toMatchObject([
      { failureCode: 'unit-not-found' },
    ]);
    expect(await office.items<PlanView>('planned-reorganisations?kind=RENAME&state=DONE')).toHaveLength(1);
  });

  it('that is carried out when its year is over says what its people were when that year ended', async () => {
    const unitOf = async (name: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name })).body.unitId;
    const [ends, takes] = [await unitOf('Dinas Lampau'), await unitOf('Dinas Kelak')];
    const who = invent(44, { agency: 'Dinas Lampau', unit: 'Dinas Lampau' });
    await office.importAll([who]);
    const body = { kind: 'CLOSE', effectiveOn: '2099-12-20', unitId: ends, successorUnitId: takes };
    expect(await plan(body)).toMatchObject({ status: 201 });
    await carryOutOn('2100-01-02');
    const told = await office.service.region.sql<{ years: unknown }>(
      `SELECT convert_from(body, 'UTF8')::jsonb->'earlierYears' AS years FROM identity.outbox WHERE subject = $1 AND type LIKE '%employee-changed%'`,
      [await office.idOf(who.number)],
    );
    const state = { employmentStatus: 'PNS', agencyId: takes, unitId: takes };
    expect(told).toEqual([{ years: [{ year: 2099, ...state }] }]);
  });
});

describe('an officer of one unit', () => {
  it('plans below it and nowhere else', async () => {
    const agency = (await office.call<{ unitId: string }>('POST', 'units', { name: 'Dinas Sendiri' })).body.unitId;
    const local = await office.service.token('bkpsdm-officer', { unit: agency, subject: 'unit-officer' });
    const as = { as: local };
    const below = { kind: 'CREATE', effectiveOn: '2099-09-01', name: 'Seksi', parentUnitId: agency };
    expect((await office.call('POST', 'planned-reorganisations', below, as)).status).toBe(201);
    const top = { ...below, name: 'Dinas Lain Lagi', parentUnitId: null };
    expect((await office.call('POST', 'planned-reorganisations', top, as)).status).toBe(403);
    expect((await office.call('GET', 'planned-reorganisations', undefined, as)).status).toBe(403);
  });

  it('plans no end by which its people would go to a unit of others', async () => {
    const made = async (name: string, parentUnitId?: string) =>
      (await office.call<{ unitId: string }>('POST', 'units', { name, ...(parentUnitId ? { parentUnitId } : {}) })).body
        .unitId;
    const [agency, elsewhere] = [await made('Dinas Penerus'), await made('Dinas Tetangga')];
    const [field, second] = [await made('Bidang Satu', agency), await made('Bidang Dua', agency)];
    const as = { as: await office.service.token('bkpsdm-officer', { unit: agency, subject: 'successor-officer' }) };
    const answer = async (body: object) => {
      const { status, body: told } = await office.call<{ code?: string }>('POST', 'planned-reorganisations', body, as);
      return [status, told.code];
    };
    const close = { kind: 'CLOSE', effectiveOn: '2099-10-01', unitId: field };
    expect(await answer({ ...close, successorUnitId: elsewhere })).toEqual([403, 'forbidden']);
    // An agency that is split makes agencies, which concern the whole region, though nothing in the plan says so.
    const parts = { kind: 'SPLIT', effectiveOn: '2099-10-01', into: [{ name: 'Dinas A' }, { name: 'Dinas B' }] };
    expect(await answer({ ...parts, unitId: agency })).toEqual([403, 'forbidden']);
    expect(await answer({ ...close, successorUnitId: second })).toEqual([201, undefined]);
  });
});
