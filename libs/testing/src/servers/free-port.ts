import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ServerLaunchError } from './server-launch.error.js';
import { getRepositoryRoot } from './work-folder.js';

/** Below the range from which systems take ports of outgoing connections, so that a restart finds its own port free again. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 50;

/**
 * A loopback port that nobody listens on now.
 * Another process may take it before it is used: whoever starts a server with it tries again with another one. Within a run of tests it is
 * given out once: servers that are prepared long before they start, or are down for a while, find it free.
 */
export function findFreePort(): Promise<number> {
  return findFreePorts(1);
}

/** The first of `count` such ports in a row. */
export async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const first = randomInt(LOWEST, HIGHEST - count);
    const row = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(row.map(isPortFree))).every(Boolean) && row.every(claim)) return first;
  }
  throw new ServerLaunchError('testing.no-free-port', `No free port found on 127.0.0.1 in ${ATTEMPTS} attempts`);
}

/** Whether 127.0.0.1:port can be listened on. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A file in the folder of the run, over all of its processes; outside a run nothing is claimed. False when somebody else has it. */
function claim(port: number): boolean {
  const run = process.env['BETANG_TEST_RUN'];
  if (!run) return true;
  const claims = join(getRepositoryRoot(), '.betang', 'test', run, 'ports');
  mkdirSync(claims, { recursive: true });
  try {
    writeFileSync(join(claims, String(port)), String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
