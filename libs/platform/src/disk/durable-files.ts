import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Left out of backups, and of no use to whoever looks for files by their ending. */
const DRAFT_ENDING = '.new';
/** What file systems answer that cannot flush a folder. */
const NOT_FOR_FOLDERS = new Set(['EINVAL', 'EBADF', 'ENOTSUP']);

/**
 * Writes a file that only this system user may read, whole or not at all. Once it is written a power cut takes neither its bytes nor its name: the database may
 * say that it is there.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await makePrivateFolder(dirname(file));
  const draft = `${file}.${randomBytes(4).toString('hex')}${DRAFT_ENDING}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await putInPlace(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Gives a draft that is flushed its own name, which stays whatever happens. `upTo`: the lowest folder above that was there for long. */
export async function putInPlace(draft: string, file: string, upTo = dirname(file)): Promise<void> {
  await rename(draft, file);
  await flushFolders(dirname(file), upTo);
}

/**
 * Makes a folder, and those above it that are missing, for this system user alone. One by one: Node's `recursive` never comes back from a place
 * that takes no folders, such as `/proc`. @throws the system's own error, with its code and path
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let one = resolve(folder); !(await isFolder(one)) && one !== dirname(one); one = dirname(one)) missing.push(one);
  for (const one of [...missing].reverse()) await makeOne(one);
  if (missing.length > 0) await flushFolders(dirname(missing[0]!), dirname(missing.at(-1)!));
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!(await isFolder(folder))) throw error;
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Flushes a folder and those above it, to `upTo` with it: the name of each lies in the next one. */
export async function flushFolders(folder: string, upTo = folder): Promise<void> {
  const last = resolve(upTo);
  for (let one = resolve(folder); ; one = dirname(one)) {
    await flushFolder(one);
    if (one === last || one === dirname(one)) return;
  }
}

/** A file that is flushed has its bytes on the disk; its name is the folder's. Windows flushes no folders, and keeps the names of what is flushed. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!NOT_FOR_FOLDERS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
