import { localKeySet, type KeySet, type Role, type RoleGrant } from '@betang/platform';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

/** Whose token it is, and where the role holds. */
export interface TokenBearer {
  /** Region of the role; default: the running service's. */
  readonly region?: string;
  /** Path of the unit whose subtree the role covers; default: the whole region. */
  readonly unit?: string;
  /** The employee whose account it is. */
  readonly employee?: string;
  /** The account; default `<role>-1`. Two people of one role need two. */
  readonly subject?: string;
  /** Further roles of the same person. */
  readonly also?: readonly RoleGrant[];
}

/** Signs access tokens as the issuer of a region does, and holds the keys by which a service verifies them. */
export interface TokenSigner {
  readonly issuer: string;
  readonly keys: KeySet;
  /** A person's token. Without a role a signed-in person who may do nothing. */
  sign(role: Role | undefined, bearer?: TokenBearer): Promise<string>;
  /** A service client's token (client credentials). */
  signClient(scopes: readonly string[], subject?: string): Promise<string>;
}

/** Nothing listens there: keys are handed over, never fetched. */
const ISSUER = 'http://127.0.0.1:1/oidc';
const KEY_ID = 'test';

export async function createTokenSigner(region: string): Promise<TokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keys = localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID }] });
  const signed = (subject: string, claims: Record<string, unknown>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: KEY_ID, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience('betang')
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('30m')
      .sign(privateKey);
  return {
    issuer: ISSUER,
    keys,
    sign: (role, bearer = {}) =>
      signed(bearer.subject ?? `${role ?? 'nobody'}-1`, {
        kind: 'person',
        roles: [...(role === undefined ? [] : [grantOf(role, bearer, region)]), ...(bearer.also ?? [])],
        ...(bearer.employee === undefined ? {} : { employee: bearer.employee }),
      }),
    signClient: (scopes, subject = 'client-1') => signed(subject, { kind: 'service', scope: scopes.join(' ') }),
  };
}

function grantOf(role: Role, bearer: TokenBearer, region: string): RoleGrant {
  const at = bearer.region ?? region;
  return bearer.unit === undefined ? { role, region: at } : { role, region: at, unit: bearer.unit };
}
