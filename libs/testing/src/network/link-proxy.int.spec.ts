import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { waitUntil } from '../probes/wait-until.js';
import { startLinkProxy, type LinkProxy } from './link-proxy.js';

/** A server that echoes every byte. */
async function startEcho(): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

class Client {
  readonly socket: Socket;
  received = Buffer.alloc(0);
  broken = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('data', (bytes: Buffer) => (this.received = Buffer.concat([this.received, bytes])));
    this.socket.on('error', () => (this.broken = true));
    this.socket.on('close', () => (this.broken = true));
  }

  async echo(text: string): Promise<void> {
    const wanted = this.received.length + text.length;
    this.socket.write(text);
    await waitUntil(`${wanted} bytes came back`, () => this.received.length === wanted);
  }

  waitUntilBroken = () => waitUntil('the connection breaks', () => this.broken);
}

describe('startLinkProxy', () => {
  let echo: { server: Server; url: string };
  let proxy: LinkProxy;
  let clients: Client[];
  const dial = () => {
    const client = new Client(proxy.port);
    clients.push(client);
    return client;
  };

  beforeEach(async () => {
    clients = [];
    echo = await startEcho();
    proxy = await startLinkProxy({ target: echo.url, random: () => 0.5 });
  });
  afterEach(async () => {
    clients.forEach(({ socket }) => socket.destroy());
    await proxy.stop();
    echo.server.close();
  });

  it('passes bytes unchanged and in order, and the end of the stream', async () => {
    const client = dial();
    const sent = Buffer.from(Array.from({ length: 600_000 }, (_, i) => i % 251));
    client.socket.end(sent);
    await once(client.socket, 'end');
    expect(client.received.equals(sent)).toBe(true);
    expect(proxy.url).toBe(`tcp://127.0.0.1:${proxy.port}`);
  });

  it('breaks standing connections and refuses new ones while it is cut', async () => {
    const before = dial();
    await before.echo('a');
    proxy.cut();
    await before.waitUntilBroken();
    await dial().waitUntilBroken();
    expect(proxy.connections()).toBe(0);
    proxy.restore();
    await dial().echo('b');
  });

  it('holds everything back during a silent cut and delivers it afterwards', async () => {
    const client = dial();
    await client.echo('a');
    proxy.cut('silent');
    client.socket.write('held');
    await dial().socket.write('held too');
    await waitUntil('both connections stand', () => proxy.connections() === 2);
    expect(client.received.toString()).toBe('a');
    proxy.restore();
    await waitUntil('what was held arrives', () =>
      clients.every(({ received }) => received.toString().includes('held')),
    );
  });

  it('delays each direction by the latency', async () => {
    const client = dial();
    await client.echo('a');
    proxy.setLatency(40);
    const started = performance.now();
    await client.echo('b');
    // A lower bound only: timers of Node fire up to a millisecond early, never much.
    expect(performance.now() - started).toBeGreaterThanOrEqual(78);
  });

  it('carries no more than the bandwidth', async () => {
    const client = dial();
    await client.echo('a');
    proxy.setBandwidth(100_000);
    const started = performance.now();
    await client.echo('x'.repeat(30_000));
    expect(performance.now() - started).toBeGreaterThanOrEqual(200);
  });

  it('loses connections when its dice say so', async () => {
    const standing = dial();
    await standing.echo('a');
    proxy.setLossOfConnections(0.6);
    await dial().waitUntilBroken();
    await standing.waitUntilBroken();
    proxy.setLossOfConnections(0.4);
    await dial().echo('b');
  });
});
