import { createInbox, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { LINE_PATIENCE_SECONDS } from '../connection/slow-line.js';
import { isNoResponders } from '../connection/stream-failure.js';
import { DeliveryError } from '../delivery-error.js';
import { parseAckSubject } from '../reader/jetstream-source.js';
import { BatchLimit } from '../relay/batch-limit.js';
import { FEDERATION_STREAM, HUB_API_PREFIX, hubConsumerName, hubInboxPrefix } from '../topology/subjects.js';

export interface HubMessage {
  readonly message: Msg;
  readonly streamSequence: number;
  readonly consumerSequence: number;
}

/** A message counts when it is here whole, and heartbeats and answers come behind it. */
const PATIENCE_MS = LINE_PATIENCE_SECONDS * 1_000;
const PULL = { messages: 500, bytes: 1024 * 1024 };
/** The next one is asked for while one comes in, so that a long way costs no time. */
const OPEN_PULLS = 2;
const EXPIRES_MS = 20_000;
const HEARTBEAT_MS = 5_000;
const HEARTBEAT = 100;
/** How the server says that a request is over: its time is up, the next message would be too much, or all came that was asked for. */
const ENDS = [/^408 /, /^409 message size exceeds maxbytes$/i, /^409 batch completed$/i];

/** What JetStream says of a request that it did not carry out. */
interface ApiAnswer {
  readonly error?: { readonly description: string };
}

/** A request for messages that is not carried out whole yet. */
interface Pull {
  readonly askedAt: number;
  /** Messages and bytes that may come still. */
  messages: number;
  bytes: number;
  taken: number;
}

/** A message's size as the server counts it; the client's types do not tell of it. */
interface Sized {
  size(): number;
}

/** One undisturbed stretch of a region's own consumer on the hub: everything that it may ask of the hub, and nothing else. */
export class HubFetch {
  private readonly inbox: string;
  private readonly subscription: Subscription;
  private buffer: HubMessage[] = [];
  /** By the subjects on which the server speaks of them, in the order in which it carries them out. */
  private readonly pulls = new Map<string, Pull>();
  private pullsAsked = 0;
  /** What the line carries in some seconds: whoever shares it waits behind what was asked for. */
  private readonly limit = new BatchLimit(PULL.messages, PULL.bytes);
  private isNextLarge = false;
  private failure: DeliveryError | undefined;
  private arrived: () => void = () => undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly region: string,
  ) {
    this.inbox = createInbox(hubInboxPrefix(region));
    this.subscription = connection.subscribe(`${this.inbox}.*`, {
      callback: (_error, message) => this.receive(message),
    });
  }

  /**
   * Back to the acknowledged floor: with acknowledgements of everything up to a message, the server would otherwise skip what was on its way
   * when the link broke. @throws DeliveryError `hub-silent`, or `hub-place-missing` when the hub keeps no place for this region
   */
  async reset(): Promise<void> {
    // A server does not answer a reset of what it does not have; to the question for it, it does.
    await this.request('INFO');
    await this.request('RESET');
  }

  private async request(what: 'INFO' | 'RESET'): Promise<void> {
    const answer = await this.connection
      .request(`${HUB_API_PREFIX}.CONSUMER.${what}.${this.consumer}`, '', { timeout: PATIENCE_MS })
      .catch((cause: unknown) => {
        if (isNoResponders(cause)) throw placeMissing(cause);
        throw new DeliveryError('hub-silent', 'the hub does not answer for this region', { cause });
      });
    const { error } = answer.json<ApiAnswer>();
    if (error) throw placeMissing(new Error(error.description));
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
    while (this.pulls.size < OPEN_PULLS) {
      const [messages, bytes] = this.isNextLarge ? [1, Infinity] : [PULL.messages, this.limit.allowed];
      const request = {
        batch: messages,
        ...(this.isNextLarge ? {} : { max_bytes: bytes }),
        expires: EXPIRES_MS * 1_000_000,
        idle_heartbeat: HEARTBEAT_MS * 1_000_000,
      };
      const reply = `${this.inbox}.${(this.pullsAsked += 1)}`;
      this.connection.publish(`${HUB_API_PREFIX}.CONSUMER.MSG.NEXT.${this.consumer}`, JSON.stringify(request), {
        reply,
      });
      this.pulls.set(reply, { askedAt: performance.now(), messages, bytes, taken: 0 });
      this.isNextLarge = false;
    }
  }

  private receive(message: Msg): void {
    if (message.reply) {
      this.buffer.push({ message, ...parseAckSubject(message.reply) });
      this.count(message);
    } else this.heed(message);
    this.arrived();
  }

  /** A message counts with the request that has waited longest. */
  private count(message: Msg): void {
    const [first] = this.pulls;
    if (!first) return;
    const [reply, pull] = first;
    pull.taken += (message as Msg & Sized).size();
    pull.messages -= 1;
    if (pull.messages === 0 || pull.taken >= pull.bytes) this.endPull(reply);
  }

  /** What comes without a reply is no message of the stream but a word of the server about one request. */
  private heed({ subject, headers }: Msg): void {
    const word = `${headers?.code ?? 0} ${headers?.description ?? ''}`;
    if (headers?.code === HEARTBEAT) return;
    if (!ENDS.some((end) => end.test(word))) {
      this.failure = new DeliveryError('link-broken', `the hub ended the fetch with ${word}`);
      return;
    }
    this.endPull(subject, word);
    // Else with the next call: what is not stored yet must not pile up.
    if (this.buffer.length === 0) this.ask();
  }

  /** When nothing fitted, the next message is larger than what may come at once, and is asked for by itself. */
  private endPull(reply: string, word = ''): void {
    const pull = this.pulls.get(reply);
    this.pulls.delete(reply);
    if (!pull || word.startsWith('408')) return;
    if (pull.taken > 0) this.limit.learn(pull.taken, performance.now() - pull.askedAt);
    else this.isNextLarge = true;
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
      const timer = setTimeout(() => end(false), PATIENCE_MS);
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
