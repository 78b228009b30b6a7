import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { AuthenticatedRequest } from '../auth/access.decorators.js';
import { KEY_PATHS } from '../auth/issuer.js';
import type { RegionConfig } from '../config/region-config.js';

/** What machines ask for on everyone's behalf, and what costs nothing to answer. A path of a service is not for this list: its route declares a limit of its own. */
const UNLIMITED_PATHS: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics', ...KEY_PATHS]);

/**
 * Sends the headers that browsers guard a page by, and refuses who asks too often: `config.rateLimit` of a route says how often, else the region's setting.
 * For an instance without routes yet.
 */
export async function addProtection(
  fastify: FastifyInstance,
  config: Pick<RegionConfig, 'mode' | 'httpRequestsPerMinute'>,
): Promise<void> {
  const plain = config.mode === 'local';
  await fastify.register(helmet, {
    // In local mode there is no TLS to insist on.
    hsts: plain ? false : { maxAge: 31_536_000, includeSubDomains: false },
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: plain ? null : [] } },
  });
  if (config.httpRequestsPerMinute === 0) return;
  await fastify.register(rateLimit, {
    max: config.httpRequestsPerMinute,
    timeWindow: '1 minute',
    // After authentication: people behind one office address each have their own share.
    hook: 'preParsing',
    keyGenerator: callerOf,
    allowList: (request: FastifyRequest) => UNLIMITED_PATHS.has(request.url),
  });
}

function callerOf(request: FastifyRequest): string {
  const { principal } = request as AuthenticatedRequest;
  return principal === undefined ? `address ${request.ip}` : `subject ${principal.subject}`;
}
