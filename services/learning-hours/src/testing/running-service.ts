import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { connectDelivery, topologyPaths } from '@betang/messaging';
import { createLogger, localKeySet, runServices, type Role } from '@betang/platform';
import { startRegionUnderTest, type RegionUnderTest } from '@betang/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { learningHours } from '../learning-hours.definition.js';
import { LearningHoursModule } from '../learning-hours.module.js';

const REGION = '62.03';
const ISSUER = 'http://127.0.0.1:1/oidc';

export interface CallOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, never>;
}

/** The service as its process runs it, on a region's own Postgres and bus; other services speak through `region`. */
export interface RunningService {
  readonly region: RegionUnderTest;
  token(role: Role, employee?: string): Promise<string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

class Host extends EventEmitter {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}

export async function startService(): Promise<RunningService> {
  const region = await startRegionUnderTest(REGION, ['identity', 'training-catalog', 'learning-hours']);
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] });
  const host = new Host();
  const lines: string[] = [];
  const url = new URL(region.postgres.url);
  const running = await runServices({
    name: learningHours.name,
    services: [{ definition: learningHours, module: LearningHoursModule }],
    prepare: connectDelivery,
    keys,
    host,
    logger: createLogger({ level: 'warn', destination: { write: (line: string) => void lines.push(line) } }),
    environment: {
      BETANG_MODE: 'local',
      BETANG_REGION: REGION,
      BETANG_HTTP_PORT: '0',
      BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
      BETANG_DATABASE_URL: `postgres://${url.host}/betang`,
      BETANG_DATABASE_PASSWORDS_FILE: join(region.dir, 'passwords.json'),
      BETANG_NATS_URL: region.nats.url,
      BETANG_NATS_CREDENTIALS: topologyPaths(join(region.dir, 'nats')).local('all'),
      BETANG_KEYS_DIR: join(region.dir, 'keys'),
      BETANG_STATEMENT_SECONDS: '1',
      BETANG_ISSUER_URL: ISSUER,
    },
  });
  if (running === undefined) throw new Error(`start failed\n${lines.join('')}`);
  const token = (role: Role, employee?: string): Promise<string> =>
    new SignJWT({ kind: 'person', roles: [{ role, region: REGION }], ...(employee ? { employee } : {}) })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience('betang')
      .setSubject(`${role}-1`)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  return {
    region,
    token,
    call: (method, path, options = {}) => call(`${running.address}/api/learning-hours/v1/${path}`, method, options),
    stop: async () => {
      host.emit('SIGTERM');
      const code = await host.exited;
      await region.stop();
      if (code !== 0) throw new Error(`stopped with ${code}\n${lines.join('')}`);
    },
  };
}

async function call(url: string, method: string, { as, body, form, headers }: CallOptions): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(form ? { body: form } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    body: (json ? JSON.parse(text) : { text }) as Answer['body'],
  };
}
