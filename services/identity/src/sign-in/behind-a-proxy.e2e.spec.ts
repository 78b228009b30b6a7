import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity, type RunningIdentity } from '../testing/running-identity.js';

let identity: RunningIdentity;
const started: RunningIdentity[] = [];

const start = async (proxies: string) => {
  identity = await startIdentity({ BETANG_HTTP_TRUSTED_PROXIES: proxies, BETANG_HTTP_REQUESTS_PER_MINUTE: '3' });
  started.push(identity);
};
afterAll(() => Promise.all(started.map((one) => one.stop())));

async function addresses(): Promise<string> {
  const answer = await fetch(`${identity.issuer}/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'pancingan.example', 'x-forwarded-proto': 'https' },
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

describe('the addresses of the sign-in, said to have been asked for elsewhere', () => {
  describe('by anybody', () => {
    beforeAll(() => start('192.0.2.7'));

    it('stay those that were asked', async () => {
      const text = await addresses();
      expect(text).not.toContain('pancingan.example');
      expect(text).toContain(`"authorization_endpoint":"${identity.issuer}/auth"`);
    });
  });

  describe('by a proxy that is trusted', () => {
    beforeAll(() => start('127.0.0.1'));

    it('are the proxy’s', async () => {
      expect(await addresses()).toContain('"authorization_endpoint":"https://pancingan.example/oidc/auth"');
    });
  });
});

describe('the list of ended sessions', () => {
  const ask = (path: string, address: string) =>
    fetch(`${identity.issuer}/${path}`, { headers: { 'x-forwarded-for': address } });

  it('is told to each address so often that services never wait for it, and no more', async () => {
    const statuses = new Set<number>();
    for (let count = 0; count < 240; count += 1) statuses.add((await ask('ended-sessions', '192.0.2.20')).status);
    expect([...statuses]).toEqual([200]);
    const refused = await ask('ended-sessions', '192.0.2.20');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await ask('ended-sessions', '192.0.2.21')).status).toBe(200);
    expect((await ask('jwks', '192.0.2.20')).status).toBe(200);
  });

  it('is counted apart from what else an address asks for', async () => {
    const elsewhere = [];
    for (let count = 0; count < 4; count += 1) elsewhere.push((await ask('password-reset', '192.0.2.22')).status);
    expect(elsewhere).toEqual([200, 200, 200, 429]);
    expect((await ask('ended-sessions', '192.0.2.22')).status).toBe(200);
  });
});
