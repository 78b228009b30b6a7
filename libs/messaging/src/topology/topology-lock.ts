import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TopologyError } from './topology-error.js';

const PATIENCE_MS = 30_000;
const RETRY_MS = 50;
/** Files that this process holds: in a container every process may have the number of the one that died. */
const held = new Set<string>();

/**
 * Runs one change of a deployment's topology at a time, across processes: two commands that read, change and write the file at once would
 * lose one of the changes. A lock whose process is gone is taken over.
 * @throws TopologyError `topology-busy` when another command does not finish
 */
export async function withTopologyLock<T>(dir: string, task: () => Promise<T>): Promise<T> {
  const file = join(resolve(dir), 'topology.lock');
  await mkdir(resolve(dir), { recursive: true, mode: 0o700 });
  const started = performance.now();
  while (!(await take(file))) {
    if (performance.now() - started > PATIENCE_MS) {
      throw new TopologyError('topology-busy', `another command holds ${file}`, file);
    }
    await pause(RETRY_MS);
  }
  held.add(file);
  try {
    return await task();
  } finally {
    held.delete(file);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isAbandoned(file)) await rm(file, { force: true });
    return false;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // Empty: its owner is just writing its number.
  if (text === '') return false;
  if (Number(text) === process.pid) return !held.has(file);
  try {
    process.kill(Number(text), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
