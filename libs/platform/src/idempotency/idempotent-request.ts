import { createHash, createHmac } from 'node:crypto';

import { AppError } from '../errors/app-error.js';

/** A request that may arrive more than once and takes effect once. */
export interface IdempotentRequest {
  /** The caller's own key for the request: a retry carries the same one. Keys of different callers never meet. */
  readonly key: string;
  /** Subject of the token. */
  readonly actor: string;
  /** `POST /api/learning-hours/v1/entries` */
  readonly methodPath: string;
  /** SHA-256 of what was asked, to tell a retry from another request under the same key. */
  readonly requestHash: Buffer;
}

const FIELD = 'Idempotency-Key';

/** Throws `idempotency-key-missing` or `idempotency-key-invalid` (400). */
export function idempotentRequest(input: {
  readonly key: string | undefined;
  readonly actor: string;
  readonly methodPath: string;
  readonly body: unknown;
}): IdempotentRequest {
  if (input.key === undefined) throw new AppError('idempotency-key-missing', { status: 400, field: FIELD });
  if (!/^[\w.:-]{8,128}$/.test(input.key)) throw new AppError('idempotency-key-invalid', { status: 400, field: FIELD });
  const requestHash = hashOf(JSON.stringify(input.body) ?? '');
  return { key: input.key, actor: input.actor, methodPath: input.methodPath, requestHash };
}

/** The same request with the digest of an uploaded file, which its parsed body does not hold. */
export function withFileDigest(request: IdempotentRequest, sha256: Buffer): IdempotentRequest {
  return { ...request, requestHash: hashOf(Buffer.concat([request.requestHash, sha256])) };
}

/** Stands for the actor of all requests that must not say who sent them. */
const ANYBODY = 'anonymous';

/**
 * The same request without who sent it, for answers that nobody may trace to a person: neither the kept row nor the digest of what was asked can be
 * told to be somebody's without the key itself, which is kept nowhere. A retry by the same caller still finds its answer.
 */
export function withoutCaller({ actor, key, methodPath, requestHash }: IdempotentRequest): IdempotentRequest {
  const blind = (of: string | Buffer) => createHmac('sha256', key).update(of).digest();
  return {
    actor: ANYBODY,
    key: blind(`caller ${actor}`).toString('hex'),
    methodPath,
    requestHash: blind(requestHash),
  };
}

function hashOf(content: string | Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
