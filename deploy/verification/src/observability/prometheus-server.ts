import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort, getRepositoryRoot, startGuarded, waitUntil } from '@betang/testing';

const run = promisify(execFile);
/** What operators are given. */
const GIVEN = join(getRepositoryRoot(), 'deploy', 'observability');

/** A program that an environment variable names, else the one on PATH; undefined where there is none. */
export function findProgram(name: string, variable: string): string | undefined {
  const named = process.env[variable];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return (named === undefined ? folders.map((folder) => join(folder, name)) : [named]).find(isProgram);
}

export interface Alarm {
  readonly name: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface WatchedTarget {
  readonly job: string;
  readonly health: string;
  readonly error: string;
}

/** A real Prometheus on 127.0.0.1 by the files of deploy/observability, which asks each second. */
export interface PrometheusServer {
  alarms(): Promise<Alarm[]>;
  targets(): Promise<WatchedTarget[]>;
  stop(): Promise<void>;
}

/** Puts the files of deploy/observability into a folder, beside those that an operator adds: targets, token, authority. */
export async function layOut(folder: string, own: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ['alerts.yml', 'alerts.test.yml']) await copyFile(join(GIVEN, file), join(folder, file));
  const settings = await readFile(join(GIVEN, 'prometheus.yml'), 'utf8');
  await writeFile(join(folder, 'prometheus.yml'), settings.replaceAll(': 15s', ': 1s'));
  for (const [file, text] of Object.entries(own)) await writeFile(join(folder, file), text, { mode: 0o600 });
}

/** What promtool says of files in a folder. Rejects when it finds fault with them. */
export async function promtool(program: string, folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { cwd: folder });
  return stdout;
}

export async function startPrometheus(program: string, folder: string): Promise<PrometheusServer> {
  const address = `127.0.0.1:${await findFreePort()}`;
  const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`];
  const server = await startGuarded({
    command: '/bin/sh',
    args: ['-c', 'cd "$0" && exec "$@"', folder, program, ...args],
    logFile: join(folder, 'prometheus.log'),
    endSignal: 'SIGTERM',
  });
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`http://${address}${path}`)).json()) as T;
  await waitUntil(
    'Prometheus is ready',
    () =>
      fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { timeoutMs: 60_000 },
  );
  return {
    alarms: async () => {
      const { data } = await ask<{ data: { alerts: { labels: Record<string, string>; state: string }[] } }>(
        '/api/v1/alerts',
      );
      return data.alerts.map(({ labels, state }) => ({ name: labels['alertname'] ?? '', state, labels }));
    },
    targets: async () => {
      const { data } = await ask<{
        data: { activeTargets: { scrapePool: string; health: string; lastError: string }[] };
      }>('/api/v1/targets?state=active');
      return data.activeTargets.map(({ scrapePool, health, lastError }) => ({
        job: scrapePool,
        health,
        error: lastError,
      }));
    },
    stop: async () => {
      server.signal('SIGTERM');
      await server.exited;
    },
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
