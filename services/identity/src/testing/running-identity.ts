import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectDelivery, openEpoch, regionMigrations } from '@betang/messaging';
import { createLogger, getPassword, migrate, provisionDatabase, runServices, type ProcessHost } from '@betang/platform';
import { createWorkFolder, findFreePort, testPostgres } from '@betang/testing';
import pg from 'pg';
import { identity } from '../identity.definition.js';
import { IdentityModule } from '../identity.module.js';

/** An answer with its body read. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The service in this process over real HTTP and Postgres. No broker runs: a region's own work needs none. */
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

class TestHost extends EventEmitter implements ProcessHost {
  readonly exited: Promise<number>;
  private resolve: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.exited = new Promise((resolve) => (this.resolve = resolve));
  }

  exit(code: number): void {
    this.resolve(code);
  }
}

export async function startIdentity(extra: Record<string, string> = {}): Promise<RunningIdentity> {
  const server = await testPostgres();
  const folder = createWorkFolder('identity-e2e');
  const passwordsFile = join(folder, 'passwords.json');
  const name = `identity_${folder.replace(/\W/g, '').slice(-12).toLowerCase()}`;
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: server.url,
    database: name,
    services: [{ schema: 'identity', observer: true }],
    passwordsFile,
  });
  await migrateRegion(databaseUrl, passwordsFile);
  const ownerUrl = new URL(server.url);
  ownerUrl.pathname = `/${name}`;
  const sql = await ownerSql(ownerUrl.href);
  await openEpoch(
    {
      query: async (text, values) => (await sql(text, values as unknown[])) as never,
      execute: async (text, values) => (await sql(text, values as unknown[])).length,
    },
    TEST_REGION,
    'FIRST',
  );
  const port = await findFreePort();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  const issuer = `http://127.0.0.1:${port}/oidc`;
  const host = new TestHost();
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
  const environment = {
    BETANG_MODE: 'local',
    BETANG_REGION: TEST_REGION,
    BETANG_HTTP_PORT: String(port),
    BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
    BETANG_DATABASE_URL: databaseUrl,
    BETANG_DATABASE_PASSWORDS_FILE: passwordsFile,
    BETANG_NATS_URL: `nats://127.0.0.1:${await findFreePort()}`,
    BETANG_KEYS_DIR: join(folder, 'keys'),
    BETANG_DATA_DIR: dataDir,
    BETANG_ISSUER_URL: issuer,
    ...extra,
  };
  const started = await runServices({
    name: 'identity',
    services: [{ definition: identity, module: IdentityModule }],
    prepare: connectDelivery,
    environment,
    host,
    logger,
  });
  if (!started) throw new Error(`identity did not start\n${lines.join('')}`);
  const url = `http://127.0.0.1:${port}`;
  // Another provider than the embedded one gives no such token.
  const administratorToken = (await readFile(join(dataDir, 'administrator.token'), 'utf8').catch(() => '')).trim();
  return {
    url,
    issuer,
    dataDir,
    administratorToken,
    sql,
    call: (method, path, options = {}) => call(url, administratorToken, method, path, options),
    stop: async () => {
      host.emit('SIGTERM');
      const code = await host.exited;
      if (code !== 0) throw new Error(`identity stopped with ${code}\n${lines.slice(-20).join('')}`);
    },
  };
}

async function migrateRegion(url: string, passwordsFile: string): Promise<void> {
  const as = (role: string) => ({
    url,
    role,
    password: () => getPassword(passwordsFile, role),
    applicationName: 'identity.test',
  });
  await migrate({ connection: as('betang_migrator'), schema: 'betang', directories: [regionMigrations()] });
}

async function ownerSql(url: string): Promise<RunningIdentity['sql']> {
  return async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<R>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
}

let calls = 0;

async function call<T>(
  url: string,
  administrator: string,
  method: string,
  path: string,
  options: CallOptions,
): Promise<Answer<T>> {
  const { body, form, token = administrator, key = `test-${process.pid}-${(calls += 1)}` } = options;
  const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST' ? { 'idempotency-key': key } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : text) as T };
}
