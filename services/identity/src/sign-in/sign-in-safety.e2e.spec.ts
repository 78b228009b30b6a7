import { TokenVerifier, remoteEndedSessions, remoteKeySet, type Principal } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { TOTP } from 'otpauth';
import { startIdentity, type Answer, type RunningIdentity } from '../testing/running-identity.js';
import { REDIRECT, SignInAttempt, tokenRequest, type Tokens } from '../testing/sign-in-client.js';

let identity: RunningIdentity;

const API = '/api/identity/v1';
const call = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Answer<T>> =>
  identity.call<T>(method, `${API}/${path}`, {
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });

beforeAll(async () => {
  identity = await startIdentity();
  const made = await call('POST', 'applications', { clientId: 'portal', name: 'Portal', redirectUris: [REDIRECT] });
  expect(made.status).toBe(201);
});
afterAll(() => identity.stop());

async function account(loginName: string, role = 'trainer') {
  const { body } = await call<{ accountId: string; initialPassword: string }>('POST', 'accounts', {
    loginName,
    displayName: 'Sari Contoh',
  });
  const granted = await call<{ grantId: string }>('POST', `accounts/${body.accountId}/roles`, { role });
  expect(granted.status).toBe(201);
  return { accountId: body.accountId, password: body.initialPassword, grantId: granted.body.grantId };
}

async function signIn(login: string, password: string, code?: string): Promise<Tokens> {
  const attempt = await SignInAttempt.begin(identity);
  let answered = await attempt.send({ login, password });
  if (code !== undefined) answered = await attempt.send({ code });
  expect(answered.status).toBe(303);
  return attempt.tokens(answered.location!);
}

const refresh = ({ body }: Tokens) =>
  tokenRequest(identity.issuer, {
    grant_type: 'refresh_token',
    client_id: 'portal',
    refresh_token: body['refresh_token']!,
  });

/** As a service sees the token that has just started, or whose minute is over. */
function verify(token: string): Promise<Principal> {
  const { issuer } = identity;
  return new TokenVerifier({
    issuer,
    keys: remoteKeySet(`${issuer}/jwks`),
    ended: remoteEndedSessions(issuer),
  }).verify(token);
}
const OVER = { code: 'unauthenticated', status: 401 };

describe('accounts', () => {
  it('are found by state, role and part of the login name, in pages', async () => {
    const { accountId } = await account('dewi.penilai', 'assessor');
    await account('dewi.pelatih', 'trainer');
    const found = async (body: object) =>
      (await call<{ items: { accountId: string }[] }>('POST', 'accounts/search', body)).body.items.map(
        (one) => one.accountId,
      );
    expect(await found({ loginName: 'DEWI', role: 'assessor' })).toEqual([accountId]);
    expect(await found({ loginName: 'dewi.', state: 'ACTIVE', limit: 1 })).toHaveLength(1);
    expect(await found({ loginName: 'dewi.', state: 'DISABLED' })).toEqual([]);
    expect((await call('GET', 'accounts?state=LOST')).status).toBe(400);
    expect(await call('GET', 'accounts?search=dewi')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'search', code: 'asked-by-search' }] },
    });
  });
});

interface SessionList {
  items: { sessionId: string; current: boolean; applications: string[]; expiresAt: string }[];
  nextCursor?: string;
}

describe('sessions', () => {
  it('are listed for their owner alone, and ended one by one: refresh tokens at once, access tokens with them', async () => {
    const { password } = await account('sari.contoh', 'auditor');
    const [office, home] = [await signIn('sari.contoh', password), await signIn('sari.contoh', password)];
    const other = await signIn('joko.contoh', (await account('joko.contoh')).password);
    const token = office.body['access_token']!;
    const listed = await call<SessionList>('GET', 'me/sessions', undefined, token);
    expect(listed.body.items).toHaveLength(2);
    expect(listed.body.items.every(({ applications }) => applications[0] === 'Portal')).toBe(true);
    expect(listed.body.items.filter(({ current }) => current).map(({ sessionId }) => sessionId)).toEqual([
      decodeJwt(token)['sid'],
    ]);
    const homeSession = listed.body.items.find(({ current }) => !current)!.sessionId;
    const foreign = await call('DELETE', `me/sessions/${homeSession}`, undefined, other.body['access_token']);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'sign-in-session-not-found' } });
    await expect(verify(home.body['access_token']!)).resolves.toMatchObject({ kind: 'person' });

    expect((await call('DELETE', `me/sessions/${homeSession}`, undefined, token)).status).toBe(204);
    expect((await refresh(home)).status).toBe(400);
    await expect(verify(home.body['access_token']!)).rejects.toMatchObject(OVER);
    await expect(verify(token)).resolves.toMatchObject({ session: decodeJwt(token)['sid'] });
    expect((await refresh(office)).status).toBe(200);
    const grants = await identity.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM identity.openid_record WHERE model = 'Grant' AND account_id = $1`,
      [decodeJwt(token).sub],
    );
    expect(grants[0]!.n).toBe(1);
    const page = await call<SessionList>('GET', 'me/sessions?limit=1', undefined, token);
    expect(page.body.items).toHaveLength(1);
    expect(page.body.nextCursor).toBeUndefined();
  });

  it.each([
    ['the operator ends them', (id: string) => call('DELETE', `accounts/${id}/sessions`)],
    ['the account is blocked', (id: string) => call('PUT', `accounts/${id}/state`, { state: 'DISABLED' })],
    ['a role is withdrawn', (id: string, grant: string) => call('DELETE', `accounts/${id}/roles/${grant}`)],
  ])('of an account are all over when %s', async (name, act) => {
    const login = `orang.${name.split(' ').at(-1)!}`;
    const { accountId, grantId, password } = await account(login);
    const signedIn = [await signIn(login, password), await signIn(login, password)];
    const bystander = await signIn(`lain.${login}`, (await account(`lain.${login}`)).password);
    expect((await act(accountId, grantId)).status).toBe(204);
    for (const tokens of signedIn) {
      expect((await refresh(tokens)).status).toBe(400);
      await expect(verify(tokens.body['access_token']!)).rejects.toMatchObject(OVER);
    }
    expect((await refresh(bystander)).status).toBe(200);
  });

  it('that begin after the others were ended are good', async () => {
    const { accountId, password } = await account('tono.contoh');
    await signIn('tono.contoh', password);
    await call('DELETE', `accounts/${accountId}/sessions`);
    const again = await signIn('tono.contoh', password);
    await expect(verify(again.body['access_token']!)).resolves.toMatchObject({ subject: accountId });
  });

  it.each([
    ['retired', 'RETIRED', ['civil-servant']],
    ['moved away', 'TRANSFERRED', ['civil-servant']],
    ['died', 'DIED', []],
  ] as const)('of who %s renew no office, whether or not somebody withdrew it', async (name, reason, left) => {
    const login = `orang.${reason.toLowerCase()}`;
    const unit = await call<{ unitId: string }>('POST', 'units', { name: `Dinas ${name} (rekaan)` });
    const day = String(['RETIRED', 'TRANSFERRED', 'DIED'].indexOf(reason) + 1);
    const person = await call<{ employeeId: string }>('POST', 'employees', {
      ...{ employeeNumber: `1985010${day}201001100${day}`, name: `Orang ${name} (rekaan)`, employmentStatus: 'PNS' },
      ...{ unitId: unit.body.unitId },
    });
    expect(person.status).toBe(201);
    const { employeeId } = person.body;
    const made = await call<{ accountId: string; initialPassword: string }>('POST', 'accounts', {
      ...{ loginName: login, displayName: 'Orang Contoh', employeeId },
    });
    await call('POST', `accounts/${made.body.accountId}/roles`, { role: 'agency-planner', unitId: unit.body.unitId });
    const tokens = await signIn(login, made.body.initialPassword);
    const rolesOf = ({ body }: Tokens) =>
      (decodeJwt(body['access_token']!)['roles'] as { role: string }[]).map(({ role }) => role);
    expect(rolesOf(tokens)).toEqual(['civil-servant', 'agency-planner']);

    expect((await call('POST', `employees/${employeeId}/leave`, { reason })).status).toBeLessThan(300);
    const renewed = await refresh(tokens);
    expect(rolesOf(renewed)).toEqual(left);
    expect(rolesOf(await signIn(login, made.body.initialPassword))).toEqual(left);
    const people = await call('GET', 'employees', undefined, renewed.body['access_token']);
    expect(people.status).toBe(403);
  });

  it('are ended by managers of accounts only', async () => {
    const { accountId, password } = await account('yuli.contoh', 'auditor');
    const token = (await signIn('yuli.contoh', password)).body['access_token']!;
    for (const [method, path] of [
      ['DELETE', `accounts/${accountId}/sessions`],
      ['DELETE', `accounts/${accountId}/one-time-codes`],
      ['POST', `accounts/${accountId}/password-resets`],
      ['GET', 'second-factor-rules'],
    ] as const)
      expect((await call(method, path, undefined, token)).status).toBe(403);
  });
});

describe('a forgotten password', () => {
  const PASSWORD = 'gambut-huma-tanjung-27';

  it('is replaced once by a code that an operator made, which ends the sessions and the lock', async () => {
    const { accountId, password } = await account('lina.contoh');
    const before = await signIn('lina.contoh', password);
    const attempt = await SignInAttempt.begin(identity);
    for (let n = 0; n < 5; n += 1) await attempt.send({ login: 'lina.contoh', password: 'salah-sekali-1' });
    const issued = await call<{ code: string; url: string; expiresAt: string }>(
      'POST',
      `accounts/${accountId}/password-resets`,
    );
    expect(issued.status).toBe(201);
    const { code, url } = issued.body;
    expect(Date.parse(issued.body.expiresAt)).toBeGreaterThan(Date.now());
    expect(JSON.stringify(await identity.sql('SELECT * FROM identity.openid_record'))).not.toContain(code);
    const send = (form: Record<string, string>) => attempt.browser.go(url, form);
    expect((await attempt.browser.go(url)).text).toContain('Kode dari operator');
    expect((await send({ login: 'lina.contoh', code, password: 'lina.contoh-2026' })).text).toContain('mudah ditebak');
    expect((await send({ login: 'rini.contoh', code, password: PASSWORD })).status).toBe(400);
    expect((await send({ login: 'lina.contoh', code, password: PASSWORD })).text).toContain('sudah berlaku');
    expect((await send({ login: 'lina.contoh', code, password: `${PASSWORD}-x` })).status).toBe(400);
    expect((await refresh(before)).status).toBe(400);
    expect((await signIn('lina.contoh', PASSWORD)).status).toBe(200);
  });

  it('is not replaced by a code of before, of yesterday, or of a blocked account', async () => {
    const { accountId } = await account('dian.contoh');
    const issue = () =>
      call<{ code: string; url: string }>('POST', `accounts/${accountId}/password-resets`).then(({ body }) => body);
    const first = await issue();
    const second = await issue();
    const { browser } = await SignInAttempt.begin(identity);
    const form = { login: 'dian.contoh', password: PASSWORD };
    expect((await browser.go(first.url, { ...form, code: first.code })).status).toBe(400);
    await identity.sql(
      `UPDATE identity.openid_record SET expires_at = now() - interval '1 second' WHERE model = 'PasswordReset' AND account_id = $1`,
      [accountId],
    );
    expect((await browser.go(first.url, { ...form, code: second.code })).status).toBe(400);
    await call('PUT', `accounts/${accountId}/state`, { state: 'DISABLED' });
    expect(await call('POST', `accounts/${accountId}/password-resets`)).toMatchObject({
      status: 409,
      body: { code: 'account-disabled' },
    });
  });
});

const totpOf = (secret: string) => new TOTP({ secret, digits: 6, period: 30, algorithm: 'SHA1' });
const later = (totp: TOTP) => totp.generate({ timestamp: Date.now() + 30_000 });

describe('the second factor', () => {
  async function setUp(login: string) {
    const { accountId, password } = await account(login, 'auditor');
    const token = (await signIn(login, password)).body['access_token']!;
    const started = await call<{ address: string }>('POST', 'me/one-time-codes', undefined, token);
    const totp = totpOf(new URL(started.body.address).searchParams.get('secret')!);
    const confirmed = await call<{ recoveryCodes: string[] }>(
      'POST',
      'me/one-time-codes/confirm',
      { code: totp.generate() },
      token,
    );
    expect(confirmed.status).toBe(200);
    return { accountId, password, token, totp, recoveryCodes: confirmed.body.recoveryCodes };
  }

  it('comes with ten recovery codes, each good for one sign-in', async () => {
    const { password, token, recoveryCodes } = await setUp('budi.contoh');
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code] = recoveryCodes;
    expect((await signIn('budi.contoh', password, code!.toUpperCase())).status).toBe(200);
    const attempt = await SignInAttempt.begin(identity);
    await attempt.send({ login: 'budi.contoh', password });
    expect((await attempt.send({ code: code! })).text).toContain('Kode tidak cocok');
    const renewed = await call<{ recoveryCodes: string[] }>(
      'POST',
      'me/one-time-codes/recovery-codes',
      { code: recoveryCodes[1] },
      token,
    );
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await attempt.send({ code: recoveryCodes[2]! })).text).toContain('Kode tidak cocok');
    expect((await attempt.send({ code: renewed.body.recoveryCodes[0]! })).status).toBe(303);
  });

  it('is ended and replaced with a present code only', async () => {
    const { password, token, totp } = await setUp('hana.contoh');
    expect(await call('POST', 'me/one-time-codes', undefined, token)).toMatchObject({
      status: 409,
      body: { code: 'totp-active' },
    });
    expect((await call('DELETE', 'me/one-time-codes', {}, token)).status).toBe(400);
    expect(await call('DELETE', 'me/one-time-codes', { code: '000000' }, token)).toMatchObject({
      status: 400,
      body: { code: 'totp-code-wrong' },
    });
    expect((await call('DELETE', 'me/one-time-codes', { code: later(totp) }, token)).status).toBe(204);
    expect((await signIn('hana.contoh', password)).status).toBe(200);
  });

  it('is ended by an operator for who lost it, with the sessions', async () => {
    const { accountId, password, recoveryCodes } = await setUp('maya.contoh');
    const tokens = await signIn('maya.contoh', password, recoveryCodes[0]);
    expect((await call('DELETE', `accounts/${accountId}/one-time-codes`)).status).toBe(204);
    expect((await refresh(tokens)).status).toBe(400);
    expect((await signIn('maya.contoh', password)).status).toBe(200);
  });

  it('is set up at sign-in where the role needs it from a day on', async () => {
    const { password } = await account('oki.contoh', 'partner');
    const rule = (effectiveOn: string, required: boolean) =>
      call('POST', 'second-factor-rules', { role: 'partner', effectiveOn, required });
    expect((await rule('2026-01-01', true)).status).toBe(201);
    expect((await rule('2999-01-01', false)).status).toBe(201);
    expect((await rule('2026-02-31', true)).status).toBe(400);
    expect((await call('GET', 'second-factor-rules')).body).toEqual({
      items: [
        { role: 'partner', effectiveOn: '2026-01-01', required: true },
        { role: 'partner', effectiveOn: '2999-01-01', required: false },
      ],
    });
    const attempt = await SignInAttempt.begin(identity);
    const asked = await attempt.send({ login: 'oki.contoh', password });
    expect(asked.text).toContain('Siapkan kode sekali pakai');
    const totp = totpOf(/<code id="secret">([^<]+)</.exec(asked.text)![1]!.replaceAll(' ', ''));
    expect((await attempt.send({ code: '000000' })).text).toContain('Kode tidak cocok');
    const done = await attempt.send({ code: totp.generate() });
    const codes = [...done.text.matchAll(/<li><code>([^<]+)</g)].map(([, code]) => code!);
    expect(codes).toHaveLength(10);
    const onwards = /method="get" action="([^"]+)"/.exec(done.text)![1]!;
    expect((await attempt.tokens(onwards)).status).toBe(200);
    // The set-up stands: from now on a code is asked for, and nobody is shown the secret again.
    const again = await SignInAttempt.begin(identity);
    const second = await again.send({ login: 'oki.contoh', password });
    expect(second.text).not.toContain('id="secret"');
    expect((await again.send({ code: codes[0]! })).status).toBe(303);
  });
});

describe('an invitation', () => {
  const PASSWORD = 'rotan-sungai-lanting-64';
  interface Invited {
    accountId: string;
    initialPassword?: string;
    invitation?: { url: string; code: string; expiresAt: string };
  }
  const invite = (loginName: string, more: object = {}) =>
    call<Invited>('POST', 'accounts', { loginName, displayName: 'Wati Contoh', invite: true, ...more });
  const shown = async (accountId: string) => (await call(`GET`, `accounts/${accountId}`)).body;

  it('lets a new person choose the password, which nobody else ever knows', async () => {
    const { body } = await invite('wati.contoh');
    expect(body.initialPassword).toBeUndefined();
    const { url, code } = body.invitation!;
    expect(JSON.stringify(await identity.sql('SELECT * FROM identity.openid_record'))).not.toContain(code);
    expect(await shown(body.accountId)).toMatchObject({ invitedAt: expect.any(String), lockedUntil: null });
    const waiting = await call<{ items: { accountId: string }[] }>('GET', 'accounts?invited=true&state=ACTIVE');
    expect(waiting.body.items.map(({ accountId }) => accountId)).toContain(body.accountId);
    const { browser } = await SignInAttempt.begin(identity);
    expect((await browser.go(url)).text).toContain('Terima undangan');
    const send = (password: string, login = 'wati.contoh') => browser.go(url, { login, code, password });
    expect((await send('wati.contoh-2026')).text).toContain('mudah ditebak');
    expect((await send(PASSWORD, 'rini.contoh')).status).toBe(400);
    expect((await send(PASSWORD)).text).toContain('sudah berlaku');
    expect((await send(`${PASSWORD}-x`)).status).toBe(400);
    expect((await signIn('wati.contoh', PASSWORD)).status).toBe(200);
    expect(await shown(body.accountId)).toMatchObject({ invitedAt: null });
    expect(await call('POST', `accounts/${body.accountId}/invitations`)).toMatchObject({
      status: 409,
      body: { code: 'invitation-accepted' },
    });
  });

  it('is made again for who came too late, and the one before ends', async () => {
    const { body } = await invite('umi.contoh');
    const again = await call<Invited>('POST', `accounts/${body.accountId}/invitations`);
    expect(again.status).toBe(201);
    const { browser } = await SignInAttempt.begin(identity);
    const { url } = again.body.invitation!;
    const form = { login: 'umi.contoh', password: PASSWORD };
    expect((await browser.go(url, { ...form, code: body.invitation!.code })).status).toBe(400);
    expect((await browser.go(url, { ...form, code: again.body.invitation!.code })).status).toBe(200);
  });

  it('comes with no password, and is told once', async () => {
    expect(await invite('adi.contoh', { password: PASSWORD })).toMatchObject({
      status: 400,
      body: { code: 'invitation-with-password' },
    });
    const order = { loginName: 'adi.contoh', displayName: 'Adi Contoh', invite: true };
    const send = () => identity.call<Invited>('POST', `${API}/accounts`, { body: order, key: 'undangan-adi-1' });
    const [first, second] = [await send(), await send()];
    expect(first.body.invitation?.code).toBeDefined();
    expect(second.body).toEqual({ accountId: first.body.accountId, loginName: 'adi.contoh' });
  });
});

describe('a lock after failed attempts', () => {
  it('is seen and lifted by an operator; the password stays', async () => {
    const { accountId, password } = await account('nina.contoh');
    const attempt = await SignInAttempt.begin(identity);
    for (let n = 0; n < 5; n += 1) await attempt.send({ login: 'nina.contoh', password: 'salah-sekali-1' });
    expect((await attempt.send({ login: 'nina.contoh', password })).status).toBe(429);
    const locked = await call('GET', `accounts/${accountId}`);
    expect(Date.parse(String(locked.body['lockedUntil']))).toBeGreaterThan(Date.now());
    expect((await call('DELETE', `accounts/${accountId}/lock`)).status).toBe(204);
    expect((await call('GET', `accounts/${accountId}`)).body).toMatchObject({ lockedUntil: null });
    expect((await signIn('nina.contoh', password)).status).toBe(200);
    const audited = await call<{ items: { action: string }[] }>('GET', `audit?objectId=${accountId}`);
    expect(audited.body.items.map(({ action }) => action)).toContain('unlock-account');
  });
});

describe('an own password', () => {
  const PASSWORD = 'perahu-kelotok-danau-83';
  const change = (token: string, currentPassword: string, password: string, key?: string) =>
    identity.call('POST', `${API}/me/password`, {
      token,
      body: { currentPassword, password },
      ...(key === undefined ? {} : { key }),
    });

  it('is changed with the present one, and ends all sessions', async () => {
    const { password } = await account('eka.contoh');
    const [here, there] = [await signIn('eka.contoh', password), await signIn('eka.contoh', password)];
    const token = here.body['access_token']!;
    expect(await change(token, 'bukan-kata-sandi-1', PASSWORD)).toMatchObject({
      status: 400,
      body: { code: 'password-wrong', field: 'currentPassword' },
    });
    expect(await change(token, password, password)).toMatchObject({ body: { code: 'password-unchanged' } });
    expect(await change(token, password, 'eka.contoh-2026')).toMatchObject({ body: { code: 'password-too-weak' } });
    const changed = await change(token, password, PASSWORD, 'ganti-eka-1');
    expect(changed).toMatchObject({ status: 200, body: { changed: true } });
    for (const tokens of [here, there]) expect((await refresh(tokens)).status).toBe(400);
    expect(
      (await SignInAttempt.begin(identity).then((one) => one.send({ login: 'eka.contoh', password }))).status,
    ).toBe(200);
    expect((await signIn('eka.contoh', PASSWORD)).status).toBe(200);
  });

  it('is not guessed with a stolen token', async () => {
    const { password } = await account('feri.contoh');
    const token = (await signIn('feri.contoh', password)).body['access_token']!;
    for (let n = 0; n < 5; n += 1) await change(token, `salah-sekali-${n}`, PASSWORD);
    expect(await change(token, password, PASSWORD)).toMatchObject({ status: 429, body: { code: 'password-locked' } });
  });
});

describe('a program', () => {
  const tokenOf = async (clientId: string, secret: string) => {
    const answer = await fetch(`${identity.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'units:read' }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const program = async (clientId: string) => {
    const scopes = ['units:read'];
    const { body } = await call<{ clientSecret: string }>('POST', 'service-clients', {
      clientId,
      name: 'Contoh',
      scopes,
    });
    return body.clientSecret;
  };

  it('loses its tokens with the secret that they were had by, and no others', async () => {
    const [secret, other] = [await program('gudang-data'), await program('gudang-lain')];
    const [token, bystander] = [await tokenOf('gudang-data', secret), await tokenOf('gudang-lain', other)];
    await expect(verify(token)).resolves.toMatchObject({ kind: 'service', subject: 'gudang-data' });
    const renewed = await call<{ clientSecret: string }>('POST', 'service-clients/gudang-data/secret', {});
    await expect(verify(token)).rejects.toMatchObject(OVER);
    const next = await tokenOf('gudang-data', renewed.body.clientSecret);
    await expect(verify(next)).resolves.toMatchObject({ subject: 'gudang-data' });

    expect((await call('DELETE', 'service-clients/gudang-data')).status).toBe(204);
    await expect(verify(next)).rejects.toMatchObject(OVER);
    const again = await tokenOf('gudang-data', await program('gudang-data'));
    for (const good of [again, bystander]) await expect(verify(good)).resolves.toMatchObject({ kind: 'service' });
  });

  it('is never called as a person’s account is, nor as the administrator of a machine', async () => {
    const { accountId } = await account('rini.contoh');
    for (const clientId of [`a${accountId.slice(1)}`, 'administrator'])
      for (const [path, more] of [
        ['service-clients', { scopes: ['units:read'] }],
        ['applications', {}],
      ] as const)
        expect(await call('POST', path, { clientId, name: 'Contoh', ...more })).toMatchObject({
          status: 400,
          body: { code: 'validation-failed', errors: [{ field: 'clientId' }] },
        });
  });
});
