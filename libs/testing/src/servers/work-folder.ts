import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The workspace's root folder: the nearest one above this file that holds `nx.json`. */
export function getRepositoryRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('This package is not inside its workspace: no nx.json above it');
  }
}

/**
 * Makes `<repository>/.betang/test/<name>-<random>`, readable by this user only. `BETANG_TEST_RUN` puts a folder of the run's own
 * in between, so that the run can see when everything in it is gone.
 */
export function createWorkFolder(name: string): string {
  const base = join(getRepositoryRoot(), '.betang', 'test', process.env['BETANG_TEST_RUN'] ?? '');
  mkdirSync(base, { recursive: true });
  const folder = join(base, `${name}-${randomBytes(5).toString('hex')}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

export function removeWorkFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Runs `start` in the wanted folder, or in a new work folder, which is removed again when the start fails: no server then owns it.
 */
export async function startIn<T>(
  wanted: string | undefined,
  name: string,
  start: (dir: string) => Promise<T>,
): Promise<T> {
  if (wanted !== undefined) return start(wanted);
  const folder = createWorkFolder(name);
  try {
    return await start(folder);
  } catch (error) {
    removeWorkFolder(folder);
    throw error;
  }
}
