import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@betang/platform';
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { startIdentity, type Answer, type RunningIdentity } from '../testing/running-identity.js';
import { REDIRECT, SignInAttempt } from '../testing/sign-in-client.js';
import type { GivenRoleView, RoleRequestPage, RoleRequestView } from './role.dto.js';

const REASON = 'SK penunjukan 800/12/2026 (rekaan)';
let identity: RunningIdentity;
let unitId: string;
let people = 0;

interface Person {
  readonly accountId: string;
  readonly employeeId: string;
  readonly login: { readonly login: string; readonly password: string };
}
interface Problem {
  readonly code?: string;
  readonly field?: string;
}

const call = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  key?: string,
) =>
  identity.call<T & Problem>(method, `/api/identity/v1/${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
    ...(key === undefined ? {} : { key }),
  });
const codes = ({ status, body }: Answer<Problem>) => [status, body.code];

/** Somebody of the register with an account and no role but the own. */
async function person(): Promise<Person> {
  people += 1;
  const number = `19860926201505${String(1000 + people)}`;
  const employee = await call<{ employeeId: string }>('POST', 'employees', {
    ...{ employeeNumber: number, name: `Pegawai Contoh ${people}`, employmentStatus: 'PNS', unitId },
    ...{ positionType: 'EXECUTOR', positionName: 'Analis' },
  });
  const { employeeId } = employee.body;
  const loginName = `pegawai.${people}`;
  const made = await call<{ accountId: string; initialPassword: string }>('POST', 'accounts', {
    ...{ loginName, displayName: `Pegawai Contoh ${people}`, employeeId },
  });
  const { accountId, initialPassword } = made.body;
  return { accountId, employeeId, login: { login: loginName, password: initialPassword } };
}

async function signIn({ login }: Pick<Person, 'login'>): Promise<string> {
  const attempt = await SignInAttempt.begin(identity);
  const { location } = await attempt.send(login);
  return (await attempt.tokens(location!)).body['access_token']!;
}

/** Without a token by the administrator's one of local mode. */
const give = ({ accountId }: Person, role: Role, token?: string, more: object = { reason: REASON }, key?: string) =>
  call<GivenRoleView>('POST', `accounts/${accountId}/roles`, { role, ...more }, token, key);
const decide = (requestId: string, verdict: string, token: string, body: object = {}) =>
  call<RoleRequestView>('POST', `role-requests/${requestId}/${verdict}`, body, token);
const told = async (token: string) =>
  (await call<{ items: { code: string }[] }>('GET', 'notices', undefined, token)).body.items.map(({ code }) => code);
const rolesOf = async (someone: Person) =>
  (decodeJwt(await signIn(someone))['roles'] as { role: string }[]).map(({ role }) => role);

/** Somebody who holds a role, signed in. */
async function officerWith(role: Role): Promise<Person & { token: string }> {
  const someone = await person();
  expect((await give(someone, role)).status).toBe(201);
  return { ...someone, token: await signIn(someone) };
}

/** A request of the operator that waits. */
async function asked(someone: Person, role: Role, token = operator.token): Promise<string> {
  const { status, body } = await give(someone, role, token);
  expect([status, body.grantId, body.request?.state]).toEqual([201, null, 'REQUESTED']);
  return body.request!.requestId;
}

let operator: Person & { token: string };
let officer: Person & { token: string };

beforeAll(async () => {
  identity = await startIdentity();
  await call('POST', 'applications', { clientId: 'portal', name: 'Portal', redirectUris: [REDIRECT] });
  unitId = (await call<{ unitId: string }>('POST', 'units', { name: 'Badan Kepegawaian' })).body.unitId;
});
afterAll(() => identity.stop());

describe('the first who give roles in a region', () => {
  it('are let in by the token of the machine, on record', async () => {
    const first = await person();
    const { status, body } = await give(first, 'operator', undefined, {});
    expect([status, body.request?.state, body.request?.reason]).toEqual([201, 'GIVEN_ALONE', null]);
    expect(body.grantId).not.toBeNull();
    operator = { ...first, token: await signIn(first) };
    const [entry] = await identity.sql<{ action: string; reason: string }>(
      `SELECT action, reason FROM identity.audit_entry WHERE object_id = $1 ORDER BY id DESC LIMIT 1`,
      [first.accountId],
    );
    expect(entry).toEqual({ action: 'grant-role-alone', reason: 'LOCAL' });
  });

  it('give alone, and are heard, as long as there are not two: of two at the same time one waits', async () => {
    const two = [await person(), await person()];
    const answers = await Promise.all(two.map((one) => give(one, 'bkpsdm-officer', operator.token)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ body }) => body.request!.state).sort()).toEqual(['GIVEN_ALONE', 'REQUESTED']);
    const given = answers.findIndex(({ body }) => body.grantId !== null);
    expect(await told(await signIn(two[given]!))).toEqual(['role-asked', 'role-given-alone']);
    expect(await told(operator.token)).toEqual(['role-given-alone']);
    const alone = await call<RoleRequestPage>('GET', 'role-requests?state=GIVEN_ALONE', undefined, operator.token);
    expect(alone.body.items.map(({ accountId }) => accountId)).toEqual([two[given]!.accountId, operator.accountId]);
    const [entry] = await identity.sql<{ reason: string }>(
      `SELECT reason FROM identity.audit_entry WHERE action = 'grant-role-alone' AND object_id = $1 AND actor = $2`,
      [two[given]!.accountId, operator.accountId],
    );
    expect(entry).toEqual({ reason: 'FIRST' });
    // Who holds the right now is found again by the tests that follow.
    officer = { ...two[given]!, token: '' };
    await decide(answers[1 - given]!.body.request!.requestId, 'withdraw', operator.token);
  });

  it('do not become the only one by taking the right from the other, be it the role or the account', async () => {
    const straw = await person();
    const state = (to: string) => call('PUT', `accounts/${officer.accountId}/state`, { state: to }, operator.token);
    const refused = async () => decide(await asked(straw, 'operator'), 'withdraw', operator.token);
    expect((await state('DISABLED')).status).toBe(204);
    await refused();
    expect((await state('ACTIVE')).status).toBe(204);
    const { body } = await call<{ roles: { grantId: string; role: string }[] }>('GET', `accounts/${officer.accountId}`);
    const { grantId } = body.roles.find(({ role }) => role === 'bkpsdm-officer')!;
    const gone = await call('DELETE', `accounts/${officer.accountId}/roles/${grantId}`, undefined, operator.token);
    expect(gone.status).toBe(204);
    await refused();
    const heard = await identity.sql<{ code: string }>(
      `SELECT code FROM identity.notice WHERE recipient_id = $1 AND code = 'role-taken'`,
      [officer.employeeId],
    );
    expect(heard).toHaveLength(1);
    // A region is not shut for good: a week later the one who is left gives alone again.
    await identity.sql(`UPDATE identity.approver_removed SET removed_at = removed_at - interval '8 days'`);
    const next = await person();
    expect((await give(next, 'bkpsdm-officer', operator.token)).body.request!.state).toBe('GIVEN_ALONE');
    officer = { ...next, token: await signIn(next) };
  });
});

describe('a role over rights, or over records of the region', () => {
  it('is asked for with a reason once there are two; everyday roles are given at once', async () => {
    const someone = await person();
    expect(await give(someone, 'auditor', operator.token, {})).toMatchObject({
      ...{ status: 400, body: { code: 'role-reason-missing', field: 'reason' } },
    });
    const id = await asked(someone, 'auditor');
    expect(codes(await give(someone, 'auditor', operator.token))).toEqual([409, 'role-asked']);
    for (const [role, more] of [
      ['trainer', {}],
      ['agency-planner', { unitId }],
    ] as const)
      expect((await give(someone, role, operator.token, more)).body).toMatchObject({
        ...{ grantId: expect.any(String), request: null },
      });
    expect(codes(await give(someone, 'agency-planner', operator.token, { unitId: randomUUID() }))).toEqual([
      ...[404, 'unit-not-found'],
    ]);
    expect(await rolesOf(someone)).toEqual(['civil-servant', 'trainer', 'agency-planner']);
    expect((await decide(id, 'withdraw', operator.token)).body.state).toBe('WITHDRAWN');
  });

  it('is told to those who may decide and shown to them and to auditors, on record as a read', async () => {
    const someone = await person();
    const before = (await told(officer.token)).length;
    const id = await asked(someone, 'operator');
    expect((await told(officer.token)).slice(0, -before || undefined)).toEqual(['role-asked']);
    expect(await told(await signIn(someone))).toEqual([]);
    const auditor = await officerWith('auditor');
    const open = `role-requests?state=REQUESTED&accountId=${someone.accountId}&role=operator&requestedBy=${operator.accountId}`;
    for (const token of [officer.token, auditor.token, operator.token]) {
      const { body } = await call<RoleRequestPage>('GET', open, undefined, token);
      expect(body.items.map(({ requestId }) => requestId)).toEqual([id]);
    }
    const one = await call<RoleRequestView>('GET', `role-requests/${id}`, undefined, officer.token);
    expect(one.body).toMatchObject({ role: 'operator', unitId: null, reason: REASON, decidedBy: null, note: null });
    const reads = await identity.sql<{ actor: string }>(
      `SELECT DISTINCT actor FROM identity.audit_entry WHERE action = 'read-personal-data' AND object_id = $1`,
      [someone.employeeId],
    );
    expect(reads.map(({ actor }) => actor)).toEqual(
      expect.arrayContaining([officer.accountId, auditor.accountId, operator.accountId]),
    );
    expect(codes(await decide(id, 'approve', auditor.token))).toEqual([403, 'forbidden']);
    await decide(id, 'withdraw', operator.token);
  });

  it('is there once a second officer approves: once, on record, and both are told', async () => {
    const someone = await person();
    const id = await asked(someone, 'operator');
    expect(await rolesOf(someone)).toEqual(['civil-servant']);
    const approved = await decide(id, 'approve', officer.token);
    expect([approved.status, approved.body.state, approved.body.decidedBy]).toEqual([
      ...[200, 'APPROVED', officer.accountId],
    ]);
    expect(await rolesOf(someone)).toEqual(['civil-servant', 'operator']);
    expect(codes(await decide(id, 'approve', officer.token))).toEqual([409, 'role-request-decided']);
    expect(codes(await decide(id, 'withdraw', operator.token))).toEqual([409, 'role-request-decided']);
    expect((await give(someone, 'operator', operator.token)).body).toMatchObject({
      ...{ grantId: expect.any(String), request: null },
    });
    expect((await told(operator.token))[0]).toBe('role-approved');
    expect(await told(await signIn(someone))).toEqual(['role-approved']);
    const trail = await identity.sql<{ action: string }>(
      `SELECT action FROM identity.audit_entry WHERE object_id = $1 ORDER BY id`,
      [id],
    );
    expect(trail.map(({ action }) => action)).toEqual(['ask-role', 'approve-role']);
  });

  it('is not there where it is refused, with a reason', async () => {
    const someone = await person();
    const id = await asked(someone, 'bkpsdm-officer');
    expect(codes(await decide(id, 'refuse', officer.token))).toEqual([400, 'validation-failed']);
    const refused = await decide(id, 'refuse', officer.token, { note: 'Belum ada SK penunjukan' });
    expect(refused.body).toMatchObject({ state: 'REFUSED', note: 'Belum ada SK penunjukan' });
    expect(await rolesOf(someone)).toEqual(['civil-servant']);
    const own = await signIn(someone);
    expect(await told(own)).toEqual(['role-refused']);
    // What is kept of a person the person has a copy of.
    const copy = await call<{ roleRequests: RoleRequestView[] }>('GET', 'me/data-copy', undefined, own);
    expect(copy.body.roleRequests.map(({ requestId, note }) => [requestId, note])).toEqual([
      ...[[id, 'Belum ada SK penunjukan']],
    ]);
  });

  it('is asked for and approved once under one key, however often it is sent', async () => {
    const someone = await person();
    const ask = () => give(someone, 'auditor', operator.token, { reason: REASON }, 'kunci-permintaan-peran');
    const [first, again] = [await ask(), await ask()];
    expect(again.body.request!.requestId).toBe(first.body.request!.requestId);
    const approve = () =>
      call<RoleRequestView>(
        ...([
          'POST',
          `role-requests/${first.body.request!.requestId}/approve`,
          {},
          officer.token,
          'kunci-setuju',
        ] as const),
      );
    const answers = [await approve(), await approve()];
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
      ...[
        [200, 'APPROVED'],
        [200, 'APPROVED'],
      ],
    ]);
  });
});

describe('who would get round the second officer', () => {
  it('is nobody who asked, an officer of one unit, a program, or who gets the role', async () => {
    const someone = await officerWith('bkpsdm-officer');
    const id = await asked(someone, 'operator');
    const local = await person();
    await give(local, 'bkpsdm-officer', undefined, { unitId });
    const attempts = [
      [operator.token, 'second-officer-needed'],
      [identity.administratorToken, 'second-officer-needed'],
      [someone.token, 'role-to-oneself'],
      [await signIn(local), 'forbidden'],
    ] as const;
    for (const [token, code] of attempts) expect(codes(await decide(id, 'approve', token))).toEqual([403, code]);
    expect(codes(await give(operator, 'bkpsdm-officer', operator.token))).toEqual([403, 'role-to-oneself']);
    await decide(id, 'withdraw', operator.token);
  });

  it('is no straw man who came to the right while it waited', async () => {
    const [straw, second] = [await person(), await person()];
    const [first, other] = [await asked(straw, 'operator'), await asked(second, 'operator')];
    // Who waits has nothing to approve with, neither for the other nor alone.
    expect(codes(await decide(other, 'approve', await signIn(straw)))).toEqual([403, 'forbidden']);
    expect((await decide(first, 'approve', officer.token)).status).toBe(200);
    expect(codes(await decide(other, 'approve', await signIn(straw)))).toEqual([403, 'approver-after-request']);
    expect((await decide(other, 'approve', officer.token)).status).toBe(200);
  });

  it('is nobody whose role was taken away since, though the token still says it', async () => {
    const someone = await person();
    const former = await officerWith('bkpsdm-officer');
    const id = await asked(someone, 'operator');
    await identity.sql('DELETE FROM identity.role_grant WHERE account_id = $1', [former.accountId]);
    expect(codes(await decide(id, 'approve', former.token))).toEqual([403, 'forbidden']);
    await decide(id, 'withdraw', operator.token);
  });

  it('is no officer whose account the asker took in hand', async () => {
    const victim = await officerWith('bkpsdm-officer');
    const id = await asked(await person(), 'operator');
    const reset = await call<{ initialPassword: string }>(
      ...(['POST', `accounts/${victim.accountId}/password`, {}, operator.token] as const),
    );
    const token = await signIn({ login: { ...victim.login, password: reset.body.initialPassword } });
    expect(codes(await decide(id, 'approve', token))).toEqual([403, 'approver-not-independent']);
    const program = await call<{ request: { requestId: string } }>(
      ...(['POST', 'service-clients'] as const),
      { clientId: 'gudang-data', name: 'Gudang data', scopes: ['employees:read'], purpose: 'Laporan pelatihan' },
      operator.token,
    );
    const scopes = `client-scope-requests/${program.body.request.requestId}/approve`;
    expect(codes(await call('POST', scopes, {}, token))).toEqual([403, 'approver-not-independent']);
    expect((await call('POST', scopes, {}, officer.token)).status).toBe(200);
    await decide(id, 'withdraw', operator.token);
  });

  it('is nobody who asked and lost the right, and no account that was disabled', async () => {
    const asker = await officerWith('operator');
    const someone = await person();
    const id = await asked(someone, 'auditor', asker.token);
    await call('PUT', `accounts/${someone.accountId}/state`, { state: 'DISABLED' });
    expect(codes(await decide(id, 'approve', officer.token))).toEqual([409, 'account-disabled']);
    await call('PUT', `accounts/${someone.accountId}/state`, { state: 'ACTIVE' });
    await identity.sql(`DELETE FROM identity.role_grant WHERE account_id = $1`, [asker.accountId]);
    expect(codes(await decide(id, 'approve', officer.token))).toEqual([409, 'role-asker-gone']);
    expect((await decide(id, 'refuse', officer.token, { note: 'Pemohon sudah pindah tugas' })).status).toBe(200);
    expect(await rolesOf(someone)).toEqual(['civil-servant']);
  });

  it('is decided once by two at the same time', async () => {
    const someone = await person();
    const other = await officerWith('bkpsdm-officer');
    const id = await asked(someone, 'operator');
    const answers = await Promise.all([
      decide(id, 'approve', officer.token),
      decide(id, 'refuse', other.token, { note: 'Tidak perlu' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = answers.find(({ status }) => status === 200)!.body;
    expect(await rolesOf(someone)).toEqual(state === 'APPROVED' ? ['civil-servant', 'operator'] : ['civil-servant']);
  });
});
