import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent, type RosterPerson } from '../testing/office-roster.js';
import type { RecordMergeView } from '../corrections/record-merge.dto.js';
import type { EmployeePeriodView } from '../employees/employee-edit.dto.js';
import type { EmployeeListItem, EmployeeView } from '../employees/employee.dto.js';
import type { CorrectionView } from '../corrections/correction.dto.js';
import type { UnitImportLineView } from '../unit-import/unit-import.dto.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';
import type { UndoPreviewView } from '../roster-import/roster-import.dto.js';
import type { DifferenceView } from '../roster-import/roster-import.queries.js';

/** R24: "applies to all staff without exception", PNS and PPPK: a personnel officer keeps everyone of the region on record. */
let office: IdentityOffice;
const pppk = (index: number, status: string): RosterPerson => {
  const number = String(invent(index).number);
  return invent(index, {
    number: `${number.slice(0, 12)}21${number.slice(14)}`,
    status,
    grade: 'IX',
    position: 'Guru',
  });
};
const STAFF = [
  invent(0, { position: 'Kepala Dinas', positionType: 'JPT Pratama', grade: 'IV/b', unit: 'Dinas Contoh 1' }),
  invent(5, { status: 'CPNS' }),
  pppk(10, 'PPPK'),
  pppk(15, 'PPPK Paruh Waktu'),
  invent(20),
];
const tree = () => office.call<UnitTreeView[]>('GET', 'units/tree').then(({ body }) => body);

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll(STAFF);
});
afterAll(() => office.stop());

describe('R24: an officer’s roster', () => {
  it('puts everyone on record, whatever their status', async () => {
    const people = await office.items<EmployeeListItem>('employees');
    expect(new Set(people.map((person) => person.employmentStatus))).toEqual(
      new Set(['PNS', 'CPNS', 'PPPK', 'PPPK_PARUH_WAKTU']),
    );
    expect(await office.items('employees?employmentStatus=PPPK_PARUH_WAKTU')).toHaveLength(1);
    expect(await office.items('employees?positionType=JPT_PRATAMA')).toHaveLength(1);
  });

  it('tells who joins, moves and leaves before anything is applied, and is undone as if it had not been', async () => {
    const list = [...STAFF.slice(0, 4), invent(25), invent(30)];
    list[1] = { ...STAFF[1]!, unit: 'Bidang Pindah', status: 'PNS' };
    const job = await office.preview(list);
    expect(job.counts).toMatchObject({ joiners: 2, changed: 1, movers: 1, leavers: 1, newUnits: 1 });
    const named = async (kind: string) =>
      (await office.items<DifferenceView>(`imports/${job.importId}/differences?kind=${kind}`)).map(({ name }) => name);
    expect(await named('MOVER')).toEqual([STAFF[1]!.name]);
    expect(await named('LEAVER')).toEqual([STAFF[4]!.name]);
    await office.apply(job.importId, { applyLeavers: true, leaveReason: 'CONTRACT_ENDED' });

    const joiner = await office.idOf(list[4]!.number);
    const { headers } = await office.call('GET', `employees/${joiner}`);
    await office.call(
      'PATCH',
      `employees/${joiner}`,
      { grade: 'III/d' },
      { headers: { 'if-match': headers.get('etag')! } },
    );
    const undo = (body: object) => office.call<{ code?: string }>('POST', `imports/${job.importId}/undo`, body);
    expect(await undo({})).toMatchObject({ status: 409, body: { code: 'roster-undo-changed-since' } });
    const { body: blocked } = await office.call<UndoPreviewView>('GET', `imports/${job.importId}/undo`);
    expect(blocked).toMatchObject({
      undoable: 3,
      changedSince: 1,
      items: [{ employeeId: joiner, because: 'changed-since' }],
    });
    expect((await undo({ keepChanged: true })).status).toBe(202);
    expect(await office.settled(job.importId, ['UNDONE', 'FAILED'])).toMatchObject({
      state: 'UNDONE',
      counts: { undone: 3, kept: 1 },
    });
    const names = (await office.items<EmployeeListItem>('employees')).map(({ name }) => name);
    expect(names.sort()).toEqual([...STAFF.map(({ name }) => name), list[4]!.name].sort());
    expect(await undo({})).toMatchObject({ status: 409, body: { code: 'roster-import-state' } });
    await office.call('POST', `employees/${joiner}/leave`, { reason: 'OTHER' });
  });
});

describe('R24: a single record', () => {
  it('is edited from a day on, by the version that the officer saw, and keeps its history', async () => {
    const id = await office.idOf(STAFF[1]!.number);
    const seen = await office.call<EmployeeView>('GET', `employees/${id}`);
    const edit = (body: object, etag = seen.headers.get('etag')!) =>
      office.call<{ code?: string }>('PATCH', `employees/${id}`, body, { headers: { 'if-match': etag } });
    expect((await office.call('PATCH', `employees/${id}`, { grade: 'III/b' })).status).toBe(428);
    expect((await edit({ grade: 'V/f' })).body).toMatchObject({ code: 'grade.unknown' });
    expect((await edit({ grade: 'III/b', effectiveOn: '2099-01-01' })).body).toMatchObject({
      code: 'effective-day-to-come',
    });
    const done = await edit({
      employmentStatus: 'PNS',
      grade: 'III/b',
      effectiveOn: '2026-04-01',
      reason: 'SK 800/1/2026',
    });
    expect(done).toMatchObject({ status: 200, body: { employmentStatus: 'PNS', grade: 'III/b' } });
    expect((await edit({ grade: 'III/c' })).status).toBe(412);
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
    expect(history.filter(({ facet }) => facet === 'GRADE')).toMatchObject([
      { value: 'III/a', validFrom: null, validTo: '2026-04-01', source: 'ROSTER' },
      { value: 'III/b', validFrom: '2026-04-01', validTo: null, source: 'OFFICER' },
    ]);
  });

  it('has a past that is filled in from decrees of before, and a present that stands', async () => {
    const id = await office.idOf(STAFF[1]!.number);
    const add = (body: object) => office.call<{ code?: string }>('POST', `employees/${id}/history`, body);
    const grade = { facet: 'GRADE', value: 'II/d', validFrom: '2020-04-01', validTo: '2024-04-01' };
    expect((await add(grade)).status).toBe(200);
    expect((await add({ ...grade, value: 'V/f' })).body.code).toBe('grade.unknown');
    expect((await add({ ...grade, validTo: '2026-05-01' })).body.code).toBe('period-not-past');
    const history = await office.items<EmployeePeriodView>(`employees/${id}/history`);
    expect(
      history
        .filter(({ facet }) => facet === 'GRADE')
        .map(({ value, validFrom, validTo }) => [value, validFrom, validTo]),
    ).toEqual([
      ['III/a', null, '2020-04-01'],
      ['II/d', '2020-04-01', '2024-04-01'],
      ['III/a', '2024-04-01', '2026-04-01'],
      ['III/b', '2026-04-01', null],
    ]);
  });

  it('has dated numbers: a new contract ends the old one, a wrong number goes, another one’s is refused', async () => {
    const id = await office.idOf(STAFF[2]!.number);
    const add = (body: object) => office.call<{ code?: string }>('POST', `employees/${id}/identifiers`, body);
    const renewed = `${String(STAFF[2]!.number).slice(0, 8)}202622${String(STAFF[2]!.number).slice(14)}`;
    expect((await add({ kind: 'NI_PPPK', value: renewed, validFrom: '2026-03-01' })).status).toBe(200);
    expect((await add({ kind: 'SIASN_PNS_ID', value: 'A5EB03E2-0000' })).status).toBe(200);
    const { body } = await office.call<EmployeeView>('GET', `employees/${id}`);
    expect(body.employeeNumber).toBe(renewed);
    expect(body.identifiers).toMatchObject([
      { kind: 'SIASN_PNS_ID', validTo: null },
      { kind: 'NI_PPPK', value: STAFF[2]!.number, validTo: '2026-02-28' },
      { kind: 'NI_PPPK', value: renewed, validTo: null },
    ]);
    expect((await add({ kind: 'NI_PPPK', value: String(STAFF[3]!.number) })).body).toMatchObject({
      code: 'employee-number-taken',
    });
    expect(await office.idOf(STAFF[2]!.number)).toBe(id);
  });

  it('knows its supervisor from the heads of units, and when it will retire', async () => {
    const [head, other] = [await office.idOf(STAFF[0]!.number), await office.idOf(STAFF[4]!.number)];
    const agency = (await tree())[0]!;
    const put = async (unitId: string, body: object) => {
      const { headers } = await office.call('GET', `units/${unitId}`);
      return office.call('PUT', `units/${unitId}/head`, body, { headers: { 'if-match': headers.get('etag')! } });
    };
    expect((await put(agency.unitId, { employeeId: head })).status).toBe(204);
    const supervisor = async (id: string) =>
      (await office.call<EmployeeView>('GET', `employees/${id}`)).body.supervisor;
    expect(await supervisor(other)).toMatchObject({ employeeId: head, saidByOfficer: false });
    expect(await supervisor(head)).toBeNull();
    const unit = agency.children.find(({ people }) => people > 0)!;
    expect((await put(unit.unitId, { employeeId: head })).status).toBe(409);
    expect((await put(unit.unitId, { employeeId: other, acting: 'PLT' })).status).toBe(204);

    const own = await office.call('GET', `employees/${other}`);
    const said = (employeeId: string | null) =>
      office.call('PUT', `employees/${other}/supervisor`, { employeeId }, { headers: { 'if-match': '*' } });
    const third = await office.idOf(STAFF[1]!.number);
    expect(own.status).toBe(200);
    expect((await said(third)).body).toMatchObject({ supervisor: { employeeId: third, saidByOfficer: true } });
    expect((await said(other)).body).toMatchObject({ code: 'supervisor-loop' });
    expect((await said(null)).body).toMatchObject({ supervisor: { employeeId: head } });

    // Born in 1970: a head of agency at 60, everyone else at 58, the first of the next month.
    const from = 'from=2020-01-01&before=2060-01-01';
    const all = await office.items<{ employeeId: string; retiresOn: string; rule: { age: number; certainty: string } }>(
      `retirements?${from}`,
    );
    expect(all).toHaveLength(5);
    expect(all.find(({ employeeId }) => employeeId === head)).toMatchObject({
      retiresOn: '2030-02-01',
      rule: { age: 60 },
    });
    const before = all.find(({ employeeId }) => employeeId === other)!;
    expect(before.rule).toMatchObject({ certainty: 'unverified' });
    const rule = {
      positionType: 'FUNCTIONAL',
      level: 'AHLI_MUDA',
      age: 61,
      validFrom: '2026-01-01',
      basis: 'Uji aturan',
      certainty: 'assumed',
    };
    expect((await office.call('POST', 'retirements/rules', rule)).status).toBe(201);
    await waitUntil('the rule is in the forecast', async () => {
      const { body } = await office.call<EmployeeView>('GET', `employees/${other}`);
      return body.retiresOn === '2031-02-01';
    });
    const [added] = (await office.items<{ ruleId: string; age: number }>('retirements/rules')).filter(
      ({ age }) => age === 61,
    );
    const end = await office.call(
      'PATCH',
      `retirements/rules/${added!.ruleId}`,
      { validTo: '2027-01-01' },
      { headers: { 'if-match': '"1"' } },
    );
    expect(end.status).toBe(200);
    await waitUntil('its end is in the forecast', async () => {
      const { body } = await office.call<EmployeeView>('GET', `employees/${other}`);
      return body.retiresOn === before.retiresOn;
    });
    const totals = await office.items<{ year: number; people: number; managerial: number }>(
      `retirements/totals?${from}`,
    );
    expect(totals).toContainEqual(expect.objectContaining({ year: 2030, people: 3, managerial: 1 }));
    const first = await office.call<{ items: object[]; nextCursor?: string }>(
      'GET',
      `retirements/totals?${from}&sort=-people&limit=1`,
    );
    expect(first.body.items).toHaveLength(1);
    expect((await office.call('GET', `retirements/totals?${from}&sort=noSuchField`)).status).toBe(400);
    const elsewhere = await office.items(`retirements/totals?${from}&under=00000000-0000-4000-8000-000000000000`);
    expect(elsewhere).toEqual([]);
  });

  it('ends a rule of retirement once: of two at the same moment the later one is told to load it again', async () => {
    const rule = {
      positionType: 'EXECUTOR',
      age: 59,
      validFrom: '2058-01-01',
      basis: 'Uji aturan',
      certainty: 'assumed',
    };
    const { ruleId } = (await office.call<{ ruleId: string }>('POST', 'retirements/rules', rule)).body;
    const earlier = office.service.app.get(UnitOfWork, { strict: false });
    const { later } = await earlier.run(
      async (tx) => {
        await tx.execute('UPDATE retirement_rule SET version = version + 1 WHERE rule_id = $1', [ruleId]);
        const headers = { 'if-match': '"1"' };
        const ending = office.call('PATCH', `retirements/rules/${ruleId}`, { validTo: '2059-01-01' }, { headers });
        const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE retirement_rule SET valid_to%'`;
        await waitUntil('the later one waits', async () => (await office.service.region.sql(waits)).length === 1);
        return { later: ending };
      },
      { beside: 'another officer' },
    );
    expect(await later).toMatchObject({ status: 412, body: { code: 'etag-mismatch', field: 'If-Match' } });
  });

  it('is taken into service, leaves and comes back by an officer’s word', async () => {
    const unitId = (await tree())[0]!.unitId;
    const number = String(invent(77).number);
    const fresh = { employeeNumber: number, name: 'Rina Rekaan', employmentStatus: 'CPNS', unitId, grade: 'III/a' };
    const made = await office.call<{ employeeId: string }>('POST', 'employees', {
      ...fresh,
      effectiveOn: '2026-05-01',
    });
    expect(made.status).toBe(201);
    expect((await office.call('POST', 'employees', fresh)).body).toMatchObject({ code: 'employee-number-taken' });
    const id = made.body.employeeId;
    const act = (what: string, body: object) => office.call<{ code?: string }>('POST', `employees/${id}/${what}`, body);
    expect((await act('leave', { reason: 'RETIRED', leftOn: '2026-06-01' })).status).toBe(200);
    expect((await act('leave', { reason: 'RETIRED' })).body).toMatchObject({ code: 'employee-has-left' });
    expect((await act('return', {})).status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${id}`)).body.leftOn).toBeNull();
    const told = await office.service.region.sql<{ type: string }>(
      `SELECT split_part(type, '.', 3) AS type FROM identity.outbox WHERE subject = $1 ORDER BY generation, xid, seq`,
      [id],
    );
    expect(told.map(({ type }) => type)).toEqual(['employee-registered', 'employee-left', 'employee-registered']);
  });
});

describe('R24: what does not agree', () => {
  const resolve = (correctionId: string, body: object) =>
    office.call<{ employeeId: string; code?: string }>('POST', `corrections/${correctionId}/resolve`, body);
  const open = (kind: string) => office.items<CorrectionView>(`corrections?kind=${kind}`);

  it('is queued with what can be done about it, and resolved by doing it', async () => {
    const wrong = invent(101, { sex: 'L', agency: 'Dinas Perbaikan', unit: 'Bidang 1' });
    const damaged = invent(102, {
      number: Number(`${String(invent(102).number).slice(0, 15)}000`),
      agency: 'Dinas Perbaikan',
    });
    await office.importAll([wrong, damaged, invent(103, { agency: 'Dinas Perbaikan', unit: 'Bidang 1' })]);
    const [sex] = await open('employee-number.sex-disagrees');
    expect(sex!.actions).toContain('TAKE_FROM_NUMBER');
    expect((await resolve(sex!.correctionId, { action: 'GIVE_NUMBER', employeeNumber: '1' })).status).toBe(400);
    expect((await resolve(sex!.correctionId, { action: 'PLACE_IN_UNIT' })).body.code).toBe('correction-action-unfit');
    expect((await resolve(sex!.correctionId, { action: 'TAKE_FROM_NUMBER' })).status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${sex!.employeeId}`)).body.sex).toBe('FEMALE');

    const [row] = await open('employee-number.damaged');
    expect(row).toMatchObject({ employeeId: null, name: damaged.name });
    const given = await resolve(row!.correctionId, {
      action: 'GIVE_NUMBER',
      employeeNumber: String(invent(102).number),
    });
    expect(given.status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${given.body.employeeId}`)).body).toMatchObject({
      name: damaged.name,
      agencyName: 'Dinas Perbaikan',
    });
    expect(await office.items('corrections/summary')).toEqual([]);
  });

  it('about a unit is learnt: the next file finds it by that name', async () => {
    const person = invent(104, { agency: 'Dinas Perbaikan', unit: 'Bid. Satu' });
    await office.importAll([person], { newUnits: 'queue' });
    const [entry] = await open('roster.unit-unknown');
    expect(entry).toMatchObject({ unitName: 'Bid. Satu' });
    const agency = (await tree()).find(({ name }) => name === 'Dinas Perbaikan')!;
    const unit = agency.children[0]!;
    expect((await resolve(entry!.correctionId, { action: 'PLACE_IN_UNIT', unitId: unit.unitId })).status).toBe(200);
    const job = await office.preview([invent(105, { agency: 'Dinas Perbaikan', unit: 'BID SATU' })]);
    expect(job.counts).toMatchObject({ joiners: 1, newUnits: 0, warned: 0 });
  });

  it('about two people under one number ends with both on record', async () => {
    const holder = invent(110, { agency: 'Dinas Perbaikan', unit: 'Bidang 1' });
    const other = { ...holder, name: 'Zulkarnain Bayangan' };
    await office.importAll([holder]);
    await office.importAll([other]);
    const [entry] = await open('roster.number-of-another');
    expect(entry).toMatchObject({ name: holder.name, otherName: other.name });
    const right = String(invent(111).number);
    const done = await resolve(entry!.correctionId, { action: 'OTHER_PERSON', employeeNumber: right });
    expect(done.status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${done.body.employeeId}`)).body).toMatchObject({
      ...{ name: other.name, employeeNumber: right, unitName: 'Bidang 1' },
    });

    await office.importAll([{ ...holder, name: 'Siti Berganti Nama' }]);
    const [again] = await open('roster.number-of-another');
    expect((await resolve(again!.correctionId, { action: 'SAME_PERSON' })).status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${await office.idOf(holder.number)}`)).body.name).toBe(
      'Siti Berganti Nama',
    );
  });

  it('about a wrong number, or a unit that was never recorded, is put right in place', async () => {
    const wrong = invent(112, { birthDate: '09-09-1971', agency: 'Dinas Perbaikan', unit: 'Bidang Tak Tercatat' });
    await office.importAll([wrong], { newUnits: 'queue' });
    const born = (await open('employee-number.birth-date-disagrees')).find(({ name }) => name === wrong.name);
    const right = `19710909${String(wrong.number).slice(8)}`;
    expect((await resolve(born!.correctionId, { action: 'REPLACE_NUMBER', employeeNumber: right })).status).toBe(200);
    const { body } = await office.call<EmployeeView>('GET', `employees/${born!.employeeId}`);
    expect(body.identifiers).toMatchObject([{ kind: 'NIP', value: right }]);
    const unit = (await open('roster.unit-unknown')).find(({ name }) => name === wrong.name);
    expect((await resolve(unit!.correctionId, { action: 'CREATE_UNIT' })).status).toBe(200);
    expect((await office.call<EmployeeView>('GET', `employees/${born!.employeeId}`)).body.unitName).toBe(
      'Bidang Tak Tercatat',
    );
  });

  it('about one person under two numbers ends with one record', async () => {
    const twice = invent(103, { agency: 'Dinas Perbaikan', number: `${String(invent(103).number).slice(0, 15)}088` });
    await office.importAll([invent(103, { agency: 'Dinas Perbaikan' }), twice]);
    const [entry] = await open('roster.same-person-suspected');
    const stays = await office.idOf(invent(103).number);
    expect((await resolve(entry!.correctionId, { action: 'MERGE_INTO', employeeId: stays })).status).toBe(200);
    expect(await office.idOf(twice.number)).toBe(stays);
    const { body } = await office.call<EmployeeView>('GET', `employees/${entry!.employeeId}`);
    expect(body).toMatchObject({ mergedInto: stays });
    const merges = await office.items<RecordMergeView>('record-merges?state=OPEN');
    expect(merges).toMatchObject([{ stays: { employeeId: stays }, goes: { employeeId: entry!.employeeId } }]);
    const told = () =>
      office.service.region.sql(
        `SELECT 1 FROM identity.outbox WHERE type = 'betang.identity.employee-records-merged.v1' AND subject = $1`,
        [stays],
      );
    expect(await told()).toHaveLength(0);
    expect((await office.call('POST', `record-merges/${merges[0]!.mergeId}/confirm`)).status).toBe(200);
    expect(await told()).toHaveLength(1);
  });
});

describe('R24: the organisation through time', () => {
  const post = (path: string, body: object) =>
    office.call<{ created: string[]; people: number; code?: string }>('POST', path, body);

  it('is imported with codes and heads', async () => {
    const form = new FormData();
    const head = String(STAFF[4]!.number);
    const csv = `Kode;Nama Unit Kerja;Unit Induk;NIP Pimpinan\nA9;Badan Daerah;;\nB9;Bidang Satu;A9;${head}\nC9;Bidang Dua;Badan Daerah;\nX;Bidang Hilang;Tidak Ada;\nD9;Bidang Tiga;A9;1,97409E+17\nE9;Bidang Empat;A9;NIP. ${invent(999).number}\n`;
    form.set('file', new Blob([csv]), 'unor.csv');
    const upload = await office.service.call<{ importId: string; counts: object }>('POST', 'unit-imports', {
      as: office.officer,
      form,
    });
    expect(upload).toMatchObject({ status: 201, body: { counts: { new: 5, refused: 1, heads: 1, headsNamed: 2 } } });
    const { importId } = upload.body;
    expect(await office.items(`unit-imports/${importId}/lines?outcome=REFUSED`)).toMatchObject([
      { rowNumber: 5, problem: 'unit-file.parent-unknown' },
    ]);
    const lines = await office.items<UnitImportLineView>(`unit-imports/${importId}/lines`);
    expect(lines.map(({ headProblem }) => headProblem)).toEqual([
      ...[null, null, null, null],
      'unit-file.head-unreadable',
      'unit-file.head-unknown',
    ]);
    expect((await post(`unit-imports/${importId}/apply`, {})).status).toBe(200);
    expect((await post(`unit-imports/${importId}/apply`, {})).status).toBe(409);
    const agency = (await tree()).find(({ name }) => name === 'Badan Daerah')!;
    expect(agency.children).toMatchObject([
      { name: 'Bidang Dua' },
      { name: 'Bidang Empat', head: null },
      { name: 'Bidang Satu', head: { acting: 'PLT' } },
      { name: 'Bidang Tiga', head: null },
    ]);
  });

  it('is renamed, moved, split, merged and closed from a day on, people included, and shown as it stood', async () => {
    const agency = (await tree()).find(({ name }) => name === 'Dinas Perbaikan')!;
    const unit = agency.children[0]!;
    const people = unit.people;
    expect(people).toBeGreaterThan(1);
    const [someone] = await office.items<EmployeeListItem>(`employees?under=${unit.unitId}`);
    const astray = {
      into: [{ name: 'Bidang Kiri' }, { name: 'Bidang Kanan' }],
      people: [{ employeeIds: [await office.idOf(STAFF[4]!.number)], to: 1 }],
    };
    expect((await post(`units/${unit.unitId}/split`, astray)).body).toMatchObject({ code: 'unit-split-person' });
    const split = await post(`units/${unit.unitId}/split`, {
      effectiveOn: '2026-02-01',
      into: [{ name: 'Bidang Kiri' }, { name: 'Bidang Kanan' }],
      people: [{ employeeIds: [someone!.employeeId], to: 1 }],
    });
    expect(split).toMatchObject({ status: 201, body: { people } });
    const [left, right] = split.body.created;
    expect((await office.call<EmployeeView>('GET', `employees/${someone!.employeeId}`)).body.unitId).toBe(right);
    expect((await post(`units/${left}/close`, {})).body).toMatchObject({ code: 'unit-not-empty' });
    const merged = await post('units/merge', {
      unitIds: [left, right],
      into: { name: 'Bidang Utuh' },
      effectiveOn: '2026-03-01',
    });
    const [whole] = merged.body.created;
    const target = (await tree()).find(({ name }) => name === 'Badan Daerah')!;
    const moved = await post(`units/${whole}/move`, { parentUnitId: target.unitId, effectiveOn: '2026-04-01' });
    expect(moved).toMatchObject({ status: 201, body: { people } });
    expect((await office.call<EmployeeView>('GET', `employees/${someone!.employeeId}`)).body.agencyName).toBe(
      'Badan Daerah',
    );
    const named = async (on: string) =>
      (await office.call<UnitTreeView[]>('GET', `units/tree?on=${on}`)).body
        .flatMap(({ name, children }) => children.map((child) => `${name}/${child.name}`))
        .filter((path) => /Perbaikan|Utuh/.test(path) && !path.endsWith('Tercatat'));
    expect(await named('2026-01-15')).toEqual(['Dinas Perbaikan/Bidang 1']);
    expect(await named('2026-02-15')).toEqual(['Dinas Perbaikan/Bidang Kanan', 'Dinas Perbaikan/Bidang Kiri']);
    expect(await named('2026-03-15')).toEqual(['Dinas Perbaikan/Bidang Utuh']);
    expect(await named('2026-04-15')).toEqual(['Badan Daerah/Bidang Utuh']);
    const { body } = await office.call<{ predecessors: unknown[]; periods: unknown[] }>(
      'GET',
      `units/${whole}/history`,
    );
    expect(body.predecessors).toHaveLength(2);
    expect(body.periods).toHaveLength(2);
    expect(await office.items(`units?state=closed&under=${agency.unitId}`)).toMatchObject([
      { name: 'Bidang 1' },
      { name: 'Bidang Kanan' },
      { name: 'Bidang Kiri' },
    ]);
  });
});
