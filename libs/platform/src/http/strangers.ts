import type { FastifyInstance } from 'fastify';

import type { AuthenticatedRequest } from '../auth/access.decorators.js';

const STRANGER_MS = 60_000;

/**
 * Cuts off who has not signed in and sends a body by drips: hours for a large file over a slow line are for those whose name is known, else a few such
 * callers would take all connections. After authentication.
 */
export function hurryStrangers(fastify: FastifyInstance, withinMs = STRANGER_MS): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const { headers, raw } = request;
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (!hasBody || (request as AuthenticatedRequest).principal !== undefined) return;
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, withinMs);
    reply.raw.once('close', () => clearTimeout(timer));
  });
}
