import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { waitUntil } from '../probes/wait-until.js';
import { findFreePort, isPortFree } from './free-port.js';
import { startGuarded, type GuardedProcess } from './guarded-process.js';
import { lastLines } from './log-tail.js';
import { openPostgresCluster, SUPERUSER, type PostgresCluster } from './postgres-cluster.js';
import { childrenOf, isAlive, killAtOnce } from './process-table.js';
import { ServerLaunchError } from './server-launch.error.js';
import { removeWorkFolder, startIn } from './work-folder.js';

export interface PostgresOptions {
  /** Folder of the cluster, kept on stop; without it a work folder that stop removes. */
  readonly dir?: string;
  /** Loopback port; without it a free one. */
  readonly port?: number;
  /** Server settings, such as `{ max_connections: '50' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real Postgres 18 on 127.0.0.1 that ends with this process. */
export interface PostgresServer {
  /** Address of database `postgres` as superuser, password included: never log it. */
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly pid: number;
  isRunning(): boolean;
  /** Orderly stop, which ends open connections; a work folder is removed. */
  stop(): Promise<void>;
  /** Ends the server and all its workers at once, like a power cut of the program. */
  kill9(): Promise<void>;
  /** Starts it again on the same port, after a stop in order if it still runs. */
  restart(): Promise<void>;
  /** Makes an empty database and returns its address as superuser. */
  createDatabase(name?: string): Promise<string>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // A socket's path may hold 107 characters only, and the default folder lies outside the repository.
  unix_socket_directories: '',
  synchronous_commit: 'on',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
};
const PORT_ATTEMPTS = 5;

/**
 * Starts Postgres 18 from the embedded binaries.
 * @throws ServerLaunchError, with the reason as its code; `testing.server-not-ready` when the server gives up while starting.
 */
export function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  return startIn(options.dir, 'postgres', (dir) => start(dir, options));
}

async function start(dir: string, options: PostgresOptions): Promise<PostgresServer> {
  const cluster = await openPostgresCluster(dir, options.dir !== undefined);
  const launchOn = (port: number) => launch(cluster, port, options);
  const first = await startOnFreePort(launchOn, options.port);
  const { port } = first;
  let { server } = first;
  const stopServer = () => end(server, 'SIGINT');
  return {
    url: urlOf(cluster, port, 'postgres'),
    port,
    dir,
    get pid() {
      return server.pid;
    },
    isRunning: () => server.isRunning(),
    stop: async () => {
      await stopServer();
      if (options.dir === undefined) removeWorkFolder(dir);
    },
    kill9: () => killWhole(server),
    restart: async () => {
      await stopServer();
      server = await launchOn(port);
    },
    createDatabase: (name) => createDatabaseAt(urlOf(cluster, port, 'postgres'), name),
  };
}

/** Makes an empty database on the server of `superuserUrl` and returns its address. */
export async function createDatabaseAt(
  superuserUrl: string,
  name = `t_${randomBytes(6).toString('hex')}`,
): Promise<string> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

function urlOf(cluster: PostgresCluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

async function startOnFreePort(
  start: (port: number) => Promise<GuardedProcess>,
  wanted: number | undefined,
): Promise<{ server: GuardedProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await findFreePort());
    try {
      return { server: await start(port), port };
    } catch (error) {
      const taken = wanted === undefined && !(await isPortFree(port));
      if (!taken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function launch(cluster: PostgresCluster, port: number, options: PostgresOptions): Promise<GuardedProcess> {
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = cluster.program, ...args] = [
    ...cluster.account.prefix,
    cluster.program,
    '-D',
    cluster.dataDir,
    ...flags,
  ];
  const logFile = join(cluster.dir, 'postgres.log');
  const temporary = options.dir === undefined;
  const server = await startGuarded({
    command,
    args,
    logFile,
    endSignal: temporary ? 'SIGQUIT' : 'SIGINT',
    removeWhenOrphaned: temporary ? cluster.dir : undefined,
  });
  const ready = await waitUntil(
    'Postgres is ready',
    () => (server.isRunning() ? isReady(cluster, server.pid) && 'ready' : 'exited'),
    { timeoutMs: 60_000 },
  );
  if (ready === 'ready') return server;
  throw new ServerLaunchError(
    'testing.server-not-ready',
    `Postgres gave up while starting, see ${logFile}:\n${lastLines(logFile)}`,
  );
}

/** The eighth line of postmaster.pid holds the server's state; the first one its pid, which tells a file of an earlier life. */
function isReady(cluster: PostgresCluster, pid: number): boolean {
  const lines = readFileSync(join(cluster.dataDir, 'postmaster.pid'), 'utf8').split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function end(server: GuardedProcess, signal: NodeJS.Signals): Promise<void> {
  server.signal(signal);
  await server.exited;
}

/** Workers first learn of the postmaster's death by themselves; a power cut gives them no such time. */
async function killWhole(server: GuardedProcess): Promise<void> {
  if (!server.isRunning()) return;
  const workers = childrenOf(server.pid);
  server.signal('SIGKILL');
  workers.forEach(killAtOnce);
  await server.exited;
  await waitUntil('all workers of Postgres are gone', () => !workers.some(isAlive), { timeoutMs: 10_000 });
}
