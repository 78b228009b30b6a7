import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { ServiceName } from '@betang/contracts';
import { connectDelivery, topologyPaths } from '@betang/messaging';
import {
  apiPrefixOf,
  createLogger,
  runServices,
  type ProcessHost,
  type Role,
  type RunnableService,
  type RunningServices,
} from '@betang/platform';
import { DescribedAnswers } from '../answers/described-answers.js';
import { startRegionUnderTest, type RegionUnderTest } from '../builders/region-under-test.js';
import { callOver, type Answer, type CallOptions } from './http-call.js';
import { createTokenSigner, type TokenBearer, type TokenSigner } from './signed-tokens.js';

export interface RunningServiceOptions extends RunnableService {
  /** Code of the region to start (default 62.03), or one that the test runs already and stops itself. */
  readonly region?: string | RegionUnderTest;
  /** Services with a schema and bus rights in a region started here, beside identity and this one: those that speak through `region.service()`. */
  readonly services?: readonly ServiceName[];
  /** Further services in the same process, as in mode `all`. */
  readonly beside?: readonly RunnableService[];
  /** Settings of its own, over those of a region under test. With `BETANG_ISSUER_URL` its tokens count, and none that `token` signs. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A service as its process runs it: real HTTP, Postgres and bus of a region under test, in the test's own process. */
export interface RunningService {
  readonly region: RegionUnderTest;
  readonly address: string;
  readonly app: RunningServices['app'];
  readonly signer: TokenSigner;
  /** Lines of the log so far (level warn and above). */
  readonly log: readonly string[];
  /** A signed access token. */
  token(role: Role, bearer?: TokenBearer): Promise<string>;
  /**
   * Path below the service's prefix (`people?limit=2`), or from the root with `/` before it. Fails where the answer is not what the service's
   * OpenAPI document declares.
   */
  call<T = Record<string, never>>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  /** Holds answers to the OpenAPI documents; `call` does so with each of its own. */
  readonly described: DescribedAnswers;
  /** Ends the process's work in order and begins anew on the same data; tokens stay good. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const DEFAULT_REGION = '62.03';

class TestHost extends EventEmitter implements ProcessHost {
  exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.exit = resolve));
}

export async function startRunningService(options: RunningServiceOptions): Promise<RunningService> {
  const given = typeof options.region === 'object' ? options.region : undefined;
  const code = given?.region ?? (options.region as string | undefined) ?? DEFAULT_REGION;
  const region = given ?? (await startRegionUnderTest(code, servicesOf(options)));
  const signer = await createTokenSigner(code);
  const log: string[] = [];
  let process = await launch(options, region, signer, log);
  const described = new DescribedAnswers(() => process.running.app);
  return {
    described,
    region,
    signer,
    log,
    get address() {
      return process.running.address;
    },
    get app() {
      return process.running.app;
    },
    token: (role, bearer) => signer.sign(role, bearer),
    call: async <T>(method: string, path: string, call?: CallOptions) => {
      const url = urlOf(process.running.address, options, path);
      const answer = await callOver<T>(url, method, call);
      await described.assertDescribed(method, url, answer);
      return answer;
    },
    restart: async () => {
      await process.end();
      process = await launch(options, region, signer, log);
    },
    stop: async () => {
      try {
        await process.end();
      } finally {
        if (given === undefined) await region.stop();
      }
    },
  };
}

function servicesOf({ definition, beside, services }: RunningServiceOptions): ServiceName[] {
  const hosted = [definition, ...(beside ?? []).map((other) => other.definition)].map(({ name }) => name);
  return [...new Set<ServiceName>(['identity', ...hosted, ...(services ?? [])])];
}

interface LaunchedProcess {
  readonly running: RunningServices;
  end(): Promise<void>;
}

async function launch(
  options: RunningServiceOptions,
  region: RegionUnderTest,
  signer: TokenSigner,
  log: string[],
): Promise<LaunchedProcess> {
  const host = new TestHost();
  const { definition, module, beside } = options;
  const running = await runServices({
    name: definition.name,
    services: [{ definition, module }, ...(beside ?? [])],
    prepare: connectDelivery,
    // An issuer of the test's own tells its keys itself.
    ...(options.environment?.['BETANG_ISSUER_URL'] === undefined ? { keys: signer.keys } : {}),
    host,
    logger: createLogger({ level: 'warn', destination: { write: (line: string) => void log.push(line) } }),
    environment: { ...environmentOf(region, signer.issuer), ...options.environment },
  });
  if (running === undefined) throw new Error(`${definition.name} did not start\n${log.join('')}`);
  return {
    running,
    end: async () => {
      host.emit('SIGTERM');
      const status = await host.exited;
      if (status !== 0) throw new Error(`${definition.name} stopped with ${status}\n${log.slice(-20).join('')}`);
    },
  };
}

function urlOf(address: string, { definition }: RunningServiceOptions, path: string): string {
  return path.startsWith('/') ? `${address}${path}` : `${address}${apiPrefixOf(definition.name)}/${path}`;
}

function environmentOf(region: RegionUnderTest, issuer: string): Record<string, string> {
  const paths = topologyPaths(join(region.dir, 'nats'));
  return {
    BETANG_MODE: 'local',
    BETANG_REGION: region.region,
    BETANG_HTTP_PORT: '0',
    BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
    BETANG_DATABASE_URL: `postgres://${new URL(region.postgres.url).host}/betang`,
    BETANG_DATABASE_PASSWORDS_FILE: join(region.dir, 'passwords.json'),
    BETANG_NATS_URL: region.nats.url,
    BETANG_NATS_CREDENTIALS: paths.local('all'),
    ...(region.hubUrl === undefined ? {} : { BETANG_HUB_URL: region.hubUrl, BETANG_HUB_CREDENTIALS: paths.hub }),
    BETANG_KEYS_DIR: join(region.dir, 'keys'),
    BETANG_DATA_DIR: join(region.dir, 'data'),
    BETANG_ISSUER_URL: issuer,
  };
}
