import { connect as dial } from 'node:net';
import type { Socket } from 'node:net';
import { signerOf } from '../user-key.js';

/** One message as the server sent it. */
export interface RawMessage {
  readonly sid: string;
  readonly subject: string;
  readonly reply?: string;
  readonly headers: string;
  readonly body: string;
}
export interface RawPublish {
  readonly reply?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Waiter {
  readonly done: () => boolean;
  readonly resolve: () => void;
}

/**
 * Speaks the NATS client protocol over a bare socket, so that nothing but the server stands in an attacker's way: no client
 * library checks a subject, a size or a reply before it is sent.
 */
export class RawProtocolClient {
  readonly messages: RawMessage[] = [];
  /** Texts of `-ERR` lines, in order. */
  readonly errors: string[] = [];
  closed = false;
  private info: { nonce?: string } | undefined;
  private pongs = 0;
  private pings = 0;
  private sids = 0;
  private buffer = Buffer.alloc(0);
  private waiters: Waiter[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    // The server hangs up on what it refuses: that is the answer, not a failure of the test.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  /** Dials and signs in with the seed, or without any key. `extra` goes into CONNECT as it is. */
  static async dial(url: string, seed: string | undefined, extra: object = {}): Promise<RawProtocolClient> {
    const { hostname, port } = new URL(url);
    const client = new RawProtocolClient(dial({ host: hostname, port: Number(port) }));
    await client.until(() => client.info !== undefined || client.closed);
    client.send(`CONNECT ${JSON.stringify({ ...client.signIn(seed), ...extra })}\r\n`);
    await client.flush();
    return client;
  }

  publish(subject: string, body: string, { reply, headers }: RawPublish = {}): void {
    const size = Buffer.byteLength(body);
    const to = reply === undefined ? subject : `${subject} ${reply}`;
    if (!headers) return this.send(`PUB ${to} ${size}\r\n${body}\r\n`);
    const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`);
    const head = `NATS/1.0\r\n${lines.join('')}\r\n`;
    this.send(`HPUB ${to} ${Buffer.byteLength(head)} ${Buffer.byteLength(head) + size}\r\n${head}${body}\r\n`);
  }

  subscribe(subject: string, queue = ''): string {
    const sid = String(++this.sids);
    this.send(`SUB ${subject} ${queue} ${sid}\r\n`);
    return sid;
  }

  send(bytes: string): void {
    if (!this.closed) this.socket.write(bytes);
  }

  /** Waits until the server has taken everything sent so far, or has hung up. */
  async flush(): Promise<void> {
    const wanted = ++this.pings;
    this.send('PING\r\n');
    await this.until(() => this.pongs >= wanted || this.closed);
  }

  /** Waits until the server has hung up. */
  hangUp(): Promise<void> {
    return this.until(() => this.closed);
  }

  /** Waits for a message that the test needs; nothing comes after the server has hung up. */
  async next(matches: (message: RawMessage) => boolean): Promise<RawMessage> {
    const find = (): RawMessage | undefined => this.messages.find(matches);
    await this.until(() => find() !== undefined || this.closed);
    const found = find();
    if (!found) throw new Error(`the server hung up: ${this.errors.join(', ')}`);
    return found;
  }

  close(): void {
    this.socket.destroy();
  }

  private signIn(seed: string | undefined): object {
    const base = {
      verbose: false,
      pedantic: false,
      headers: true,
      no_responders: true,
      protocol: 1,
      lang: 'raw',
      version: '1',
    };
    if (seed === undefined) return base;
    const signer = signerOf(seed);
    return { ...base, nkey: signer.publicNkey, sig: signer.sign(this.info?.nonce ?? '') };
  }

  private until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push({ done, resolve });
      this.wake();
    });
  }

  private wake(): void {
    for (const { resolve } of this.waiters.filter(({ done }) => done())) resolve();
    this.waiters = this.waiters.filter(({ done }) => !done());
  }

  private receive(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n');
      if (end < 0) break;
      const line = this.buffer.toString('utf8', 0, end);
      const size = payloadSize(line);
      const whole = end + 2 + (size === undefined ? 0 : size + 2);
      if (this.buffer.length < whole) break;
      this.take(line, this.buffer.subarray(end + 2, end + 2 + (size ?? 0)));
      this.buffer = this.buffer.subarray(whole);
    }
    this.wake();
  }

  private take(line: string, payload: Buffer): void {
    const [verb = '', ...words] = line.split(' ');
    if (verb === 'INFO') this.info ??= JSON.parse(line.slice(5)) as { nonce?: string };
    else if (verb === 'PING') this.send('PONG\r\n');
    else if (verb === 'PONG') this.pongs++;
    else if (verb === '-ERR') this.errors.push(line.slice(6, -1));
    else if (verb === 'MSG' || verb === 'HMSG') this.messages.push(toMessage(verb, words, payload));
  }
}

function payloadSize(line: string): number | undefined {
  return /^H?MSG /.test(line) ? Number(line.slice(line.lastIndexOf(' ') + 1)) : undefined;
}

function toMessage(verb: string, words: readonly string[], payload: Buffer): RawMessage {
  const sizes = verb === 'HMSG' ? 2 : 1;
  const [subject = '', sid = '', reply] = words.slice(0, words.length - sizes);
  const head = verb === 'HMSG' ? Number(words.at(-2)) : 0;
  return {
    sid,
    subject,
    ...(reply !== undefined && { reply }),
    headers: payload.toString('utf8', 0, head),
    body: payload.toString('utf8', head),
  };
}
