import type { ServiceName } from '@betang/contracts';
import { inboundStreamName, localInboxPrefix, localSubjects, readerConsumerName, streamName } from './subjects.js';
import { regionToken } from './region-token.js';
import { serviceUsers } from './topology.js';
import type { Topology } from './topology.js';

/** Account of a region's own services. On a province's server the hub's account stands beside it and shares nothing with it. */
export const LOCAL_ACCOUNT = 'LOCAL';
/** Home of the link: it alone may fill `INBOUND`. */
const LINK_SERVICE: ServiceName = 'identity';

/** In mode `all` the readers of one process share a consumer of this name; a service's own serves it while it is behind. */
export const WINDOW_READER = 'window';

export interface Permissions {
  readonly publish: readonly string[] | { readonly allow: readonly string[] };
  readonly subscribe: readonly string[];
}
export interface UserBlock {
  readonly nkey: string;
  readonly permissions?: Permissions;
}

/** The users of the local bus: the operator's commands with all rights in this account, and the services with just what they need. */
export function localUsers(topology: Topology): readonly UserBlock[] {
  const keys = new Map(topology.users.map(({ name, publicNkey }) => [name, publicNkey]));
  const block = (name: string, permissions?: Permissions): UserBlock[] => {
    const nkey = keys.get(name);
    return nkey === undefined ? [] : [permissions ? { nkey, permissions } : { nkey }];
  };
  return [
    ...block('operator'),
    ...serviceUsers(topology).flatMap((user) => block(user, servicePermissions(topology, user))),
  ];
}

function servicePermissions(topology: Topology, user: string): Permissions {
  const whole = topology.mode === 'all';
  const writes = whole ? [localSubjects(topology.region)] : [`local.${regionToken(topology.region)}.${user}.>`];
  const fillsInbound = whole || user === LINK_SERVICE;
  const readers = whole ? [...topology.services, WINDOW_READER] : [user];
  const streams = [streamName(topology.region), inboundStreamName(topology.region)];
  return {
    publish: [
      ...writes,
      ...(fillsInbound ? ['share.>'] : []),
      '$JS.API.INFO',
      ...streams.flatMap((stream) => [
        ...streamRights(stream),
        ...readers.flatMap((service) => readerRights(stream, service)),
      ]),
    ],
    subscribe: [`${localInboxPrefix(user)}.>`],
  };
}

/** Look at the stream, and at the last message of a subject: what a relay compares its cursor with. */
function streamRights(stream: string): readonly string[] {
  return [`$JS.API.STREAM.INFO.${stream}`, `$JS.API.STREAM.MSG.GET.${stream}`];
}

/** All rights on the one disposable consumer of the service's own name, and on no other. */
function readerRights(stream: string, service: string): readonly string[] {
  const consumer = `${stream}.${readerConsumerName(service)}`;
  const requests = ['CREATE', 'INFO', 'DELETE', 'RESET', 'MSG.NEXT'].map(
    (request) => `$JS.API.CONSUMER.${request}.${consumer}`,
  );
  return [...requests, `$JS.API.CONSUMER.CREATE.${consumer}.>`, `$JS.ACK.${consumer}.>`];
}
