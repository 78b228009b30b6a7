import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError, type Language, type ServiceName } from '@betang/platform';
import { regionPaths } from '../region/region-paths.js';
import { readRegionSettings, serviceUrlOf } from '../region/region-settings.js';
import { sessionToken } from '../sign-in/operator-session.js';
import { patientRequest } from './patient-request.js';

const TIMEOUT_MS = 60_000;
/** Bytes a second that are left of a line of 64 kbit/s. */
const SLOWEST_LINE = 6_000;
const TOO_MANY = 429;
/** The limit is one of a minute. */
const MOST_WAITS = 5;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

interface Sending {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly timeoutMs?: number;
}

/** Where services are reached that run on another machine or in containers: `http://{service}:8062`. */
export const API_URL = 'BETANG_API_URL';

/** How the API is used: in which language, until when, with which token, and by which address. */
export interface ApiAccess {
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly tokenFile?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The public HTTP API of a region's services, signed in as the operator's tool of this machine. */
export class RegionApi {
  private constructor(
    private readonly urlOf: (service: ServiceName) => string,
    private readonly token: () => Promise<string>,
    private readonly language: Language,
    private readonly signal: AbortSignal,
  ) {}

  /** Signed in as {@link tokenOf} says. @throws what it throws */
  static async open(dataDir: string, options: ApiAccess): Promise<RegionApi> {
    const settings = await readRegionSettings(dataDir);
    // Asked for each request: a long command outlives a token. Asked now too, so that it does not begin without one.
    const token = (): Promise<string> => tokenOf(dataDir, options);
    await token();
    const given = givenApiUrl(options.environment);
    return new RegionApi((service) => serviceUrlOf(settings, service, given), token, options.language, options.signal);
  }

  /** @param timeoutMs more for what takes a service long by its nature */
  get<T>(service: ServiceName, path: string, timeoutMs = TIMEOUT_MS): Promise<T> {
    return this.send<T>(service, path, { method: 'GET', timeoutMs });
  }

  /** @param key the same one again changes nothing and gets the same answer */
  post<T>(service: ServiceName, path: string, body: object, key: string = randomUUID()): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.send<T>(service, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async upload<T>(
    service: ServiceName,
    path: string,
    file: string,
    key: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const content = await readFile(file);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([content]), basename(file));
    const headers = { 'idempotency-key': key };
    return this.send<T>(service, path, { method: 'POST', headers, body: form, timeoutMs: uploadMs(content.length) });
  }

  /**
   * Who asks more often in a minute than is allowed waits as long as it is told.
   * @throws AppError `service-unreachable`, `request-refused` with the status and the problem's code, field and text
   */
  private async send<T>(service: ServiceName, path: string, sending: Sending): Promise<T> {
    for (let waits = 0; ; waits += 1) {
      const answer = await this.ask(service, path, sending);
      if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
      if (answer.status !== TOO_MANY || waits === MOST_WAITS) throw await refusalOf(answer, service);
      await answer.body?.cancel();
      await pause(Number(answer.headers.get('retry-after') ?? 1) * 1_000, undefined, { signal: this.signal });
    }
  }

  private async ask(service: ServiceName, path: string, sending: Sending): Promise<Response> {
    const { method, headers, body, timeoutMs = TIMEOUT_MS } = sending;
    const url = `${this.urlOf(service)}/api/${service}/v1/${path}`;
    return patientRequest(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${await this.token()}`, 'accept-language': this.language },
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(timeoutMs)]),
      ...(body === undefined ? {} : { body }),
    }).catch((cause: unknown) => {
      this.signal.throwIfAborted();
      throw new AppError('service-unreachable', { params: { service, url: new URL(url).origin }, cause });
    });
  }
}

/** How long the sending of a file may take, with its answer. */
export function uploadMs(bytes: number): number {
  return TIMEOUT_MS + Math.ceil((bytes / SLOWEST_LINE) * 1_000);
}

/**
 * The address that the environment gives. The token goes there, so it is encrypted unless its host is one that may be reached without.
 * @throws AppError `api-url-invalid`
 */
export function givenApiUrl(environment: ApiAccess['environment']): string | undefined {
  const given = environment?.[API_URL];
  if (given === undefined || given === '') return undefined;
  const plain = (environment?.['BETANG_PLAIN_HOSTS'] ?? '').split(',');
  const text = given.replaceAll('{service}', 'identity');
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' };
  if (protocol === 'https:' || (protocol === 'http:' && [...LOOPBACK, ...plain].includes(hostname))) return given;
  throw new AppError('api-url-invalid', { params: { setting: API_URL } });
}

interface ProblemJson {
  readonly code?: string;
  readonly title?: string;
  readonly field?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** What a service answered instead of what was asked for, with each field that it names. */
export async function refusalOf(answer: Response, service: string): Promise<AppError> {
  const problem = (await answer.json().catch(() => ({}))) as ProblemJson;
  const code = problem.code ?? 'no-code';
  const params = { service, status: answer.status, code, title: problem.title ?? '', fields: fieldsOf(problem) };
  return new AppError('request-refused', { status: answer.status, params });
}

/** What is wrong with which field, as the service says it; it never repeats what was sent. */
function fieldsOf({ field, errors = [] }: ProblemJson): string {
  const named = errors.length > 0 ? errors.map((error) => `${error.field}: ${error.message}`) : [field ?? ''];
  return named.map((text) => (text === '' ? '' : `\n  ${text}`)).join('');
}

/**
 * The token of the file that is named, else of who signed in by `betang login`, else in local mode of the administrator of this machine.
 * @throws AppError `operator-token-missing` where there is none of them, `operator-token-exposed` when others can read it,
 * `sign-in-refused` when the session has ended
 */
export async function tokenOf(
  dataDir: string,
  { tokenFile, signal }: Pick<ApiAccess, 'tokenFile' | 'signal'>,
): Promise<string> {
  const session = tokenFile === undefined ? await sessionToken(dataDir, signal) : undefined;
  return session ?? readToken(tokenFile ?? regionPaths(dataDir).token);
}

async function readToken(file: string): Promise<string> {
  let mode: number;
  try {
    ({ mode } = await stat(file));
  } catch (cause) {
    throw new AppError('operator-token-missing', { params: { file }, cause });
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new AppError('operator-token-exposed', { params: { file } });
  return (await readFile(file, 'utf8')).trim();
}
