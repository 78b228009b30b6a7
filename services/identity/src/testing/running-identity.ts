import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callOver, findFreePort, startRunningService, type Answer } from '@betang/testing';
import type pg from 'pg';
import { identity } from '../identity.definition.js';
import { IdentityModule } from '../identity.module.js';

export type { Answer } from '@betang/testing';

/** The service with its own OpenID provider: tokens are those that it gives. */
export interface RunningIdentity {
  readonly url: string;
  readonly issuer: string;
  readonly dataDir: string;
  readonly administratorToken: string;
  call<T = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly form?: FormData;
  /** Without one the administrator's. */
  readonly token?: string | null;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

export const TEST_REGION = '62.03';

export async function startIdentity(extra: Record<string, string> = {}): Promise<RunningIdentity> {
  const port = await findFreePort();
  const issuer = `http://127.0.0.1:${port}/oidc`;
  const service = await startRunningService({
    definition: identity,
    module: IdentityModule,
    region: TEST_REGION,
    environment: { BETANG_HTTP_PORT: String(port), BETANG_ISSUER_URL: issuer, ...extra },
  });
  const dataDir = join(service.region.dir, 'data');
  // Another provider than the embedded one gives no such token.
  const administratorToken = (await readFile(join(dataDir, 'administrator.token'), 'utf8').catch(() => '')).trim();
  return {
    url: service.address,
    issuer,
    dataDir,
    administratorToken,
    sql: (text, values) => service.region.sql(text, values),
    call: (method, path, options = {}) => call(service.address, administratorToken, method, path, options),
    stop: () => service.stop(),
  };
}

async function call<T>(
  url: string,
  administrator: string,
  method: string,
  path: string,
  { token = administrator, ...options }: CallOptions,
): Promise<Answer<T>> {
  const as = token === null ? {} : { as: token };
  const answer = await callOver<T | { text: string }>(path.startsWith('http') ? path : `${url}${path}`, method, {
    ...options,
    ...as,
  });
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return { ...answer, body: (json ? answer.body : (answer.body as { text: string }).text) as T };
}
