import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ShapedPipe, type LineQuality } from './shaped-pipe.js';

export interface LinkProxyOptions {
  /** Address of the server behind the line, such as `nats://127.0.0.1:4222`. */
  readonly target: string;
  /** Source of chance in [0, 1), for a test that must repeat itself. */
  readonly random?: () => number;
}

/** A bad line to a server: it stands between a client and a server on loopback. */
export interface LinkProxy {
  /** The target's address with the proxy's host and port in place of its own. */
  readonly url: string;
  readonly port: number;
  /** Connections that stand now. */
  connections(): number;
  /**
   * Cuts the line. `closed` (default): every connection breaks and new ones are refused at once, as when the far end is down.
   * `silent`: nothing moves and nobody is told, as when the signal is gone.
   */
  cut(kind?: 'closed' | 'silent'): void;
  /** Ends a cut. */
  restore(): void;
  /** Milliseconds in each direction. */
  setLatency(ms: number): void;
  /** Bytes a second of each connection in each direction; Infinity for no limit. */
  setBandwidth(bytesPerSecond: number): void;
  /** Chance (0 to 1) that a new connection breaks at once, and each second that a standing one breaks. */
  setLossOfConnections(probability: number): void;
  stop(): Promise<void>;
}

interface Connection {
  readonly sockets: readonly Socket[];
  readonly pipes: readonly ShapedPipe[];
}

/** Starts a proxy on a free loopback port. */
export async function startLinkProxy(options: LinkProxyOptions): Promise<LinkProxy> {
  const line = new Line(new URL(options.target), options.random ?? Math.random);
  await line.listen();
  const url = new URL(options.target);
  url.hostname = '127.0.0.1';
  url.port = String(line.port);
  return {
    url: url.href.replace(/\/$/, ''),
    port: line.port,
    connections: () => line.connections.size,
    cut: (kind = 'closed') => line.cut(kind),
    restore: () => line.restore(),
    setLatency: (latencyMs) => line.change({ latencyMs }),
    setBandwidth: (bytesPerSecond) => line.change({ bytesPerSecond }),
    setLossOfConnections: (probability) => (line.loss = probability),
    stop: () => line.stop(),
  };
}

class Line {
  readonly connections = new Set<Connection>();
  loss = 0;
  private closed = false;
  private readonly quality: LineQuality = { latencyMs: 0, bytesPerSecond: Infinity, silent: false };
  private readonly server: Server;
  private readonly lossTimer: NodeJS.Timeout;

  constructor(
    private readonly target: URL,
    private readonly random: () => number,
  ) {
    // Half-open: the end of one direction must not end the other one.
    this.server = createServer({ allowHalfOpen: true }, (client) => this.join(client));
    this.lossTimer = setInterval(() => this.loseSome(), 1000).unref();
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  cut(kind: 'closed' | 'silent'): void {
    if (kind === 'silent') return this.change({ silent: true });
    this.closed = true;
    this.connections.forEach(breakOff);
  }

  restore(): void {
    this.closed = false;
    this.change({ silent: false });
  }

  change(quality: Partial<LineQuality>): void {
    Object.assign(this.quality, quality);
    for (const { pipes } of this.connections) pipes.forEach((pipe) => pipe.wake());
  }

  async stop(): Promise<void> {
    clearInterval(this.lossTimer);
    this.connections.forEach(breakOff);
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket): void {
    if (this.closed || this.random() < this.loss) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ host: this.target.hostname, port: Number(this.target.port), allowHalfOpen: true });
    const pipes = [new ShapedPipe(client, server, this.quality), new ShapedPipe(server, client, this.quality)];
    const connection = { sockets: [client, server], pipes };
    this.connections.add(connection);
    for (const socket of connection.sockets) {
      socket.setNoDelay(true);
      socket.on('error', () => breakOff(connection));
      socket.on('close', (hadError) => {
        this.connections.delete(connection);
        if (hadError || !connection.sockets.every((other) => other.readableEnded)) breakOff(connection);
      });
    }
  }

  private loseSome(): void {
    for (const connection of this.connections) if (this.random() < this.loss) breakOff(connection);
  }
}

function breakOff({ sockets }: Connection): void {
  for (const socket of sockets) if (!socket.destroyed) socket.resetAndDestroy();
}
