import type { SqlClient } from '@betang/platform';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { findClient } from '../clients/client-store.js';

/** Programs known to the provider, read from our own table; they are written through our own interface only. */
export class ClientAdapter implements Adapter {
  constructor(private readonly db: SqlClient) {}

  async find(clientId: string): Promise<AdapterPayload | undefined> {
    const client = await findClient(this.db, clientId);
    // To the provider a client without scopes may have any: one that waits for all of its own is nobody yet.
    if (!client || (client.kind === 'SERVICE' && client.scopes.length === 0)) return undefined;
    const common = { client_id: client.clientId, client_name: client.name };
    if (client.kind === 'SERVICE') {
      return {
        ...common,
        client_secret: client.secretHash!,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
        scope: client.scopes.join(' '),
      };
    }
    const browser = client.kind === 'APPLICATION';
    return {
      ...common,
      token_endpoint_auth_method: 'none',
      grant_types: browser
        ? ['authorization_code', 'refresh_token']
        : ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: browser ? ['code'] : [],
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: client.redirectUris.map((uri) => new URL('/', uri).href),
      application_type: client.redirectUris.every((uri) => uri.startsWith('https:')) ? 'web' : 'native',
    };
  }

  upsert = refuse;
  findByUid = refuse;
  findByUserCode = refuse;
  consume = refuse;
  destroy = refuse;
  revokeByGrantId = refuse;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('clients are registered through the service'));
}
