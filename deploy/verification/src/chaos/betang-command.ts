import { getRepositoryRoot } from '@betang/testing';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The operator's tool, as its own process. Rejects with its exit code and what it said. */
export async function betang(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const program = join(getRepositoryRoot(), 'deploy', 'cli', 'dist', 'main.js');
  await run(process.execPath, [program, ...args, '--json'], { env: { ...process.env, ...environment } });
}
