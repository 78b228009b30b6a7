import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import helmet from 'helmet';

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
  guardPages(fastify, config.mode === 'local');
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

/**
 * The headers of helmet, put together once. Its plugin for Fastify does so for every request, and assigns each reply a function literal: V8 takes
 * that for a method and makes it old at birth, so that whole requests, 25 kB each, stay in memory until all of the heap is collected.
 */
function guardPages(fastify: FastifyInstance, plain: boolean): void {
  const guard = helmet({
    // In local mode there is no TLS to insist on.
    hsts: plain ? false : { maxAge: 31_536_000, includeSubDomains: false },
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: plain ? null : [] } },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    guard(request.raw, reply.raw, (problem) => done(problem as Error | undefined));
  });
}

function callerOf(request: FastifyRequest): string {
  const { principal } = request as AuthenticatedRequest;
  return principal === undefined ? `address ${request.ip}` : `subject ${principal.subject}`;
}
