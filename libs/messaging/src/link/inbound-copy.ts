import { randomUUID } from 'node:crypto';
import { headers as newHeaders, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { isNoResponders } from '../connection/stream-failure.js';
import { DeliveryError } from '../delivery-error.js';
import { HUB_SEQUENCE_HEADER } from '../reader/delivery.js';
import { inboundStreamName, parkingRecordSubject } from '../topology/subjects.js';
import type { HubMessage } from './hub-fetch.js';

const TIMEOUT_MS = 12_000;
const CARRIED = /^(ce-|content-type$|betang-signature$)/;

interface PubAnswer {
  error?: { err_code?: number; description: string };
}

/** Copies what came from the hub into the region's INBOUND stream: the body and the event's own headers, nothing of the server's. */
export class InboundCopy {
  constructor(
    private readonly local: NatsConnection,
    private readonly region: string,
  ) {}

  /** Resolves when all are durable, in order. One that INBOUND refuses for itself becomes a parking record: it never stops the link. */
  async store(messages: readonly HubMessage[]): Promise<void> {
    if (
      messages.length > 1 &&
      messages.every(({ message }) => isPlainSubject(message.subject)) &&
      (await this.storeBatch(messages))
    )
      return;
    for (const one of messages) await this.storeOne(one);
  }

  private async storeBatch(messages: readonly HubMessage[]): Promise<boolean> {
    const batchId = randomUUID();
    const last = messages.length - 1;
    for (const [index, { message, streamSequence }] of messages.entries()) {
      const headers = carriedHeaders(message, streamSequence);
      headers.set('Nats-Batch-Id', batchId);
      headers.set('Nats-Batch-Sequence', String(index + 1));
      if (index < last) {
        this.local.publish(message.subject, message.data, { headers });
        continue;
      }
      headers.set('Nats-Batch-Commit', '1');
      const answer = await this.request(message.subject, message.data, headers);
      return answer.error === undefined;
    }
    return true;
  }

  private async storeOne({ message, streamSequence }: HubMessage): Promise<void> {
    if (isPlainSubject(message.subject)) {
      const answer = await this.request(message.subject, message.data, carriedHeaders(message, streamSequence));
      if (!answer.error) return;
      await this.park(message, streamSequence, String(answer.error.err_code ?? 'refused'));
      return;
    }
    await this.park(message, streamSequence, 'subject');
  }

  private async park(message: Msg, streamSequence: number, reason: string): Promise<void> {
    const record = {
      reason,
      subject: message.subject,
      headers: [...(message.headers ?? [])].map(([name, values]) => [name, values[0]]),
      body: Buffer.from(message.data)
        .subarray(0, 192 * 1024)
        .toString('base64'),
    };
    const headers = newHeaders();
    headers.set(HUB_SEQUENCE_HEADER, String(streamSequence));
    const answer = await this.request(parkingRecordSubject(this.region), JSON.stringify(record), headers);
    if (answer.error)
      throw new DeliveryError('publish-refused', `INBOUND refuses even a parking record: ${answer.error.description}`);
  }

  private async request(subject: string, body: Uint8Array | string, headers: MsgHdrs): Promise<PubAnswer> {
    try {
      return (await this.local.request(subject, body, { headers, timeout: TIMEOUT_MS })).json<PubAnswer>();
    } catch (cause) {
      if (isNoResponders(cause))
        throw new DeliveryError('stream-missing', `the local bus has no stream ${inboundStreamName(this.region)}`, {
          cause,
        });
      throw new DeliveryError('publish-timeout', 'the local bus does not acknowledge', { cause });
    }
  }
}

function carriedHeaders(message: Msg, streamSequence: number): MsgHdrs {
  const headers = newHeaders();
  // Never `Nats-*`: an expectation of the sender about the hub's stream would jam every other region's link.
  for (const [name, [value]] of message.headers ?? [])
    if (value !== undefined && CARRIED.test(name)) headers.set(name, value);
  headers.set(HUB_SEQUENCE_HEADER, String(streamSequence));
  return headers;
}

/** A token that is itself a wildcard can be stored by a server and never be published again. */
function isPlainSubject(subject: string): boolean {
  return !subject.split('.').some((token) => token === '*' || token === '>' || token === '');
}
