import { AppError } from '@betang/platform';

export interface SiasnAccess {
  readonly gatewayTokenUrl: string;
  readonly ssoTokenUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
}

interface Token {
  readonly value: string;
  readonly goodUntil: number;
}

/** A token is taken for old so long before it is. */
const MARGIN_MS = 30_000;
const TIMEOUT_MS = 20_000;

/** The two tokens of every request: the agency's at the gateway, the officer's at the single sign-on. Each is asked for once and used until it ages. */
export class SiasnTokens {
  private gateway: Promise<Token> | undefined;
  private officer: Promise<Token> | undefined;

  constructor(
    private readonly access: SiasnAccess,
    private readonly now: () => number = Date.now,
  ) {}

  /** Headers of a request. Throws `siasn-sign-in-failed` where a token is refused, `siasn-unreachable` where nobody says. */
  async headers(): Promise<Record<string, string>> {
    const [gateway, officer] = [await this.gatewayToken(), await this.officerToken()];
    return { authorization: `Bearer ${gateway}`, auth: `bearer ${officer}` };
  }

  /** After a 401: both are asked for again. */
  forget(): void {
    this.gateway = undefined;
    this.officer = undefined;
  }

  private async gatewayToken(): Promise<string> {
    const held = await this.held(this.gateway);
    if (held !== undefined) return held;
    const { consumerKey, consumerSecret, gatewayTokenUrl } = this.access;
    const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
    this.gateway = this.ask(gatewayTokenUrl, { grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` });
    return (await this.gateway).value;
  }

  private async officerToken(): Promise<string> {
    const held = await this.held(this.officer);
    if (held !== undefined) return held;
    const { clientId, user, password, ssoTokenUrl } = this.access;
    const form = { grant_type: 'password', client_id: clientId, username: user, password };
    this.officer = this.ask(ssoTokenUrl, form, {});
    return (await this.officer).value;
  }

  private async held(asked: Promise<Token> | undefined): Promise<string | undefined> {
    const token = await asked?.catch(() => undefined);
    return token !== undefined && token.goodUntil > this.now() ? token.value : undefined;
  }

  private async ask(url: string, form: Record<string, string>, headers: Record<string, string>): Promise<Token> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
        // A redirect would take the password along.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (answer.status === 429 || answer.status >= 500) throw away(answer.status);
      if (!answer.ok) throw new AppError('siasn-sign-in-failed', { status: 502 });
      const body = (await answer.json()) as { access_token?: string; expires_in?: number };
      if (!body.access_token) throw new AppError('siasn-sign-in-failed', { status: 502 });
      return { value: body.access_token, goodUntil: this.now() + (body.expires_in ?? 60) * 1_000 - MARGIN_MS };
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      // The cause would carry the address and the form with the password.
      throw away(0);
    }
  }
}

function away(status: number): AppError {
  return new AppError('siasn-unreachable', { status: 502, params: { status } });
}
