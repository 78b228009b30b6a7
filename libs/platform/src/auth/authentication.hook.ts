import type { FastifyInstance } from 'fastify';

import { toAppError } from '../errors/to-app-error.js';
import type { AuthenticatedRequest } from './access.decorators.js';
import { unauthenticated } from './refusals.js';
import type { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const LONGEST = 8_192;

/**
 * Puts the principal of a valid token on each request, before anything counts or reads it. Refuses nothing: the guard does,
 * by what the endpoint asks for.
 */
export function addAuthentication(fastify: FastifyInstance, verifier: TokenVerifier): void {
  fastify.decorateRequest('principal', undefined);
  fastify.decorateRequest('authenticationError', undefined);
  fastify.addHook('onRequest', async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return;
    const state = request as AuthenticatedRequest;
    const token = authorization.length > LONGEST ? undefined : BEARER.exec(authorization)?.[1];
    try {
      if (token === undefined) throw unauthenticated('token-malformed');
      state.principal = await verifier.verify(token);
    } catch (error) {
      state.authenticationError = toAppError(error);
    }
  });
}
