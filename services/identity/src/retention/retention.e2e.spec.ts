import { Sweeps } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeListItem } from '../employees/employee.dto.js';
import { openIdentityOffice, type IdentityOffice } from '../testing/identity-office.js';
import { invent } from '../testing/office-roster.js';
import { Retention } from './retention.js';
import type { OwnRetentionList, RetentionPreview, RetentionRuleView, RetentionRunView } from './retention.dto.js';

const GONE = invent(21);
const STAYS = invent(22);
let office: IdentityOffice;
let gone: string;

beforeAll(async () => {
  office = await openIdentityOffice();
  await office.importAll([GONE, STAYS]);
  gone = await office.idOf(GONE.number);
});
afterAll(() => office.stop());

const sql = (text: string, values: unknown[] = []) => office.service.region.sql(text, values);
const preview = async (on?: string) =>
  (await office.call<RetentionPreview>('GET', `retention/preview${on === undefined ? '' : `?on=${on}`}`)).body;
const dueOf = async (kind: string, on?: string) => (await preview(on)).items.find((item) => item.kind === kind)!;
const sweep = () => office.service.app.get(Retention, { strict: false }).sweep();

describe('rules of retention', () => {
  it('come with the product, each with its regulation and how sure we are of it', async () => {
    const rules = await office.items<RetentionRuleView>('retention/rules');
    expect(rules.filter(({ inForce }) => inForce)).toHaveLength(11);
    expect(rules.find(({ kind }) => kind === 'EMPLOYMENT_HISTORY')).toMatchObject({ act: 'KEEP', keep: null });
    expect(rules.find(({ kind }) => kind === 'EMPLOYEE_IDENTITY')).toMatchObject({
      keep: 'P10Y',
      certainty: 'assumed',
    });
    expect(rules.find(({ kind }) => kind === 'ROSTER_IMPORT')).toMatchObject({ keep: 'P90D', countedFrom: 'UPLOAD' });
  });

  it('are added with a time of notice, and taken back before they begin', async () => {
    const rule = { kind: 'NOTICE', keep: 'P18M', basis: 'Jadwal retensi daerah', certainty: 'confirmed' };
    const soon = await office.call('POST', 'retention/rules', { ...rule, validFrom: '2026-01-01' });
    expect(soon.body).toMatchObject({ code: 'retention-rule-too-soon' });
    const added = await office.call<{ ruleId: string }>('POST', 'retention/rules', {
      ...rule,
      validFrom: '2099-01-01',
    });
    expect(added.status).toBe(201);
    const twice = await office.call('POST', 'retention/rules', { ...rule, validFrom: '2099-01-01' });
    expect(twice.body).toMatchObject({ code: 'retention-rule-double' });
    const found = (await office.items<RetentionRuleView>('retention/rules')).find(
      ({ ruleId }) => ruleId === added.body.ruleId,
    );
    expect(found).toMatchObject({ keep: 'P18M', inForce: false });
    expect((await office.call('DELETE', `retention/rules/${added.body.ruleId}`)).status).toBe(204);
    expect((await office.call('DELETE', `retention/rules/${added.body.ruleId}`)).body).toMatchObject({
      code: 'retention-rule-begun',
    });
    expect(
      (await office.call('POST', 'retention/rules', { ...rule, keep: 'P1', validFrom: '2099-01-01' })).status,
    ).toBe(400);
  });

  it('are for officers of the whole region', async () => {
    const [unit] = await office.items<{ unitId: string }>('units?kind=AGENCY');
    const local = await office.service.token('bkpsdm-officer', { unit: unit!.unitId, subject: 'agency-officer' });
    for (const path of ['rules', 'preview', 'runs', 'due?kind=NOTICE'])
      expect((await office.call('GET', `retention/${path}`, undefined, { as: local })).status).toBe(403);
  });
});

describe('somebody who left', () => {
  beforeAll(async () => {
    const { headers } = await office.call('GET', `employees/${gone}`);
    const left = { leftOn: '2016-03-01', reason: 'RETIRED' };
    const answer = await office.call('POST', `employees/${gone}/leave`, left, {
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(answer.status).toBe(200);
    await sql(
      `INSERT INTO identity.account (account_id, login_name, display_name, employee_id, password_hash, created_by) VALUES (gen_random_uuid(), 'lama.contoh', 'x', $1, 'x', 'x')`,
      [gone],
    );
    await sql(`INSERT INTO identity.sign_in_guard (name_hash, last_failure) VALUES ('\\x01', '2020-01-01')`);
  });

  it('is shown before it goes, the account first', async () => {
    expect(await dueOf('ACCOUNT')).toMatchObject({ due: 1, oldest: '2016-03-01', act: 'ERASE' });
    expect(await dueOf('EMPLOYEE_IDENTITY')).toMatchObject({ due: 0 });
    expect(await dueOf('ACCOUNT', '2016-03-15')).toMatchObject({ due: 0, ruleId: null });
    expect(await office.items('retention/due?kind=ACCOUNT')).toMatchObject([{ employeeId: gone, name: GONE.name }]);
    const reads = await sql(
      `SELECT 1 FROM identity.audit_entry WHERE object_id = $1 AND reason = 'retention-preview'`,
      [gone],
    );
    expect(reads).toHaveLength(1);
  });

  it('goes by night, history kept without saying whose it is, and the other services are told once', async () => {
    const erased = await sweep();
    expect(erased).toMatchObject({ ACCOUNT: 1, EMPLOYEE_IDENTITY: 1, SIGN_IN_FAILURE: 1 });
    expect(await sweep()).toMatchObject({ ACCOUNT: 0, EMPLOYEE_IDENTITY: 0 });
    const search = await office.call<{ items: EmployeeListItem[] }>('POST', 'employees/search', {
      employeeNumber: String(GONE.number),
    });
    expect(search.body.items).toEqual([]);
    expect((await office.call('GET', `employees/${gone}`)).status).toBe(404);
    const [row] = await sql(
      `SELECT name, birth_date::text AS born, (SELECT count(*)::int FROM identity.employee_period p WHERE p.employee_id = e.employee_id) AS history,
              (SELECT count(*)::int FROM identity.employee_identifier i WHERE i.employee_id = e.employee_id) AS numbers FROM identity.employee e WHERE employee_id = $1`,
      [gone],
    );
    expect(row).toMatchObject({ name: '(dihapus)', numbers: 0, born: expect.stringMatching(/-01-01$/) as unknown });
    expect((row as { history: number }).history).toBeGreaterThan(2);
    const told = await sql(
      `SELECT 1 FROM identity.outbox WHERE type = 'betang.identity.employee-identity-erased.v1' AND subject = $1`,
      [gone],
    );
    expect(told).toHaveLength(1);
    const runs = await office.items<RetentionRunView>('retention/runs');
    expect(runs.map(({ kind, erased: count }) => `${kind} ${count}`)).toContain('EMPLOYEE_IDENTITY 1');
    const audited = await sql(
      `SELECT reason FROM identity.audit_entry WHERE object_id = $1 AND action = 'erase-identity'`,
      [gone],
    );
    expect(audited).toHaveLength(1);
  });

  it('leaves everybody else alone', async () => {
    expect(await office.idOf(STAYS.number)).toBeTruthy();
  });
});

describe('an imported roster', () => {
  it('goes with its rows after its time, and so do closed entries of the queue', async () => {
    // Past midnight in the region: its period begins with the new year.
    await sql(`UPDATE identity.roster_import SET changed_at = '2019-12-31T18:00:00Z'`);
    expect(await dueOf('ROSTER_IMPORT')).toMatchObject({ due: 1, oldest: '2020-01-01' });
    expect(await dueOf('ROSTER_IMPORT', '2020-03-30')).toMatchObject({ due: 0 });
    await sql(
      `INSERT INTO identity.correction (correction_id, kind, employee_id, state, settled_at, settled_by, note, detail)
       VALUES (gen_random_uuid(), 'person.asks.name', $1, 'SETTLED', '2020-01-01', 'x', 'SK 1', '{"request": "Nama saya salah", "answer": "CORRECTED"}')`,
      [await office.idOf(STAYS.number)],
    );
    const sweeps = office.service.app.get(Sweeps, { strict: false });
    await sweeps.runNow('retention');
    expect(await sql('SELECT 1 FROM identity.roster_import')).toEqual([]);
    expect(await sql('SELECT 1 FROM identity.roster_row')).toEqual([]);
    expect(await sql('SELECT detail, note FROM identity.correction WHERE erased_at IS NOT NULL')).toEqual([
      { detail: { answer: 'CORRECTED' }, note: null },
    ]);
  });
});

describe('a person in service', () => {
  it('sees the rules that apply', async () => {
    const own = await office.service.token('civil-servant', { employee: await office.idOf(STAYS.number) });
    const { body } = await office.call<OwnRetentionList>('GET', 'me/retention', undefined, { as: own });
    expect(body.items.map(({ kind }) => kind)).toContain('EMPLOYEE_IDENTITY');
    expect(body.items.find(({ kind }) => kind === 'EMPLOYEE_IDENTITY')).toMatchObject({
      goesOn: null,
      title: { id: expect.stringContaining('Nama') as unknown },
    });
  });
});
