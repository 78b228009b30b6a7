import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { ServerLaunchError } from './server-launch.error.js';

/** Below the range from which systems take ports of outgoing connections, so that a restart finds its own port free again. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS = 50;

/**
 * A loopback port that nobody listens on now.
 * Another process may take it before it is used: whoever starts a server with it tries again with another one.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(port)) return port;
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
