import { randomUUID } from 'node:crypto';
import { createInbox, type Msg, type Subscription } from '@nats-io/transport-node';
import type { Bus } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import { sizeOnLine } from './batch-limit.js';
import type { BatchesExhausted, EventPublisher, Publication } from './event-publisher.js';
import { wireHeaders } from './wire-headers.js';

/** The server's own answer to a publish: an acknowledgement, or why not. Code 10210: too many atomic batches are open, no event refused. */
interface PubAnswer {
  error?: { code: number; err_code?: number; description: string };
  stream?: string;
  seq?: number;
}

const BATCHES_EXHAUSTED = 10210;
const BATCHES_REST_MS = 10_000;
/** Up to so many events go one by one, in order: the server stages an atomic batch in files of its own, which costs it 11 ms however small the batch is. */
const FEW = 32;

export interface JetStreamPublisherOptions {
  readonly now?: () => number;
}

/**
 * Publishes by JetStream atomic batches: all of a batch or nothing, in order, one fsync. Speaks the protocol itself, for the client's
 * batch helper waits for an answer to the first message before it sends the rest. No `Nats-Msg-Id`: the position is the identity, and a
 * batch with one known id would be refused whole.
 */
export class JetStreamPublisher implements EventPublisher {
  batchesExhausted: BatchesExhausted | undefined;
  private readonly inbox: string;
  private readonly subscription: Subscription;
  private readonly waiting = new Map<
    string,
    { resolve: (answer: PubAnswer) => void; reject: (error: Error) => void }
  >();
  private singlesUntil = 0;
  private counter = 0;

  private readonly forget: (() => void)[];

  constructor(
    private readonly bus: Bus,
    inboxPrefix = '_INBOX',
    private readonly options: JetStreamPublisherOptions = {},
  ) {
    this.inbox = createInbox(inboxPrefix);
    // Also at a reconnect: what was published between the break and its news went nowhere, and its answer never comes.
    const giveUp = (): void => this.giveUp('the connection broke');
    this.forget = [bus.onDisconnect(giveUp), bus.onReconnect(giveUp)];
    this.subscription = bus.connection.subscribe(`${this.inbox}.*`, {
      callback: (_error, message) => this.answer(message),
    });
  }

  async publish(batch: readonly Publication[]): Promise<number> {
    if (batch.length === 0) return 0;
    if (batch.length <= FEW || this.now() < this.singlesUntil) return this.publishSingles(batch);
    try {
      return await this.publishAtomically(batch);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.code !== 'publish-batches-exhausted') throw error;
      this.singlesUntil = this.now() + BATCHES_REST_MS;
      this.batchesExhausted = { times: (this.batchesExhausted?.times ?? 0) + 1, lastAt: new Date(this.now()) };
      return this.publishSingles(batch);
    }
  }

  async close(): Promise<void> {
    for (const forget of this.forget) forget();
    this.subscription.unsubscribe();
    this.giveUp('the publisher was closed');
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  private giveUp(reason: string): void {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(new DeliveryError('publish-timeout', reason));
  }

  private async publishAtomically(batch: readonly Publication[]): Promise<number> {
    const batchId = randomUUID();
    const bytes = bytesOf(batch);
    const opened = this.expect(bytes);
    const committed = this.expect(bytes);
    batch.forEach(({ subject, event }, index) => {
      const last = index === batch.length - 1;
      const place: [string, string][] = [
        ['Nats-Batch-Id', batchId],
        ['Nats-Batch-Sequence', String(index + 1)],
      ];
      if (last) place.push(['Nats-Batch-Commit', '1']);
      const headers = wireHeaders(event, place);
      const reply = index === 0 ? { reply: opened.subject } : last ? { reply: committed.subject } : {};
      this.bus.connection.publish(subject, event.body, { headers, ...reply });
    });
    try {
      await whole(opened.answer, committed.answer);
      return batch.length;
    } finally {
      opened.forget();
      committed.forget();
    }
  }

  private async publishSingles(batch: readonly Publication[]): Promise<number> {
    const bytes = bytesOf(batch);
    const answers = batch.map(({ subject, event }) => {
      const expected = this.expect(bytes);
      this.bus.connection.publish(subject, event.body, { headers: wireHeaders(event), reply: expected.subject });
      return expected.answer.then(accepted).finally(expected.forget);
    });
    const settled = await Promise.allSettled(answers);
    const refused = settled.findIndex((result) => result.status === 'rejected');
    if (refused === 0) throw (settled[0] as PromiseRejectedResult).reason;
    return refused === -1 ? batch.length : refused;
  }

  /** @param bytes what is on its way before the answer can be given */
  private expect(bytes: number): { subject: string; answer: Promise<PubAnswer>; forget: () => void } {
    const token = String(++this.counter);
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<PubAnswer>((resolve, reject) => {
      this.waiting.set(token, { resolve, reject });
      const { answerMs, bytesPerSecond } = this.bus.patience;
      const timeoutMs = answerMs + Math.ceil((bytes / bytesPerSecond) * 1_000);
      timer = setTimeout(
        () => reject(new DeliveryError('publish-timeout', `no acknowledgement within ${timeoutMs} ms`)),
        timeoutMs,
      );
    });
    // Each answer is awaited by the caller, or made irrelevant by the other one of the pair.
    answer.catch(() => undefined);
    const forget = (): void => {
      clearTimeout(timer);
      this.waiting.delete(token);
    };
    return { subject: `${this.inbox}.${token}`, answer, forget };
  }

  private answer(message: Msg): void {
    const token = message.subject.slice(this.inbox.length + 1);
    const waiting = this.waiting.get(token);
    if (!waiting) return;
    if (message.headers?.code === 503)
      waiting.reject(new DeliveryError('stream-missing', 'no stream takes this subject'));
    else if (message.data.length === 0) waiting.resolve({});
    else waiting.resolve(message.json<PubAnswer>());
  }
}

function bytesOf(batch: readonly Publication[]): number {
  return batch.reduce((sum, { event }) => sum + sizeOnLine(event), 0);
}

/**
 * Both answers of a batch. Only the first one says why it was refused; the last one, that it is not whole, may come in the same breath.
 * @throws DeliveryError `publish-batches-exhausted`, `publish-refused` or what the answers reject with
 */
async function whole(opened: Promise<PubAnswer>, committed: Promise<PubAnswer>): Promise<void> {
  const first = opened.then(accepted);
  const last = await Promise.race([committed, first.then(() => committed)]);
  if (last.error) await first;
  accepted(last);
}

function accepted(answer: PubAnswer): PubAnswer {
  if (!answer.error) return answer;
  const { err_code: code, description } = answer.error;
  if (code === BATCHES_EXHAUSTED) throw new DeliveryError('publish-batches-exhausted', description);
  throw new DeliveryError(
    'publish-refused',
    `the stream refused the event: ${description} (${code ?? answer.error.code})`,
  );
}
