import { createHash, randomBytes } from 'node:crypto';
import type { RunningIdentity } from './running-identity.js';

export const REDIRECT = 'http://127.0.0.1:9/back';

export interface Shown {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

/** A browser of the plainest kind: cookies by path, no JavaScript. */
export class PlainBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(private readonly home: string) {}

  async go(address: string, form?: Record<string, string>): Promise<Shown> {
    const url = new URL(address, this.home);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/';
    if (/expires=Thu, 01 Jan 1970/i.test(line) || value === '') this.cookies.delete(name);
    else this.cookies.set(name, { value, path });
  }
}

export interface Tokens {
  readonly status: number;
  readonly body: Record<string, string>;
}

/** A sign-in at the application `portal` that stands at the page for name and password. */
export class SignInAttempt {
  private constructor(
    private readonly issuer: string,
    readonly browser: PlainBrowser,
    private readonly verifier: string,
    readonly page: string,
  ) {}

  static async begin({ issuer, url }: RunningIdentity, scope = 'openid offline_access'): Promise<SignInAttempt> {
    const browser = new PlainBrowser(url);
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: 'portal',
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope,
      state: 'xyz',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const started = await browser.go(`${issuer}/auth?${query}`);
    if (started.location === null) throw new Error(`authorization answered ${started.status}`);
    await browser.go(started.location);
    return new SignInAttempt(issuer, browser, verifier, started.location);
  }

  send(form: Record<string, string>): Promise<Shown> {
    return this.browser.go(this.page, form);
  }

  /** Follows the redirects back to the application and exchanges the code. */
  async tokens(location: string): Promise<Tokens> {
    let at = new URL(location, this.issuer);
    for (let hop = 0; hop < 5 && !at.href.startsWith(REDIRECT); hop += 1)
      at = new URL((await this.browser.go(at.href)).location!, this.issuer);
    return tokenRequest(this.issuer, {
      grant_type: 'authorization_code',
      client_id: 'portal',
      code: at.searchParams.get('code')!,
      redirect_uri: REDIRECT,
      code_verifier: this.verifier,
    });
  }
}

export async function tokenRequest(issuer: string, form: Record<string, string>): Promise<Tokens> {
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
