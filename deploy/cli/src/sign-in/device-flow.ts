import { AppError } from '@betang/platform';

/** The operator's tool at the region's OpenID provider; `betang operator create` registers it. */
export const DEVICE_CLIENT = 'betang-cli';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const TIMEOUT_MS = 15_000;

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** When the access token runs out, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a person does on another device, or in a browser on this one. */
export interface DeviceRequest {
  readonly verificationUri: string;
  readonly userCode: string;
  readonly expiresInSeconds: number;
}

interface Endpoints {
  readonly device_authorization_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly token_endpoint: string;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly expires_in?: number;
  readonly error?: string;
}

export interface DeviceSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly signal: AbortSignal;
  readonly tell: (request: DeviceRequest) => void;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * Signs a person in by the device flow (RFC 8628) of any OpenID provider: no password ever passes through this tool.
 * @throws AppError `issuer-unreachable`, `sign-in-refused` with the provider's code
 */
export async function signInByDevice({
  issuer,
  clientId,
  scope,
  signal,
  tell,
  wait = pause,
}: DeviceSignIn): Promise<Tokens> {
  const endpoints = await discover(issuer, signal);
  if (endpoints.device_authorization_endpoint === undefined) throw refused('no-device-flow');
  const device = await post<DeviceAnswer>(
    endpoints.device_authorization_endpoint,
    { client_id: clientId, scope },
    signal,
  );
  if (device.error !== undefined || device.device_code === undefined) throw refused(device.error ?? 'no-code');
  tell({
    verificationUri: device.verification_uri ?? '',
    userCode: device.user_code ?? '',
    expiresInSeconds: device.expires_in ?? 600,
  });
  const form = { grant_type: GRANT, client_id: clientId, device_code: device.device_code };
  const poll = () => post<TokenAnswer>(endpoints.token_endpoint, form, signal);
  return pollTokens({ poll, wait, signal, seconds: device.interval ?? 5, lasts: device.expires_in ?? 600 });
}

/** Asks again until the person has decided or the code has run out; a provider that is away for a moment is asked more slowly (RFC 8628, 3.5). */
async function pollTokens({
  poll,
  wait,
  signal,
  seconds,
  lasts,
}: {
  readonly poll: () => Promise<TokenAnswer>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly seconds: number;
  readonly lasts: number;
}): Promise<Tokens> {
  let pause = seconds;
  for (let waited = 0; ; waited += pause) {
    await wait(pause * 1000);
    signal.throwIfAborted();
    const answer = await poll().catch((error: unknown): TokenAnswer => {
      if (signal.aborted || waited >= lasts || !(error instanceof AppError)) throw error;
      return { error: 'slow_down' };
    });
    const away = /^http-5/.test(answer.error ?? '') && waited < lasts;
    if (answer.error === 'slow_down' || away) pause += 5;
    else if (answer.error !== 'authorization_pending') return tokensOf(answer);
  }
}

/** Ends a session at the provider, so that a copy of its refresh token is worth nothing (RFC 7009). @throws AppError `issuer-unreachable` */
export async function revokeTokens(
  { issuer, clientId, refreshToken }: { issuer: string; clientId: string; refreshToken: string },
  signal: AbortSignal,
): Promise<void> {
  const { revocation_endpoint: endpoint } = await discover(issuer, signal);
  if (endpoint === undefined) return;
  const form = { client_id: clientId, token: refreshToken, token_type_hint: 'refresh_token' };
  const answer = await send(endpoint, { method: 'POST', body: new URLSearchParams(form) }, signal);
  if (!answer.ok) throw new AppError('issuer-unreachable', { params: { issuer } });
}

/** @throws AppError `issuer-unreachable`, `sign-in-refused` when the session has ended */
export async function refreshTokens(
  { issuer, clientId, refreshToken }: { issuer: string; clientId: string; refreshToken: string },
  signal: AbortSignal,
): Promise<Tokens> {
  const { token_endpoint: endpoint } = await discover(issuer, signal);
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  const tokens = tokensOf(await post<TokenAnswer>(endpoint, form, signal));
  return { refreshToken, ...tokens };
}

interface DeviceAnswer {
  readonly device_code?: string;
  readonly user_code?: string;
  readonly verification_uri?: string;
  readonly expires_in?: number;
  readonly interval?: number;
  readonly error?: string;
}

async function discover(issuer: string, signal: AbortSignal): Promise<Endpoints> {
  const answer = await send(`${issuer}/.well-known/openid-configuration`, {}, signal);
  if (!answer.ok) throw new AppError('issuer-unreachable', { params: { issuer } });
  return (await answer.json()) as Endpoints;
}

async function post<T>(url: string, form: Record<string, string>, signal: AbortSignal): Promise<T> {
  const answer = await send(url, { method: 'POST', body: new URLSearchParams(form) }, signal);
  const away = { error: `http-${answer.status}` };
  return (answer.status >= 500 ? away : await answer.json().catch(() => away)) as T;
}

async function send(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) }).catch(
    (cause: unknown) => {
      throw new AppError('issuer-unreachable', { params: { issuer: new URL(url).origin }, cause });
    },
  );
}

function tokensOf(answer: TokenAnswer): Tokens {
  if (answer.access_token === undefined) throw refused(answer.error ?? 'no-token');
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    expiresAt: Date.now() + (answer.expires_in ?? 0) * 1000,
  };
}

function refused(reason: string): AppError {
  return new AppError('sign-in-refused', { params: { reason } });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
