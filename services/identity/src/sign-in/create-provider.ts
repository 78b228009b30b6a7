import { SCOPES, isScope, type Logger, type ServiceDatabase } from '@betang/platform';
import type { Configuration, KoaContextWithOIDC, default as Provider, interactionPolicy } from 'oidc-provider';
import { findAccount, roleClaims } from '../accounts/account-store.js';
import { clientSecretMatches, clientSession } from '../clients/client-store.js';
import { ClientAdapter } from './client.adapter.js';
import { SIGNING_ALGORITHM, type IdentityKeys } from '../keys/identity-keys.js';
import { OpenidRecordAdapter } from './openid-record.adapter.js';
import { providerPages } from './provider-pages.js';

/** What access tokens are for: the services of the region, which check the audience. */
export const AUDIENCE = 'betang';
export const RESOURCE = 'urn:betang:services';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Verifiers that cannot reach us for the list of ended sessions accept a token this long at most. */
const ACCESS_TOKEN_SECONDS = 10 * MINUTE;

type Policy = typeof interactionPolicy;

export interface ProviderParts {
  readonly issuer: string;
  readonly region: string;
  readonly database: ServiceDatabase;
  readonly keys: IdentityKeys;
  readonly logger: Logger;
}

/**
 * The region's OpenID provider: authorization code with PKCE for people, client credentials for services, device flow for the command line. Loads the library
 * that it is made of.
 */
export async function createProvider(parts: ProviderParts): Promise<Provider> {
  const library = await import('oidc-provider');
  const provider = new library.default(parts.issuer, configurationOf(parts, library.interactionPolicy));
  // It reads how it is seen from outside off the headers that we set: the issuer's address.
  provider.proxy = true;
  // Our table holds hashes: the stored text is never the secret itself.
  (provider.Client.prototype as unknown as { compareClientSecret(actual: string): boolean }).compareClientSecret =
    function (this: { clientSecret?: string }, actual) {
      return this.clientSecret !== undefined && clientSecretMatches(actual, this.clientSecret);
    };
  provider.on('server_error', (_ctx: unknown, error: unknown) => parts.logger.error('sign-in failed', { error }));
  return provider;
}

function configurationOf({ database, keys, region, issuer }: ProviderParts, policy: Policy): Configuration {
  const secure = issuer.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure } as const;
  return {
    adapter: (model: string) =>
      model === 'Client' ? new ClientAdapter(database) : new OpenidRecordAdapter(database, model),
    jwks: { keys: [...keys.signing] as never },
    cookies: {
      keys: [...keys.cookies],
      long: cookie,
      short: cookie,
      names: { session: 'betang_session', interaction: 'betang_sign_in', resume: 'betang_resume' },
    },
    scopes: ['openid', 'offline_access', ...SCOPES],
    claims: { openid: ['sub', 'name', 'preferred_username'] },
    conformIdTokenClaims: false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: [SIGNING_ALGORITHM] },
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    pkce: { required: () => true },
    responseTypes: ['code'],
    // Bound to the session: whoever signs out ends them too.
    issueRefreshToken: (_ctx, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
    rotateRefreshToken: true,
    routes: {
      authorization: '/auth',
      token: '/token',
      jwks: '/jwks',
      userinfo: '/userinfo',
      end_session: '/sign-out',
      revocation: '/revocation',
      code_verification: '/device',
    },
    interactions: {
      policy: loginOnly(policy),
      url: (_ctx, interaction) => `${new URL(issuer).pathname}/sign-in/${interaction.uid}`,
    },
    loadExistingGrant: grantAll,
    findAccount: async (_ctx, accountId) => {
      const account = await findAccount(database, accountId);
      if (account?.state !== 'ACTIVE') return undefined;
      return {
        accountId,
        claims: () => ({ sub: accountId, name: account.displayName, preferred_username: account.loginName }),
      };
    },
    extraTokenClaims: async (ctx, token) => {
      if (!('accountId' in token) || typeof token.accountId !== 'string') {
        const secret = ctx.oidc.client?.clientSecret;
        return { kind: 'service', ...(secret === undefined ? {} : { sid: clientSession(secret) }) };
      }
      const employee = (await findAccount(database, token.accountId))?.employeeId;
      const roles = await roleClaims(database, token.accountId, region);
      const sid = 'sessionUid' in token && typeof token.sessionUid === 'string' ? { sid: token.sessionUid } : {};
      return { kind: 'person', roles, ...sid, ...(employee ? { employee } : {}) };
    },
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: MINUTE,
      IdToken: HOUR,
      RefreshToken: 10 * HOUR,
      Interaction: 30 * MINUTE,
      DeviceCode: 10 * MINUTE,
      Session: 10 * HOUR,
      Grant: 10 * HOUR,
    },
    features: featuresOf(),
    renderError: providerPages.renderError,
  };
}

function featuresOf(): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: providerPages.userCodeInputSource,
      userCodeConfirmSource: providerPages.userCodeConfirmSource,
      successSource: providerPages.successSource,
    },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => Promise.resolve(token.clientId === client.clientId),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: providerPages.logoutSource,
      postLogoutSuccessSource: providerPages.postLogoutSuccessSource,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: SCOPES.join(' '),
        audience: AUDIENCE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: ACCESS_TOKEN_SECONDS,
        jwt: { sign: { alg: SIGNING_ALGORITHM } },
      }),
    },
  };
}

/** Nobody is asked to consent: all programs are the region's own, registered by its operator. */
function loginOnly(policy: Policy) {
  const asked = policy.base();
  asked.remove('consent');
  return asked;
}

async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider, params } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known === undefined ? undefined : await provider.Grant.find(known)) ??
    new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  const asked = typeof params?.['scope'] === 'string' ? params['scope'].split(' ') : [];
  grant.addOIDCScope(asked.filter((scope) => scope === 'openid' || scope === 'offline_access').join(' '));
  const own = asked.filter(isScope).join(' ');
  if (own !== '') grant.addResourceScope(RESOURCE, own);
  await grant.save();
  return grant;
}
