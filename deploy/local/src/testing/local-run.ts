import { createWorkFolder, findFreePorts, getRepositoryRoot, removeWorkFolder, waitUntil } from '@betang/testing';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allPorts } from '../settings/ports.js';

/** `npm start` without npm: the real program, in a folder and on ports of its own. */
export interface LocalRun {
  readonly dir: string;
  readonly portBase: number;
  readonly pid: number;
  output(): string;
  /** Resolves with the exit code, or with the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  signal(signal: NodeJS.Signals): void;
}

export interface LocalPlace {
  readonly dir: string;
  readonly portBase: number;
  remove(): void;
}

/** A folder with a space in its path, and free ports. */
export async function findPlace(name: string): Promise<LocalPlace> {
  const folder = createWorkFolder(`${name} with space`);
  const portBase = await findFreePorts(Math.max(...allPorts(0, 'split')) + 1);
  return { dir: join(folder, 'data'), portBase, remove: () => removeWorkFolder(folder) };
}

export function startLocal(place: Pick<LocalPlace, 'dir' | 'portBase'>, ...args: string[]): LocalRun {
  const program = join(getRepositoryRoot(), 'deploy', 'local', 'dist', 'main.js');
  const settings = ['--dir', place.dir, '--port-base', String(place.portBase), ...args];
  const child = spawn(process.execPath, [program, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
  return {
    ...place,
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    signal: (signal) => child.kill(signal),
  };
}

/** Pids of the processes that name the run's folder in their command line: its servers and services, not their guards. */
export function processesOf({ dir }: Pick<LocalRun, 'dir'>, part = ''): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const [program = '', ...args] = commandLine(pid);
      return !program.endsWith('sh') && args.some((arg) => arg.startsWith(join(dir, part))) && !args.includes('--dir');
    });
}

/** Waits until no process of the run is left. */
export async function waitForNone(run: Pick<LocalRun, 'dir'>): Promise<void> {
  await waitUntil('no process is left', () => processesOf(run).length === 0, { timeoutMs: 30_000 });
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // It has ended.
  }
}
