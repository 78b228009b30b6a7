import { jetstreamManager } from '@nats-io/jetstream';
import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { localConnectionOptions } from '../connection-options.js';
import { readCredentials } from '../credentials.js';
import { FEDERATION_STREAM } from '../subjects.js';
import { topologyPaths } from '../topology-folder.js';

/** The hub as its operator sees it from inside: what an attack must not change. */
export class HubObserver {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
  ) {}

  static async open(dir: string): Promise<HubObserver> {
    const credentials = await readCredentials(topologyPaths(dir).hubOperator);
    const connection = await connect({ ...localConnectionOptions(credentials), waitOnFirstConnect: false });
    return new HubObserver(connection, await jetstreamManager(connection));
  }

  /** Stream and consumers whole: settings, contents, places and when anything was last delivered. */
  async state(): Promise<object> {
    await this.fence();
    const { config, created, state } = await this.manager.streams.info(FEDERATION_STREAM);
    const consumers: object[] = [];
    for await (const info of this.manager.consumers.list(FEDERATION_STREAM)) consumers.push(placeOf(info));
    const streams: string[] = [];
    for await (const name of this.manager.streams.names()) streams.push(name);
    return { streams, config, created, state, consumers, subjects: await this.storedSubjects() };
  }

  /** Subjects of all stored messages, in order. */
  async storedSubjects(): Promise<string[]> {
    const { state } = await this.manager.streams.info(FEDERATION_STREAM);
    const subjects: string[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await this.manager.streams.getMessage(FEDERATION_STREAM, { seq });
      subjects.push(message?.subject ?? '(gone)');
    }
    return subjects;
  }

  /** The API works requests off in order: once this useless one is answered, all earlier ones have been. */
  private async fence(): Promise<void> {
    await this.connection.request('$JS.API.STREAM.DELETE.NO_SUCH_STREAM');
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

function placeOf({ name, created, config, delivered, ack_floor, num_ack_pending, num_pending, num_redelivered, num_waiting }: ConsumerInfo): object {
  return { name, created, config, delivered, ack_floor, num_ack_pending, num_pending, num_redelivered, num_waiting };
}
