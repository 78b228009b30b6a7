import { AppError, makePrivateFolder } from '@betang/platform';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPortFree, waitUntil } from '@betang/testing';

const OWNER = 'running.json';
/** Tells a folder made by us from any other, which a reset must not touch. */
const MARK = 'federation.json';
/** The guards of a killed run give its servers ten seconds. */
const LEFTOVERS_MS = 20_000;

/** The data folder, while this process alone uses it. */
export interface ClaimedFolder {
  readonly dir: string;
  /** True when the run before ended without tidying up. */
  readonly abandoned: boolean;
  release(): Promise<void>;
}

/** Takes the folder, making it where it is missing. @throws AppError `local.folder-in-use`, `local.folder-foreign`, `local.folder-unusable` */
export async function claimFolder(dir: string): Promise<ClaimedFolder> {
  try {
    return await claim(dir);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new AppError('local.folder-unusable', { params: { dir, reason: code ?? syscall } });
  }
}

async function claim(dir: string): Promise<ClaimedFolder> {
  await makePrivateFolder(dir);
  const names = await readdir(dir);
  if (names.length > 0 && !names.includes(MARK)) throw new AppError('local.folder-foreign', { params: { dir } });
  await writeFile(join(dir, MARK), `${JSON.stringify({ kind: 'betang-local-federation', version: 1 })}\n`);
  const abandoned = await take(join(dir, OWNER), dir);
  return { dir, abandoned, release: () => rm(join(dir, OWNER), { force: true }) };
}

/** Deletes all data, but keeps the folder claimed. */
export async function emptyFolder({ dir }: ClaimedFolder): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name !== OWNER && name !== MARK);
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true, maxRetries: 5 });
}

/** After a killed run: waits until its servers, which end by themselves, have let go of their ports. */
export async function waitForLeftovers(ports: readonly number[]): Promise<void> {
  const areFree = async () => (await Promise.all(ports.map(isPortFree))).every(Boolean);
  // Whoever holds a port for longer is somebody else, and is named by the check that follows.
  await waitUntil('the ports are free', areFree, { timeoutMs: LEFTOVERS_MS, intervalMs: 100 }).catch(() => undefined);
}

async function take(file: string, dir: string): Promise<boolean> {
  const text = JSON.stringify({ pid: process.pid });
  for (let abandoned = false; ; abandoned = true) {
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      return abandoned;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = await ownerOf(file);
    if (pid !== undefined && (await isStarter(pid)))
      throw new AppError('local.folder-in-use', { params: { dir, pid } });
    await rm(file, { force: true });
  }
}

async function ownerOf(file: string): Promise<number | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
  } catch {
    return undefined; // Cut off while it was written.
  }
}

/** Numbers are used again: after a restart of the machine another program may have it. */
async function isStarter(pid: number): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
    (line) => line.includes('node'),
    () => false,
  );
}
