import { createHash, randomBytes } from 'node:crypto';
import { waitUntil } from '@betang/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LocalFederation } from '../federation/local-federation.js';
import { Progress } from '../progress/progress.js';
import { LOCAL_REGIONS } from '../settings/regions.js';
import { findPlace, type LocalPlace } from '../testing/local-run.js';
import { administratorApi } from './administrator.js';
import { writeGeneratedFiles } from './generated-files.js';
import { createLogins, createStaffLogins, findLogins, type InventedLogin } from './invented-logins.js';
import { loadRoster } from './load-roster.js';

const CLIENT = 'aplikasi-uji';
const BACK = 'http://127.0.0.1:9/back';
let running: { federation: LocalFederation; place: LocalPlace } | undefined;

afterEach(async () => {
  await running?.federation.stop();
  running?.place.remove();
});

/** Signs in as a browser does: authorization code with PKCE, cookies by path, no JavaScript. Answers an access token. */
async function signIn(home: string, { loginName, password }: InventedLogin): Promise<string> {
  const cookies = new Map<string, string>();
  const go = async (address: string, form?: Record<string, string>) => {
    const answer = await fetch(new URL(address, home), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer.headers.get('location') ?? '';
  };
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    ...{ client_id: CLIENT, response_type: 'code', redirect_uri: BACK, scope: 'openid' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
  });
  const page = await go(`/oidc/auth?${query}`);
  let location = await go((await go(page), page), { login: loginName, password });
  for (let hop = 0; hop < 5 && location !== '' && !location.startsWith(BACK); hop += 1) location = await go(location);
  const form = {
    ...{ grant_type: 'authorization_code', client_id: CLIENT, redirect_uri: BACK, code_verifier: verifier },
    code: new URL(location).searchParams.get('code') ?? '',
  };
  const answer = await fetch(`${home}/oidc/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Takes a copy of all that the region's services keep of the caller. */
async function copyOf(home: string, token: string): Promise<{ state: string; parts: unknown[] }> {
  const address = `${home}/api/identity/v1/me/data-copies`;
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'own-copy' };
  const { copyId } = (await (await fetch(address, { method: 'POST', headers })).json()) as { copyId: string };
  return waitUntil('the copy has ended', async () => {
    const copy = (await (await fetch(`${address}/${copyId}`, { headers })).json()) as {
      state: string;
      parts: unknown[];
    };
    return copy.state === 'GATHERING' ? undefined : copy;
  });
}

describe('the invented logins of a region', () => {
  it('are of an office and of two people of its roster, who sign in and may do what their roles may', async () => {
    const place = await findPlace('logins');
    const federation = new LocalFederation({
      settings: { ...place, mode: 'all' },
      progress: new Progress({ write: () => undefined }),
      regions: LOCAL_REGIONS.slice(0, 1),
    });
    running = { federation, place };
    await federation.start();
    const [region] = federation.regions;
    const { signal } = new AbortController();
    const api = administratorApi(region!, signal);
    await createLogins(api, region!.region, region!.dir);
    const files = await writeGeneratedFiles(region!.region, region!.dir, { people: 20, seed: 'logins' });
    await loadRoster({ api, region: region!.code, signal, file: files.rosterFile, tell: () => undefined });
    await createStaffLogins(api, region!.region, region!.dir);
    await createStaffLogins(api, region!.region, region!.dir);
    const logins = (await findLogins(region!.dir))!;
    expect(logins.map(({ role }) => role)).toEqual([
      'operator',
      'bpsdm-officer',
      'auditor',
      'civil-servant',
      'contingency-officer',
    ]);

    await api.post('identity', 'applications', 'local-test-application', {
      clientId: CLIENT,
      name: 'Uji',
      redirectUris: [BACK],
    });
    const home = region!.addressOf('identity');
    const statusOf = async (path: string, token: string) =>
      (await fetch(`${home}/api/${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    const [servant, contingency] = await Promise.all(logins.slice(3).map((login) => signIn(home, login)));
    for (const token of [servant!, contingency!]) expect(await statusOf('identity/v1/me', token)).toBe(200);
    expect(await statusOf('learning-hours/v1/me/entries', servant!)).toBe(200);
    expect(await statusOf('contingency/v1/plans', servant!)).toBe(403);
    expect(await statusOf('contingency/v1/plans', contingency!)).toBe(200);
    expect(await statusOf('identity/v1/accounts', contingency!)).toBe(403);
    expect(await copyOf(home, servant!)).toMatchObject({ state: 'READY' });
    // `betang login` begins so.
    const device = new URLSearchParams({ client_id: 'betang-cli', scope: 'openid offline_access' });
    const begun = await fetch(`${home}/oidc/device/auth`, { method: 'POST', body: device });
    expect(await begun.json()).toMatchObject({ user_code: expect.any(String) });
  });
});
