import { apiPrefixOf, type Page, type ServiceName } from '@betang/platform';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChaosError } from './chaos-error.js';

/** What came back for one attempt; undefined when nobody can say whether the request was carried out. */
export type Attempt = { readonly status: number; readonly body: unknown } | undefined;

const TIMEOUT_MS = 10_000;
const RETRY_MS = 100;
const ATTEMPTS = 600;
/** Nothing is decided by these: the same request is sent again. */
const AGAIN = new Set([401, 429, 500, 502, 503, 504]);

/** The public interface of one region as any client uses it, from outside all of its processes. */
export class RegionApi {
  constructor(
    private readonly addressOf: (service: ServiceName) => string,
    private readonly tokenFile: () => string,
  ) {}

  /** One attempt. */
  async tryPost(service: ServiceName, path: string, key: string, body: object): Promise<Attempt> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.attempt(service, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Again and again until it is decided. @throws ChaosError `request-refused` */
  post<T>(service: ServiceName, path: string, key: string, body: object = {}): Promise<T> {
    return this.decided(() => this.tryPost(service, path, key, body), path);
  }

  get<T>(service: ServiceName, path: string): Promise<T> {
    return this.decided(() => this.attempt(service, path, { method: 'GET' }), path);
  }

  async upload<T>(service: ServiceName, path: string, key: string, file: string): Promise<T> {
    const form = new FormData();
    form.append('file', await openAsBlob(file), basename(file));
    return this.decided(
      () => this.attempt(service, path, { method: 'POST', headers: { 'idempotency-key': key }, body: form }),
      path,
    );
  }

  /** All pages of a list. */
  async list<T>(service: ServiceName, path: string): Promise<T[]> {
    const found: T[] = [];
    const join = path.includes('?') ? '&' : '?';
    for (let cursor: string | null | undefined = ''; cursor !== undefined && cursor !== null;) {
      const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<T> & { nextCursor?: string | null } = await this.get(service, `${path}${join}limit=100${from}`);
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    return found;
  }

  private async decided<T>(attempt: () => Promise<Attempt>, path: string): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const answer = await attempt();
      if (answer && answer.status < 300) return answer.body as T;
      if ((answer && !AGAIN.has(answer.status)) || tries === ATTEMPTS)
        throw new ChaosError(
          'request-refused',
          `${path}: ${answer?.status ?? 'no answer'} ${JSON.stringify(answer?.body)}`,
        );
      await pause(RETRY_MS);
    }
  }

  private async attempt(service: ServiceName, path: string, init: RequestInit): Promise<Attempt> {
    try {
      const authorization = `Bearer ${(await readFile(this.tokenFile(), 'utf8')).trim()}`;
      const answer = await fetch(`${this.addressOf(service)}${apiPrefixOf(service)}/${path}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string> | undefined), authorization },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: answer.status, body: await answer.json().catch(() => undefined) };
    } catch {
      return undefined;
    }
  }
}

/** Whether an attempt settles the request: anything else is sent again with the same key. */
export function isDecided(attempt: Attempt): attempt is NonNullable<Attempt> {
  return attempt !== undefined && !AGAIN.has(attempt.status);
}
