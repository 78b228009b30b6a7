import { SERVICES } from '@betang/all-in-one';
import { addRegion, environmentOf, initRegion, joinFederation, registrationOf } from '@betang/cli';
import { applyTopology, topologyPaths } from '@betang/messaging';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startNats,
  startPostgres,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export interface BenchRegionOptions {
  /** Region code, 62 or 62.03. */
  readonly code: string;
  readonly role: 'hub' | 'region';
  /** Shares facts of persons under a pseudonym. */
  readonly sharesPersons?: boolean;
}

const GIB = 1024 ** 3;
/** The region's tables before its services have started for the first time. */
const PRISTINE = 'pristine';
const STORE = { eventsBytes: GIB, inboundBytes: GIB, federationBytes: GIB };
/** Server defaults but for the commit times, by which latency is read off the rows themselves. */
const POSTGRES = { synchronous_commit: 'on', fsync: 'on', track_commit_timestamp: 'on' };

/**
 * The servers and the folder of one region, made as an operator makes them: a Postgres that flushes every commit, a nats-server that flushes
 * every message (the topology's `sync_interval: always`). Its services are started by whoever measures them.
 */
export class BenchRegion {
  private constructor(
    readonly options: BenchRegionOptions,
    readonly dir: string,
    readonly postgres: PostgresServer,
    readonly nats: NatsServerProcess,
  ) {}

  static async start(options: BenchRegionOptions): Promise<BenchRegion> {
    const dir = createWorkFolder(`bench-${options.code}`);
    const postgres = await startPostgres({ dir: join(dir, 'postgres'), settings: POSTGRES });
    const [natsPort, httpPort] = [await findFreePort(), await findFreePort()];
    await initRegion({
      region: options.code,
      role: options.role,
      dataDir: dir,
      ownerUrl: postgres.url,
      nats: { host: '127.0.0.1', port: natsPort },
      mode: 'all',
      local: true,
      definitions: SERVICES.map(({ definition }) => definition),
      issuerUrl: `http://127.0.0.1:${httpPort}/oidc`,
      httpPort,
      store: STORE,
    });
    await createDatabase(postgres.url, PRISTINE, 'betang');
    const bus = busFolder(dir);
    const config = await readFile(topologyPaths(bus).configFile, 'utf8');
    const nats = await startNats({ dir: bus, port: natsPort, jetstream: false, config });
    await applyTopology(bus);
    return new BenchRegion(options, dir, postgres, nats);
  }

  /** Joins a province as an operator would. */
  async join(province: BenchRegion): Promise<void> {
    await joinFederation(this.dir, await addRegion(province.dir, await registrationOf(this.dir)));
  }

  /** Settings of the region's process in mode `all`. */
  async environment(): Promise<Record<string, string>> {
    return {
      ...(await environmentOf(this.dir)),
      BETANG_LOG_LEVEL: 'warn',
      BETANG_HTTP_REQUESTS_PER_MINUTE: '0',
      ...(this.options.sharesPersons ? { BETANG_SHARING_OPT_IN: 'learner-level-analysis' } : {}),
    };
  }

  /** Address of a database of the region's cluster, as its owner. */
  ownerUrl(database = 'betang'): string {
    const url = new URL(this.postgres.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** A copy of the region's empty tables and indexes, for a contender of its own. */
  async copyDatabase(name: string): Promise<string> {
    await createDatabase(this.postgres.url, name, PRISTINE);
    return this.ownerUrl(name);
  }

  async stop(): Promise<void> {
    await Promise.all([this.nats.stop(), this.postgres.stop()]);
    removeWorkFolder(this.dir);
  }
}

/** Nothing may be connected to the template. */
async function createDatabase(serverUrl: string, name: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)}`);
  await client.end();
}

function busFolder(dir: string): string {
  return join(dir, 'nats');
}
