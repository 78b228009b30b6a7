import type { ServiceName } from '@betang/contracts';

/** A region that may sign in to the hub. Suspended: known, its place in the stream kept, but let in no more. */
export interface RegisteredRegion {
  /** Kemendagri code, `62.03`. */
  readonly code: string;
  /** Public half of the region's user key (nkey, `U…`); the region keeps the seed. */
  readonly publicUserNkey: string;
  /** Public half of the hub's own key with which `topology apply` signs in to this region's account, to see that it works. */
  readonly publicCheckNkey: string;
  readonly state: 'active' | 'suspended';
}

/** PEM files: the server's certificate and key, and the authority that issued it where that is not a public one (clients get it). */
export interface ServerTls {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile?: string;
}

/** A user of the local bus: a service, `all` (mode `all`), or the operator's commands. */
export interface LocalUser {
  readonly name: string;
  readonly publicNkey: string;
}

/** Upper bounds in bytes of each stream. Past it the local streams drop their oldest messages and the hub refuses new ones. */
export interface StoreSizes {
  readonly eventsBytes: number;
  readonly inboundBytes: number;
  /** Only on a hub. */
  readonly federationBytes: number;
}

export interface TopologyLimits {
  /** Largest message with its headers, bytes: 256 KiB of event and its envelope. */
  readonly payloadBytes: number;
  /** Connections of all users together. */
  readonly connections: number;
  /** Connections of one region to the hub: a relay per service, and the link. */
  readonly regionConnections: number;
  /** Subscriptions of one connection of a region. */
  readonly regionSubscriptions: number;
}

/**
 * What a deployment's nats-server is to be: the one declarative file that `topology apply` carries out and `topology verify`
 * compares with. It holds public keys only; seeds lie in credential files of their own.
 */
export interface Topology {
  readonly version: 1;
  readonly region: string;
  /** `hub`: also the hub of the regions below it. A province is both: a region, and the hub. */
  readonly role: 'region' | 'hub';
  readonly mode: 'all' | 'split';
  readonly services: readonly ServiceName[];
  readonly listen: { readonly host: string; readonly port: number };
  /** Needed wherever `listen.host` is not this machine itself. */
  readonly tls?: ServerTls;
  readonly limits: TopologyLimits;
  readonly store: StoreSizes;
  readonly retention: { readonly localDays: number; readonly federationDays: number };
  /** Copies of each stream; more than one needs a cluster of nats-servers. */
  readonly replicas: 1 | 3 | 5;
  readonly users: readonly LocalUser[];
  /** User of the server's system account, for reload and health. */
  readonly systemNkey: string;
  /** User of the account HUB that makes the stream and the consumers. Only on a hub. */
  readonly hubOperatorNkey?: string;
  readonly regions: readonly RegisteredRegion[];
}

export const KIB = 1024;
export const GIB = 1024 ** 3;

export const DEFAULT_LIMITS: TopologyLimits = {
  payloadBytes: 320 * KIB,
  connections: 4096,
  regionConnections: 16,
  regionSubscriptions: 100,
};
export const DEFAULT_STORE: StoreSizes = { eventsBytes: GIB, inboundBytes: GIB, federationBytes: 4 * GIB };
export const DEFAULT_RETENTION = { localDays: 14, federationDays: 90 } as const;

/** The users of the local bus that run services: one in mode `all`, one a service in mode `split`. */
export function serviceUsers(topology: Pick<Topology, 'mode' | 'services'>): readonly string[] {
  return topology.mode === 'all' ? ['all'] : topology.services;
}

/** Whether the host names this machine only, so that plain TCP never leaves it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The same topology with the region registered, or with its key and state replaced. */
export function withRegion(topology: Topology, region: RegisteredRegion): Topology {
  const others = topology.regions.filter(({ code }) => code !== region.code);
  const regions = [...others, region].sort((a, b) => (a.code < b.code ? -1 : 1));
  return { ...topology, regions };
}

/** The same topology without the region. Its events stay in the hub's stream until their time is up. */
export function withoutRegion(topology: Topology, code: string): Topology {
  return { ...topology, regions: topology.regions.filter((region) => region.code !== code) };
}
