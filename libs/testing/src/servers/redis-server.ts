import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { waitUntil } from '../probes/wait-until.js';
import { findFreePort } from './free-port.js';
import { startGuarded, type GuardedProcess } from './guarded-process.js';
import { lastLines } from './log-tail.js';
import { ServerLaunchError } from './server-launch.error.js';
import { removeWorkFolder, startIn } from './work-folder.js';

/** A real Redis on 127.0.0.1 that ends with this process. */
export interface RedisServer {
  /** With its password: never log it. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Ends it, and waits until it is gone; its data stay. */
  pause(): Promise<void>;
  /** Starts it again on the same port, with its data. */
  resume(): Promise<void>;
}

export interface RedisOptions {
  /** Files of its certificate: it then takes TLS alone. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Server settings, such as `{ 'maxmemory-policy': 'allkeys-lru' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const PASSWORD = 'redis-under-test';

/** The program that `REDIS_SERVER` names, else the one on PATH; undefined where there is none. No deployment needs it. */
export function findRedisServer(): string | undefined {
  const named = process.env['REDIS_SERVER'];
  const candidates =
    named === undefined
      ? (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'))
      : [named];
  return candidates.find(isProgram);
}

/** @throws ServerLaunchError `testing.program-not-started`, `testing.server-not-ready` */
export function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  return startIn(undefined, 'redis', async (dir) => {
    const program = findRedisServer();
    if (program === undefined) throw new ServerLaunchError('testing.program-not-started', 'There is no redis-server');
    const port = await findFreePort();
    const launch = () => launchOn(program, dir, port, options);
    let server = await launch();
    const end = async (): Promise<void> => {
      server.signal('SIGTERM');
      await server.exited;
    };
    return {
      url: `${options.tls === undefined ? 'redis' : 'rediss'}://:${PASSWORD}@127.0.0.1:${port}`,
      port,
      stop: async () => {
        await end();
        removeWorkFolder(dir);
      },
      pause: end,
      resume: async () => {
        server = await launch();
      },
    };
  });
}

async function launchOn(program: string, dir: string, port: number, options: RedisOptions): Promise<GuardedProcess> {
  const listen: Record<string, string> =
    options.tls === undefined
      ? { port: String(port) }
      : {
          port: '0',
          'tls-port': String(port),
          'tls-cert-file': options.tls.certFile,
          'tls-key-file': options.tls.keyFile,
          'tls-auth-clients': 'no',
        };
  const settings = { bind: '127.0.0.1', dir, save: '', appendonly: 'yes', requirepass: PASSWORD, ...options.settings };
  const args = Object.entries({ ...settings, ...listen }).flatMap(([name, value]) => [`--${name}`, value]);
  const logFile = join(dir, 'redis.log');
  const server = await startGuarded({ command: program, args, logFile, endSignal: 'SIGTERM', removeWhenOrphaned: dir });
  const ready = await waitUntil('Redis is ready', async () =>
    server.isRunning() ? (await isListening(port)) && 'ready' : 'exited',
  );
  if (ready === 'ready') return server;
  throw new ServerLaunchError('testing.server-not-ready', `Redis gave up while starting:\n${lastLines(logFile)}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (listens: boolean): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
