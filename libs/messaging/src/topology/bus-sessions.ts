import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { HUB_JETSTREAM_OPTIONS, hubConnectionOptions, localConnectionOptions } from './connection-options.js';
import { readCredentials } from './credentials.js';
import { checkInboxPrefix } from './hub-accounts.js';
import { FEDERATION_STREAM, hubConsumerName } from './subjects.js';
import { topologyPaths } from './topology-folder.js';

/** A command tries once: whoever called it wants to know now. */
const ONCE: NodeConnectionOptions = { waitOnFirstConnect: false, reconnect: false, timeout: 10_000 };

/** Runs one task of a command over a connection of its own. @throws what the connection or the task throws */
export async function withSystem<T>(dir: string, task: (connection: NatsConnection) => Promise<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(dir).system);
  return withConnection({ ...localConnectionOptions(credentials), ...ONCE }, task);
}

/** JetStream of the region's own bus, with the operator's rights. */
export async function withLocalManager<T>(dir: string, task: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(dir).local('operator'));
  return withConnection({ ...localConnectionOptions(credentials), ...ONCE }, async (connection) =>
    task(await jetstreamManager(connection)),
  );
}

/** JetStream of the hub, from inside its account. */
export async function withHubManager<T>(dir: string, task: (manager: JetStreamManager) => Promise<T>): Promise<T> {
  const credentials = await readCredentials(topologyPaths(dir).hubOperator);
  return withConnection({ ...localConnectionOptions(credentials), ...ONCE }, async (connection) =>
    task(await jetstreamManager(connection)),
  );
}

/** Signs in to the region's account as the hub may, and asks for the region's consumer. Undefined when all is well, else what failed. */
export async function findRegionFailure(dir: string, code: string): Promise<unknown> {
  const credentials = await readCredentials(topologyPaths(dir).check(code));
  const options = { ...hubConnectionOptions(credentials), inboxPrefix: checkInboxPrefix(code), ...ONCE };
  try {
    await withConnection(options, async (connection) => {
      const manager = await jetstreamManager(connection, { ...HUB_JETSTREAM_OPTIONS, timeout: 2_000 });
      await manager.consumers.info(FEDERATION_STREAM, hubConsumerName(code));
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

async function withConnection<T>(
  options: NodeConnectionOptions,
  task: (connection: NatsConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect(options);
  try {
    return await task(connection);
  } finally {
    await connection.close();
  }
}
