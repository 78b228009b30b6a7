import { isIP } from 'node:net';
import type { JetStreamOptions } from '@nats-io/jetstream';
import type { Authenticator, NodeConnectionOptions, TlsOptions } from '@nats-io/transport-node';
import type { BusOptions } from '../connection/bus.js';
import type { BusCredentials } from './credentials.js';
import { HUB_API_PREFIX, hubInboxPrefix, localInboxPrefix } from './subjects.js';
import { TopologyError } from './topology-error.js';
import { isLoopback } from './topology.js';
import { signerOf } from './user-key.js';

/** JetStream of the hub, as a region reaches it. The account information that a manager asks for first is not exported: `checkAPI: false`. */
export const HUB_JETSTREAM_OPTIONS: JetStreamOptions & { checkAPI: false } = {
  apiPrefix: HUB_API_PREFIX,
  checkAPI: false,
};

/**
 * How a region dials its province's hub. It never gives up, not even while it is suspended: the way back needs no restart, and with `seedNow` neither
 * does another key, which counts from the next time it connects.
 * @throws TopologyError `credentials-invalid` when they are not for a hub or would travel in the clear
 */
export function hubConnectionOptions(
  credentials: BusCredentials,
  seedNow?: () => string,
): NodeConnectionOptions & BusOptions {
  if (credentials.kind !== 'hub')
    throw new TopologyError('credentials-invalid', 'these credentials are not for a hub', 'kind');
  const present = seedNow === undefined ? {} : { authenticator: presentAuthenticator(seedNow) };
  return { ...options(credentials), ...present, inboxPrefix: hubInboxPrefix(credentials.region), slowLine: true };
}

/**
 * How a service or an operator's command dials the region's own bus.
 * @throws TopologyError `credentials-invalid` when they are for a hub or would travel in the clear
 */
export function localConnectionOptions(credentials: BusCredentials): NodeConnectionOptions {
  if (credentials.kind === 'hub')
    throw new TopologyError('credentials-invalid', 'these credentials are for a hub', 'kind');
  return { ...options(credentials), inboxPrefix: localInboxPrefix(credentials.user) };
}

function options(credentials: BusCredentials): NodeConnectionOptions {
  const { protocol, hostname } = new URL(credentials.url);
  const secure = protocol === 'tls:';
  if (!secure && !isLoopback(hostname)) {
    throw new TopologyError('credentials-invalid', 'a server on another machine is reached by tls:// only', 'url');
  }
  return {
    servers: credentials.url,
    name: `betang ${credentials.region} ${credentials.user}`,
    authenticator: authenticatorOf(credentials.seed),
    tls: secure ? tlsOptions(hostname, credentials.certificateAuthority) : null,
    reconnect: true,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    ignoreAuthErrorAbort: true,
    // Only the server that was named: a hub cannot send its regions elsewhere.
    ignoreClusterUpdates: true,
    reconnectTimeWait: 500,
    reconnectJitter: 250,
    timeout: 10_000,
    pingInterval: 10_000,
    maxPingOut: 2,
  };
}

/**
 * The client hands these on to Node, which checks the certificate against `host` where there is no server name: for an address
 * without one it would otherwise expect a certificate of `localhost`.
 */
function tlsOptions(hostname: string, ca: string | undefined): TlsOptions & { host?: string } {
  const host = hostname.replace(/^\[|\]$/g, '');
  return { ca, ...(isIP(host) !== 0 && { host }) };
}

function presentAuthenticator(seedNow: () => string): Authenticator {
  return (nonce) => authenticatorOf(seedNow())(nonce);
}

function authenticatorOf(seed: string): Authenticator {
  const signer = signerOf(seed);
  return (nonce = '') => ({ nkey: signer.publicNkey, sig: signer.sign(nonce) });
}
