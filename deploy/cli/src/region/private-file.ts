import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '@betang/platform';

/** Writes a file that only this system user may read, whole or not at all. */
export async function writePrivateJson(file: string, value: object): Promise<void> {
  await writePrivateFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** The text of a file; undefined when there is none. */
export async function findText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
