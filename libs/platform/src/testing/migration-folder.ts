import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { testFolder } from './test-folder.js';

/** A folder of migrations for one test, as set `test`. */
export async function writeMigrations(files: Readonly<Record<string, string>>): Promise<{ set: string; path: string }> {
  const path = testFolder();
  for (const [name, sql] of Object.entries(files)) await writeFile(join(path, name), sql);
  return { set: 'test', path };
}
