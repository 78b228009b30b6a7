import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { signInByDevice } from './device-flow.js';

type Answer = readonly [status: number, body: object] | 'hang-up';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

/** A provider that answers the questions for tokens one after the other, the last one for ever. */
async function provider(answers: readonly Answer[], device: object = {}) {
  const left = [...answers];
  const started = createServer((request, response) => {
    const issuer = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration')
      return send(200, { device_authorization_endpoint: `${issuer}/device`, token_endpoint: `${issuer}/token` });
    if (request.url === '/device')
      return send(200, {
        device_code: 'd',
        user_code: 'ABCD-EFGH',
        verification_uri: `${issuer}/code`,
        interval: 5,
        expires_in: 60,
        ...device,
      });
    const next = left.length > 1 ? left.shift()! : left[0]!;
    return next === 'hang-up' ? request.socket.destroy() : send(...next);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const waited: number[] = [];
  const run = signInByDevice({
    issuer: `http://127.0.0.1:${(started.address() as AddressInfo).port}`,
    ...{ clientId: 'betang-cli', scope: 'openid', signal: new AbortController().signal, tell: () => undefined },
    wait: async (milliseconds) => void waited.push(milliseconds / 1000),
  });
  return { run, waited };
}

const pending: Answer = [400, { error: 'authorization_pending' }];
const granted: Answer = [200, { access_token: 'a', refresh_token: 'r', expires_in: 600 }];

describe('the device flow (RFC 8628)', () => {
  it('asks on while nobody has decided, more slowly when told so', async () => {
    const { run, waited } = await provider([pending, [400, { error: 'slow_down' }], pending, granted]);
    expect(await run).toMatchObject({ accessToken: 'a', refreshToken: 'r' });
    expect(waited).toEqual([5, 5, 10, 10]);
  });

  it('outlasts a provider that starts anew meanwhile', async () => {
    const { run, waited } = await provider(['hang-up', [503, {}], granted]);
    expect(await run).toMatchObject({ accessToken: 'a' });
    expect(waited).toEqual([5, 10, 15]);
  });

  it.each(['access_denied', 'expired_token', 'invalid_grant'])('ends with %s', async (error) => {
    const { run } = await provider([pending, [400, { error }]]);
    await expect(run).rejects.toMatchObject({ code: 'sign-in-refused', params: { reason: error } });
  });

  it('gives up once the code has run out', async () => {
    const { run } = await provider(['hang-up'], { expires_in: 20 });
    await expect(run).rejects.toMatchObject({ code: 'issuer-unreachable' });
  });
});
