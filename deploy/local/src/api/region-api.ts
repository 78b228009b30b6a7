import { AppError, type ServiceName } from '@betang/platform';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RegionApiPorts {
  readonly addressOf: (service: ServiceName) => string;
  /** Access token (RFC 9068), asked for at each request. */
  readonly token: () => Promise<string>;
  readonly signal: AbortSignal;
}

interface Sending {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

/** About a minute in all. */
const ATTEMPTS = 35;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** Answers after which the same request may succeed; each POST carries its key, so that sending it again does it once. */
const AGAIN = new Set([429, 502, 503, 504]);

/** The public HTTP interface of one region, as any client would use it. */
export class RegionApi {
  constructor(private readonly ports: RegionApiPorts) {}

  get<T>(service: ServiceName, path: string): Promise<T> {
    return this.send<T>(service, { method: 'GET', path });
  }

  /** @param key the request's Idempotency-Key: the same one again changes nothing and gives the same answer */
  post<T>(service: ServiceName, path: string, key: string, body: object = {}): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.send<T>(service, { method: 'POST', path, headers, body: JSON.stringify(body) });
  }

  async upload<T>(service: ServiceName, path: string, key: string, file: string): Promise<T> {
    const form = new FormData();
    form.append('file', new Blob([await readFile(file)]), basename(file));
    return this.send<T>(service, { method: 'POST', path, headers: { 'idempotency-key': key }, body: form });
  }

  /** @throws AppError `local.request-refused` with the answer's status and problem code */
  private async send<T>(service: ServiceName, sending: Sending): Promise<T> {
    const { signal } = this.ports;
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === ATTEMPTS;
      try {
        const answer = await this.fetch(service, sending);
        if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
        if (!AGAIN.has(answer.status) || isLast) throw await refusal(answer, sending);
        await answer.body?.cancel();
      } catch (error) {
        // No answer at all: the service is being started again.
        if (error instanceof AppError || isLast || signal.aborted) throw error;
      }
      await pause(Math.min(attempt * FIRST_PAUSE_MS, LONGEST_PAUSE_MS), undefined, { signal });
    }
  }

  private async fetch(service: ServiceName, { method, path, headers, body }: Sending): Promise<Response> {
    const url = `${this.ports.addressOf(service)}/api/${service}/v1/${path}`;
    const authorization = `Bearer ${await this.ports.token()}`;
    const { signal } = this.ports;
    return fetch(url, {
      method,
      headers: { ...headers, authorization },
      signal,
      ...(body === undefined ? {} : { body }),
    });
  }
}

async function refusal(answer: Response, { method, path }: Sending): Promise<AppError> {
  const problem = (await answer.json().catch(() => ({}))) as {
    code?: string;
    errors?: { field: string; code: string }[];
  };
  const fields = (problem.errors ?? []).map(({ field, code }) => `${field} ${code}`).join(', ');
  const code = [problem.code ?? 'no-code', fields].filter((text) => text !== '').join(': ');
  return new AppError('local.request-refused', { params: { method, path, status: answer.status, code } });
}
