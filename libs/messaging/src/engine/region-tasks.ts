import type { SqlClient } from '@betang/platform';
import type { Bus } from '../connection/bus.js';
import type { RegionKeyRing } from '../keys/region-key-ring.js';
import { Link } from '../link/link.js';
import type { Outbox } from '../outbox/outbox.js';
import { restUntilBeat } from '../pacing/pace.js';
import { HeadsPublisher, type HeadsTimes } from '../proof/heads-publisher.js';
import { KeyListPublisher } from '../proof/key-list-publisher.js';
import { ReceiptsPublisher } from '../proof/receipts-publisher.js';
import type { UnitOfWork } from '@betang/platform';

export interface RegionTasksPorts {
  readonly region: string;
  readonly epoch: string;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  readonly local: Bus;
  readonly hub: Promise<Bus> | undefined;
  readonly times: HeadsTimes;
  readonly keyRing: RegionKeyRing;
  /** Told of what is tried again, and of whom: `link`. */
  readonly onProblem: (error: unknown, part: string) => void;
  readonly now?: () => number;
}

type Task = (signal: AbortSignal) => Promise<void>;

/** After a start, when others wait to hear of it. */
const TEND_MS = 1_000;
const SLOW_TEND_MS = 10_000;
const KEYS_MS = 30_000;

/** What one service, identity, does for its whole region while it leads: the link, heads, receipts, and on a hub the list of keys. */
export function regionTasks(ports: RegionTasksPorts): { link: Link | undefined; tasks: (db: SqlClient) => Task[] } {
  const now = ports.now ?? Date.now;
  const link =
    ports.hub &&
    new Link({
      region: ports.region,
      hub: ports.hub,
      local: ports.local,
      onProblem: (error) => ports.onProblem(error, 'link'),
    });
  return {
    link,
    tasks: (db) => {
      const base = { ...ports, db, now };
      const publishers = [new KeyListPublisher(base), new HeadsPublisher(base), new ReceiptsPublisher(base)];
      return [
        ...(link ? [(signal: AbortSignal) => link.run(signal)] : []),
        (signal) => tendAll(publishers, ports.times.changedMs, signal),
        every(KEYS_MS, () => ports.keyRing.load(db)),
      ];
    },
  };
}

interface Publisher {
  /** States what is due. */
  tend(): Promise<unknown>;
}

/**
 * Asks the publishers again and again, ever more slowly: asking reads every service's tables, and of what was stated nothing is due again until
 * `changedMs` are over.
 */
async function tendAll(publishers: readonly Publisher[], changedMs: number, signal: AbortSignal): Promise<void> {
  const slowMs = Math.min(SLOW_TEND_MS, changedMs);
  let waitMs = Math.min(TEND_MS, slowMs);
  while (!signal.aborted) {
    for (const publisher of publishers) await publisher.tend();
    await restUntilBeat(waitMs, signal);
    waitMs = Math.min(waitMs * 2, slowMs);
  }
}

function every(milliseconds: number, work: () => Promise<unknown>): Task {
  return async (signal) => {
    while (!signal.aborted) {
      await work();
      await restUntilBeat(milliseconds, signal);
    }
  };
}
