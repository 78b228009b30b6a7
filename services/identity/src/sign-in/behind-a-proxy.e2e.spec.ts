import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity, type RunningIdentity } from '../testing/running-identity.js';

const ISSUER = 'https://betang.kapuas.example/oidc';
let identity: RunningIdentity;

beforeAll(async () => {
  identity = await startIdentity({
    BETANG_ISSUER_URL: ISSUER,
    BETANG_HTTP_TRUSTED_PROXIES: '127.0.0.1',
    BETANG_HTTP_REQUESTS_PER_MINUTE: '6',
  });
});
afterAll(() => identity.stop());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${identity.url}/oidc/${path}`, { headers, redirect: 'manual' });

describe('the sign-in behind a proxy', () => {
  it.each([
    ['which says all', { 'x-forwarded-host': 'betang.kapuas.example', 'x-forwarded-proto': 'https' }],
    ['which says nothing', {}],
    ['behind which another one ends TLS', { 'x-forwarded-proto': 'http' }],
    ['which passes on what anybody says', { 'x-forwarded-host': 'pancingan.example', 'x-forwarded-proto': 'http' }],
  ])('%s has the issuer’s addresses and can be begun', async (_which, said) => {
    const found = (await (await ask('.well-known/openid-configuration', said)).json()) as Record<string, string>;
    expect(found['issuer']).toBe(ISSUER);
    expect(found['authorization_endpoint']).toBe(`${ISSUER}/auth`);
    expect(JSON.stringify(found)).not.toMatch(/pancingan|http:/);
    const page = await ask('device', { ...said, 'x-forwarded-for': `192.0.2.${Object.keys(said).length}` });
    expect(page.status).toBe(200);
    expect(page.headers.getSetCookie().join('\n')).toMatch(/; secure/i);
  });
});

describe('the list of ended sessions', () => {
  const askFrom = (address: string, path: string) => ask(path, { 'x-forwarded-for': address });

  it('is told to each address so often that services never wait for it, and no more', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 240; count += 1) statuses.add((await askFrom('192.0.2.20', 'ended-sessions')).status);
    expect([...statuses]).toEqual([200]);
    const refused = await askFrom('192.0.2.20', 'ended-sessions');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await askFrom('192.0.2.21', 'ended-sessions')).status).toBe(200);
    expect((await askFrom('192.0.2.20', 'jwks')).status).toBe(200);
  });

  it('is counted apart from what else an address asks for', async () => {
    const elsewhere = [];
    for (let count = 0; count < 7; count += 1) elsewhere.push((await askFrom('192.0.2.22', 'password-reset')).status);
    expect(elsewhere).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect((await askFrom('192.0.2.22', 'ended-sessions')).status).toBe(200);
  });
});

describe('the sign-in behind a proxy that nobody has named as trusted', () => {
  it('can be begun all the same', async () => {
    const other = await startIdentity({ BETANG_ISSUER_URL: ISSUER });
    try {
      expect((await fetch(`${other.url}/oidc/device`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});
