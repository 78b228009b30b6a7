import type { UserBlock } from './local-account.js';
import { regionToken } from './region-token.js';
import { FEDERATION_STREAM, HUB_API_PREFIX, HUB_STREAM_INFO, hubConsumerName, hubInboxPrefix } from './subjects.js';
import type { RegisteredRegion, Topology } from './topology.js';

/** Account of the hub's one stream. Nobody works in it but the topology command. */
export const HUB_ACCOUNT = 'HUB';
export const regionAccount = (code: string): string => `REGION_${regionToken(code)}`;

interface Service {
  /** Subject inside the account HUB. */
  readonly subject: string;
  /** The same, as the region publishes it. */
  readonly as: string;
  readonly streamed?: true;
}

/** The province watches how full the stream of its own hub is. */
const STREAM_INFO: Service = { subject: `$JS.API.STREAM.INFO.${FEDERATION_STREAM}`, as: HUB_STREAM_INFO };

/**
 * All that one region reaches on the hub. Two traps, both tried: `$JS.ACK.*.*.FEDERATION…` would match the acks of other
 * consumers and hand out their mail; and inside an account without JetStream the server takes `$JS.API` for itself, hence `as`.
 */
function servicesFor(code: string, own: string): readonly Service[] {
  const consumer = `${FEDERATION_STREAM}.${hubConsumerName(code)}`;
  const api = (request: string, streamed?: true): Service => ({
    subject: `$JS.API.CONSUMER.${request}.${consumer}`,
    as: `${HUB_API_PREFIX}.CONSUMER.${request}.${consumer}`,
    ...(streamed && { streamed }),
  });
  const same = (subject: string): Service => ({ subject, as: subject });
  return [
    same(`share.${regionToken(code)}.>`),
    api('MSG.NEXT', true),
    api('INFO'),
    api('RESET'),
    same(`$JS.ACK.${consumer}.>`),
    ...(code === own ? [STREAM_INFO] : []),
  ];
}

/** What HUB exports, each subject to its one region's account. */
export function hubExports({ region, regions }: Pick<Topology, 'region' | 'regions'>): readonly object[] {
  return regions.flatMap(({ code }) =>
    servicesFor(code, region).map(({ subject, streamed }) => ({
      service: subject,
      accounts: [regionAccount(code)],
      ...(streamed && { response_type: 'stream' }),
    })),
  );
}

/**
 * A region's account on the hub. Permissions alone do not hold a region: the server answers to any *reply* subject with its own
 * rights. In an account of its own a forged reply reaches nobody.
 */
export function regionAccountBlock(topology: Topology, region: RegisteredRegion): object {
  return {
    imports: servicesFor(region.code, topology.region).map(({ subject, as }) => ({
      service: { account: HUB_ACCOUNT, subject },
      ...(as !== subject && { to: as }),
    })),
    limits: {
      max_payload: topology.limits.payloadBytes,
      max_connections: topology.limits.regionConnections,
      max_subscriptions: topology.limits.regionSubscriptions,
      max_leafnodes: 0,
    },
    // A suspended region keeps its account and its consumer; nobody can sign in to it.
    users: region.state === 'active' ? regionUsers(region, topology.region) : [],
  };
}

function regionUsers({ code, publicUserNkey, publicCheckNkey }: RegisteredRegion, hub: string): readonly UserBlock[] {
  const inbox = hubInboxPrefix(code);
  const own = servicesFor(code, hub).map(({ as }) => as);
  const info = own.filter((subject) => subject.includes('.CONSUMER.INFO.'));
  return [
    { nkey: publicUserNkey, permissions: { publish: own, subscribe: [`${inbox}.>`] } },
    { nkey: publicCheckNkey, permissions: { publish: info, subscribe: [`${checkInboxPrefix(code)}.>`] } },
  ];
}

/** `_INBOX_r6203_check`: where the topology command, signed in to the region's account, gets its answer. */
export const checkInboxPrefix = (code: string): string => `${hubInboxPrefix(code)}_check`;
