import type { SqlClient } from '@betang/platform';
import { pause, type Bus } from '../connection/bus.js';
import type { RegionKeyRing } from '../keys/region-key-ring.js';
import { Link } from '../link/link.js';
import type { Outbox } from '../outbox/outbox.js';
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
  readonly onProblem: (error: unknown) => void;
  readonly now?: () => number;
}

type Task = (signal: AbortSignal) => Promise<void>;

const TEND_MS = 1_000;
const KEYS_MS = 30_000;

/** What one service, identity, does for its whole region while it leads: the link, heads, receipts, and on a hub the list of keys. */
export function regionTasks(ports: RegionTasksPorts): { link: Link | undefined; tasks: (db: SqlClient) => Task[] } {
  const now = ports.now ?? Date.now;
  const link =
    ports.hub && new Link({ region: ports.region, hub: ports.hub, local: ports.local, onProblem: ports.onProblem });
  return {
    link,
    tasks: (db) => {
      const base = { ...ports, db, now };
      const publishers = [new KeyListPublisher(base), new HeadsPublisher(base), new ReceiptsPublisher(base)];
      return [
        ...(link ? [(signal: AbortSignal) => link.run(signal)] : []),
        every(Math.min(TEND_MS, ports.times.changedMs), async () => {
          for (const publisher of publishers) await publisher.tend();
        }),
        every(KEYS_MS, () => ports.keyRing.load(db)),
      ];
    },
  };
}

function every(milliseconds: number, work: () => Promise<unknown>): Task {
  return async (signal) => {
    while (!signal.aborted) {
      await work();
      await pause(milliseconds, signal);
    }
  };
}
