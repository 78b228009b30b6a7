import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@betang/platform';
import { decodeJwt } from 'jose';
import { startIdentity, type Answer, type RunningIdentity } from '../testing/running-identity.js';
import { REDIRECT, SignInAttempt } from '../testing/sign-in-client.js';
import type { ScopeRequestView, ServiceClientMadeView, ServiceClientView } from './client.dto.js';

const PURPOSE = 'Laporan kehadiran pelatihan untuk gudang data';
let identity: RunningIdentity;
let unitId: string;
let operator: string;
let officer: string;

const call = <T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string) =>
  identity.call<T & { code?: string }>(method, `/api/identity/v1/${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });

/** An account with roles, signed in. */
async function signedIn(loginName: string, roles: readonly { role: Role; unitId?: string }[], employeeId?: string) {
  const account = { loginName, displayName: 'Petugas Contoh', ...(employeeId === undefined ? {} : { employeeId }) };
  const { body } = await call<{ accountId: string; initialPassword: string }>('POST', 'accounts', account);
  for (const role of roles) expect((await call('POST', `accounts/${body.accountId}/roles`, role)).status).toBe(201);
  const attempt = await SignInAttempt.begin(identity);
  const { location } = await attempt.send({ login: loginName, password: body.initialPassword });
  return (await attempt.tokens(location!)).body['access_token']!;
}

async function employee(employeeNumber: string): Promise<string> {
  const person = { employeeNumber, name: 'Rani Contoh', employmentStatus: 'PNS', unitId };
  const { body } = await call<{ employeeId: string }>('POST', 'employees', {
    ...{ ...person, positionType: 'EXECUTOR', positionName: 'Analis' },
  });
  return body.employeeId;
}

beforeAll(async () => {
  identity = await startIdentity();
  await call('POST', 'applications', { clientId: 'portal', name: 'Portal', redirectUris: [REDIRECT] });
  unitId = (await call<{ unitId: string }>('POST', 'units', { name: 'Badan Kepegawaian' })).body.unitId;
  operator = await signedIn('pengelola.sistem', [{ role: 'operator' }], await employee('198609262015051011'));
  officer = await signedIn('petugas.bkpsdm', [{ role: 'bkpsdm-officer' }], await employee('198609262015051012'));
});
afterAll(() => identity.stop());

const make = (clientId: string, scopes: readonly string[], more: object = { purpose: PURPOSE }) =>
  call<ServiceClientMadeView>('POST', 'service-clients', { clientId, name: 'Gudang data', scopes, ...more }, operator);
const decide = (requestId: string, verdict: string, token: string, body: object = {}) =>
  call<ScopeRequestView>('POST', `client-scope-requests/${requestId}/${verdict}`, body, token);
const told = async (token: string) =>
  (await call<{ items: { code: string; text: string }[] }>('GET', 'notices', undefined, token)).body.items;
const codes = ({ status, body }: Answer<{ code?: string }>) => [status, body.code];

async function tokenOf({ clientId, clientSecret }: ServiceClientMadeView, scope: string) {
  const answer = await fetch(`${identity.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const body = (await answer.json()) as { access_token?: string; error?: string };
  return { error: body.error, token: body.access_token };
}

describe('a program that is to reach records of people', () => {
  let made: ServiceClientMadeView;
  let requestId: string;

  it('is asked for with a purpose, and does without them until a second officer agrees', async () => {
    const scopes = ['units:read', 'employees:read'];
    const bare = await make('gudang-data', scopes, {});
    expect(codes(bare)).toEqual([400, 'client-purpose-missing']);
    expect(bare.body).toMatchObject({ field: 'purpose' });
    const { status, body } = await make('gudang-data', scopes);
    expect([status, body.scopes]).toEqual([201, ['units:read']]);
    expect(body.request).toMatchObject({ state: 'REQUESTED', scopes: ['employees:read'], purpose: PURPOSE });
    made = body;
    requestId = body.request!.requestId;
    expect((await tokenOf(made, 'units:read employees:read')).error).toBe('invalid_scope');
    const early = (await tokenOf(made, 'units:read')).token!;
    expect(decodeJwt(early)['scope']).toBe('units:read');
    const listed = async (query: string) =>
      (await call<{ items: ServiceClientView[] }>('GET', `service-clients?${query}`, undefined, operator)).body.items;
    expect(await listed('search=GUDANG&scope=units:read')).toEqual([
      { clientId: 'gudang-data', name: 'Gudang data', scopes: ['units:read'], requestedScopes: ['employees:read'] },
    ]);
    expect(await listed('scope=employees:read')).toEqual([]);
  });

  it('is told to the personnel officers, and shown to them and to auditors', async () => {
    expect((await told(officer)).map(({ code }) => code)).toEqual(['client-scopes-asked']);
    expect(await told(operator)).toEqual([]);
    const auditor = await signedIn('pemeriksa', [{ role: 'auditor' }]);
    const open = 'client-scope-requests?state=REQUESTED&clientId=gudang-data';
    for (const token of [officer, auditor, operator])
      expect((await call<{ items: ScopeRequestView[] }>('GET', open, undefined, token)).body.items).toHaveLength(1);
    const one = await call<ScopeRequestView>('GET', `client-scope-requests/${requestId}`, undefined, officer);
    expect(one.body).toMatchObject({ requestId, clientName: 'Gudang data', decidedBy: null, note: null });
  });

  it('is approved by nobody alone: not by the operator, an officer of one unit, a program, or who asked', async () => {
    expect(codes(await decide(requestId, 'approve', operator))).toEqual([403, 'forbidden']);
    const local = await signedIn('petugas.unit', [{ role: 'bkpsdm-officer', unitId }]);
    expect(codes(await decide(requestId, 'approve', local))).toEqual([403, 'forbidden']);
    expect(codes(await decide(requestId, 'approve', identity.administratorToken))).toEqual([
      403,
      'second-officer-needed',
    ]);
    const both = await signedIn('dua.peran', [{ role: 'operator' }, { role: 'bkpsdm-officer' }]);
    const own = await call<ServiceClientMadeView>(
      'POST',
      'service-clients',
      { clientId: 'gudang-sendiri', name: 'Gudang sendiri', scopes: ['audit:read'], purpose: PURPOSE },
      both,
    );
    expect(codes(await decide(own.body.request!.requestId, 'approve', both))).toEqual([403, 'second-officer-needed']);
    expect((await decide(own.body.request!.requestId, 'withdraw', both)).body.state).toBe('WITHDRAWN');
  });

  it('has them once approved, on record and once', async () => {
    const approved = await decide(requestId, 'approve', officer);
    expect([approved.status, approved.body.state]).toEqual([200, 'APPROVED']);
    const { token } = await tokenOf(made, 'units:read employees:read');
    expect((await call('GET', 'employees', undefined, token)).status).toBe(200);
    for (const verdict of ['approve', 'withdraw'])
      expect(codes(await decide(requestId, verdict, verdict === 'approve' ? officer : operator))).toEqual([
        409,
        'client-scopes-decided',
      ]);
    expect((await told(operator)).map(({ code }) => code)).toEqual(['client-scopes-approved']);
    const trail = await identity.sql<{ action: string }>(
      `SELECT action FROM identity.audit_entry WHERE object_type = 'client-scope-request' AND object_id = $1 ORDER BY id`,
      [requestId],
    );
    expect(trail.map(({ action }) => action)).toEqual(['ask-client-scopes', 'approve-client-scopes']);
  });

  it('keeps what it had, and gets no more, where further scopes are refused', async () => {
    const more = (body: object) =>
      call<ServiceClientMadeView>('POST', 'service-clients/gudang-data/scopes', body, operator);
    const asked = await more({ scopes: ['employees:read', 'training:read', 'hours:read'], purpose: PURPOSE });
    expect(asked).toMatchObject({ status: 200, body: { request: { scopes: ['hours:read'] } } });
    expect(codes(await more({ scopes: ['plans:read'], purpose: PURPOSE }))).toEqual([409, 'client-scopes-asked']);
    const open = asked.body.request!.requestId;
    expect(codes(await decide(open, 'refuse', officer))).toEqual([400, 'validation-failed']);
    const refused = await decide(open, 'refuse', officer, { note: 'Tujuannya belum jelas' });
    expect(refused.body).toMatchObject({ state: 'REFUSED', note: 'Tujuannya belum jelas' });
    expect((await tokenOf(made, 'hours:read')).error).toBe('invalid_scope');
    expect((await tokenOf(made, 'employees:read training:read')).error).toBeUndefined();
    expect((await more({ scopes: ['employees:read'] })).body.request).toBeNull();
    expect(codes(await call('POST', 'service-clients/tidak-ada/scopes', { scopes: ['units:read'] }, operator))).toEqual(
      [404, 'service-client-not-found'],
    );
  });
});

describe('a program of which everything waits', () => {
  it('is nobody to the sign-in, and comes to nothing when it is deleted', async () => {
    const { body } = await make('gudang-kosong', ['audit:read', 'accounts:manage']);
    expect(body.scopes).toEqual([]);
    for (const scope of ['audit:read', 'units:read', ''])
      expect((await tokenOf(body, scope)).error).toBe('invalid_client');
    expect((await call('DELETE', 'service-clients/gudang-kosong', undefined, operator)).status).toBe(204);
    // Another one of that name does not inherit what was asked for.
    await make('gudang-kosong', ['units:read']);
    expect(codes(await decide(body.request!.requestId, 'approve', officer))).toEqual([409, 'client-scopes-decided']);
  });

  it('is decided once by two officers at the same time', async () => {
    const { body } = await make('gudang-rebutan', ['hours:read']);
    const id = body.request!.requestId;
    const other = await signedIn('petugas.kedua', [{ role: 'bkpsdm-officer' }]);
    const answers = await Promise.all([
      decide(id, 'approve', officer),
      decide(id, 'refuse', other, { note: 'Tidak perlu' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = answers.find(({ status }) => status === 200)!.body;
    expect((await tokenOf(body, 'hours:read')).error).toBe(state === 'APPROVED' ? undefined : 'invalid_client');
  });
});

describe('the token of a machine in local mode', () => {
  it('passes its own scopes on to a program without a second officer', async () => {
    const client = { clientId: 'petugas-rekaan', name: 'Petugas rekaan', scopes: ['plans:write', 'plans:approve'] };
    const { status, body } = await call<ServiceClientMadeView>('POST', 'service-clients', client);
    expect([status, body.scopes, body.request]).toEqual([201, client.scopes, null]);
  });
});
