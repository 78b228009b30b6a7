import type { webcrypto } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { connectDelivery, topologyPaths } from '@betang/messaging';
import { createLogger, localKeySet, runServices, type ProcessHost } from '@betang/platform';
import type { RegionUnderTest } from '@betang/testing';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { reporting } from '../reporting.definition.js';
import { ReportingModule } from '../reporting.module.js';

const ISSUER = 'http://127.0.0.1:1/oidc';

/** A role of whoever calls, in a region and perhaps in one unit of it. */
export interface CallerRole {
  readonly role: string;
  readonly region: string;
  readonly unit?: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The service as `split` runs it, in this process: real HTTP, Postgres and bus of a region under test. */
export interface RunningReporting {
  get<T>(path: string, role: CallerRole | undefined, language?: string): Promise<Answer<T>>;
  post<T>(path: string, role: CallerRole, key: string): Promise<Answer<T>>;
  stop(): Promise<void>;
}

class TestHost extends EventEmitter implements ProcessHost {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}

export async function startReporting(region: RegionUnderTest): Promise<RunningReporting> {
  const pair = await generateKeyPair('ES256');
  const keys = localKeySet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] });
  const lines: string[] = [];
  const host = new TestHost();
  const started = await runServices({
    name: 'reporting',
    services: [{ definition: reporting, module: ReportingModule }],
    prepare: connectDelivery,
    environment: environmentOf(region),
    keys,
    host,
    logger: createLogger({ level: 'warn', destination: { write: (line: string) => void lines.push(line) } }),
  });
  if (!started) throw new Error(`reporting did not start\n${lines.join('')}`);
  const call = async <T>(path: string, role: CallerRole | undefined, init: RequestInit): Promise<Answer<T>> => {
    const headers = new Headers(init.headers);
    if (role) headers.set('authorization', `Bearer ${await tokenOf(role, pair.privateKey)}`);
    const answer = await fetch(`${started.address}/api/reporting/v1/${path}`, { ...init, headers });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
  };
  return {
    get: (path, role, language) =>
      call(path, role, language === undefined ? {} : { headers: { 'accept-language': language } }),
    post: (path, role, key) => call(path, role, { method: 'POST', headers: { 'idempotency-key': key } }),
    stop: async () => {
      host.emit('SIGTERM');
      const code = await host.exited;
      if (code !== 0) throw new Error(`reporting stopped with ${code}\n${lines.slice(-20).join('')}`);
    },
  };
}

function environmentOf({ region, dir, postgres, nats, hubUrl }: RegionUnderTest): Record<string, string> {
  const database = new URL(postgres.url);
  const paths = topologyPaths(join(dir, 'nats'));
  return {
    BETANG_MODE: 'local',
    BETANG_REGION: region,
    BETANG_HTTP_PORT: '0',
    BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
    BETANG_DATABASE_URL: `postgres://127.0.0.1:${database.port}/betang`,
    BETANG_DATABASE_PASSWORDS_FILE: join(dir, 'passwords.json'),
    BETANG_NATS_URL: nats.url,
    BETANG_NATS_CREDENTIALS: paths.local('all'),
    ...(hubUrl === undefined ? {} : { BETANG_HUB_URL: hubUrl, BETANG_HUB_CREDENTIALS: paths.hub }),
    BETANG_KEYS_DIR: join(dir, 'keys'),
    BETANG_ISSUER_URL: ISSUER,
  };
}

function tokenOf(role: CallerRole, key: webcrypto.CryptoKey): Promise<string> {
  return new SignJWT({ kind: 'person', roles: [role] })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience('betang')
    .setSubject(`${role.role}-1`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);
}
