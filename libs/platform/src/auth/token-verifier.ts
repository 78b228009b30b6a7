import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

import { AppError } from '../errors/app-error.js';
import type { ClaimReader } from './claim-mapping.js';
import type { EndedSessions } from './ended-sessions.js';
import type { Principal } from './principal.js';
import { principalOf } from './principal-claims.js';
import { unauthenticated } from './refusals.js';

/** Where the issuer's public keys come from. */
export type KeySet = JWTVerifyGetKey;

export interface TokenVerifierOptions {
  readonly issuer: string;
  /** What a token must be made for. Default `betang`. */
  readonly audience?: string;
  readonly keys: KeySet;
  /** Which sessions are over before their tokens are; without it a token works until it expires. */
  readonly ended?: EndedSessions;
  /** Reads the claims of an issuer that is not ours. */
  readonly claims?: ClaimReader;
  /** Milliseconds since 1970, for tests. */
  readonly clock?: () => number;
}

const CLOCK_TOLERANCE_SECONDS = 30;
/** Who issues tokens may have a clock of its own. */
const ISSUER_AHEAD_MS = 5 * 60_000;
/** A provider may be somewhere else: over a satellite TCP, TLS and the question go to and fro for more than seven seconds. */
export const KEYS_MS = 15_000;
const CACHE_SIZE = 5_000;
/** A revoked token is refused this long after its revocation at most. */
const CACHE_MS = 60_000;
/** Asymmetric ones only: a public key must never serve as the secret of an HMAC. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'RS256', 'PS256'];

interface CachedToken {
  readonly principal: Principal;
  readonly issuedAt: number;
  readonly until: number;
}

/** Verifies access tokens (RFC 9068) and remembers the verified ones for a minute. */
export class TokenVerifier {
  private readonly cache = new Map<string, CachedToken>();
  private readonly clock: () => number;

  constructor(private readonly options: TokenVerifierOptions) {
    this.clock = options.clock ?? Date.now;
  }

  /** The token's principal. Throws `unauthenticated` (401), or `identity-provider-unavailable` (503) without keys to verify by. */
  async verify(token: string): Promise<Principal> {
    const now = this.clock();
    const cached = this.cache.get(token);
    // Beyond a minute: it was remembered before the clock was put back.
    const isKnown = cached !== undefined && cached.until > now && cached.until <= now + CACHE_MS;
    const known = isKnown ? cached : await this.verifyAnew(token, now);
    const { subject, session } = known.principal;
    if (await this.options.ended?.includes({ subject, session, issuedAt: known.issuedAt }))
      throw unauthenticated('token-ended');
    return known.principal;
  }

  private async verifyAnew(token: string, now: number): Promise<CachedToken> {
    try {
      const { payload } = await jwtVerify(token, this.options.keys, {
        issuer: this.options.issuer,
        audience: this.options.audience ?? 'betang',
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp', 'iat'],
        currentDate: new Date(now),
      });
      const principal = (this.options.claims ?? principalOf)(payload);
      if (principal === undefined) throw unauthenticated('token-refused');
      // Made by a clock that has been put back since: it would hold until that time comes.
      if ((payload.iat ?? 0) * 1000 > now + ISSUER_AHEAD_MS) throw unauthenticated('token-expired');
      const until = Math.min(now + CACHE_MS, (payload.exp ?? 0) * 1000);
      const entry = { principal, issuedAt: payload.iat ?? 0, until };
      this.remember(token, entry);
      return entry;
    } catch (cause) {
      throw refusal(cause, token, this.options.issuer);
    }
  }

  private remember(token: string, entry: CachedToken): void {
    // Maps keep insertion order, so the first key is the oldest.
    const oldest = this.cache.size < CACHE_SIZE ? undefined : this.cache.keys().next().value;
    if (oldest !== undefined) this.cache.delete(oldest);
    this.cache.set(token, entry);
  }
}

/** The issuer's published keys, fetched when first needed, kept, and fetched anew for a key id not seen before. */
export function remoteKeySet(jwksUrl: string): KeySet {
  return createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: KEYS_MS,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  });
}

/** Keys at hand: of an issuer in the same process, or of a test. */
export function localKeySet(keys: JSONWebKeySet): KeySet {
  return createLocalJWKSet(keys);
}

/** jose tells refusals of a token (with a code) from a failure to fetch keys, which is no fault of the token. */
function refusal(cause: unknown, token: string, issuer: string): AppError {
  if (cause instanceof AppError) return cause;
  const code = (cause as { code?: unknown }).code;
  const refused = typeof code === 'string' && /^ERR_(JWT|JWS|JOSE_ALG|JWKS_NO_MATCHING|JWKS_MULTIPLE)/.test(code);
  if (!refused) return new AppError('identity-provider-unavailable', { status: 503, cause });
  if (code === 'ERR_JWT_EXPIRED') return unauthenticated('token-expired', { cause });
  return saysAnotherIssuer(token, issuer)
    ? unauthenticated('token-of-another-issuer', { cause, issuer })
    : unauthenticated('token-refused', { cause });
}

/** What a token says of itself is believed for the text alone: it is refused in any case. */
function saysAnotherIssuer(token: string, issuer: string): boolean {
  try {
    const { iss } = decodeJwt(token);
    return iss !== undefined && iss !== issuer;
  } catch {
    return false;
  }
}
