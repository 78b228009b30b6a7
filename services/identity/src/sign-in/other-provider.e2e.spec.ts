import { createServer, type Server } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { interactionPolicy, type Configuration } from 'oidc-provider';
import { startIdentity, TEST_REGION, type RunningIdentity } from '../testing/running-identity.js';
import { PlainBrowser, REDIRECT } from '../testing/sign-in-client.js';

const RESOURCE = 'urn:kota:betang';
const UNIT = '00000000-0000-4000-8000-000000000001';
/** What the city's provider knows of its people: groups of its own, the region, and where in it. */
const PEOPLE: Readonly<Record<string, object>> = {
  staf: { groups: ['bkd-staf', 'tamu'], kota_region: TEST_REGION, kota_unit: '*' },
  bidang: { groups: ['perencana'], kota_region: TEST_REGION, kota_unit: UNIT },
  tetangga: { groups: ['bkd-staf'], kota_region: '62.71', kota_unit: '*' },
  tanpaUnit: { groups: ['bkd-staf'], kota_region: TEST_REGION },
  tamu: { groups: ['tamu'], kota_region: TEST_REGION, kota_unit: '*' },
};

/** A provider as a city runs one: its own addresses, keys and claims. Who is asked for is signed in: that is not ours to test. */
class CityProvider {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<CityProvider> {
    const port = await findFreePort();
    const issuer = `http://127.0.0.1:${port}`;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'kota-1', alg: 'RS256', use: 'sig' };
    const provider = new Provider(issuer, configuration(jwk));
    const handle = provider.callback();
    const server = createServer((request, response) => {
      if (!request.url?.startsWith('/masuk/')) return void handle(request, response);
      provider
        .interactionDetails(request, response)
        .then(({ params }) => {
          const login = { accountId: String(params['login_hint']) };
          return provider.interactionFinished(request, response, { login });
        })
        .catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new CityProvider(issuer, server);
  }

  /** An access token of a person, by authorization code and PKCE; `audience` what it is for. */
  async token(login: string, resource = RESOURCE): Promise<string> {
    const browser = new PlainBrowser(this.issuer);
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'portal',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid',
      resource,
      login_hint: login,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    let at = `${this.issuer}/auth?${query}`;
    for (let hop = 0; hop < 5 && !at.startsWith(REDIRECT); hop += 1)
      at = new URL((await browser.go(at)).location!, this.issuer).href;
    const answer = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'portal',
        code: new URL(at).searchParams.get('code')!,
        redirect_uri: REDIRECT,
        code_verifier: verifier,
        resource,
      }),
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function configuration(jwk: object): Configuration {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return {
    jwks: { keys: [jwk] as never },
    cookies: { keys: ['kota'] },
    clients: [
      {
        client_id: 'portal',
        redirect_uris: [REDIRECT],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ],
    routes: { jwks: '/kunci-umum' },
    pkce: { required: () => true },
    interactions: { policy, url: (_ctx, { uid }) => `/masuk/${uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    loadExistingGrant: async ({ oidc }) => {
      const { accountId } = oidc.session!;
      const grant = new oidc.provider.Grant({ clientId: 'portal', ...(accountId ? { accountId } : {}) });
      grant.addOIDCScope('openid');
      for (const audience of ['urn:kota:betang', 'urn:kota:lain']) grant.addResourceScope(audience, 'pakai');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (_ctx, token) => ('accountId' in token ? PEOPLE[String(token.accountId)] : undefined) as never,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: 'pakai',
          audience: resource === RESOURCE ? 'betang-kota' : 'lain',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

let city: CityProvider;
let identity: RunningIdentity;

beforeAll(async () => {
  city = await CityProvider.start();
  identity = await startIdentity({
    BETANG_ISSUER_URL: city.issuer,
    BETANG_ISSUER_AUDIENCE: 'betang-kota',
    BETANG_ISSUER_CLAIMS: 'role=groups,region=kota_region,unit=kota_unit',
    BETANG_ISSUER_ROLES: 'bkd-staf=bkpsdm-officer,perencana=agency-planner',
  });
});
afterAll(async () => {
  await identity?.stop();
  city?.stop();
});

const units = (token: string) => identity.call('GET', '/api/identity/v1/units', { token });
const makeUnit = (token: string) =>
  identity.call('POST', '/api/identity/v1/units', { token, body: { name: `Dinas ${randomBytes(3).toString('hex')}` } });

describe('another OpenID provider', () => {
  it('gives its people the roles that the mapping names', async () => {
    const token = await city.token('staf');
    expect((await units(token)).status).toBe(200);
    expect((await makeUnit(token)).status).toBe(201);
    expect((await identity.call('GET', '/api/identity/v1/me', { token })).body).toMatchObject({
      subject: 'staf',
      kind: 'person',
    });
  });

  it('binds them to the unit of its claim', async () => {
    const token = await city.token('bidang');
    const seen = await identity.call<{ items: unknown[] }>('GET', '/api/identity/v1/units', { token });
    expect([seen.status, seen.body.items]).toEqual([200, []]);
    expect((await makeUnit(token)).status).toBe(403);
  });

  it.each(['tetangga', 'tanpaUnit', 'tamu'])(
    'gives %s nothing: of another region, without a unit, without a role',
    async (login) => {
      expect((await units(await city.token(login))).status).toBe(403);
    },
  );

  it('is not believed for what it made for others', async () => {
    expect((await units(await city.token('staf', 'urn:kota:lain'))).status).toBe(401);
  });

  it('stands instead of the embedded one', async () => {
    for (const path of ['/oidc/.well-known/openid-configuration', '/oidc/ended-sessions', '/oidc/password-reset'])
      expect((await fetch(`${identity.url}${path}`)).status).toBe(404);
    await expect(access(join(identity.dataDir, 'administrator.token'))).rejects.toThrow();
  });
});
