import { createHash } from 'node:crypto';
import { LINE_PATIENCE_SECONDS } from '../connection/slow-line.js';
import { HUB_ACCOUNT, hubExports, regionAccount, regionAccountBlock } from './hub-accounts.js';
import { LOCAL_ACCOUNT, localUsers } from './local-account.js';
import { regionToken } from './region-token.js';
import { TopologyError } from './topology-error.js';
import { KIB } from './topology.js';
import type { Topology } from './topology.js';

export const SYSTEM_ACCOUNT = 'SYSTEM';
const MIB = 1024 * KIB;
const MEMORY_STORE_BYTES = 64 * MIB;
/** Room beside the streams' own bounds: consumers' state, and the files that a stream is about to drop. */
const SLACK = 1.1;
/** The server's own two seconds are less than a handshake takes over a satellite that loses a packet, or a client that is starting on a busy machine. */
const SIGN_IN_SECONDS = 10;

/** Where the server keeps its files on its own machine. */
export interface ServerPlace {
  /** Parent of the folder `jetstream`; absolute. Moving it needs a restart. */
  readonly storeDir: string;
}

/** The configuration of a region's own bus. @throws TopologyError `topology-invalid` for a hub's topology */
export function renderLocalServerConfig(topology: Topology, place: ServerPlace): string {
  if (topology.role === 'hub') throw new TopologyError('topology-invalid', 'this topology is a hub', 'role');
  return render(topology, place, { ...baseAccounts(topology) });
}

/** One nats-server that is the province's own bus and the hub. @throws TopologyError `topology-invalid` for a topology without hub */
export function renderHubServerConfig(topology: Topology, place: ServerPlace): string {
  if (topology.role !== 'hub') throw new TopologyError('topology-invalid', 'this topology is not a hub', 'role');
  const hub = {
    jetstream: storeLimits(topology.store.federationBytes),
    users: topology.hubOperatorNkey === undefined ? [] : [{ nkey: topology.hubOperatorNkey }],
    exports: hubExports(topology),
  };
  const regions = topology.regions.map((region) => [regionAccount(region.code), regionAccountBlock(topology, region)]);
  return render(topology, place, { ...baseAccounts(topology), [HUB_ACCOUNT]: hub, ...Object.fromEntries(regions) });
}

/** The configuration that belongs to the topology's role. */
export function renderServerConfig(topology: Topology, place: ServerPlace): string {
  return topology.role === 'hub' ? renderHubServerConfig(topology, place) : renderLocalServerConfig(topology, place);
}

/** The tag by which a running server tells which configuration it works by: `config:<digest of the rest>`. */
export function findConfigTag(config: string): string | undefined {
  return /^server_tags: \["(config:[0-9a-f]+)"\]$/m.exec(config)?.[1];
}

function withTag(config: string): string {
  const digest = createHash('sha256').update(config).digest('hex').slice(0, 32);
  return `${config}\nserver_tags: ["config:${digest}"]\n`;
}

function baseAccounts(topology: Topology): Record<string, object> {
  const { eventsBytes, inboundBytes } = topology.store;
  return {
    [SYSTEM_ACCOUNT]: { users: [{ nkey: topology.systemNkey }] },
    [LOCAL_ACCOUNT]: { jetstream: storeLimits(eventsBytes + inboundBytes), users: localUsers(topology) },
  };
}

function storeLimits(bytes: number): object {
  return { max_memory: MEMORY_STORE_BYTES, max_file: Math.ceil(bytes * SLACK) };
}

function tlsBlock({ certFile, keyFile }: NonNullable<Topology['tls']>): object {
  return { cert_file: certFile, key_file: keyFile, timeout: SIGN_IN_SECONDS };
}

function render(topology: Topology, { storeDir }: ServerPlace, accounts: Record<string, object>): string {
  const { eventsBytes, inboundBytes, federationBytes } = topology.store;
  const hub = topology.role === 'hub';
  const lines = {
    server_name: `betang-${regionToken(topology.region)}`,
    listen: `${topology.listen.host}:${topology.listen.port}`,
    ...(topology.tls && { tls: tlsBlock(topology.tls) }),
    // Counted from the first byte: it has room for TLS before it.
    authorization: { timeout: 2 * SIGN_IN_SECONDS },
    // Who does not take in what is written to it in so long is cut off.
    write_deadline: `${LINE_PATIENCE_SECONDS}s`,
    max_payload: topology.limits.payloadBytes,
    max_connections: topology.limits.connections,
    jetstream: {
      store_dir: storeDir,
      // An acknowledged message is on the disk: without it a power cut loses what the sender believes safe.
      sync_interval: 'always',
      max_memory_store: MEMORY_STORE_BYTES * 2,
      max_file_store: Math.ceil((eventsBytes + inboundBytes + (hub ? federationBytes : 0)) * SLACK * SLACK),
    },
    // The form of acks that the imports of a region are written for.
    feature_flags: { js_ack_fc_v2: false },
    system_account: SYSTEM_ACCOUNT,
    accounts,
  };
  const text = ['# Written by `betang topology apply`. Changes made here are overwritten.'];
  for (const [key, value] of Object.entries(lines)) text.push(`${key}: ${JSON.stringify(value, null, 2)}`);
  return withTag(text.join('\n'));
}
