import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';

import { addProtection } from './protection.js';

const PER_MINUTE = 3;
let http: FastifyInstance;
afterEach(() => http.close());

/** The statuses of six requests for a path, of which a caller has three a minute. */
async function askedSixTimes(path: string, route: RouteShorthandOptions = {}): Promise<number[]> {
  http = fastify();
  await addProtection(http, { mode: 'local', httpRequestsPerMinute: PER_MINUTE });
  http.get(path, route, () => 'answered');
  const address = await http.listen({ host: '127.0.0.1', port: 0 });
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) statuses.push((await fetch(address + path)).status);
  return statuses;
}

describe('the limit of requests', () => {
  it.each(['/health', '/ready', '/metrics', '/oidc/jwks', '/oidc/.well-known/openid-configuration'])(
    'is none for %s, which everybody is answered by',
    async (path) => {
      expect(await askedSixTimes(path)).toEqual([200, 200, 200, 200, 200, 200]);
    },
  );

  it.each(['/oidc/ended-sessions', '/oidc/token', '/oidc/jwks/other', '/ready/other', '/api/identity/v1/jwks'])(
    'is the setting’s for %s',
    async (path) => {
      expect(await askedSixTimes(path)).toEqual([200, 200, 200, 429, 429, 429]);
    },
  );

  it('is the route’s own where a service declares one', async () => {
    const route = { config: { rateLimit: { max: 4, timeWindow: '1 minute' } } };
    expect(await askedSixTimes('/oidc/ended-sessions', route)).toEqual([200, 200, 200, 200, 429, 429]);
  });
});
