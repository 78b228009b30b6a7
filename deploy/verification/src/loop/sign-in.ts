import { SCOPES } from '@betang/platform';
import { randomBytes } from 'node:crypto';
import { LoopError } from './loop-error.js';
import type { Json, RegionOffice } from './region-office.js';

const DEVICE = 'telepon-pegawai';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** A second officer of a region: plans want other eyes at each step. Answers an access token. */
export async function secondOfficer(office: RegionOffice, clientId: string): Promise<string> {
  const scopes = SCOPES.filter((scope) => scope.startsWith('plans:'));
  const body = { clientId, name: 'Pejabat kedua (rekaan)', scopes };
  const { clientSecret } = await office.post<{ clientSecret: string }>('identity', 'service-clients', body);
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const form = { grant_type: 'client_credentials', scope: scopes.join(' ') };
  return tokenOf(office, form, { authorization: `Basic ${basic}` });
}

/** Gives an employee an account and signs them in by the device flow, as on a phone. Answers their access token. */
export async function signInAs(office: RegionOffice, employeeId: string): Promise<string> {
  const [loginName, password] = ['pegawai.rekaan', randomBytes(12).toString('base64url')];
  await office.post('identity', 'applications', { clientId: DEVICE, name: 'Telepon pegawai' });
  const account = { loginName, displayName: 'Pegawai (rekaan)', employeeId, password };
  const { accountId } = await office.post<{ accountId: string }>('identity', 'accounts', account);
  await office.post('identity', `accounts/${accountId}/roles`, { role: 'civil-servant' });
  const device = await post(await endpointOf(office, 'device_authorization_endpoint'), {
    client_id: DEVICE,
    scope: 'openid offline_access',
  });
  await confirm(new Browser(office), device, { login: loginName, password });
  return tokenOf(office, { grant_type: GRANT, client_id: DEVICE, device_code: String(device['device_code']) });
}

/** What a person does in a browser who reads an address and a code off a device. */
async function confirm(browser: Browser, device: Json, login: Record<string, string>): Promise<void> {
  const code = String(device['user_code']);
  const { text } = await browser.go(String(device['verification_uri']));
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  await browser.go('/oidc/device', { xsrf, user_code: code });
  const confirmed = await browser.go('/oidc/device', { xsrf, user_code: code, confirm: 'yes' });
  const signedIn = await browser.go(confirmed.location, login);
  await browser.go(signedIn.location);
}

/** A browser of the plainest kind: cookies, no JavaScript. */
class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly office: RegionOffice) {}

  async go(address: string, form?: Record<string, string>): Promise<{ location: string; text: string }> {
    const answer = await fetch(new URL(address, this.office.addressOf('identity')), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return { location: answer.headers.get('location') ?? '', text: await answer.text() };
  }
}

/** @throws LoopError `sign-in-refused` */
async function tokenOf(
  office: RegionOffice,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await post(await endpointOf(office, 'token_endpoint'), form, headers);
  if (typeof answer['access_token'] !== 'string') throw new LoopError('sign-in-refused', JSON.stringify(answer));
  return answer['access_token'];
}

async function endpointOf(office: RegionOffice, name: string): Promise<string> {
  const answer = await fetch(`${office.addressOf('identity')}/oidc/.well-known/openid-configuration`);
  return String(((await answer.json()) as Json)[name]);
}

async function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Json> {
  return (await (await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) })).json()) as Json;
}
