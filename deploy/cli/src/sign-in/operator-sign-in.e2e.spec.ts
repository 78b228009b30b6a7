import 'reflect-metadata';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startPostgres,
  waitUntil,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { regionPaths } from '../region/region-paths.js';
import { ownerSql, startBusOf } from '../testing/deployment-under-test.js';
import { betang } from '../testing/run-betang.js';
import { startInstalledServices } from '../testing/installed-services.js';

let folder: string;
let dataDir: string;
let postgres: PostgresServer;
let bus: NatsServerProcess | undefined;
let stopServices: (() => Promise<void>) | undefined;
let issuer: string;

const at = (...argv: string[]) => betang([...argv, '--data', dataDir, '--json']);
const PASSWORD = 'sungai kahayan 77 biru';

/** A browser of the plainest kind: cookies, no JavaScript. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async go(
    address: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; location: string; text: string }> {
    const answer = await fetch(new URL(address, issuer), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
  }
}

/** What a person does who reads an address and a code off a terminal. */
async function connectDevice(announced: string, loginName: string): Promise<void> {
  const [, url = '', code = ''] = /(http\S+) .* ([A-Z]{4}-[A-Z]{4})/.exec(announced) ?? [];
  const browser = new Browser();
  const entered = await browser.go(url);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(entered.text)![1]!;
  await browser.go('/oidc/device', { xsrf, user_code: code });
  const confirmed = await browser.go('/oidc/device', { xsrf, user_code: code, confirm: 'yes' });
  const signedIn = await browser.go(confirmed.location, { login: loginName, password: PASSWORD });
  await browser.go(signedIn.location);
}

beforeAll(async () => {
  folder = createWorkFolder('operator-sign-in');
  dataDir = join(folder, 'kapuas');
  postgres = await startPostgres();
  const [natsPort, httpPort] = [await findFreePort(), await findFreePort()];
  issuer = `http://127.0.0.1:${httpPort}/oidc`;
  const owner = join(folder, 'owner-url');
  await writeFile(owner, postgres.url, { mode: 0o600 });
  const ports = ['--nats-port', String(natsPort), '--http-port', String(httpPort)];
  const made = await at('region', 'init', '62.03', '--local', ...ports, '--owner-url-file', owner);
  if (made.exitCode !== 0) throw new Error(made.out);
  bus = await startBusOf(dataDir, natsPort);
  stopServices = await startInstalledServices(dataDir);
  // As outside local mode: nobody but who signs in.
  await rm(regionPaths(dataDir).token);
}, 120_000);
afterAll(async () => {
  await stopServices?.();
  await bus?.stop();
  await postgres?.stop();
  removeWorkFolder(folder);
});

it('shows what its process is set to', async () => {
  const { exitCode, json } = await at('config');
  expect(exitCode).toBe(0);
  const { settings } = json as unknown as { settings: { name: string; value: string; from: string }[] };
  expect(settings.find(({ name }) => name === 'BETANG_REGION')).toMatchObject({ value: '62.03', from: 'region' });
});

describe('the first operator of a region', () => {
  it('is let in by an invitation that is used once', async () => {
    expect((await at('parked', 'list')).json).toMatchObject({ error: { code: 'operator-token-missing' } });
    expect((await at('operator', 'create', 'Budi')).json).toMatchObject({ error: { code: 'login-name-invalid' } });
    expect((await at('operator', 'create', 'budi.contoh', '--roles', 'king')).json).toMatchObject({
      error: { code: 'role-unknown' },
    });
    const superseded = await at('operator', 'create', 'budi.contoh');
    const former = JSON.parse(await readFile(String(superseded.json['file']), 'utf8')) as { code: string };
    const made = await at('operator', 'create', 'budi.contoh', '--name', 'Budi Contoh');
    const file = String(made.json['file']);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const { code, url } = JSON.parse(await readFile(file, 'utf8')) as { code: string; url: string };
    expect(made.out).not.toContain(code);
    const accept = (given: string, password: string) =>
      new Browser().go(url, { login: 'budi.contoh', code: given, password });
    expect((await new Browser().go(url)).text).toContain('name="password" type="password"');
    expect(await accept(former.code, PASSWORD)).toMatchObject({
      status: 400,
      text: expect.stringContaining('sudah dipakai'),
    });
    expect(await accept(code, 'budi.contoh-budi')).toMatchObject({
      status: 400,
      text: expect.stringContaining('terlalu mudah'),
    });
    expect(await accept(code, PASSWORD)).toMatchObject({ status: 200, text: expect.stringContaining('sudah berlaku') });
    expect((await accept(code, 'another good password 5')).status).toBe(400);
    expect((await at('operator', 'create', 'budi.contoh')).json).toMatchObject({ error: { code: 'operator-exists' } });
    const trail = await ownerSql<{ action: string }>(
      postgres.url,
      `SELECT action FROM identity.audit_entry WHERE action LIKE '%invit%' ORDER BY id`,
    );
    expect(trail.map(({ action }) => action)).toEqual(['invite-operator', 'invite-operator', 'accept-invitation']);
  });

  it('signs in on the terminal by a browser, and works with what the role allows', async () => {
    const announced: string[] = [];
    const login = betang(['login', '--data', dataDir, '--json'], { onError: (line) => announced.push(line) });
    const line = await waitUntil('the code is shown', () => announced[0]);
    await connectDevice(line, 'budi.contoh');
    expect((await login).json).toMatchObject({ region: '62.03', issuer });
    const { session } = regionPaths(dataDir);
    expect((await stat(session)).mode & 0o077).toBe(0);
    const { accessToken } = JSON.parse(await readFile(session, 'utf8')) as { accessToken: string };
    expect(decodeJwt(accessToken)).toMatchObject({ kind: 'person', roles: [{ role: 'operator', region: '62.03' }] });
    expect((await at('parked', 'list')).json).toMatchObject({ items: [] });
    expect((await at('incidents', 'list')).json).toMatchObject({ items: [], lost: [] });
  }, 60_000);

  it('has a token to try the API with, by hand', async () => {
    const { exitCode, out } = await betang(['token', '--data', dataDir]);
    expect(exitCode).toBe(0);
    expect(decodeJwt(out)).toMatchObject({ kind: 'person', roles: [{ role: 'operator', region: '62.03' }] });
    const api = `${new URL(issuer).origin}/api/identity/v1/accounts?limit=1`;
    const answer = await fetch(api, { headers: { authorization: `Bearer ${out}` } });
    expect(answer.status).toBe(200);
    expect((await fetch(api)).status).toBe(401);
  });

  it('stays signed in while tokens run out and keys are rotated', async () => {
    const { session } = regionPaths(dataDir);
    const read = async () =>
      JSON.parse(await readFile(session, 'utf8')) as { accessToken: string; refreshToken: string; expiresAt: number };
    const before = await read();
    const rotated = await at('region', 'rotate-token-keys');
    const keyId = String(rotated.json['keyId']);
    await waitUntil(
      'identity publishes the new key',
      async () => {
        const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { kid: string }[] };
        return keys.length === 2 && keys.some(({ kid }) => kid === keyId);
      },
      { timeoutMs: 30_000, intervalMs: 100 },
    );
    await writeFile(session, JSON.stringify({ ...before, expiresAt: 0 }), { mode: 0o600 });
    // A service asks for keys that it does not know at most each half minute.
    await waitUntil('services accept the new key', async () => (await at('parked', 'list')).exitCode === 0, {
      timeoutMs: 45_000,
      intervalMs: 250,
    });
    const after = await read();
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(decodeProtectedHeader(after.accessToken).kid).toBe(keyId);
  }, 90_000);

  it('signs out', async () => {
    const { refreshToken } = JSON.parse(await readFile(regionPaths(dataDir).session, 'utf8')) as {
      refreshToken: string;
    };
    expect((await at('logout')).json).toEqual({ was: true, revoked: true });
    expect((await at('logout')).json).toEqual({ was: false, revoked: false });
    // Whoever copied the file meanwhile has nothing.
    const form = { grant_type: 'refresh_token', client_id: 'betang-cli', refresh_token: refreshToken };
    const copied = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect(copied.status).toBe(400);
    await rm(regionPaths(dataDir).token, { force: true });
    expect((await at('parked', 'list')).json).toMatchObject({ error: { code: 'operator-token-missing' } });
    expect((await at('token')).json).toMatchObject({ error: { code: 'operator-token-missing' } });
  });
});
