import { httpPortOf, regionPaths } from '@betang/cli';
import { apiPrefixOf, type ServiceName } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ChaosRegion } from '../chaos/chaos-region.js';
import { LoopError } from './loop-error.js';

/** An answer's body, read field by field. */
export type Json = Record<string, unknown>;

export interface Answer<T = Json> {
  readonly status: number;
  readonly body: T;
  readonly etag: string;
}

interface Sending {
  readonly body?: object;
  /** Access token of somebody else than the administrator. */
  readonly as?: string;
  readonly ifMatch?: string;
}

const TIMEOUT_MS = 15_000;
const PATIENCE = { timeoutMs: 45_000, intervalMs: 100 };

/** What the officers of one government do, over its HTTP interface alone; it works the same while the line to the hub is cut. */
export class RegionOffice {
  constructor(readonly region: ChaosRegion) {}

  get code(): string {
    return this.region.code;
  }

  addressOf(service: ServiceName): string {
    const { plan, ports } = this.region;
    return `http://127.0.0.1:${httpPortOf({ mode: plan.mode, http: { host: '127.0.0.1', port: ports.http } }, service)}`;
  }

  async call<T = Json>(
    method: string,
    service: ServiceName,
    path: string,
    { body, as, ifMatch }: Sending = {},
  ): Promise<Answer<T>> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${as ?? (await this.administrator())}`,
      'accept-language': 'en',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    };
    const answer = await fetch(`${this.addressOf(service)}${apiPrefixOf(service)}/${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await answer.text();
    const etag = answer.headers.get('etag') ?? '';
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T, etag };
  }

  /** @throws LoopError `request-refused` with the whole answer */
  async ask<T = Json>(method: string, service: ServiceName, path: string, sending?: Sending): Promise<T> {
    const { status, body } = await this.call<T>(method, service, path, sending);
    if (status < 300) return body;
    throw new LoopError(
      'request-refused',
      `${this.code} ${method} ${service} ${path}: ${status} ${JSON.stringify(body)}`,
    );
  }

  get<T = Json>(service: ServiceName, path: string, as?: string): Promise<T> {
    return this.ask<T>('GET', service, path, as === undefined ? {} : { as });
  }

  post<T = Json>(service: ServiceName, path: string, body: object = {}, as?: string): Promise<T> {
    return this.ask<T>('POST', service, path, { body, ...(as === undefined ? {} : { as }) });
  }

  async items(service: ServiceName, path: string, as?: string): Promise<Json[]> {
    return (await this.get<{ items: Json[] }>(service, path, as)).items;
  }

  /** Asks again until it is taken: what it rests on comes to this service by events. */
  once<T = Json>(service: ServiceName, path: string, body: object = {}): Promise<T> {
    return this.until(`POST ${path}`, () => this.post<T>(service, path, body));
  }

  /** A row of a list that satisfies the condition, once it does. */
  row(service: ServiceName, path: string, is: (item: Json) => boolean): Promise<Json> {
    return this.until(path, async () => (await this.items(service, path)).find(is));
  }

  until<T>(what: string, probe: () => Promise<T | undefined | false>): Promise<T> {
    return waitUntil(`${this.code}: ${what}`, probe, PATIENCE) as Promise<T>;
  }

  private async administrator(): Promise<string> {
    return (await readFile(regionPaths(this.region.dir).token, 'utf8')).trim();
  }
}
