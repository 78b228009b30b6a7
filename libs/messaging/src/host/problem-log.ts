import type { Logger } from '@betang/platform';
import { codeOf } from '../reader/reader-failure.js';

/** A problem that lasts is told of again so often, with how often it was met meanwhile. */
export const TOLD_AGAIN_MS = 5 * 60_000;
/** Whatever is tried again is tried within less: after such a silence it is another occurrence. */
export const OVER_MS = 2 * 60_000;

interface Known {
  readonly since: number;
  toldAt: number;
  lastAt: number;
  /** Met since it was told of last. */
  unsaid: number;
}

/**
 * What relays, readers and the link meet while they try again, for the log: each problem of a part with its stack when it begins, then counted.
 * A stream that is missing is asked for four times a second, by every service; a log of that hides everything else, and fills the disk.
 */
export class ProblemLog {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param part who met it: `identity to hub`, `link` */
  report(part: string, error: unknown): void {
    const now = this.now();
    const code = codeOf(error);
    const key = `${part} ${code}`;
    const known = this.known.get(key);
    if (!known || now - known.lastAt > OVER_MS) {
      this.known.set(key, { since: now, toldAt: now, lastAt: now, unsaid: 0 });
      this.logger.warn('delivery will try again', { part, code, error });
      return;
    }
    known.lastAt = now;
    known.unsaid += 1;
    if (now - known.toldAt < TOLD_AGAIN_MS) return;
    const since = new Date(known.since).toISOString();
    this.logger.warn('delivery still tries again', { part, code, times: known.unsaid, since });
    known.toldAt = now;
    known.unsaid = 0;
  }
}
