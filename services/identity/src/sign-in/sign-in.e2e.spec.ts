import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { TOTP } from 'otpauth';
import { startIdentity, TEST_REGION, type RunningIdentity } from '../testing/running-identity.js';

let identity: RunningIdentity;

beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const REDIRECT = 'http://127.0.0.1:9/back';

/** A browser of the plainest kind: cookies by path, no JavaScript. */
class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  async go(
    address: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; location: string | null; text: string; headers: Headers }> {
    const url = new URL(address, identity.url);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      text: await answer.text(),
      headers: answer.headers,
    };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/';
    if (/expires=Thu, 01 Jan 1970/i.test(line) || value === '') this.cookies.delete(name);
    else this.cookies.set(name, { value, path });
  }
}

interface Begun {
  readonly browser: Browser;
  readonly verifier: string;
  readonly signInPage: string;
  readonly text: string;
  readonly headers: Headers;
}

async function begin(options: { language?: string; scope?: string; challenge?: boolean } = {}): Promise<Begun> {
  const browser = new Browser();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: options.scope ?? 'openid offline_access',
    state: 'xyz',
    ...(options.challenge === false
      ? {}
      : { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }),
  });
  const started = await browser.go(`/oidc/auth?${query}`);
  if (started.status !== 303) throw new Error(`authorization answered ${started.status}: ${started.text}`);
  const shown = await browser.go(
    started.location!,
    undefined,
    options.language ? { 'accept-language': options.language } : {},
  );
  return { browser, verifier, signInPage: started.location!, text: shown.text, headers: shown.headers };
}

/** Follows the redirects after a sign-in back to the application. */
async function follow(browser: Browser, location: string): Promise<URL> {
  let at = new URL(location, identity.url);
  for (let hop = 0; hop < 5 && !at.href.startsWith(REDIRECT); hop += 1) {
    const next = await browser.go(at.href);
    at = new URL(next.location!, identity.url);
  }
  return at;
}

async function tokenRequest(
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, string> }> {
  const answer = await fetch(`${identity.issuer}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

async function account(
  loginName: string,
  role?: string,
  unitId?: string,
): Promise<{ accountId: string; password: string }> {
  const created = await identity.call<{ accountId: string; initialPassword: string }>(
    'POST',
    '/api/identity/v1/accounts',
    { body: { loginName, displayName: 'Sari Contoh' } },
  );
  expect(created.status).toBe(201);
  if (role)
    expect(
      (
        await identity.call('POST', `/api/identity/v1/accounts/${created.body.accountId}/roles`, {
          body: { role, unitId },
        })
      ).status,
    ).toBe(201);
  return { accountId: created.body.accountId, password: created.body.initialPassword };
}

async function signIn(
  login: string,
  password: string,
  scope?: string,
): Promise<{ status: number; body: Record<string, string> }> {
  const { browser, verifier, signInPage } = await begin(scope === undefined ? {} : { scope });
  const answered = await browser.go(signInPage, { login, password });
  expect(answered.status).toBe(303);
  const back = await follow(browser, answered.location!);
  expect(back.searchParams.get('state')).toBe('xyz');
  return tokenRequest({
    grant_type: 'authorization_code',
    client_id: 'portal',
    code: back.searchParams.get('code')!,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
}

beforeAll(async () => {
  const made = await identity.call('POST', '/api/identity/v1/applications', {
    body: { clientId: 'portal', name: 'Portal', redirectUris: [REDIRECT] },
  });
  expect(made.status).toBe(201);
});

describe('the provider', () => {
  it('publishes its addresses and the public half of its keys', async () => {
    const found = await identity.call<Record<string, unknown>>('GET', '/oidc/.well-known/openid-configuration', {
      token: null,
    });
    expect(found.body).toMatchObject({
      issuer: identity.issuer,
      token_endpoint: `${identity.issuer}/token`,
      jwks_uri: `${identity.issuer}/jwks`,
      code_challenge_methods_supported: ['S256'],
    });
    const { body } = await identity.call<{ keys: Record<string, unknown>[] }>('GET', '/oidc/jwks', { token: null });
    expect(body.keys).toHaveLength(1);
    expect(body.keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(body.keys[0]).not.toHaveProperty('d');
  });

  it('keeps the administrator token where only its owner can read it', async () => {
    const { mode } = await stat(join(identity.dataDir, 'administrator.token'));
    expect(mode & 0o777).toBe(0o600);
    expect((await identity.call('GET', '/api/identity/v1/me')).body).toMatchObject({
      subject: 'administrator',
      kind: 'service',
      region: TEST_REGION,
    });
  });

  it('answers nobody without a token', async () => {
    for (const path of ['units', 'employees', 'imports', 'accounts', 'service-clients', 'me', 'corrections'])
      expect((await identity.call('GET', `/api/identity/v1/${path}`, { token: null })).status).toBe(401);
  });
});

describe('signing in by browser', () => {
  it('gives a token that tells who it is and which roles hold where', async () => {
    const unit = await identity.call<{ unitId: string }>('POST', '/api/identity/v1/units', {
      body: { name: 'Dinas Contoh' },
    });
    const { accountId, password } = await account('sari.contoh', 'supervisor', unit.body.unitId);
    const { status, body } = await signIn('sari.contoh', password);
    expect(status).toBe(200);
    const jwks = createRemoteJWKSet(new URL(`${identity.issuer}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(body['access_token']!, jwks, {
      issuer: identity.issuer,
      audience: 'betang',
      typ: 'at+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({
      sub: accountId,
      kind: 'person',
      roles: [{ role: 'supervisor', region: TEST_REGION, unit: unit.body.unitId }],
      client_id: 'portal',
    });
    expect(decodeJwt(body['id_token']!)).toMatchObject({ sub: accountId, aud: 'portal' });
    expect((await identity.call('GET', '/api/identity/v1/me', { token: body['access_token']! })).body).toMatchObject({
      subject: accountId,
      kind: 'person',
      account: { loginName: 'sari.contoh' },
    });
  });

  it.each(['operator', 'auditor', 'partner'])('tells %s who they are, though they have no record', async (role) => {
    const loginName = `siapa.${role}`;
    const { accountId, password } = await account(loginName, role);
    const { body } = await signIn(loginName, password);
    const me = await identity.call('GET', '/api/identity/v1/me', { token: body['access_token']! });
    expect(me).toMatchObject({
      status: 200,
      body: { subject: accountId, region: TEST_REGION, account: { loginName }, roles: [{ role }], employee: null },
    });
    expect(me.body['scopes']).toEqual(expect.arrayContaining(['sign-in:own']));
    expect(me.body['scopes']).not.toContain('self:read');
  });

  it('renews the token, once for each refresh token, and a second use ends them all', async () => {
    const { password } = await account('rini.contoh', 'auditor');
    const first = await signIn('rini.contoh', password);
    const refresh = (token: string) =>
      tokenRequest({ grant_type: 'refresh_token', client_id: 'portal', refresh_token: token });
    const second = await refresh(first.body['refresh_token']!);
    expect(second.status).toBe(200);
    expect(decodeJwt(second.body['access_token']!)).toMatchObject({
      kind: 'person',
      roles: [{ role: 'auditor' }],
      aud: 'betang',
    });
    expect((await refresh(first.body['refresh_token']!)).status).toBe(400);
    expect((await refresh(second.body['refresh_token']!)).status).toBe(400);
  });

  it('is Indonesian first, English where the browser asks for it, and loads and runs nothing', async () => {
    const page = await begin();
    expect(page.text).toContain('<html lang="id">');
    expect(page.text).toContain('Kata sandi');
    expect((await begin({ language: 'en' })).text).toContain('Password');
    expect(page.text).not.toMatch(/<script|src=|href=|url\(| on\w+=/);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:9; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('labels every field', async () => {
    const { text } = await begin();
    const ids = [...text.matchAll(/<input id="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(['login', 'password']);
    for (const id of ids) expect(text).toContain(`<label for="${id}">`);
  });

  it('without PKCE is refused', async () => {
    await expect(begin({ challenge: false })).rejects.toThrow();
  });

  it('of a code with another verifier is refused', async () => {
    const { password } = await account('anton.contoh');
    const { browser, signInPage } = await begin();
    const answered = await browser.go(signInPage, { login: 'anton.contoh', password });
    const back = await follow(browser, answered.location!);
    const code_verifier = randomBytes(32).toString('base64url');
    const refused = await tokenRequest({
      grant_type: 'authorization_code',
      client_id: 'portal',
      code: back.searchParams.get('code')!,
      redirect_uri: REDIRECT,
      code_verifier,
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('from a form of another site is refused', async () => {
    const { password } = await account('dewi.contoh');
    const { browser, signInPage } = await begin();
    expect(
      (await browser.go(signInPage, { login: 'dewi.contoh', password }, { origin: 'http://evil.example' })).status,
    ).toBe(400);
  });

  it('in somebody else’s interaction is refused', async () => {
    const { signInPage } = await begin();
    expect((await new Browser().go(signInPage)).status).toBe(400);
  });

  it('tells a wrong password and an unknown name the same way, and writes what was typed as text', async () => {
    await account('yusuf.contoh');
    const { browser, signInPage } = await begin();
    const wrong = await browser.go(signInPage, { login: 'yusuf.contoh', password: 'salah-sekali-1' });
    const unknown = await browser.go(signInPage, { login: '"><script>alert(1)</script>', password: 'salah-sekali-1' });
    for (const page of [wrong, unknown]) expect(page.text).toContain('tidak cocok');
    expect(unknown.text).not.toContain('<script>');
  });

  it.each(['lina.contoh', 'tidak.ada'])(
    'locks the name %s after repeated failures, right password or not',
    async (login) => {
      const password = login === 'lina.contoh' ? (await account(login)).password : 'apa-saja-2026';
      const { browser, signInPage } = await begin();
      for (let attempt = 0; attempt < 4; attempt += 1)
        expect((await browser.go(signInPage, { login, password: 'salah-sekali-1' })).status).toBe(200);
      expect((await browser.go(signInPage, { login, password: 'salah-sekali-1' })).status).toBe(429);
      expect((await browser.go(signInPage, { login, password })).status).toBe(429);
    },
  );

  it('is locked as soon where all are tried at once', async () => {
    const login = 'serentak.contoh';
    const { password } = await account(login);
    const { browser, signInPage } = await begin();
    const tried = await Promise.all(
      Array.from({ length: 20 }, () => browser.go(signInPage, { login, password: 'salah-sekali-1' })),
    );
    expect(tried.filter(({ status }) => status === 200)).toHaveLength(4);
    expect((await browser.go(signInPage, { login, password })).status).toBe(429);
  });

  it('asks for a one-time code where the person set one up, and takes each code once', async () => {
    const { password } = await account('budi.contoh', 'auditor');
    // An auditor has no right to change the own account: it takes one of those roles that do.
    const [row] = await identity.sql<{ id: string }>(
      `SELECT account_id AS id FROM identity.account WHERE login_name = 'budi.contoh'`,
    );
    await identity.call('POST', `/api/identity/v1/accounts/${row!.id}/roles`, { body: { role: 'trainer' } });
    const { body } = await signIn('budi.contoh', password);
    const token = body['access_token']!;
    const started = await identity.call<{ address: string }>('POST', '/api/identity/v1/me/one-time-codes', { token });
    const secret = new URL(started.body.address).searchParams.get('secret')!;
    const totp = new TOTP({ secret, digits: 6, period: 30, algorithm: 'SHA1' });
    expect(
      (await identity.call('POST', '/api/identity/v1/me/one-time-codes/confirm', { token, body: { code: '000000' } }))
        .status,
    ).toBe(400);
    expect(
      (
        await identity.call('POST', '/api/identity/v1/me/one-time-codes/confirm', {
          token,
          body: { code: totp.generate() },
        })
      ).status,
    ).toBe(200);

    const { browser, signInPage } = await begin();
    const asked = await browser.go(signInPage, { login: 'budi.contoh', password });
    expect(asked.text).toContain('<label for="code">');
    const used = await browser.go(signInPage, { code: totp.generate() });
    expect(used.text).toContain('sudah dipakai');
    const done = await browser.go(signInPage, { code: totp.generate({ timestamp: Date.now() + 30_000 }) });
    expect(done.status).toBe(303);
    expect((await follow(browser, done.location!)).searchParams.get('code')).toBeTruthy();
  });

  it('ends with the account: a disabled one gets no new token', async () => {
    const { accountId, password } = await account('hana.contoh', 'auditor');
    const { body } = await signIn('hana.contoh', password);
    expect(
      (await identity.call('PUT', `/api/identity/v1/accounts/${accountId}/state`, { body: { state: 'DISABLED' } }))
        .status,
    ).toBe(204);
    expect(
      (await tokenRequest({ grant_type: 'refresh_token', client_id: 'portal', refresh_token: body['refresh_token']! }))
        .status,
    ).toBe(400);
    const { browser, signInPage } = await begin();
    expect((await browser.go(signInPage, { login: 'hana.contoh', password })).text).toContain('tidak cocok');
  });

  it('signs out on confirmation', async () => {
    const { password } = await account('tono.contoh');
    const { browser, signInPage } = await begin();
    await follow(browser, (await browser.go(signInPage, { login: 'tono.contoh', password })).location!);
    const asked = await browser.go('/oidc/sign-out');
    expect(asked.text).toContain('Keluar dari Betang');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)![1]!;
    expect((await browser.go('/oidc/sign-out/confirm', { xsrf, logout: 'yes' })).status).toBe(303);
    expect((await browser.go('/oidc/sign-out')).text).not.toContain('Keluar dari Betang');
  });
});

describe('signing in on a device', () => {
  it('works for an application without an address to come back to', async () => {
    await identity.call('POST', '/api/identity/v1/applications', { body: { clientId: 'terminal', name: 'betang' } });
    const { password } = await account('joko.contoh', 'operator');
    const begun = await fetch(`${identity.issuer}/device/auth`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'terminal', scope: 'openid offline_access' }),
    });
    const device = (await begun.json()) as Record<string, string>;
    const poll = () =>
      tokenRequest({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: 'terminal',
        device_code: device['device_code']!,
      });
    expect((await poll()).body).toMatchObject({ error: 'authorization_pending' });
    const browser = new Browser();
    const entered = await browser.go(device['verification_uri']!);
    expect(entered.text).toContain('<label for="user_code">');
    expect(entered.text).not.toMatch(/ on\w+=/);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(entered.text)![1]!;
    const confirm = await browser.go('/oidc/device', { xsrf, user_code: device['user_code']! });
    expect(confirm.text).toContain(device['user_code']!);
    const login = await browser.go('/oidc/device', { xsrf, user_code: device['user_code']!, confirm: 'yes' });
    const answered = await browser.go(login.location!, { login: 'joko.contoh', password });
    const done = await browser.go(answered.location!);
    expect(done.text).toContain('Perangkat sudah terhubung');
    const { status, body } = await poll();
    expect(status).toBe(200);
    expect(decodeJwt(body['access_token']!)).toMatchObject({
      kind: 'person',
      roles: [{ role: 'operator' }],
      aud: 'betang',
    });
  });

  it('tells a device that asks too late that its code has expired, so that it begins anew', async () => {
    await identity.call('POST', '/api/identity/v1/applications', { body: { clientId: 'terminal-3', name: 'betang' } });
    const begun = await fetch(`${identity.issuer}/device/auth`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'terminal-3', scope: 'openid offline_access' }),
    });
    const device = (await begun.json()) as Record<string, string>;
    const poll = (code = device['device_code']!) =>
      tokenRequest({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: 'terminal-3',
        device_code: code,
      });
    expect((await poll()).body).toMatchObject({ error: 'authorization_pending' });
    await identity.sql(`UPDATE identity.openid_record SET expires_at = now() - interval '1 minute',
      payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch FROM now())::bigint - 60)) WHERE payload->>'clientId' = 'terminal-3'`);
    expect(await poll()).toMatchObject({ status: 400, body: { error: 'expired_token' } });
    const browser = new Browser();
    const entered = await browser.go(device['verification_uri']!);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(entered.text)![1]!;
    const late = await browser.go('/oidc/device', { xsrf, user_code: device['user_code']! });
    expect(late.text).toContain('tidak dikenal atau sudah tidak berlaku');
    expect((await poll('tidak-pernah-ada')).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('says that nothing was connected where the person cancels', async () => {
    await identity.call('POST', '/api/identity/v1/applications', {
      body: { clientId: 'terminal-2', name: 'betang' },
    });
    const begun = await fetch(`${identity.issuer}/device/auth`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'terminal-2', scope: 'openid offline_access' }),
    });
    const device = (await begun.json()) as Record<string, string>;
    const browser = new Browser();
    const entered = await browser.go(device['verification_uri']!);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(entered.text)![1]!;
    await browser.go('/oidc/device', { xsrf, user_code: device['user_code']! });
    const cancelled = await browser.go('/oidc/device', { xsrf, user_code: device['user_code']!, abort: 'yes' });
    expect(cancelled.text).toContain('Perangkat tidak dihubungkan');
    expect(cancelled.text).not.toContain('tidak dikenal');
    const asked = await tokenRequest({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: 'terminal-2',
      device_code: device['device_code']!,
    });
    expect(asked.body).toMatchObject({ error: 'access_denied' });
  });
});

describe('a service client', () => {
  it('gets a token for its own scopes, and for no other', async () => {
    const made = await identity.call<{ clientSecret: string }>('POST', '/api/identity/v1/service-clients', {
      body: { clientId: 'data-warehouse', name: 'Gudang data', scopes: ['units:read'] },
    });
    expect(made.status).toBe(201);
    const authorization = `Basic ${Buffer.from(`data-warehouse:${made.body.clientSecret}`).toString('base64')}`;
    const granted = await tokenRequest({ grant_type: 'client_credentials', scope: 'units:read' }, { authorization });
    expect(granted.status).toBe(200);
    expect(decodeJwt(granted.body['access_token']!)).toMatchObject({
      sub: 'data-warehouse',
      kind: 'service',
      scope: 'units:read',
      aud: 'betang',
    });
    const token = granted.body['access_token']!;
    expect((await identity.call('GET', '/api/identity/v1/units', { token })).status).toBe(200);
    expect((await identity.call('GET', '/api/identity/v1/employees', { token })).status).toBe(403);
    expect(
      await tokenRequest({ grant_type: 'client_credentials', scope: 'employees:read' }, { authorization }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    const wrong = `Basic ${Buffer.from('data-warehouse:salah').toString('base64')}`;
    expect(
      (await tokenRequest({ grant_type: 'client_credentials', scope: 'units:read' }, { authorization: wrong })).status,
    ).toBe(401);
  });

  it('keeps its secret to itself: a repeated request does not tell it again, and the database never held it', async () => {
    const body = { clientId: 'reminder-job', name: 'Pengingat', scopes: ['hours:read'] };
    const first = await identity.call<{ clientSecret: string }>('POST', '/api/identity/v1/service-clients', {
      body,
      key: 'reminder-job-1',
    });
    const again = await identity.call('POST', '/api/identity/v1/service-clients', { body, key: 'reminder-job-1' });
    expect(again).toMatchObject({ status: 201, body: { clientId: 'reminder-job' } });
    expect(again.body).not.toHaveProperty('clientSecret');
    const dump = await identity.sql<{ text: string }>(
      `SELECT (SELECT string_agg(c::text, ' ') FROM identity.oauth_client c) || (SELECT string_agg(k::text, ' ') FROM identity.idempotency_key k) AS text`,
    );
    expect(dump[0]!.text).not.toContain(first.body.clientSecret);
  });
});

describe('rights', () => {
  it('end at the unit they were given for', async () => {
    const agency = await identity.call<{ unitId: string }>('POST', '/api/identity/v1/units', {
      body: { name: 'Dinas Terlihat' },
    });
    const other = await identity.call<{ unitId: string }>('POST', '/api/identity/v1/units', {
      body: { name: 'Dinas Tersembunyi' },
    });
    const below = await identity.call<{ unitId: string }>('POST', '/api/identity/v1/units', {
      body: { name: 'Bidang Terlihat', parentUnitId: agency.body.unitId },
    });
    const { password } = await account('nina.contoh', 'agency-planner', agency.body.unitId);
    const token = (await signIn('nina.contoh', password)).body['access_token']!;
    const seen = await identity.call<{ items: { name: string }[] }>('GET', '/api/identity/v1/units', { token });
    expect(seen.body.items.map(({ name }) => name)).toEqual(['Bidang Terlihat', 'Dinas Terlihat']);
    expect((await identity.call('GET', `/api/identity/v1/units/${below.body.unitId}`, { token })).status).toBe(200);
    expect((await identity.call('GET', `/api/identity/v1/units/${other.body.unitId}`, { token })).status).toBe(404);
    expect(
      (await identity.call('POST', '/api/identity/v1/units', { token, body: { name: 'Dinas Liar' } })).status,
    ).toBe(403);
    expect((await identity.call('GET', '/api/identity/v1/accounts', { token })).status).toBe(403);
  });

  it('are not given to oneself', async () => {
    const { accountId, password } = await account('oki.contoh', 'operator');
    const token = (await signIn('oki.contoh', password)).body['access_token']!;
    const refused = await identity.call('POST', `/api/identity/v1/accounts/${accountId}/roles`, {
      token,
      body: { role: 'bkpsdm-officer' },
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'role-to-oneself' } });
  });
});
