import type { RegionConfig } from '../config/region-config.js';
import { claimReader } from './claim-mapping.js';
import { remoteEndedSessions } from './ended-sessions.js';
import { KEYS_MS, TokenVerifier, remoteKeySet } from './token-verifier.js';
import type { KeySet } from './token-verifier.js';

/** Path of the provider that the region runs itself; an issuer with another path is somebody else's. */
export const EMBEDDED_ISSUER_PATH = '/oidc';

const JWKS_PATH = '/jwks';
/** OpenID Connect Discovery 1.0, section 4. */
const DISCOVERY_PATH = '/.well-known/openid-configuration';

/**
 * Where the region's own provider answers with the keys that tokens are verified by. A service that is refused them refuses everybody, and asks again with
 * every request.
 */
export const KEY_PATHS: readonly string[] = [JWKS_PATH, DISCOVERY_PATH].map((path) => EMBEDDED_ISSUER_PATH + path);

/** True when the region runs its own OpenID provider. */
export function isEmbeddedIssuer(issuerUrl: string): boolean {
  return new URL(issuerUrl).pathname === EMBEDDED_ISSUER_PATH;
}

/** Verifies tokens of the region's own provider, or of another one by its published keys and the operator's mapping of claims. */
export function tokenVerifierOf(config: RegionConfig, keys?: KeySet): TokenVerifier {
  const { issuerUrl: issuer, issuerAudience: audience, region } = config;
  if (keys !== undefined) return new TokenVerifier({ issuer, keys });
  if (isEmbeddedIssuer(issuer))
    return new TokenVerifier({
      issuer,
      keys: remoteKeySet(`${issuer}${JWKS_PATH}`),
      ended: remoteEndedSessions(issuer),
    });
  const claims = claimReader({ region, claims: config.issuerClaims, roles: config.issuerRoles });
  return new TokenVerifier({ issuer, audience, keys: discoveredKeySet(issuer), claims });
}

/** The keys of a provider whose address for them stands in its own description (OpenID Connect Discovery 1.0, section 4). */
function discoveredKeySet(issuer: string): KeySet {
  let found: Promise<KeySet> | undefined;
  return async (header, token) => {
    found ??= discover(issuer);
    try {
      return await (
        await found
      )(header, token);
    } catch (error) {
      // A provider that could not be reached is asked again for the next token; keys once found are kept.
      if (error instanceof DiscoveryError) found = undefined;
      throw error;
    }
  };
}

class DiscoveryError extends Error {}

async function discover(issuer: string): Promise<KeySet> {
  const described = await describe(issuer);
  const { issuer: named, jwks_uri: address } = described;
  // Section 4.3: what describes itself as somebody else is not trusted.
  if (named !== issuer || typeof address !== 'string' || !URL.canParse(address) || !isAsSafe(address, issuer))
    throw new DiscoveryError('the description of the provider does not fit its address');
  return remoteKeySet(address);
}

async function describe(issuer: string): Promise<Record<string, unknown>> {
  try {
    const address = `${issuer.replace(/\/$/, '')}${DISCOVERY_PATH}`;
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(KEYS_MS) });
    if (!answer.ok) throw new Error(`the provider answers ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  } catch (cause) {
    throw new DiscoveryError('the provider cannot be asked for its description', { cause });
  }
}

/** Keys never come by a plainer connection than the issuer's own. */
function isAsSafe(address: string, issuer: string): boolean {
  return new URL(address).protocol === 'https:' || new URL(issuer).protocol === 'http:';
}
