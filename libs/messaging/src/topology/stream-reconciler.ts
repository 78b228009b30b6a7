import { JetStreamApiError } from '@nats-io/jetstream';
import type {
  ConsumerConfig,
  ConsumerUpdateConfig,
  JetStreamManager,
  StreamConfig,
  StreamUpdateConfig,
} from '@nats-io/jetstream';
import { compareFields, presence } from './differences.js';
import type { Difference, Remedy } from './differences.js';
import { findRegionCode } from './region-token.js';
import type { PinnedConsumer, PinnedStream } from './streams.js';
import { TopologyError } from './topology-error.js';

/** Fields that the server fixes when a stream is made; the last two only ever go from false to true. */
const FIXED_IN_STREAM = ['storage', 'retention', 'mirror', 'allow_msg_counter'];
const ONE_WAY_IN_STREAM = ['deny_delete', 'deny_purge'];
const FIXED_IN_CONSUMER = ['durable_name', 'deliver_policy', 'ack_policy', 'replay_policy', 'deliver_subject'];
const STREAM_NOT_FOUND = 10059;
const CONSUMER_NOT_FOUND = 10014;

const streamRemedy = (field: string, actual: unknown): Remedy =>
  FIXED_IN_STREAM.includes(field) || (ONE_WAY_IN_STREAM.includes(field) && actual === true)
    ? 'recreate-stream'
    : 'apply';
const consumerRemedy = (field: string): Remedy => (FIXED_IN_CONSUMER.includes(field) ? 'recreate-consumer' : 'apply');

/** How the stream on the server differs; read only. */
export async function compareStream(manager: JetStreamManager, expected: PinnedStream): Promise<Difference[]> {
  const object = `stream ${expected.name}`;
  const info = await orMissing(manager.streams.info(expected.name), STREAM_NOT_FOUND);
  return info ? compareFields(object, expected, info.config, streamRemedy) : [presence(object, true)];
}

/**
 * Makes or changes the stream. Never deletes one: what cannot be changed stays a difference. Returns what it found.
 * @throws TopologyError `server-refused-configuration`
 */
export async function reconcileStream(manager: JetStreamManager, expected: PinnedStream): Promise<Difference[]> {
  const differences = await compareStream(manager, expected);
  const { name } = expected;
  if (isMissing(differences)) {
    const config = withoutUndefined(expected) as Partial<StreamConfig> & { name: string };
    await accepted(`stream ${name}`, manager.streams.add(config));
  } else if (differences.some(canApply)) {
    await accepted(`stream ${name}`, manager.streams.update(name, changes(differences) as StreamUpdateConfig));
  }
  return differences;
}

/** How a region's consumer on the server differs; read only. */
export async function compareConsumer(
  manager: JetStreamManager,
  stream: string,
  expected: PinnedConsumer,
): Promise<Difference[]> {
  const object = `consumer ${expected.durable_name}`;
  const info = await orMissing(
    manager.consumers.info(stream, expected.durable_name),
    CONSUMER_NOT_FOUND,
    STREAM_NOT_FOUND,
  );
  return info ? compareFields(object, expected, info.config, consumerRemedy) : [presence(object, true)];
}

/**
 * Makes or changes a region's consumer; its place in the stream stays. Returns what it found.
 * @throws TopologyError `server-refused-configuration`
 */
export async function reconcileConsumer(
  manager: JetStreamManager,
  stream: string,
  expected: PinnedConsumer,
): Promise<Difference[]> {
  const differences = await compareConsumer(manager, stream, expected);
  const name = expected.durable_name;
  if (isMissing(differences)) {
    const config = withoutUndefined(expected) as Partial<ConsumerConfig>;
    await accepted(`consumer ${name}`, manager.consumers.add(stream, config));
  } else if (differences.some(canApply)) {
    const config = changes(differences) as ConsumerUpdateConfig;
    await accepted(`consumer ${name}`, manager.consumers.update(stream, name, config));
  }
  return differences;
}

/** Consumers of regions that the topology does not name. Others' consumers (an operator's look into the stream) are left alone. */
export async function strayConsumers(
  manager: JetStreamManager,
  stream: string,
  wanted: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of manager.consumers.list(stream)) {
    if (findRegionCode(name) !== undefined && !wanted.includes(name)) found.push(name);
  }
  return found;
}

export const canApply = ({ remedy }: Difference): boolean => remedy === 'apply';

function isMissing(differences: readonly Difference[]): boolean {
  return differences.some(({ field }) => field === 'exists');
}

function changes(differences: readonly Difference[]): object {
  return Object.fromEntries(differences.filter(canApply).map(({ field, expected }) => [field, expected]));
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

async function accepted(object: string, request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (cause) {
    if (!(cause instanceof JetStreamApiError)) throw cause;
    const message = `nats-server refuses the settings of ${object} (error ${cause.code}): ${cause.message}`;
    throw new TopologyError('server-refused-configuration', message, object, { cause });
  }
}

async function orMissing<T>(request: Promise<T>, ...missing: readonly number[]): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && missing.includes(error.code)) return undefined;
    throw error;
  }
}
