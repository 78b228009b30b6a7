import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { findNatsServer } from '../../nats-server.mjs';
import { waitUntil } from '../probes/wait-until.js';
import { findFreePort, isPortFree } from './free-port.js';
import { startGuarded, type GuardedProcess } from './guarded-process.js';
import { lastLines } from './log-tail.js';
import { ServerLaunchError } from './server-launch.error.js';
import { removeWorkFolder, startIn } from './work-folder.js';

const run = promisify(execFile);

export interface NatsOptions {
  /** Folder of configuration, store (`jetstream`) and log, kept on stop; without it a work folder that stop removes. */
  readonly dir?: string;
  /** Configuration text. It follows the launcher's own lines (server name, JetStream): a key that it repeats wins. */
  readonly config?: string;
  /** Loopback port; without it a free one. */
  readonly port?: number;
  /** False: no JetStream lines of the launcher's own. Default true: a store in `<dir>/jetstream`, fsync on every message. */
  readonly jetstream?: boolean;
}

/** A real nats-server on 127.0.0.1 that ends with this process. */
export interface NatsServerProcess {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly pid: number;
  /** Address of the monitoring endpoint, such as `<monitorUrl>/varz`. */
  readonly monitorUrl: string;
  isRunning(): boolean;
  /** Orderly stop; a work folder is removed. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill9(): Promise<void>;
  /** Starts it again on the same port, after a stop in order if it still runs. */
  restart(): Promise<void>;
  /**
   * Puts new configuration text in the place of `config` and waits until the running server works by it.
   * @throws ServerLaunchError `testing.nats-config-refused` (nothing has changed), `testing.nats-reload-failed`.
   */
  reload(config: string): Promise<void>;
  /** Deletes everything in the JetStream store, as a lost disk would. Only while it is stopped. */
  wipeStore(): void;
}

interface Ports {
  readonly client: number;
  readonly monitor: number;
}
const PORT_ATTEMPTS = 5;

/**
 * Starts the nats-server that {@link findNatsServer} finds.
 * @throws ServerLaunchError `testing.program-not-started` where there is none, `testing.nats-config-refused`,
 * `testing.server-not-ready` when it gives up while starting.
 */
export function startNats(options: NatsOptions = {}): Promise<NatsServerProcess> {
  return startIn(options.dir, 'nats', (dir) => start(dir, options));
}

async function start(dir: string, options: NatsOptions): Promise<NatsServerProcess> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const program = getNatsProgram();
  await writeConfig(program, dir, options, options.config ?? '');
  const first = await startOnFreePorts((ports) => launch(program, dir, ports, options), options.port);
  const { ports } = first;
  let { server } = first;
  const monitorUrl = monitorOf(ports);
  return {
    url: `nats://127.0.0.1:${ports.client}`,
    port: ports.client,
    dir,
    monitorUrl,
    get pid() {
      return server.pid;
    },
    isRunning: () => server.isRunning(),
    stop: async () => {
      await end(server, 'SIGTERM');
      if (options.dir === undefined) removeWorkFolder(dir);
    },
    kill9: () => end(server, 'SIGKILL'),
    restart: async () => {
      await end(server, 'SIGTERM');
      server = await launch(program, dir, ports, options);
    },
    reload: async (config) => {
      await writeConfig(program, dir, options, config);
      await reload(server, monitorUrl, dir);
    },
    wipeStore: () => wipe(server, dir),
  };
}

function getNatsProgram(): string {
  const found = findNatsServer();
  if (found) return found.path;
  throw new ServerLaunchError(
    'testing.program-not-started',
    'No nats-server 2.14 or newer: run `npm test` or `npm start` once, which fetch it, or set NATS_SERVER',
  );
}

function configFile(dir: string): string {
  return join(dir, 'nats.conf');
}

/** Writes the configuration in one step, after the server itself has checked it. */
async function writeConfig(program: string, dir: string, options: NatsOptions, config: string): Promise<void> {
  const store = `jetstream { store_dir: ${JSON.stringify(join(dir, 'jetstream'))}, sync_interval: always }`;
  const own = [`server_name: ${JSON.stringify(basename(dir))}`, options.jetstream === false ? '' : store];
  const text = [...own, config, ''].join('\n');
  const candidate = `${configFile(dir)}.new`;
  writeFileSync(candidate, text, { mode: 0o600 });
  try {
    await run(program, ['-c', candidate, '-t']);
  } catch (cause) {
    throw new ServerLaunchError('testing.nats-config-refused', 'nats-server refuses this configuration', cause);
  } finally {
    rmSync(candidate);
  }
  writeFileSync(configFile(dir), text, { mode: 0o600 });
}

async function startOnFreePorts(
  start: (ports: Ports) => Promise<GuardedProcess>,
  wanted: number | undefined,
): Promise<{ server: GuardedProcess; ports: Ports }> {
  for (let attempt = 1; ; attempt++) {
    const ports = { client: wanted ?? (await findFreePort()), monitor: await findFreePort() };
    try {
      return { server: await start(ports), ports };
    } catch (error) {
      const clientTaken = wanted === undefined && !(await isPortFree(ports.client));
      const taken = clientTaken || !(await isPortFree(ports.monitor));
      if (!taken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** The ports are flags, not lines of the file: flags win over the file, on a reload too. */
async function launch(program: string, dir: string, ports: Ports, options: NatsOptions): Promise<GuardedProcess> {
  const logFile = join(dir, 'nats.log');
  const args = ['-c', configFile(dir), '-a', '127.0.0.1', '-p', String(ports.client), '-m', String(ports.monitor)];
  const server = await startGuarded({
    command: program,
    args,
    logFile,
    endSignal: 'SIGTERM',
    removeWhenOrphaned: options.dir === undefined ? dir : undefined,
  });
  const ready = await waitUntil(
    'nats-server is ready',
    async () => (server.isRunning() ? (await isReady(ports)) && 'ready' : 'exited'),
    { timeoutMs: 60_000, intervalMs: 10 },
  );
  if (ready === 'ready') return server;
  throw new ServerLaunchError('testing.server-not-ready', `nats-server gave up while starting:\n${lastLines(logFile)}`);
}

/** Healthy (streams recovered) and accepting clients. */
async function isReady(ports: Ports): Promise<boolean> {
  const health = await fetch(`${monitorOf(ports)}/healthz`);
  await health.body?.cancel();
  return health.ok && (await accepts(ports.client));
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function reload(server: GuardedProcess, monitorUrl: string, dir: string): Promise<void> {
  const before = await configLoadTime(monitorUrl);
  server.signal('SIGHUP');
  try {
    await waitUntil('the new configuration is loaded', async () => (await configLoadTime(monitorUrl)) !== before, {
      timeoutMs: 10_000,
    });
  } catch (cause) {
    const log = lastLines(join(dir, 'nats.log'));
    throw new ServerLaunchError(
      'testing.nats-reload-failed',
      `nats-server keeps its old configuration:\n${log}`,
      cause,
    );
  }
}

async function configLoadTime(monitorUrl: string): Promise<string> {
  const answer = await fetch(`${monitorUrl}/varz`);
  return ((await answer.json()) as { config_load_time: string }).config_load_time;
}

function monitorOf(ports: Ports): string {
  return `http://127.0.0.1:${ports.monitor}`;
}

async function end(server: GuardedProcess, signal: NodeJS.Signals): Promise<void> {
  server.signal(signal);
  await server.exited;
}

function wipe(server: GuardedProcess, dir: string): void {
  if (server.isRunning()) {
    throw new ServerLaunchError(
      'testing.server-not-stopped',
      'The store can be wiped only while nats-server is stopped',
    );
  }
  rmSync(join(dir, 'jetstream'), { recursive: true, force: true });
}
