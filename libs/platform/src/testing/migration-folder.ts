import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of migrations for one test, as set `test`. */
export async function writeMigrations(files: Readonly<Record<string, string>>): Promise<{ set: string; path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'betang-migrations-'));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(path, name), sql);
  return { set: 'test', path };
}
