import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { isNoResponders } from '../connection/stream-failure.js';
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

/** What JetStream says of a request that it did not carry out. */
interface ApiAnswer {
  readonly error?: { readonly description: string };
}

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
   * when the link broke. @throws DeliveryError `hub-silent`, or `hub-place-missing` when the hub keeps no place for this region
   */
  async reset(): Promise<void> {
    const answer = await this.connection
      .request(`${HUB_API_PREFIX}.CONSUMER.RESET.${this.consumer}`, '', { timeout: REQUEST_TIMEOUT_MS })
      .catch(async (cause: unknown) => {
        // A server does not answer a reset of what it does not have; to the question for it, it does.
        if (isNoResponders(cause) || (await this.isPlaceMissing())) throw placeMissing(cause);
        throw new DeliveryError('hub-silent', 'the hub does not answer for this region', { cause });
      });
    const { error } = answer.json<ApiAnswer>();
    if (error) throw placeMissing(new Error(error.description));
  }

  private async isPlaceMissing(): Promise<boolean> {
    const answer = await this.connection
      .request(`${HUB_API_PREFIX}.CONSUMER.INFO.${this.consumer}`, '', { timeout: REQUEST_TIMEOUT_MS })
      .catch(() => undefined);
    return answer?.json<ApiAnswer>().error !== undefined;
  }

  /** What has come, as soon as anything has; empty when aborted. @throws DeliveryError when the hub is silent or ends the consumer */
  async next(signal: AbortSignal): Promise<HubMessage[]> {
    this.ask();
    while (this.buffer.length === 0 && !this.failure && !signal.aborted) {
      if (!(await this.waitForArrival(signal))) this.failure = new DeliveryError('hub-silent', 'the hub is silent');
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
        this.failure = new DeliveryError('link-broken', `the hub ended the fetch with ${code}`);
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

/** Nothing that the region itself can mend: its province has lost the stream, or what it keeps for this region. */
function placeMissing(cause: unknown): DeliveryError {
  return new DeliveryError('hub-place-missing', 'the hub keeps no place for this region', { cause });
}
