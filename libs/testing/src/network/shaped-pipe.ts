import type { Socket } from 'node:net';

/** The present quality of a line; read anew for every chunk. */
export interface LineQuality {
  /** Milliseconds that each byte takes in one direction. */
  latencyMs: number;
  /** Bytes a second in one direction, for one connection; Infinity for no limit. */
  bytesPerSecond: number;
  /** While true nothing moves, and nothing is lost: as on a line without a signal. */
  silent: boolean;
}

/** What may wait inside the line before the sender is made to wait. */
const BUFFER_BYTES = 256 * 1024;
/** A slow line delivers in pieces of at most this many milliseconds. */
const SLICE_MS = 50;

/** Carries bytes from one socket to the other in order, with the line's latency and bandwidth. */
export class ShapedPipe {
  private readonly waiting: { readonly dueAt: number; bytes: Buffer }[] = [];
  private waitingBytes = 0;
  private freeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private sourceEnded = false;

  constructor(
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly quality: Readonly<LineQuality>,
  ) {
    source.on('data', (bytes: Buffer) => this.accept(bytes));
    source.on('end', () => {
      this.sourceEnded = true;
      this.deliver();
    });
    sink.on('drain', () => this.deliver());
    sink.on('close', () => clearTimeout(this.timer));
  }

  /** Looks again at the line's quality, after it has changed. */
  wake(): void {
    this.deliver();
  }

  private accept(bytes: Buffer): void {
    this.waiting.push({ dueAt: performance.now() + this.quality.latencyMs, bytes });
    this.waitingBytes += bytes.length;
    if (this.waitingBytes > BUFFER_BYTES) this.source.pause();
    this.deliver();
  }

  private deliver(): void {
    clearTimeout(this.timer);
    while (!this.quality.silent && !this.sink.writableNeedDrain) {
      const next = this.waiting[0];
      if (!next) break;
      const wait = Math.max(next.dueAt, this.freeAt) - performance.now();
      if (wait > 0) {
        this.timer = setTimeout(() => this.deliver(), wait);
        return;
      }
      this.send(next);
    }
    if (this.sourceEnded && this.waiting.length === 0) this.sink.end();
  }

  private send(next: { bytes: Buffer }): void {
    const { bytesPerSecond } = this.quality;
    const slice = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
    const piece = next.bytes.subarray(0, slice);
    next.bytes = next.bytes.subarray(piece.length);
    if (next.bytes.length === 0) this.waiting.shift();
    this.freeAt = performance.now() + (piece.length / bytesPerSecond) * 1000;
    this.waitingBytes -= piece.length;
    if (this.waitingBytes <= BUFFER_BYTES) this.source.resume();
    this.sink.write(piece);
  }
}
