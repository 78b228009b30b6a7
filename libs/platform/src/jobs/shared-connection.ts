import { PostgresConnection, PostgresQueueBackend } from 'bullmq';
import type { BackendFactory, PostgresConnectionOptions } from 'bullmq';

import { inTurn } from './in-turn.js';

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** Workers subscribe on one LISTEN connection, several at once at the start; the driver takes one question at a time from its next version on. */
class ListeningInTurn extends PostgresConnection {
  private readonly prepared = new WeakSet<ListenClient>();

  override async getListenClient(): Promise<ListenClient> {
    const client = await super.getListenClient();
    if (!this.prepared.has(client)) {
      this.prepared.add(client);
      client.query = inTurn(client.query.bind(client)) as ListenClient['query'];
    }
    return client;
  }
}

/**
 * The store of all queues and workers of a service on one small pool and one LISTEN connection. BullMQ gives each queue and each worker a pool of
 * its own: a region with twenty queues would hold sixty connections, most of them for nothing.
 */
export class SharedConnection {
  private readonly connection: PostgresConnection;
  private readonly backends: PostgresQueueBackend[] = [];
  private readonly listeners: ((error: Error) => void)[] = [];

  constructor(settings: PostgresConnectionOptions) {
    this.connection = new ListeningInTurn(settings);
    this.connection.on('error', (error: Error) => {
      for (const listener of this.listeners) listener(error);
    });
    // What a backend does that owns its connection: subscribe again on the next one, and look at once for what was missed.
    this.connection.on('listenerinvalidated', () => {
      for (const backend of this.backends) {
        void backend.reconnectBlocking();
        void backend.disconnect();
      }
    });
  }

  /** Makes the store of one queue or worker; closing that leaves the connection to the others. */
  readonly backendOf: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (name, options) => {
    const backend = new PostgresQueueBackend(this.connection, name, options, false);
    this.backends.push(backend);
    return backend;
  };

  /** Told of connections lost while nobody waits for them. */
  onError(listener: (error: Error) => void): void {
    this.listeners.push(listener);
  }

  /** When all queues and workers are closed. */
  close(): Promise<void> {
    return this.connection.close();
  }
}
