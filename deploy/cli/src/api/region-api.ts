import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, type Language, type ServiceName } from '@betang/platform';
import { regionPaths } from '../region/region-paths.js';
import { readRegionSettings, serviceUrlOf } from '../region/region-settings.js';
import { sessionToken } from '../sign-in/operator-session.js';

const TIMEOUT_MS = 60_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

interface Sending {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
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
    private readonly token: string,
    private readonly language: Language,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * With the token file that is named, else as who signed in by `betang login`, else in local mode as the administrator of this machine.
   * @throws AppError `operator-token-missing` where there is none of them, `operator-token-exposed` when others can read it,
   * `sign-in-refused` when the session has ended
   */
  static async open(dataDir: string, options: ApiAccess): Promise<RegionApi> {
    const settings = await readRegionSettings(dataDir);
    const session = options.tokenFile === undefined ? await sessionToken(dataDir, options.signal) : undefined;
    const token = session ?? (await readToken(options.tokenFile ?? regionPaths(dataDir).token));
    const given = givenApiUrl(options.environment);
    return new RegionApi((service) => serviceUrlOf(settings, service, given), token, options.language, options.signal);
  }

  get<T>(service: ServiceName, path: string): Promise<T> {
    return this.send<T>(service, path, { method: 'GET' });
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
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([await readFile(file)]), basename(file));
    return this.send<T>(service, path, { method: 'POST', headers: { 'idempotency-key': key }, body: form });
  }

  /** @throws AppError `service-unreachable`, `request-refused` with the status and the problem's code, field and text */
  private async send<T>(service: ServiceName, path: string, { method, headers, body }: Sending): Promise<T> {
    const url = `${this.urlOf(service)}/api/${service}/v1/${path}`;
    const answer = await fetch(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${this.token}`, 'accept-language': this.language },
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(body === undefined ? {} : { body }),
    }).catch((cause: unknown) => {
      this.signal.throwIfAborted();
      throw new AppError('service-unreachable', { params: { service, url: new URL(url).origin }, cause });
    });
    if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
    throw await refusalOf(answer, service);
  }
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
