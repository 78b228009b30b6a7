import { createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { DeliveryError } from '../delivery-error.js';
import { parseAckSubject } from '../reader/jetstream-source.js';
import { FEDERATION_STREAM, HUB_API_PREFIX, hubConsumerName, hubInboxPrefix } from '../topology/subjects.js';

export interface HubMessage {
  readonly message: Msg;
  readonly streamSequence: number;
  readonly consumerSequence: number;
}

const REQUEST_TIMEOUT_MS = 5_000;

/** A region's own consumer on the hub: everything that it may ask of the hub, and nothing else. */
export class HubFetch {
  constructor(
    private readonly connection: NatsConnection,
    private readonly region: string,
  ) {}

  /**
   * Back to the acknowledged floor: with acknowledgements of everything up to a message, the server would otherwise skip what was on its way
   * when the link broke. @throws DeliveryError `stream-missing` when the hub does not answer as it should
   */
  async reset(): Promise<void> {
    const answer = await this.connection
      .request(`${HUB_API_PREFIX}.CONSUMER.RESET.${this.consumer}`, '', { timeout: REQUEST_TIMEOUT_MS })
      .catch((cause: unknown) => {
        throw new DeliveryError('stream-missing', 'the hub does not answer for this region', { cause });
      });
    const { error } = answer.json<{ error?: { description: string } }>();
    if (error) throw new DeliveryError('stream-missing', `the hub refused to reset the consumer: ${error.description}`);
  }

  /** Up to `limit` messages; those that came within `waitMs`, possibly none. @throws DeliveryError `publish-timeout` when the hub is silent */
  async fetch(limit: number, waitMs: number, signal: AbortSignal): Promise<HubMessage[]> {
    const inbox = createInbox(hubInboxPrefix(this.region));
    const found: HubMessage[] = [];
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(silence);
        signal.removeEventListener('abort', aborted);
        subscription.unsubscribe();
        if (error) reject(error);
        else resolve(found);
      };
      const aborted = (): void => finish();
      const silence = setTimeout(
        () => finish(new DeliveryError('publish-timeout', 'the hub does not answer')),
        waitMs + REQUEST_TIMEOUT_MS,
      );
      const subscription = this.connection.subscribe(inbox, {
        callback: (_error, message) => {
          if (!message.reply) {
            // 404, 408: nothing (more) within the time; anything else breaks the fetch off.
            const code = message.headers?.code ?? 0;
            finish(
              code === 404 || code === 408
                ? undefined
                : new DeliveryError('stream-missing', `the hub ended the fetch with ${code}`),
            );
            return;
          }
          found.push({ message, ...parseAckSubject(message.reply) });
          if (found.length === limit) finish();
        },
      });
      signal.addEventListener('abort', aborted, { once: true });
      const request = JSON.stringify({ batch: limit, expires: waitMs * 1_000_000 });
      this.connection.publish(`${HUB_API_PREFIX}.CONSUMER.MSG.NEXT.${this.consumer}`, request, { reply: inbox });
    });
  }

  /** Everything up to this message is durable here. */
  async acknowledge(last: HubMessage): Promise<void> {
    this.connection.publish(last.message.reply!, '+ACK');
    await this.connection.flush();
  }

  private get consumer(): string {
    return `${FEDERATION_STREAM}.${hubConsumerName(this.region)}`;
  }
}
