import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { DeliveryError } from '../delivery-error.js';
import { parseAckSubject } from '../reader/jetstream-source.js';
import { FEDERATION_STREAM, HUB_API_PREFIX, hubConsumerName, hubInboxPrefix } from '../topology/subjects.js';

export interface HubMessage {
  readonly message: Msg;
  readonly streamSequence: number;
  readonly consumerSequence: number;
}

const REQUEST_TIMEOUT_MS = 5_000;
const PULL = 500;
const EXPIRES_MS = 20_000;
const HEARTBEAT_MS = 5_000;
/** Three heartbeats missed. */
const SILENCE_MS = 16_000;
const HEARTBEAT = 100;
const REQUEST_EXPIRED = 408;

/** One undisturbed stretch of a region's own consumer on the hub: everything that it may ask of the hub, and nothing else. */
export class HubFetch {
  private readonly subscription: Subscription;
  private buffer: HubMessage[] = [];
  /** Messages asked for that have not come yet. */
  private asked = 0;
  private failure: DeliveryError | undefined;
  private arrived: () => void = () => undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly region: string,
  ) {
    this.subscription = connection.subscribe(createInbox(hubInboxPrefix(region)), {
      callback: (_error, message) => this.receive(message),
    });
  }

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

  /** What has come, as soon as anything has; empty when aborted. @throws DeliveryError when the hub is silent or ends the consumer */
  async next(signal: AbortSignal): Promise<HubMessage[]> {
    this.ask();
    while (this.buffer.length === 0 && !this.failure && !signal.aborted) {
      if (!(await this.waitForArrival(signal)))
        this.failure = new DeliveryError('publish-timeout', 'the hub is silent');
    }
    if (this.failure && this.buffer.length === 0) throw this.failure;
    const found = this.buffer;
    this.buffer = [];
    return found;
  }

  /** Everything up to this message is durable here. */
  acknowledge(last: HubMessage): void {
    this.connection.publish(last.message.reply!, '+ACK');
  }

  close(): void {
    this.subscription.unsubscribe();
  }

  private ask(): void {
    if (this.asked > PULL / 2) return;
    const request = JSON.stringify({
      batch: PULL,
      expires: EXPIRES_MS * 1_000_000,
      idle_heartbeat: HEARTBEAT_MS * 1_000_000,
    });
    this.connection.publish(`${HUB_API_PREFIX}.CONSUMER.MSG.NEXT.${this.consumer}`, request, {
      reply: this.subscription.getSubject(),
    });
    this.asked += PULL;
  }

  private receive(message: Msg): void {
    if (message.reply) {
      this.asked -= 1;
      this.buffer.push({ message, ...parseAckSubject(message.reply) });
    } else {
      const code = message.headers?.code ?? 0;
      if (code === REQUEST_EXPIRED) {
        this.asked -= Number(message.headers?.get('Nats-Pending-Messages') || 0);
        this.ask();
      } else if (code !== HEARTBEAT) {
        this.failure = new DeliveryError('stream-missing', `the hub ended the fetch with ${code}`);
      }
    }
    this.arrived();
  }

  /** False after a silence that is too long. */
  private async waitForArrival(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (heard: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        resolve(heard);
      };
      const aborted = (): void => end(true);
      const timer = setTimeout(() => end(false), SILENCE_MS);
      signal.addEventListener('abort', aborted, { once: true });
      this.arrived = () => end(true);
    });
  }

  private get consumer(): string {
    return `${FEDERATION_STREAM}.${hubConsumerName(this.region)}`;
  }
}
