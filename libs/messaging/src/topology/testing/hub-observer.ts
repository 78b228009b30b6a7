import { jetstreamManager } from '@nats-io/jetstream';
import type { ConsumerInfo, JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { localConnectionOptions } from '../connection-options.js';
import { readCredentials } from '../credentials.js';
import { FEDERATION_STREAM } from '../subjects.js';
import { topologyPaths } from '../topology-folder.js';

export type ConsumerPlace = Pick<
  ConsumerInfo,
  | 'name'
  | 'created'
  | 'config'
  | 'delivered'
  | 'ack_floor'
  | 'num_ack_pending'
  | 'num_pending'
  | 'num_redelivered'
  | 'num_waiting'
>;
export interface HubState extends Pick<StreamInfo, 'config' | 'created' | 'state'> {
  readonly streams: readonly string[];
  readonly consumers: readonly ConsumerPlace[];
}

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

  /** Stream and consumers whole: settings, contents by subject, places and when anything was last delivered. */
  async state(): Promise<HubState> {
    await this.fence();
    const { config, created, state } = await this.manager.streams.info(FEDERATION_STREAM, { subjects_filter: '>' });
    const consumers: ConsumerPlace[] = [];
    for await (const info of this.manager.consumers.list(FEDERATION_STREAM)) consumers.push(placeOf(info));
    const streams: string[] = [];
    for await (const name of this.manager.streams.names()) streams.push(name);
    return { streams, config, created, state, consumers };
  }

  /** How many stored messages each subject has. */
  async storedSubjects(): Promise<Readonly<Record<string, number>>> {
    await this.fence();
    const { state } = await this.manager.streams.info(FEDERATION_STREAM, { subjects_filter: '>' });
    return state.subjects ?? {};
  }

  /** Body of the last message of a subject; undefined where there is none. */
  async findLastBody(subject: string): Promise<string | undefined> {
    const message = await this.manager.streams.getMessage(FEDERATION_STREAM, { last_by_subj: subject });
    return message?.string();
  }

  /** The API works requests off in order: once this useless one is answered, all earlier ones have been. */
  private async fence(): Promise<void> {
    await this.connection.request('$JS.API.STREAM.DELETE.NO_SUCH_STREAM');
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}

function placeOf(info: ConsumerInfo): ConsumerPlace {
  const { name, created, config, delivered, ack_floor, num_ack_pending, num_pending, num_redelivered, num_waiting } =
    info;
  return { name, created, config, delivered, ack_floor, num_ack_pending, num_pending, num_redelivered, num_waiting };
}
