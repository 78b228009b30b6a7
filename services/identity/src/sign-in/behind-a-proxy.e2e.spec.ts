import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startIdentity, type RunningIdentity } from '../testing/running-identity.js';

let identity: RunningIdentity;
const started: RunningIdentity[] = [];

const start = async (proxies: string) => {
  identity = await startIdentity({ BETANG_HTTP_TRUSTED_PROXIES: proxies });
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
