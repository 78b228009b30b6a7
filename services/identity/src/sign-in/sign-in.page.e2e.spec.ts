import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { TOTP } from 'otpauth';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { RealBrowser, findChromium, type Visit } from '../testing/real-browser.js';
import { startIdentity, type RunningIdentity } from '../testing/running-identity.js';

const chromium = findChromium();
const [inBrowser, why] = chromium ? [it, ''] : [it.skip, ' — skipped: no Chromium on this machine'];

let identity: RunningIdentity;
let application: Server;
let browser: RealBrowser;
let redirect: string;
let visits: Visit[] = [];

/** The application that people sign in to: another origin, as it is in an office. */
async function startApplication(): Promise<void> {
  application = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>Portal</title><h1>Portal</h1>');
  });
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  redirect = `http://127.0.0.1:${(application.address() as AddressInfo).port}/back`;
}

beforeAll(async () => {
  if (!chromium) return;
  identity = await startIdentity();
  await startApplication();
  browser = await RealBrowser.start(chromium);
  for (const body of [
    { clientId: 'portal', name: 'Portal Pegawai', redirectUris: [redirect] },
    { clientId: 'terminal', name: 'betang' },
  ])
    expect((await identity.call('POST', '/api/identity/v1/applications', { body })).status).toBe(201);
});
afterAll(async () => {
  await browser?.stop();
  application?.closeAllConnections();
  application?.close();
  await identity?.stop();
});

/** Whatever a test does: the console stays empty, and nothing is asked of anybody but us and the application. */
afterEach(async () => {
  const seen = visits;
  visits = [];
  for (const { complaints, requested, close } of seen) {
    await close();
    expect(complaints).toEqual([]);
    const known = [identity.url, new URL(redirect).origin];
    expect(requested.filter((url) => !known.includes(new URL(url).origin))).toEqual([]);
  }
});

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const made = await browser.visit({ locale: 'id-ID', ...options });
  visits.push(made);
  return made.page;
}

async function account(loginName: string, role = 'trainer'): Promise<{ accountId: string; password: string }> {
  const body = { loginName, displayName: 'Sari Contoh' };
  const made = await identity.call<{ accountId: string; initialPassword: string }>(
    'POST',
    '/api/identity/v1/accounts',
    { body },
  );
  const { accountId, initialPassword: password } = made.body;
  const granted = await identity.call('POST', `/api/identity/v1/accounts/${accountId}/roles`, { body: { role } });
  expect(granted.status).toBe(201);
  return { accountId, password };
}

/** Opens the application's sign-in; answers the secret half of the exchange. */
async function open(page: Page): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid',
    state: 'xyz',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  await page.goto(`${identity.issuer}/auth?${query}`);
  return verifier;
}

/** Waits until the browser stands in the application again and exchanges the code for a token. */
async function tokenOf(page: Page, verifier: string): Promise<string> {
  await page.getByRole('heading', { name: 'Portal' }).waitFor();
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('state')).toBe('xyz');
  const answer = await fetch(`${identity.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'portal',
      code: searchParams.get('code')!,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

const INDONESIAN = { login: 'Nama pengguna', password: 'Kata sandi', enter: 'Masuk' };
const ENGLISH = { login: 'Login name', password: 'Password', enter: 'Sign in' };

async function enter(page: Page, login: string, password: string, texts = INDONESIAN): Promise<void> {
  await page.getByLabel(texts.login).fill(login);
  await page.getByLabel(texts.password).fill(password);
  await page.getByRole('button', { name: texts.enter }).click();
}

describe(`the sign-in pages in a real browser${why}`, () => {
  inBrowser.each([
    ['Indonesian', 'id-ID', 'sari.contoh', INDONESIAN, 'id'],
    ['English', 'en-GB', 'rini.contoh', ENGLISH, 'en'],
  ])('sign a person in, in %s', async (_name, locale, login, texts, language) => {
    const { accountId, password } = await account(login);
    const page = await visit({ locale });
    const verifier = await open(page);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.getByRole('heading').innerText()).toBe(texts.enter);
    expect(await page.getByRole('main').innerText()).toContain('Portal Pegawai');
    await enter(page, login, password, texts);
    expect(decodeJwt(await tokenOf(page, verifier))).toMatchObject({ sub: accountId, kind: 'person' });
  });

  inBrowser('work with the keyboard alone and without JavaScript', async () => {
    const { accountId, password } = await account('anton.contoh');
    const page = await visit({ javaScriptEnabled: false });
    const verifier = await open(page);
    // The first field has the focus by itself.
    await page.locator('#login:focus').waitFor();
    await page.keyboard.type('anton.contoh');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    expect(decodeJwt(await tokenOf(page, verifier))).toMatchObject({ sub: accountId });
  });

  inBrowser('say that name and password do not match, keep the name, and take the right password then', async () => {
    const { password } = await account('yusuf.contoh');
    const page = await visit();
    const verifier = await open(page);
    await enter(page, 'yusuf.contoh', 'salah-sekali-1');
    const alert = page.getByRole('alert');
    expect(await alert.innerText()).toBe('Nama pengguna atau kata sandi tidak cocok.');
    expect(await page.getByLabel(INDONESIAN.login).inputValue()).toBe('yusuf.contoh');
    expect(await page.getByLabel(INDONESIAN.password).inputValue()).toBe('');
    expect(await page.getByLabel(INDONESIAN.password).getAttribute('aria-describedby')).toBe(
      await alert.getAttribute('id'),
    );
    await enter(page, 'yusuf.contoh', password);
    await tokenOf(page, verifier);
  });

  inBrowser('ask for the one-time code of who has set one up', async () => {
    const { password } = await account('budi.contoh');
    const first = await visit();
    const verifier = await open(first);
    await enter(first, 'budi.contoh', password);
    const token = await tokenOf(first, verifier);
    const started = await identity.call<{ address: string }>('POST', '/api/identity/v1/me/one-time-codes', { token });
    const secret = new URL(started.body.address).searchParams.get('secret')!;
    const totp = new TOTP({ secret, digits: 6, period: 30, algorithm: 'SHA1' });
    const confirmed = await identity.call('POST', '/api/identity/v1/me/one-time-codes/confirm', {
      token,
      body: { code: totp.generate() },
    });
    expect(confirmed.status).toBe(200);

    const page = await visit({ javaScriptEnabled: false });
    const again = await open(page);
    await enter(page, 'budi.contoh', password);
    const field = page.getByLabel('Kode enam angka dari aplikasi autentikator');
    await field.fill('000000');
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Kode tidak cocok');
    // The code of this half minute was used to confirm: the next one counts.
    await field.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await tokenOf(page, again);
  });

  inBrowser('choose another password by the code of an operator', async () => {
    const { accountId } = await account('lestari.contoh');
    const { body } = await identity.call<{ code: string; url: string }>(
      'POST',
      `/api/identity/v1/accounts/${accountId}/password-resets`,
    );
    const page = await visit({ javaScriptEnabled: false, viewport: { width: 320, height: 568 } });
    await page.goto(body.url);
    await page.locator('#login:focus').waitFor();
    await page.keyboard.type('lestari.contoh');
    await page.getByLabel('Kode dari operator').fill(body.code);
    await page.getByLabel(/^Kata sandi baru/).fill('gambut-huma-tanjung-27');
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await page.getByText('semua sesi lama diakhiri').waitFor();
    const verifier = await open(page);
    await enter(page, 'lestari.contoh', 'gambut-huma-tanjung-27');
    expect(decodeJwt(await tokenOf(page, verifier))).toMatchObject({ sub: accountId });
  });

  inBrowser('set a second factor up where the role needs one, on a small screen', async () => {
    const rule = { role: 'assessor', effectiveOn: '2026-01-01', required: true };
    expect((await identity.call('POST', '/api/identity/v1/second-factor-rules', { body: rule })).status).toBe(201);
    const { accountId, password } = await account('wati.contoh', 'assessor');
    const page = await visit({ javaScriptEnabled: false, viewport: { width: 320, height: 568 } });
    const verifier = await open(page);
    await enter(page, 'wati.contoh', password);
    const drawing = (await page.getByRole('img', { name: 'Kode QR untuk aplikasi autentikator' }).boundingBox())!;
    expect(drawing.x + drawing.width).toBeLessThanOrEqual(320);
    const secret = (await page.locator('#secret').innerText()).replaceAll(' ', '');
    await page
      .getByLabel('Kode enam angka dari aplikasi autentikator')
      .fill(new TOTP({ secret, digits: 6, period: 30, algorithm: 'SHA1' }).generate());
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    const codes = await page.locator('#recovery-codes li').allInnerTexts();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'Sudah saya simpan' }).click();
    expect(decodeJwt(await tokenOf(page, verifier))).toMatchObject({ sub: accountId });

    const again = await visit({ javaScriptEnabled: false });
    const next = await open(again);
    await enter(again, 'wati.contoh', password);
    await again.getByLabel('Kode enam angka dari aplikasi autentikator').fill(codes[0]!);
    await again.getByRole('button', { name: 'Lanjutkan' }).click();
    await tokenOf(again, next);
  });

  inBrowser('connect a device by its code, and sign out', async () => {
    const { password } = await account('joko.contoh', 'operator');
    const begun = await fetch(`${identity.issuer}/device/auth`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'terminal', scope: 'openid' }),
    });
    const device = (await begun.json()) as { user_code: string; verification_uri: string };
    const page = await visit({ javaScriptEnabled: false });
    await page.goto(device.verification_uri);
    await page.getByLabel('Ketik kode').fill(device.user_code);
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    expect(await page.locator('.code').innerText()).toBe(device.user_code);
    await page.getByRole('button', { name: 'Lanjutkan' }).click();
    await enter(page, 'joko.contoh', password);
    await page.getByText('Perangkat sudah terhubung').waitFor();

    await page.goto(`${identity.issuer}/sign-out`);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await page.getByText('Anda sudah keluar').waitFor();
    const verifier = await open(page);
    await enter(page, 'joko.contoh', password);
    await tokenOf(page, verifier);
  });

  inBrowser.each([
    ['a small telephone', 320, 568],
    ['a desktop', 1280, 800],
  ])('fit on the screen of %s', async (_name, width, height) => {
    const page = await visit({ viewport: { width, height } });
    await open(page);
    await enter(page, 'tidak.ada', 'salah-sekali-1');
    await page.getByRole('alert').waitFor();
    const scrolls = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    expect(scrolls).toBe(false);
    for (const part of [page.getByLabel(INDONESIAN.login), page.getByRole('button'), page.getByRole('alert')]) {
      const box = (await part.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.height).toBeGreaterThanOrEqual(44);
    }
  });
});
