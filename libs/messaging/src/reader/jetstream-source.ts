import { AckPolicy, DeliverPolicy, jetstreamManager } from '@nats-io/jetstream';
import { createInbox, type Msg, type Subscription } from '@nats-io/transport-node';
import { pause, type Bus } from '../connection/bus.js';
import { streamFailure } from '../connection/stream-failure.js';
import { toDelivery, type Delivery } from './delivery.js';
import type { StreamPlace, StreamSource } from './stream-source.js';

const PULL = 1_000;
const EXPIRES_NS = 30_000_000_000;
const HEARTBEAT_NS = 5_000_000_000;
/** Three heartbeats missed: the consumer is taken for dead and made anew. */
const SILENCE_MS = 16_000;
const RETRY_MS = 250;
const REQUEST_EXPIRED = 408;
const HEARTBEAT = 100;

interface Session {
  readonly created: string;
  readonly subscription: Subscription;
  /** The place that a caller must hold to go on with this session. */
  continuesFrom: StreamPlace;
  buffer: Delivery[];
  /** Messages asked for that have not come yet. */
  asked: number;
  /** The consumer's own count of deliveries: a hole means that something was lost on the way. */
  consumerSequence: number;
  lastSign: number;
  broken: boolean;
}

/**
 * A stream read through a disposable pull consumer without acknowledgements, made again from the reader's place whenever anything about it
 * is in doubt: a reconnect, a hole in the consumer's own count, silence.
 */
export class JetStreamSource implements StreamSource {
  problem: string | undefined;
  private session: Session | undefined;
  private arrived: () => void = () => undefined;
  private forgetReconnect: () => void = () => undefined;

  constructor(
    private readonly bus: Bus,
    readonly stream: string,
    private readonly consumer: string,
    private readonly inboxPrefix = '_INBOX',
    private readonly onProblem: (error: unknown) => void = () => undefined,
  ) {}

  async next(
    place: StreamPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ created: string; deliveries: readonly Delivery[] }> {
    while (!signal.aborted) {
      const session = await this.sessionAt(place, signal);
      if (!session) continue;
      if (session.buffer.length > 0) return this.take(session, limit);
      await this.waitForArrival(signal);
      if (performance.now() - session.lastSign > SILENCE_MS) session.broken = true;
    }
    return { created: place.created, deliveries: [] };
  }

  async close(): Promise<void> {
    this.problem = undefined;
    const session = this.session;
    if (!session) return;
    this.forgetReconnect();
    session.subscription.unsubscribe();
    this.session = undefined;
    if (this.bus.connected) await this.deleteConsumer();
  }

  private take(session: Session, limit: number): { created: string; deliveries: readonly Delivery[] } {
    const deliveries = session.buffer.length <= limit ? session.buffer : session.buffer.slice(0, limit);
    session.buffer = session.buffer.length <= limit ? [] : session.buffer.slice(limit);
    session.continuesFrom = { created: session.created, sequence: deliveries[deliveries.length - 1]!.sequence };
    this.ask(session);
    return { created: session.created, deliveries };
  }

  private async sessionAt(place: StreamPlace, signal: AbortSignal): Promise<Session | undefined> {
    const session = this.session;
    const { created, sequence } = session?.continuesFrom ?? {};
    if (session && !session.broken && created === place.created && sequence === place.sequence) return session;
    session?.subscription.unsubscribe();
    this.session = undefined;
    try {
      this.session = await this.open(place);
      this.problem = undefined;
      return this.session;
    } catch (cause) {
      const failure = streamFailure(this.stream, cause);
      this.problem = failure.code;
      this.onProblem(failure);
      await pause(RETRY_MS, signal);
      return undefined;
    }
  }

  private async open(place: StreamPlace): Promise<Session> {
    const manager = await jetstreamManager(this.bus.connection, { checkAPI: false });
    this.forgetReconnect();
    this.forgetReconnect = this.bus.onReconnect(() => this.breakOff());
    const info = await manager.streams.info(this.stream);
    const created = String(info.created);
    await this.deleteConsumer();
    await manager.consumers.add(this.stream, {
      name: this.consumer,
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: (created === place.created ? place.sequence : 0) + 1,
      inactive_threshold: 60_000_000_000,
      mem_storage: true,
      num_replicas: 1,
    });
    const subscription = this.bus.connection.subscribe(createInbox(this.inboxPrefix), {
      callback: (_error, message) => this.receive(session, message),
    });
    const session: Session = {
      created,
      subscription,
      continuesFrom: place,
      buffer: [],
      asked: 0,
      consumerSequence: 0,
      lastSign: performance.now(),
      broken: false,
    };
    this.ask(session);
    return session;
  }

  private ask(session: Session): void {
    if (session.broken || session.asked + session.buffer.length > PULL) return;
    const request = JSON.stringify({ batch: PULL, expires: EXPIRES_NS, idle_heartbeat: HEARTBEAT_NS });
    const reply = session.subscription.getSubject();
    this.bus.connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${this.stream}.${this.consumer}`, request, { reply });
    session.asked += PULL;
  }

  private receive(session: Session, message: Msg): void {
    session.lastSign = performance.now();
    if (!message.reply) return this.control(session, message);
    const { streamSequence, consumerSequence } = parseAckSubject(message.reply);
    if (consumerSequence !== session.consumerSequence + 1) return this.breakOff();
    session.consumerSequence = consumerSequence;
    session.asked -= 1;
    session.buffer.push(toDelivery(message, streamSequence));
    if (session.buffer.length === 1) this.arrived();
  }

  private control(session: Session, message: Msg): void {
    const code = message.headers?.code;
    if (code === HEARTBEAT) return;
    if (code !== REQUEST_EXPIRED) return this.breakOff();
    session.asked -= Number(message.headers?.get('Nats-Pending-Messages') || 0);
    this.ask(session);
  }

  private breakOff(): void {
    if (this.session) this.session.broken = true;
    this.arrived();
  }

  private async waitForArrival(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.session?.broken) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, SILENCE_MS);
      signal.addEventListener('abort', done, { once: true });
      this.arrived = done;
    });
  }

  private async deleteConsumer(): Promise<void> {
    await this.bus.connection
      .request(`$JS.API.CONSUMER.DELETE.${this.stream}.${this.consumer}`, '', { timeout: 2_000 })
      .catch(() => undefined);
  }
}

/**
 * Sequences from a JetStream reply subject. Servers up to 2.14 write `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>`;
 * the longer form puts `<domain>.<account hash>` behind `ACK` and may add a token at the end.
 */
export function parseAckSubject(reply: string): { streamSequence: number; consumerSequence: number } {
  const tokens = reply.split('.');
  const at = tokens.length <= 9 ? 5 : 7;
  return { streamSequence: Number(tokens[at]), consumerSequence: Number(tokens[at + 1]) };
}
