import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeePeriodView } from '../employees/employee-edit.dto.js';
import type { EmployeeView } from '../employees/employee.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import type { RecordMergeView } from './record-merge.dto.js';
import { RecordMerges } from './record-merges.js';

const KEPT = invent(61, { agency: 'Dinas Ganda', unit: 'Bidang Satu' });
const DOUBLE = invent(62, { agency: 'Dinas Ganda', unit: 'Bidang Dua' });
const STAFF = invent(63, { agency: 'Dinas Ganda', unit: 'Bidang Dua' });
let office: IdentityOffice;
let stays: string;
let goes: string;

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll([KEPT, DOUBLE, STAFF]);
  stays = await office.idOf(KEPT.number);
  goes = await office.idOf(DOUBLE.number);
});
afterAll(() => office.stop());

const sql = (text: string, values: unknown[] = []) => office.service.region.sql<Record<string, unknown>>(text, values);
const told = async (type: string, subject: string) =>
  (await sql(`SELECT 1 FROM identity.outbox WHERE type = 'betang.identity.${type}.v1' AND subject = $1`, [subject]))
    .length;
const employee = async (id: string) => (await office.call<EmployeeView>('GET', `employees/${id}`)).body;
const merge = (body: object) => office.call<{ mergeId: string; code: string }>('POST', 'record-merges', body);
const accountOf = (id: string) => sql('SELECT login_name FROM identity.account WHERE employee_id = $1', [id]);

describe('two records of one person', () => {
  let mergeId: string;
  let unitId: string;

  beforeAll(async () => {
    unitId = (await employee(goes)).unitId;
    const { headers } = await office.call('GET', `units/${unitId}`);
    const head = await office.call(
      'PUT',
      `units/${unitId}/head`,
      { employeeId: goes },
      { headers: { 'if-match': headers.get('etag')! } },
    );
    expect(head.status).toBe(204);
    await sql(
      `INSERT INTO identity.account (account_id, login_name, display_name, employee_id, password_hash, created_by) VALUES (gen_random_uuid(), 'ganda.contoh', 'x', $1, 'x', 'x')`,
      [goes],
    );
  });

  it('become one: numbers, headship, account and history are those of the record that stays', async () => {
    const answer = await merge({ stays, goes, note: 'dua kali tercatat' });
    expect(answer.status).toBe(201);
    mergeId = answer.body.mergeId;
    expect(await office.idOf(DOUBLE.number)).toBe(stays);
    expect((await employee(stays)).identifiers.map(({ value }) => value)).toEqual(
      expect.arrayContaining([String(KEPT.number), String(DOUBLE.number)]),
    );
    expect(await employee(goes)).toMatchObject({ mergedInto: stays });
    expect(await employee(await office.idOf(STAFF.number))).toMatchObject({ supervisor: { employeeId: stays } });
    expect(await accountOf(stays)).toHaveLength(1);
    const history = await office.items<EmployeePeriodView>(`employees/${stays}/history`);
    expect(history.filter(({ ofRecord }) => ofRecord === goes).map(({ value }) => value)).toContain('Bidang Dua');
    expect(history.filter(({ ofRecord }) => ofRecord === null).map(({ value }) => value)).toContain('Bidang Satu');
  });

  it('are told of as one only when it is final: until then the other services keep both apart', async () => {
    expect(await told('employee-left', goes)).toBe(1);
    expect(await told('employee-records-merged', stays)).toBe(0);
    await office.service.app.get(RecordMerges, { strict: false }).finishDue();
    expect(await office.items<RecordMergeView>(`record-merges?employeeId=${goes}`)).toMatchObject([
      { mergeId, state: 'OPEN', stays: { name: KEPT.name }, goes: { name: DOUBLE.name } },
    ]);
  });

  it('stand in no second merge meanwhile', async () => {
    const third = await office.idOf(STAFF.number);
    expect((await merge({ stays: third, goes: stays })).body.code).toBe('employee-merge-open');
    expect((await merge({ stays: goes, goes: third })).body.code).toBe('employee-merge-open');
    expect((await merge({ stays, goes: stays })).body.code).toBe('employee-merge-itself');
  });

  it('are two again when it is undone, and what was joined is where it was', async () => {
    expect((await office.call('POST', `record-merges/${mergeId}/undo`)).body).toMatchObject({ state: 'UNDONE' });
    expect(await office.idOf(DOUBLE.number)).toBe(goes);
    expect((await employee(stays)).identifiers.map(({ value }) => value)).toEqual([String(KEPT.number)]);
    expect(await employee(goes)).toMatchObject({
      mergedInto: null,
      leftOn: null,
      employeeNumber: String(DOUBLE.number),
    });
    expect(await employee(await office.idOf(STAFF.number))).toMatchObject({ supervisor: { employeeId: goes } });
    expect(await accountOf(goes)).toHaveLength(1);
    expect(await told('employee-registered', goes)).toBe(2);
    expect((await office.call('POST', `record-merges/${mergeId}/undo`)).body).toMatchObject({
      code: 'employee-merge-final',
    });
    expect(await sql('SELECT before FROM identity.record_merge')).toEqual([{ before: null }]);
  });

  it('are one for good after the time for undoing', async () => {
    const { body } = await merge({ stays, goes });
    await sql(`UPDATE identity.record_merge SET undo_until = now() WHERE merge_id = $1`, [body.mergeId]);
    expect((await office.call('POST', `record-merges/${body.mergeId}/undo`)).body).toMatchObject({
      code: 'employee-merge-final',
    });
    await office.service.app.get(RecordMerges, { strict: false }).finishDue();
    expect(await told('employee-records-merged', stays)).toBe(1);
    expect((await office.call<RecordMergeView>('GET', `record-merges/${body.mergeId}`)).body).toMatchObject({
      state: 'FINAL',
    });
  });
});

describe('a record of somebody who was thought to have left', () => {
  it('is in service again by the merge, and left as before when it is undone', async () => {
    const [old, anew] = [invent(71, { agency: 'Dinas Ganda' }), invent(72, { agency: 'Dinas Ganda' })];
    await office.importAll([old, anew]);
    const [before, after] = [await office.idOf(old.number), await office.idOf(anew.number)];
    const { headers } = await office.call('GET', `employees/${before}`);
    const left = { leftOn: '2026-01-01', reason: 'OTHER' };
    await office.call('POST', `employees/${before}/leave`, left, { headers: { 'if-match': headers.get('etag')! } });
    const { body } = await merge({ stays: before, goes: after });
    expect(await employee(before)).toMatchObject({ leftOn: null });
    expect((await office.call('POST', `record-merges/${body.mergeId}/undo`)).status).toBe(200);
    expect(await employee(before)).toMatchObject({ leftOn: '2026-01-01', leaveReason: 'OTHER' });
    expect(await employee(after)).toMatchObject({ leftOn: null });
  });
});
