import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TopologyError } from './topology-error.js';

const PATIENCE_MS = 30_000;
const RETRY_MS = 50;
/** Whoever is just writing its number into the file is done by then. */
const WRITTEN_MS = 500;
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
  try {
    return await task();
  } finally {
    held.delete(file);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  const own = `${process.pid} ${await birthOf(process.pid)}`;
  try {
    const handle = await open(file, 'wx', 0o600);
    // Before the number is in the file: who waits in this very process would take it for another's of the same number.
    held.add(file);
    await handle.writeFile(own);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (await isAbandoned(file)) await rm(file, { force: true });
  return false;
}

async function isAbandoned(file: string): Promise<boolean> {
  const text = await readLock(file);
  if (text === undefined) return false;
  if (text === '') {
    // Its owner is just writing its number, or a power cut has taken it.
    await pause(WRITTEN_MS);
    return (await readLock(file)) === '';
  }
  const [pid, birth] = text.split(' ');
  if (Number(pid) === process.pid) return !held.has(file);
  // Numbers are given again, after a restart of the machine at the latest: a program that was started at another time never held this.
  if (birth && birth !== (await birthOf(Number(pid)))) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function readLock(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** The machine's start and the process's since then, where /proc tells them; else nothing. */
async function birthOf(pid: number): Promise<string> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}
