import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import { regionToken } from './region-token.js';
import {
  FEDERATION_STREAM,
  FEDERATION_SUBJECTS,
  INBOUND_SUBJECTS,
  hubConsumerName,
  inboundStreamName,
  localSubjects,
  streamName,
} from './subjects.js';
import type { Topology } from './topology.js';

/** What a stream or consumer must be, field by field; what is not listed is not ours to set. */
export type Pinned<T> = { readonly [K in keyof T]?: T[K] };
export type PinnedStream = Pinned<StreamConfig> & { readonly name: string };
export type PinnedConsumer = Pinned<ConsumerConfig> & { readonly durable_name: string };

const NANOS_PER_SECOND = 1e9;
const DAY = 86_400 * NANOS_PER_SECOND;

/** On every stream: nothing that lets a sender remove, hide, copy or delay messages, and no read past the consumers. */
const PINNED_OFF = {
  allow_rollup_hdrs: false,
  allow_direct: false,
  allow_msg_ttl: false,
  allow_msg_schedules: false,
  allow_msg_counter: false,
  allow_batched: false,
  republish: undefined,
  subject_transform: undefined,
  mirror: undefined,
  sources: undefined,
} as const;

/** The streams of a region's own bus: `EVENTS` and `INBOUND`. Postgres refills them, so they may drop their oldest. */
export function localStreams(topology: Topology): readonly PinnedStream[] {
  const { region, retention, store } = topology;
  const shared = { ...common(topology), max_age: retention.localDays * DAY, discard: 'old' } as const;
  return [
    { ...shared, name: streamName(region), subjects: [localSubjects(region)], max_bytes: store.eventsBytes },
    { ...shared, name: inboundStreamName(region), subjects: [...INBOUND_SUBJECTS], max_bytes: store.inboundBytes },
  ];
}

/** The hub's stream. Full, it refuses: what is in it may be the only copy on the way to a region that is away. */
export function federationStream(topology: Topology): PinnedStream {
  return {
    ...common(topology),
    name: FEDERATION_STREAM,
    subjects: [...FEDERATION_SUBJECTS],
    max_age: topology.retention.federationDays * DAY,
    max_bytes: topology.store.federationBytes,
    discard: 'new',
    deny_delete: true,
    deny_purge: true,
  };
}

/** A region's place on the hub. The hub's own region reads what is meant for the province as well. */
export function regionConsumer(topology: Topology, code: string): PinnedConsumer {
  const directed = `share.*.to.${regionToken(code)}.>`;
  const province = code === topology.region ? ['share.*.province.>'] : [];
  return {
    durable_name: hubConsumerName(code),
    filter_subjects: [...province, 'share.*.federation.>', directed],
    deliver_policy: 'all',
    replay_policy: 'instant',
    ack_policy: 'all',
    ack_wait: 300 * NANOS_PER_SECOND,
    max_ack_pending: 2000,
    max_deliver: -1,
    deliver_subject: undefined,
    headers_only: undefined,
    inactive_threshold: undefined,
  };
}

function common({ limits, replicas }: Topology) {
  return {
    ...PINNED_OFF,
    retention: 'limits',
    storage: 'file',
    num_replicas: replicas,
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_msg_size: limits.payloadBytes,
    allow_atomic: true,
  } as const;
}
